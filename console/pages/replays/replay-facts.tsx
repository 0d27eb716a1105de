import type { ReplayAnswer } from '#api/replays.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Instant } from '../../components/instant.tsx';
import { useFormats, type Formats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { startFormTexts } from './start-form-texts.ts';

const words = texts(
  {
    which: 'Goes through',
    period: 'Period',
    from: (day: string) => `From ${day} on`,
    to: (day: string) => `Until ${day}`,
    employee: 'Employee ID',
    registration: 'Registration',
    started: 'Started',
    ended: 'Ended',
    took: 'Took',
  },
  {
    which: 'Gennemgår',
    period: 'Periode',
    from: (day: string) => `Fra og med ${day}`,
    to: (day: string) => `Til og med ${day}`,
    employee: 'Medarbejder-id',
    registration: 'Registrering',
    started: 'Startet',
    ended: 'Slut',
    took: 'Varede',
  },
);

/** What a replay was asked to go through, and when it ran. */
export function ReplayFacts({
  companyId,
  replay: { scope, repair, startedAt, endedAt },
}: {
  readonly companyId: string;
  readonly replay: ReplayAnswer;
}) {
  const text = useTexts(words);
  const kinds = useTexts(startFormTexts);
  const formats = useFormats();
  const { registrationId } = scope;
  return (
    <Facts
      facts={[
        [text.which, repair ? kinds.repair : kinds[scope.scope]],
        [text.period, periodIn(scope, text, formats)],
        [text.employee, scope.employeeId],
        [
          text.registration,
          registrationId && (
            <AppLink to={paths.registration(companyId, registrationId)}>{registrationId}</AppLink>
          ),
        ],
        [text.started, <Instant key="started" at={startedAt} />],
        [text.ended, endedAt && <Instant at={endedAt} />],
        [text.took, endedAt && formats.seconds((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)],
      ]}
    />
  );
}

function periodIn(
  { from, to }: ReplayAnswer['scope'],
  text: (typeof words)['da'],
  formats: Formats,
): string | null {
  if (from !== undefined && to !== undefined) return formats.period({ from, to });
  if (from !== undefined) return text.from(formats.local(from));
  return to === undefined ? null : text.to(formats.local(to));
}
