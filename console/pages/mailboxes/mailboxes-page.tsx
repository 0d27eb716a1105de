import { makeStyles, tokens } from '@fluentui/react-components';
import { Page } from '../../components/page.tsx';
import { useTexts } from '../../texts.tsx';
import { MailboxFilters } from './mailbox-filters.tsx';
import { MailboxList } from './mailbox-list.tsx';
import { mailboxTexts } from './texts.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    minWidth: 0,
  },
});

/** Who is affected by what, and what mends it? */
export default function MailboxesPage({ companyId }: { readonly companyId: string }) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  return (
    <Page title={text.title} lead={text.lead}>
      <div className={styles.list}>
        <MailboxFilters companyId={companyId} />
        <MailboxList companyId={companyId} />
      </div>
    </Page>
  );
}
