import type { OverviewAnswer } from '#api/overview.ts';
import { AppLink } from '../../components/app-link.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { isSecretRefused } from '../../shell/secret-reasons.ts';
import { useTexts } from '../../texts.tsx';
import { Glance } from './glance.tsx';
import { overviewTexts } from './texts.ts';

interface Props {
  readonly companyId: string;
  readonly overview: Pick<OverviewAnswer, 'secret' | 'connection'>;
}

/** How long the client secret still works. */
export function SecretCountdown({ companyId, overview: { secret, connection } }: Props) {
  const text = useTexts(overviewTexts);
  const { number, longDate } = useFormats();
  if (connection?.credential == null)
    return (
      <Glance
        title={text.secret}
        fact={text.noSecret}
        link={<AppLink to={paths.connect(companyId)}>{text['connect-link']}</AppLink>}
      >
        {text.noSecretDetail}
      </Glance>
    );
  if (connection.state === 'expired' || isSecretRefused(connection.reason))
    return (
      <Glance
        title={text.secret}
        fact={connection.state === 'expired' ? text.secretExpired : text.secretRefused}
        link={<AppLink to={paths.renewSecret(companyId)}>{text.renew}</AppLink>}
      >
        {connection.reason?.remedy}
      </Glance>
    );
  if (secret === null)
    return (
      <Glance
        title={text.secret}
        fact={text.dateUnknown}
        link={<AppLink to={paths.connect(companyId)}>{text['date-link']}</AppLink>}
      >
        {text.dateUnknownDetail}
      </Glance>
    );
  const { daysLeft, expiresAt } = secret;
  return (
    <Glance
      title={text.secret}
      fact={daysIn(daysLeft)}
      link={<AppLink to={paths.renewSecret(companyId)}>{text.renew}</AppLink>}
    >
      {text.lastDay(longDate(expiresAt.slice(0, 10)))}
    </Glance>
  );

  function daysIn(days: number): string {
    if (days === 0) return text.expiresToday;
    return days > 0 ? text.daysLeft(number(days), days === 1) : text.daysAgo(number(-days), days === -1);
  }
}
