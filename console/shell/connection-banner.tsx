import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import { AppLink } from '../components/app-link.tsx';
import { useFormats } from '../formats.ts';
import { texts, useTexts } from '../texts.tsx';
import { paths } from './paths.ts';
import { isSecretRefused } from './secret-reasons.ts';
import { useOverview } from './use-overview.ts';

const words = texts(
  {
    expired: 'The client secret has expired: no absence reaches Outlook',
    misconfigured: 'The connection to Microsoft 365 does not work: no absence reaches Outlook',
    expiring: (when: string) => `The client secret expires ${when}`,
    lastDayPassed: 'The client secret’s last day has passed; it still works',
    nothingLost:
      'Nothing is lost: what is registered meanwhile is recorded, and a replay brings it to Outlook.',
    renewInTime: 'Enter a new one in time and nothing stops.',
    renew: 'Enter the new secret',
    mend: 'See the cause and mend it',
  },
  {
    expired: 'Klienthemmeligheden er udløbet: intet fravær når Outlook',
    misconfigured: 'Forbindelsen til Microsoft 365 virker ikke: intet fravær når Outlook',
    expiring: (when: string) => `Klienthemmeligheden udløber ${when}`,
    lastDayPassed: 'Klienthemmelighedens sidste dag er passeret; den virker endnu',
    nothingLost:
      'Intet går tabt: det, der registreres imens, er gemt, og en genafspilning bringer det til Outlook.',
    renewInTime: 'Indtast en ny i tide, så stopper intet.',
    renew: 'Indtast den nye hemmelighed',
    mend: 'Se årsagen, og ret den',
  },
);

const useStyles = makeStyles({
  strong: { fontSize: tokens.fontSizeBase300, borderRadius: 0, padding: tokens.spacingHorizontalM },
});

/** A connection that carries nothing is unmissable on every page, and leads to the one field that mends it. */
export function ConnectionBanner({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(words);
  const formats = useFormats();
  const { data } = useOverview(companyId);
  if (data === undefined || data.connection === null) return null;
  const { state, reason } = data.connection;
  const daysLeft = data.secret?.daysLeft ?? 0;
  if (state === 'expiring')
    return (
      <MessageBar intent="warning" layout="multiline" className={styles.strong}>
        <MessageBarBody>
          <MessageBarTitle>
            {daysLeft < 0 ? text.lastDayPassed : text.expiring(formats.inDays(daysLeft))}
          </MessageBarTitle>
          <div>{text.renewInTime}</div>
          <AppLink to={paths.renewSecret(companyId)}>{text.renew}</AppLink>
        </MessageBarBody>
      </MessageBar>
    );
  if (state !== 'expired' && state !== 'misconfigured') return null;
  return (
    <MessageBar intent="error" layout="multiline" role="alert" className={styles.strong}>
      <MessageBarBody>
        <MessageBarTitle>{text[state]}</MessageBarTitle>
        {reason && <div>{reason.remedy}</div>}
        <div>{text.nothingLost}</div>
        {state === 'expired' || isSecretRefused(reason) ? (
          <AppLink to={paths.renewSecret(companyId)}>{text.renew}</AppLink>
        ) : (
          <AppLink to={paths.connect(companyId)}>{text.mend}</AppLink>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
