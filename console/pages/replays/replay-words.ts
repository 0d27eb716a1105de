import type { ReplayCause, ReplayOutcome, ReplayState } from '#domain/replay.ts';
import { texts } from '../../texts.tsx';

/** The words of replays, each by the API's own name. */

export const causeTexts = texts<Readonly<Record<ReplayCause, string>>>(
  {
    administrator: 'Asked for by an administrator',
    import: 'After an import',
    'first-connection': 'After the first connection to Microsoft 365',
    'secret-renewed': 'After the client secret was renewed',
    'switched-on': 'After the connection was switched on',
    healed: 'After Microsoft 365 worked again',
    schedule: 'Because something was left behind',
  },
  {
    administrator: 'Bestilt af en administrator',
    import: 'Efter en indlæsning',
    'first-connection': 'Efter den første forbindelse til Microsoft 365',
    'secret-renewed': 'Efter at klienthemmeligheden blev fornyet',
    'switched-on': 'Efter at forbindelsen blev slået til',
    healed: 'Efter at Microsoft 365 kom til at virke igen',
    schedule: 'Fordi noget var efterladt',
  },
);

export const replayStateTexts = texts<Readonly<Record<ReplayState, string>>>(
  {
    planning: 'Planning',
    running: 'Under way',
    paused: 'Paused',
    'awaiting-approval': 'Waits for approval',
    completed: 'Completed',
    cancelled: 'Cancelled',
    failed: 'Failed',
  },
  {
    planning: 'Planlægges',
    running: 'I gang',
    paused: 'På pause',
    'awaiting-approval': 'Venter på godkendelse',
    completed: 'Færdig',
    cancelled: 'Afbrudt',
    failed: 'Mislykket',
  },
);

export const outcomes: readonly ReplayOutcome[] = [
  'created',
  'updated',
  'removed',
  'unchanged',
  'skipped',
  'failed',
];

export const outcomeTexts = texts<Readonly<Record<ReplayOutcome, string>>>(
  {
    created: 'Created',
    updated: 'Changed',
    removed: 'Removed',
    unchanged: 'Unchanged',
    skipped: 'Left out',
    failed: 'Failed',
  },
  {
    created: 'Oprettet',
    updated: 'Ændret',
    removed: 'Fjernet',
    unchanged: 'Uændret',
    skipped: 'Udeladt',
    failed: 'Mislykket',
  },
);

export const dryOutcomeTexts = texts<Readonly<Record<ReplayOutcome, string>>>(
  {
    created: 'Would be created',
    updated: 'Would be changed',
    removed: 'Would be removed',
    unchanged: 'Would stay as it is',
    skipped: 'Would be left out',
    failed: 'Would fail',
  },
  {
    created: 'Ville blive oprettet',
    updated: 'Ville blive ændret',
    removed: 'Ville blive fjernet',
    unchanged: 'Ville forblive uændret',
    skipped: 'Ville blive udeladt',
    failed: 'Ville mislykkes',
  },
);

/** What an outcome means, for whoever would ask; true of a dry run too. */
export const outcomeHints = texts<Readonly<Record<ReplayOutcome, string>>>(
  {
    created: 'Approved, and not in Outlook before',
    updated: 'In Outlook, but not as HR has it',
    removed: 'In Outlook, but deleted, rejected or no longer synced',
    unchanged: 'Right already: no request',
    skipped: 'Has no place in Outlook now, such as one that waits for approval',
    failed: 'Needs somebody: the reason says why',
  },
  {
    created: 'Godkendt, men ikke i Outlook i forvejen',
    updated: 'I Outlook, men ikke som i HR-systemet',
    removed: 'I Outlook, men slettet, afvist eller af en type, der ikke længere overføres',
    unchanged: 'Rigtig i forvejen: ingen forespørgsel',
    skipped: 'Skal ikke være i Outlook nu, for eksempel fordi den venter på godkendelse',
    failed: 'Kræver handling: årsagen siger hvilken',
  },
);

/** A name that is newer than this console is shown as the API gives it. */
export const wordOf = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name;
