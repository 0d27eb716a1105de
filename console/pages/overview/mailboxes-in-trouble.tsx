import { AppLink } from '../../components/app-link.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { Glance } from './glance.tsx';
import { overviewTexts } from './texts.ts';

interface Props {
  readonly companyId: string;
  readonly count: number;
}

/** How many mailboxes Microsoft 365 refuses. */
export function MailboxesInTrouble({ companyId, count }: Props) {
  const text = useTexts(overviewTexts);
  const { number } = useFormats();
  if (count === 0)
    return (
      <Glance
        title={text.mailboxes}
        fact={text.allMailboxesWell}
        link={<AppLink to={paths.mailboxes(companyId)}>{text.toMailboxes}</AppLink>}
      >
        {text.allMailboxesWellDetail}
      </Glance>
    );
  return (
    <Glance
      title={text.mailboxes}
      fact={text.troubled(number(count), count === 1)}
      link={
        <AppLink to={paths.mailboxes(companyId, { state: 'attention' })}>{text['mailboxes-link']}</AppLink>
      }
    >
      {text.troubledDetail}
    </Glance>
  );
}
