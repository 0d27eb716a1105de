import type { Language } from './absence-types.ts';

/** Why a registration is not (or not yet) in Outlook as it should be. Stable: other systems match on them. */
export type ReasonCode = keyof typeof texts;

/** A reason as it is stored: its code, and Microsoft's own words where Microsoft gave the answer. */
export interface Reason {
  readonly code: ReasonCode;
  readonly microsoft?: MicrosoftAnswer;
}

/** Microsoft's support asks for exactly these three. */
export interface MicrosoftAnswer {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

/** A reason as an administrator reads it. */
export interface ReasonText extends Reason {
  readonly message: string;
  readonly remedy: string;
}

/** The reason with its sentence and the way out, in the language asked for. */
export function describeReason(reason: Reason, language: Language): ReasonText {
  const [message, remedy] = texts[reason.code][language];
  return { ...reason, message, remedy };
}

type Text = Readonly<Record<Language, readonly [message: string, remedy: string]>>;

const texts = {
  'awaiting-approval': {
    da: [
      'Registreringen er endnu ikke godkendt.',
      'Godkend den i HR-systemet; så kommer den i Outlook af sig selv.',
    ],
    en: [
      'The registration is not approved yet.',
      'Approve it in the HR system; it then goes to Outlook by itself.',
    ],
  },
  'awaiting-registration': {
    da: [
      'HR-systemet har sendt en godkendelse, men endnu ikke selve registreringen.',
      'Send registreringen (registration.created eller registration.changed) fra HR-systemet.',
    ],
    en: [
      'The HR system has sent an approval but not yet the registration itself.',
      'Send the registration (registration.created or registration.changed) from the HR system.',
    ],
  },
  'type-not-synced': {
    da: [
      'Virksomheden har valgt, at denne fraværstype ikke sendes til Outlook.',
      'Slå typen til under fraværstyper, hvis den skal sendes.',
    ],
    en: [
      'The company has chosen not to send this absence type to Outlook.',
      'Switch the type on among the absence types if it should be sent.',
    ],
  },
  'before-sync-from': {
    da: [
      'Registreringen slutter før den første dag, som virksomheden sender til Outlook.',
      'Vælg en tidligere første dag (syncFrom), hvis den skal sendes.',
    ],
    en: [
      'The registration ends before the first day that the company sends to Outlook.',
      'Choose an earlier first day (syncFrom) if it should be sent.',
    ],
  },
  'connection-off': {
    da: [
      'Forbindelsen til Microsoft 365 er slået fra.',
      'Slå forbindelsen til; derefter sendes alt, der venter.',
    ],
    en: ['The connection to Microsoft 365 is switched off.', 'Switch it on; all that waits is then sent.'],
  },
  'connection-missing': {
    da: [
      'Virksomheden er endnu ikke forbundet med Microsoft 365.',
      'Indtast tenant-id, klient-id og hemmelighed under forbindelsen.',
    ],
    en: [
      'The company is not connected to Microsoft 365 yet.',
      'Enter the tenant id, the client id and the client secret under the connection.',
    ],
  },
  'secret-expired': {
    da: [
      'Klienthemmeligheden er udløbet.',
      'Opret en ny klienthemmelighed i Entra (App registrations › Certificates & secrets), og gem dens Value her.',
    ],
    en: [
      'The client secret has expired.',
      'Make a new client secret in Entra (App registrations › Certificates & secrets) and save its Value here.',
    ],
  },
  'secret-invalid': {
    da: [
      'Entra kender ikke denne klienthemmelighed.',
      'Kopiér hemmelighedens Value (vises kun, når den oprettes) i Entra, og gem den her.',
    ],
    en: [
      'Entra does not accept this client secret.',
      'Copy the secret’s Value (shown only when it is made) in Entra and save it here.',
    ],
  },
  'secret-id-pasted': {
    da: [
      'Det indtastede ligner hemmelighedens Secret ID, ikke dens Value.',
      'Kopiér kolonnen Value i Entra; vises den ikke længere, så opret en ny hemmelighed.',
    ],
    en: [
      'What was entered looks like the secret’s Secret ID, not its Value.',
      'Copy the column Value in Entra; where it is no longer shown, make a new secret.',
    ],
  },
  'application-not-found': {
    da: [
      'Programmet (klient-id) findes ikke i denne tenant.',
      'Kontrollér Application (client) ID, og at en administrator har givet samtykke i den rigtige tenant.',
    ],
    en: [
      'The application (client id) does not exist in this tenant.',
      'Check the Application (client) ID, and that an administrator has consented in the right tenant.',
    ],
  },
  'application-disabled': {
    da: [
      'Programmet er deaktiveret i Entra.',
      'Aktivér det i Entra (Enterprise applications › Properties › Enabled for users to sign in).',
    ],
    en: [
      'The application is disabled in Entra.',
      'Enable it in Entra (Enterprise applications › Properties › Enabled for users to sign in).',
    ],
  },
  'tenant-not-found': {
    da: ['Entra kender ikke denne tenant.', 'Kontrollér Directory (tenant) ID i Entra › Overview.'],
    en: ['Entra does not know this tenant.', 'Check the Directory (tenant) ID in Entra › Overview.'],
  },
  'permission-missing': {
    da: [
      'Programmet mangler en tilladelse i Microsoft 365.',
      'Giv programtilladelserne Calendars.ReadWrite og MailboxSettings.ReadWrite samt administratorsamtykke, eller brug RBAC for Applications.',
    ],
    en: [
      'The application lacks a permission in Microsoft 365.',
      'Grant the application permissions Calendars.ReadWrite and MailboxSettings.ReadWrite with admin consent, or use RBAC for Applications.',
    ],
  },
  'mailbox-out-of-scope': {
    da: [
      'Microsoft 365 giver ikke programmet adgang til denne postkasse.',
      'Medtag postkassen i programmets RBAC for Applications-område (eller dets ældre Application Access Policy); Microsoft er op til 2 timer om at tage ændringen i brug.',
    ],
    en: [
      'Microsoft 365 does not let the application into this mailbox.',
      'Include the mailbox in the application’s RBAC for Applications scope (or its older Application Access Policy); Microsoft takes up to 2 hours to apply the change.',
    ],
  },
  'mailbox-not-found': {
    da: ['Postkassen findes ikke i Microsoft 365.', 'Ret medarbejderens mailadresse i HR-systemet.'],
    en: [
      'The mailbox does not exist in Microsoft 365.',
      'Correct the employee’s mail address in the HR system.',
    ],
  },
  'mailbox-not-enabled': {
    da: [
      'Postkassen er ikke i Exchange Online (ingen licens, inaktiv eller hos virksomheden selv).',
      'Giv medarbejderen en Exchange Online-licens, eller flyt postkassen til Exchange Online.',
    ],
    en: [
      'The mailbox is not in Exchange Online (no licence, inactive, or on premises).',
      'Give the employee an Exchange Online licence, or move the mailbox to Exchange Online.',
    ],
  },
  'mailbox-full': {
    da: ['Postkassen er fuld.', 'Frigør plads i postkassen, eller udvid dens kvote.'],
    en: ['The mailbox is full.', 'Free space in the mailbox, or raise its quota.'],
  },
  throttled: {
    da: [
      'Microsoft 365 har bedt om en pause.',
      'Intet at gøre: der prøves igen, når Microsoft tillader det.',
    ],
    en: [
      'Microsoft 365 has asked for a pause.',
      'Nothing to do: it is tried again when Microsoft allows it.',
    ],
  },
  'microsoft-unavailable': {
    da: ['Microsoft 365 svarer ikke, som det skal, lige nu.', 'Intet at gøre: der prøves igen af sig selv.'],
    en: [
      'Microsoft 365 does not answer properly at the moment.',
      'Nothing to do: it is tried again by itself.',
    ],
  },
  'removed-by-user': {
    da: [
      'Medarbejderen har selv slettet begivenheden i Outlook.',
      'Bliver slettet, indtil HR ændrer registreringen, eller en administrator beder om reparation.',
    ],
    en: [
      'The employee has deleted the event in Outlook.',
      'Stays deleted until HR changes the registration or an administrator asks for repair.',
    ],
  },
  'deletion-limit': {
    da: [
      'Sletningen venter på godkendelse, fordi usædvanligt mange ville blive slettet på én gang.',
      'Godkend eller afvis sletningerne i genafspilningen.',
    ],
    en: [
      'The removal waits for approval, because unusually many would be removed at once.',
      'Approve or reject the removals in the replay.',
    ],
  },
  'rejected-by-microsoft': {
    da: [
      'Microsoft 365 har afvist anmodningen.',
      'Se Microsofts kode og request-id; ret årsagen, og send registreringen igen.',
    ],
    en: [
      'Microsoft 365 has refused the request.',
      'See Microsoft’s code and request id; mend the cause and send the registration again.',
    ],
  },
} satisfies Record<string, Text>;
