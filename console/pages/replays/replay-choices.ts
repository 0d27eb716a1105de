import type { ReplayAnswer, ReplayRequestBody } from '#api/replays.ts';
import { useSearchValues } from '../../components/use-search-values.ts';

/** A repair looks at all: what users have removed counts as in Outlook until somebody looks. */
export const kinds = ['unsynced', 'all', 'repair'] as const;
export type ReplayKind = (typeof kinds)[number];

/** What a replay is to look at, as the form holds it. */
export interface ReplayChoices {
  readonly kind: ReplayKind;
  readonly from: string;
  readonly to: string;
  readonly employeeId: string;
  readonly registrationId: string;
}

export const narrowings = ['from', 'to', 'employeeId', 'registrationId'] as const;

/** The choices stand in the address under the API's names, so that another page can lead here with them made. */
export function useReplayChoices() {
  const [value, set] = useSearchValues();
  const choices: ReplayChoices = {
    kind: value('repair') === 'true' ? 'repair' : value('scope') === 'all' ? 'all' : 'unsynced',
    from: value('from'),
    to: value('to'),
    employeeId: value('employeeId'),
    registrationId: value('registrationId'),
  };
  return {
    choices,
    chooseKind: (kind: ReplayKind) =>
      set({ scope: kind === 'unsynced' ? null : 'all', repair: kind === 'repair' ? 'true' : null }),
    narrow: (name: (typeof narrowings)[number], to: string) => set({ [name]: to }),
  };
}

export function requestFor(choices: ReplayChoices, dryRun: boolean): ReplayRequestBody {
  const narrowed = narrowings
    .map((name) => [name, choices[name].trim()] as const)
    .filter(([, value]) => value !== '');
  return {
    scope: choices.kind === 'unsynced' ? 'unsynced' : 'all',
    repair: choices.kind === 'repair',
    dryRun,
    ...Object.fromEntries(narrowed),
  };
}

/** The same choices as those of a dry run, in earnest. */
export const inEarnest = ({ scope, repair }: ReplayAnswer): ReplayRequestBody => ({
  ...scope,
  repair,
  dryRun: false,
});
