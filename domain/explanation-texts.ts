import type { Localised } from './absence-types.ts';

/** Who or what moves it on. Stable: other systems match on them. */
export const nextActions = [
  'none',
  'sync',
  'retry',
  'replay',
  'mailbox-check',
  'approval',
  'registration',
  'administrator',
  'connection-probe',
] as const;
export type NextAction = (typeof nextActions)[number];

/** What decided what should stand in Outlook. Stable: other systems match on them. */
export type RuleCode = keyof typeof ruleTexts;
/** What happens next, and by whom; what others match on is its action. */
export type NextCode = keyof typeof nextTexts;

export const ruleTexts = {
  'approved-and-synced': {
    da: 'Registreringen er godkendt, og dens type sendes til Outlook: den skal stå i medarbejderens kalender.',
    en: 'The registration is approved and its type is sent to Outlook: it belongs in the employee’s calendar.',
  },
  'awaiting-approval': {
    da: 'Registreringen er ikke godkendt, og kun godkendte registreringer skal stå i Outlook.',
    en: 'The registration is not approved, and only approved ones belong in Outlook.',
  },
  'awaiting-registration': {
    da: 'HR-systemet har endnu ikke sendt selve registreringen, så intet kan stå i Outlook.',
    en: 'The HR system has not sent the registration itself yet, so nothing can stand in Outlook.',
  },
  'type-not-synced': {
    da: 'Virksomheden sender ikke denne fraværstype til Outlook: intet skal stå der.',
    en: 'The company does not send this absence type to Outlook: nothing belongs there.',
  },
  'before-sync-from': {
    da: 'Registreringen slutter før virksomhedens første dag i Outlook (syncFrom): intet skal stå der.',
    en: 'The registration ends before the company’s first day in Outlook (syncFrom): nothing belongs there.',
  },
  rejected: {
    da: 'Registreringen er afvist i HR-systemet: intet skal stå i Outlook.',
    en: 'The registration was rejected in the HR system: nothing belongs in Outlook.',
  },
  deleted: {
    da: 'Registreringen er slettet i HR-systemet: intet skal stå i Outlook.',
    en: 'The registration was deleted in the HR system: nothing belongs in Outlook.',
  },
  'removed-by-user': {
    da: 'Medarbejderen har slettet begivenheden i Outlook, og det respekteres: intet skal stå der.',
    en: 'The employee has deleted the event in Outlook, and that is respected: nothing belongs there.',
  },
  'connection-purged': {
    da: 'Forbindelsen er slået fra, og virksomheden har valgt at få sine begivenheder fjernet: intet skal stå i Outlook.',
    en: 'The connection is switched off, and the company has chosen to have its events removed: nothing belongs in Outlook.',
  },
  'removal-held': {
    da: 'En begivenhed skal fjernes fra Outlook og står der, til en administrator har taget stilling: usædvanligt mange ville blive fjernet på én gang.',
    en: 'An event is to go from Outlook and stays there until an administrator has decided: unusually many would be removed at once.',
  },
  'removal-rejected': {
    da: 'En begivenhed skulle fjernes fra Outlook, men en administrator har afvist det: den bliver stående.',
    en: 'An event was to go from Outlook, but an administrator has rejected that: it stays.',
  },
} satisfies Record<string, Localised>;

type NextText = Localised & { readonly action: NextAction };

export const nextTexts = {
  sync: {
    action: 'sync',
    da: 'Er på vej nu; det tager normalt sekunder.',
    en: 'It is on its way now; that takes seconds as a rule.',
  },
  synced: {
    action: 'none',
    da: 'Intet, før registreringen eller virksomhedens valg ændres.',
    en: 'Nothing, until the registration or the company’s choices change.',
  },
  'retry-at': {
    action: 'retry',
    da: 'Der prøves automatisk igen på det nævnte tidspunkt.',
    en: 'It is tried again by itself at the time given.',
  },
  retry: {
    action: 'retry',
    da: 'Der prøves automatisk igen, normalt inden for et minut.',
    en: 'It is tried again by itself, within a minute as a rule.',
  },
  replay: {
    action: 'replay',
    da: 'Forbindelsen virker igen, og en genafspilning sender registreringen af sig selv inden for få minutter.',
    en: 'The connection works again, and a replay brings the registration by itself within minutes.',
  },
  'connection-probe': {
    action: 'connection-probe',
    da: 'Forbindelsen prøves automatisk igen; når den virker, eller en administrator gemmer en ny hemmelighed, sender en genafspilning alt, der venter.',
    en: 'The connection is tried again by itself; once it works, or an administrator saves a new secret, a replay brings all that waits.',
  },
  connect: {
    action: 'administrator',
    da: 'Når en administrator forbinder virksomheden med Microsoft 365, sender en genafspilning alt, der venter.',
    en: 'Once an administrator connects the company to Microsoft 365, a replay brings all that waits.',
  },
  'switch-on': {
    action: 'administrator',
    da: 'Når en administrator slår forbindelsen til, sender en genafspilning alt, der venter.',
    en: 'Once an administrator switches the connection on, a replay brings all that waits.',
  },
  approval: {
    action: 'approval',
    da: 'Når registreringen godkendes i HR-systemet, sendes den automatisk til Outlook.',
    en: 'Once it is approved in the HR system, it goes to Outlook by itself.',
  },
  registration: {
    action: 'registration',
    da: 'Når HR-systemet sender registreringen, behandles den af sig selv.',
    en: 'Once the HR system sends the registration, it is dealt with by itself.',
  },
  'mailbox-check': {
    action: 'mailbox-check',
    da: 'Postkassen kontrolleres automatisk igen; er den i orden, sendes registreringen.',
    en: 'The mailbox is checked again by itself; once it is in order, the registration is sent.',
  },
  'mend-and-ask': {
    action: 'administrator',
    da: 'Når årsagen er rettet, skal en administrator bede om at sende registreringen igen.',
    en: 'Once the cause is mended, an administrator asks for the registration to be sent again.',
  },
  'approve-removals': {
    action: 'administrator',
    da: 'Når en administrator godkender sletningerne i genafspilningen, fjernes begivenheden; afvises de, bliver den stående.',
    en: 'Once an administrator approves the removals in the replay, the event goes; rejected, it stays.',
  },
  'stays-until-changed': {
    action: 'none',
    da: 'Intet, før HR ændrer registreringen, eller en administrator beder om at sende den igen.',
    en: 'Nothing, until HR changes the registration or an administrator asks for it to be sent again.',
  },
  'stays-removed': {
    action: 'none',
    da: 'Intet, før HR ændrer registreringen, eller en administrator beder om reparation.',
    en: 'Nothing, until HR changes the registration or an administrator asks for repair.',
  },
  'type-switched-on': {
    action: 'none',
    da: 'Intet; slås typen til under fraværstyper, sendes registreringen automatisk.',
    en: 'Nothing; if the type is switched on among the absence types, the registration is sent by itself.',
  },
  'earlier-first-day': {
    action: 'none',
    da: 'Intet; vælges en tidligere første dag (syncFrom), sendes registreringen automatisk.',
    en: 'Nothing; if an earlier first day (syncFrom) is chosen, the registration is sent by itself.',
  },
  'ended-by-hr': {
    action: 'none',
    da: 'Intet, medmindre HR-systemet sender registreringen igen.',
    en: 'Nothing, unless the HR system sends the registration again.',
  },
} satisfies Record<string, NextText>;
