import type { Language, Localised } from './absence-types.ts';
import type { ConnectionState } from './connection.ts';
import { describeReason, type Reason } from './reasons.ts';
import type { ReplayCause, ReplayState } from './replay.ts';

/** Who did it. `microsoft` stands for what Microsoft has answered; those rows come from the registrations' streams. */
export const activityActors = ['administrator', 'absence-sync', 'microsoft'] as const;
export type ActivityActor = (typeof activityActors)[number];

/** What is noted with an act: never a secret, a name, a mailbox or a comment. */
interface ActivityDetails {
  readonly 'company-made': object;
  readonly 'company-changed': { readonly fields: readonly string[] };
  readonly 'connection-saved': { readonly tenantId: string; readonly clientId: string };
  readonly 'secret-renewed': object;
  readonly 'connection-switched-on': object;
  readonly 'connection-switched-off': { readonly whenOff: 'keep' | 'purge' };
  readonly 'connection-changed': { readonly fields: readonly string[] };
  readonly 'connection-opened': { readonly state: ConnectionState };
  readonly 'connection-closed': { readonly state: ConnectionState; readonly reason: Reason | null };
  readonly 'absence-type-changed': { readonly type: string; readonly fields: readonly string[] };
  readonly 'export-imported': {
    readonly recorded: number;
    readonly duplicates: number;
    readonly skipped: number;
  };
  readonly 'replay-started': {
    readonly replayId: string;
    readonly cause: ReplayCause;
    readonly isDryRun: boolean;
  };
  readonly 'replay-paused': ReplayNamed;
  readonly 'replay-resumed': ReplayNamed;
  readonly 'replay-cancelled': ReplayNamed;
  readonly 'removals-approved': ReplayNamed;
  readonly 'removals-rejected': ReplayNamed;
  readonly 'replay-ended': ReplayNamed & { readonly state: ReplayState };
  readonly 'sync-requested': { readonly registrationId: string };
}

interface ReplayNamed {
  readonly replayId: string;
}

export type ActivityAction = keyof ActivityDetails;

/** An act as it is noted. */
export type Activity = {
  readonly [Action in ActivityAction]: {
    readonly actor: 'administrator' | 'absence-sync';
    readonly action: Action;
    readonly details: ActivityDetails[Action];
    /** Microsoft's, where its answer is the cause. */
    readonly requestId?: string | undefined;
  };
}[ActivityAction];

/** The act as a sentence, in the language asked for. */
export function describeActivity(activity: Pick<Activity, 'action' | 'details'>, language: Language): string {
  const describe = texts[activity.action] as (details: object) => Localised;
  return describe(activity.details)[language];
}

type Texts = { readonly [Action in ActivityAction]: (details: ActivityDetails[Action]) => Localised };

const texts: Texts = {
  'company-made': () => ({ da: 'Virksomheden er oprettet.', en: 'The company was made.' }),
  'company-changed': ({ fields }) => ({
    da: `Virksomhedens valg er ændret: ${fields.join(', ')}.`,
    en: `The company’s choices were changed: ${fields.join(', ')}.`,
  }),
  'connection-saved': ({ tenantId, clientId }) => ({
    da: `Forbindelsen til Microsoft 365 er gemt: tenant ${tenantId}, klient ${clientId}.`,
    en: `The connection to Microsoft 365 was saved: tenant ${tenantId}, client id ${clientId}.`,
  }),
  'secret-renewed': () => ({ da: 'Klienthemmeligheden er fornyet.', en: 'The client secret was renewed.' }),
  'connection-switched-on': () => ({
    da: 'Forbindelsen til Microsoft 365 er slået til.',
    en: 'The connection to Microsoft 365 was switched on.',
  }),
  'connection-switched-off': ({ whenOff }) => ({
    da: `Forbindelsen til Microsoft 365 er slået fra; begivenhederne i Outlook ${whenOff === 'purge' ? 'fjernes' : 'bliver stående'}.`,
    en: `The connection to Microsoft 365 was switched off; the events in Outlook ${whenOff === 'purge' ? 'are removed' : 'stay'}.`,
  }),
  'connection-changed': ({ fields }) => ({
    da: `Forbindelsens oplysninger er ændret: ${fields.join(', ')}.`,
    en: `What is noted of the connection was changed: ${fields.join(', ')}.`,
  }),
  'connection-opened': ({ state }) => ({
    da: `Forbindelsen til Microsoft 365 virker (${state}).`,
    en: `The connection to Microsoft 365 works (${state}).`,
  }),
  'connection-closed': ({ state, reason }) => ({
    da: withReason(`Forbindelsen til Microsoft 365 er lukket (${state}).`, reason, 'da'),
    en: withReason(`The connection to Microsoft 365 was closed (${state}).`, reason, 'en'),
  }),
  'absence-type-changed': ({ type, fields }) => ({
    da: `Fraværstypen ${type} er ændret: ${fields.join(', ')}.`,
    en: `The absence type ${type} was changed: ${fields.join(', ')}.`,
  }),
  'export-imported': ({ recorded, duplicates, skipped }) => ({
    da: `En HR-eksport er indlæst: ${recorded} registreret, ${duplicates} kendt i forvejen, ${skipped} sprunget over.`,
    en: `An HR export was imported: ${recorded} recorded, ${duplicates} known already, ${skipped} skipped.`,
  }),
  'replay-started': ({ replayId, cause, isDryRun }) => ({
    da: `Genafspilningen ${replayId} er startet${isDryRun ? ' som prøve' : ''} (${causes[cause].da}).`,
    en: `The replay ${replayId} was started${isDryRun ? ' as a dry run' : ''} (${causes[cause].en}).`,
  }),
  'replay-paused': ({ replayId }) => ({
    da: `Genafspilningen ${replayId} er sat på pause.`,
    en: `The replay ${replayId} was paused.`,
  }),
  'replay-resumed': ({ replayId }) => ({
    da: `Genafspilningen ${replayId} er genoptaget.`,
    en: `The replay ${replayId} was resumed.`,
  }),
  'replay-cancelled': ({ replayId }) => ({
    da: `Genafspilningen ${replayId} er bedt om at stoppe.`,
    en: `The replay ${replayId} was told to end.`,
  }),
  'removals-approved': ({ replayId }) => ({
    da: `Fjernelserne i genafspilningen ${replayId} er godkendt.`,
    en: `The removals of the replay ${replayId} were approved.`,
  }),
  'removals-rejected': ({ replayId }) => ({
    da: `Fjernelserne i genafspilningen ${replayId} er afvist.`,
    en: `The removals of the replay ${replayId} were rejected.`,
  }),
  'replay-ended': ({ replayId, state }) => ({
    da: `Genafspilningen ${replayId} er slut (${state}).`,
    en: `The replay ${replayId} has ended (${state}).`,
  }),
  'sync-requested': ({ registrationId }) => ({
    da: `Der er bedt om at sende registreringen ${registrationId} nu.`,
    en: `It was asked to send the registration ${registrationId} now.`,
  }),
};

const withReason = (sentence: string, reason: Reason | null, language: Language): string =>
  reason === null ? sentence : `${sentence} ${describeReason(reason, language).message}`;

const causes: Readonly<Record<ReplayCause, Localised>> = {
  administrator: { da: 'bestilt af en administrator', en: 'asked for by an administrator' },
  import: { da: 'efter en indlæsning', en: 'after an import' },
  'first-connection': { da: 'efter den første forbindelse', en: 'after the first connection' },
  'secret-renewed': { da: 'efter en fornyet hemmelighed', en: 'after the secret was renewed' },
  'switched-on': { da: 'fordi forbindelsen blev slået til', en: 'because the connection was switched on' },
  healed: { da: 'fordi forbindelsen virker igen', en: 'because the connection works again' },
  schedule: { da: 'fordi noget var efterladt', en: 'because something was left behind' },
};
