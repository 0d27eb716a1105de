import type { RegistrationAnswer } from '#api/registrations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  {
    secret: 'Enter the new secret',
    connection: 'To the connection',
    mailbox: 'Check the mailbox',
    types: 'To the absence types',
    settings: 'To the first day in the settings',
    replays: 'To the replays',
  },
  {
    secret: 'Indtast den nye hemmelighed',
    connection: 'Til forbindelsen',
    mailbox: 'Kontrollér postkassen',
    types: 'Til fraværstyperne',
    settings: 'Til den første dag under indstillinger',
    replays: 'Til genafspilningerne',
  },
);

/** Where in the console a reason is mended; those that are mended elsewhere are not in it. */
const places: Readonly<Record<string, keyof typeof words.en>> = {
  'secret-expired': 'secret',
  'secret-invalid': 'secret',
  'secret-id-pasted': 'secret',
  'connection-off': 'connection',
  'connection-missing': 'connection',
  'application-not-found': 'connection',
  'application-disabled': 'connection',
  'tenant-not-found': 'connection',
  'access-blocked': 'connection',
  'permission-missing': 'mailbox',
  'reply-permission-missing': 'mailbox',
  'mailbox-out-of-scope': 'mailbox',
  'mailbox-not-found': 'mailbox',
  'mailbox-not-enabled': 'mailbox',
  'mailbox-full': 'mailbox',
  'type-not-synced': 'types',
  'before-sync-from': 'settings',
  'deletion-limit': 'replays',
  'contradictory-answers': 'replays',
};

interface Props {
  readonly companyId: string;
  readonly reason: NonNullable<RegistrationAnswer['reason']>;
  readonly mailbox: string | null;
}

/** The remedy, and the link to where it is done. */
export function WayOut({ companyId, reason, mailbox }: Props) {
  const text = useTexts(words);
  const place = places[reason.code];
  return (
    <>
      {reason.remedy}{' '}
      {place !== undefined && <AppLink to={addressOf(place, companyId, mailbox)}>{text[place]}</AppLink>}
    </>
  );
}

function addressOf(place: keyof typeof words.en, companyId: string, mailbox: string | null): string {
  switch (place) {
    case 'secret':
      return paths.renewSecret(companyId);
    case 'connection':
      return paths.connect(companyId);
    case 'mailbox':
      return paths.mailboxes(companyId, mailbox === null ? {} : { q: mailbox });
    case 'types':
      return paths.types(companyId);
    case 'settings':
      return paths.settings(companyId);
    case 'replays':
      return paths.replays(companyId);
  }
}
