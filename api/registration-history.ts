import type { AbsenceType, Language } from '#domain/absence-types.ts';
import { describeReason } from '#domain/reasons.ts';
import type { RecordedRegistrationEvent, RegistrationEvent } from '#domain/registration-event.ts';

export interface HistoryEntry {
  readonly at: string;
  readonly sequence: number;
  readonly type: string;
  readonly summary: string;
  /** Microsoft's, for its support. */
  readonly requestId?: string;
}

/** A registration's stream in plain words, oldest first. Nothing personal: periods and types alone. */
export function historyOf(
  stream: readonly RecordedRegistrationEvent[],
  absenceTypes: ReadonlyMap<string, AbsenceType>,
  language: Language,
): HistoryEntry[] {
  const labelOf = (type: string): string => absenceTypes.get(type)?.label[language] ?? type;
  return stream.map(({ recordedAt, sequence, event }) => {
    const requestId = requestIdOf(event);
    return {
      at: recordedAt,
      sequence,
      type: event.type,
      summary: summaryOf(event, labelOf)[language],
      ...(requestId !== null && { requestId }),
    };
  });
}

function requestIdOf(event: RegistrationEvent): string | null {
  if ('requestId' in event) return event.requestId;
  return 'reason' in event ? (event.reason.microsoft?.requestId ?? null) : null;
}

type Summary = Readonly<Record<Language, string>>;

function summaryOf(event: RegistrationEvent, labelOf: (type: string) => string): Summary {
  switch (event.type) {
    case 'RegistrationCreated':
      return event.approved
        ? said(event, labelOf, 'oprettede registreringen som godkendt', 'made the registration, approved')
        : said(event, labelOf, 'oprettede registreringen', 'made the registration');
    case 'RegistrationChanged':
      return said(event, labelOf, 'ændrede registreringen', 'changed the registration');
    case 'RegistrationApproved':
      return said(event, labelOf, 'godkendte registreringen', 'approved the registration');
    case 'RegistrationRejected':
      return said(event, labelOf, 'afviste registreringen', 'rejected the registration');
    case 'RegistrationDeleted':
      return said(event, labelOf, 'slettede registreringen', 'deleted the registration');
    case 'CalendarWriteAttempted':
      return attempted[event.write.operation];
    case 'CalendarEventCreated':
      return event.wasAdopted
        ? { da: 'Begivenheden stod allerede i Outlook.', en: 'The event stood in Outlook already.' }
        : { da: 'Begivenheden er oprettet i Outlook.', en: 'The event was made in Outlook.' };
    case 'CalendarEventUpdated':
      return { da: 'Begivenheden er ændret i Outlook.', en: 'The event was changed in Outlook.' };
    case 'CalendarEventRemoved':
      return event.wasGone
        ? { da: 'Begivenheden var allerede væk fra Outlook.', en: 'The event was gone from Outlook already.' }
        : { da: 'Begivenheden er fjernet fra Outlook.', en: 'The event was removed from Outlook.' };
    case 'CalendarEventFoundGone':
      return {
        da: 'Begivenheden er slettet i Outlook af en bruger.',
        en: 'The event was found deleted in Outlook by a user.',
      };
    case 'CalendarEventLeftBehind':
      return {
        da: 'Postkassen er en anden nu; begivenheden i den gamle skal fjernes.',
        en: 'The mailbox is another one now; the event in the old one is to be removed.',
      };
    case 'CalendarEventFound':
      return {
        da: 'En reparation fandt begivenheden i Outlook anderledes, end den burde være.',
        en: 'A repair found the event in Outlook otherwise than it should be.',
      };
    case 'RemovalHeld':
      return {
        da: 'Fjernelsen venter på godkendelse: usædvanligt mange ville blive fjernet på én gang.',
        en: 'The removal waits for approval: unusually many would be removed at once.',
      };
    case 'RemovalRejected':
      return {
        da: 'En administrator har afvist fjernelsen; begivenheden bliver stående.',
        en: 'An administrator has rejected the removal; the event stays.',
      };
    case 'RemovalReleased':
      return {
        da: 'En administrator har godkendt fjernelsen.',
        en: 'An administrator has approved the removal.',
      };
    case 'SyncRequested':
      return {
        da: 'En administrator har bedt om at sende registreringen nu.',
        en: 'An administrator has asked to send the registration now.',
      };
    case 'RestorationRequested':
      return {
        da: 'En administrator har bedt om at få begivenheden tilbage i Outlook.',
        en: 'An administrator has asked for the event to be put back into Outlook.',
      };
    case 'CalendarWriteFailed':
    case 'CalendarWriteWithheld':
    case 'Parked':
      return failure(event);
  }
}

const attempted = {
  create: { da: 'Opretter begivenheden i Outlook.', en: 'Making the event in Outlook.' },
  update: { da: 'Ændrer begivenheden i Outlook.', en: 'Changing the event in Outlook.' },
  remove: { da: 'Fjerner begivenheden fra Outlook.', en: 'Removing the event from Outlook.' },
} as const satisfies Record<string, Summary>;

function said(
  { version, data }: Extract<RegistrationEvent, { version: number }>,
  labelOf: (type: string) => string,
  da: string,
  en: string,
): Summary {
  const what = data
    ? `: ${labelOf(data.absenceType)}, ${data.period.from} – ${data.period.to} (version ${version}).`
    : ` (version ${version}).`;
  return { da: `HR-systemet ${da}${what}`, en: `The HR system ${en}${what}` };
}

function failure(
  event: Extract<RegistrationEvent, { type: 'CalendarWriteFailed' | 'CalendarWriteWithheld' | 'Parked' }>,
): Summary {
  const next = consequenceOf(event);
  return {
    da: `${describeReason(event.reason, 'da').message} ${consequences[next].da}`,
    en: `${describeReason(event.reason, 'en').message} ${consequences[next].en}`,
  };
}

function consequenceOf(event: Parameters<typeof failure>[0]): keyof typeof consequences {
  switch (event.type) {
    case 'Parked':
      return 'parked';
    case 'CalendarWriteWithheld':
      return 'withheld';
    case 'CalendarWriteFailed':
      return event.consequence;
  }
}

const consequences = {
  withheld: {
    da: 'Ikke sendt: der sendes, når postkassen er i orden.',
    en: 'Not sent: it is sent once the mailbox is in order.',
  },
  parked: {
    da: 'Parkeret, til forbindelsen er i orden.',
    en: 'Parked until the connection is in order.',
  },
  retry: { da: 'Der prøves igen.', en: 'It is tried again.' },
  attention: { da: 'Kræver handling.', en: 'Somebody has to act.' },
} as const satisfies Record<string, Summary>;
