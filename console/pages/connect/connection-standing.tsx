import type { ConnectionAnswer } from '#api/connections.ts';
import { Facts } from '../../components/facts.tsx';
import { Instant } from '../../components/instant.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { texts, useTexts } from '../../texts.tsx';
import { ConnectionStateBadge } from '../../components/connection-state-badge.tsx';

const words = texts(
  {
    title: 'Status',
    state: 'Connection',
    since: 'Since',
    cause: 'Cause',
    remedy: 'What to do',
    microsoft: 'Microsoft’s answer',
    secret: 'Secret',
    begins: (hint: string) => `begins with ${hint}`,
    lastDay: 'Last day of the secret',
    unknown: 'Not known: enter it under New secret, and you are reminded in time.',
  },
  {
    title: 'Status',
    state: 'Forbindelse',
    since: 'Siden',
    cause: 'Årsag',
    remedy: 'Gør sådan',
    microsoft: 'Microsofts svar',
    secret: 'Hemmelighed',
    begins: (hint: string) => `begynder med ${hint}`,
    lastDay: 'Hemmelighedens sidste dag',
    unknown: 'Kendes ikke: skriv den under Ny hemmelighed, så bliver du mindet om den i tide.',
  },
);

interface Props {
  readonly connection: ConnectionAnswer;
}

/** Whether the connection works, since when, why not, and until when its secret lasts. */
export function ConnectionStanding({ connection }: Props) {
  const text = useTexts(words);
  const { state, since, reason, credential } = connection;
  return (
    <Section title={text.title}>
      <Facts
        facts={[
          [
            text.state,
            <output key="state">
              <ConnectionStateBadge state={state} />
            </output>,
          ],
          [text.since, <Instant key="since" at={since} />],
          [text.cause, reason?.message],
          [text.remedy, reason?.remedy],
          [text.microsoft, reason?.microsoft && `${reason.microsoft.code} (${reason.microsoft.requestId})`],
          [text.secret, credential && text.begins(credential.hint)],
          [text.lastDay, credential && <LastDay key="day" expiresAt={credential.expiresAt} />],
        ]}
      />
    </Section>
  );
}

function LastDay({ expiresAt }: { readonly expiresAt: string | null }) {
  const text = useTexts(words);
  const formats = useFormats();
  if (expiresAt === null) return <>{text.unknown}</>;
  return <time dateTime={expiresAt}>{formats.local(expiresAt.slice(0, 10))}</time>;
}
