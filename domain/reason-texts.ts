import type { Language } from './absence-types.ts';

type Text = Readonly<Record<Language, readonly [message: string, remedy: string]>>;

/** Each reason's sentence and way out, in both languages: the one place where an administrator's words are written. */
export const reasonTexts = {
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
      'Applikationen (klient-id) findes ikke i denne tenant.',
      'Kontrollér Application (client) ID, og at en administrator har givet samtykke i den rigtige tenant.',
    ],
    en: [
      'The application (client id) does not exist in this tenant.',
      'Check the Application (client) ID, and that an administrator has consented in the right tenant.',
    ],
  },
  'application-disabled': {
    da: [
      'Applikationen er deaktiveret i Entra.',
      'Aktivér den i Entra (Enterprise applications › Properties › Enabled for users to sign in).',
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
  'secret-expiring': {
    da: [
      'Klienthemmeligheden udløber snart.',
      'Opret en ny klienthemmelighed i Entra (App registrations › Certificates & secrets), og gem dens Value her før den sidste dag; er datoen her forkert, så ret den.',
    ],
    en: [
      'The client secret expires soon.',
      'Make a new client secret in Entra (App registrations › Certificates & secrets) and save its Value here before the last day; where the date here is wrong, correct it.',
    ],
  },
  'secret-expiry-unknown': {
    da: [
      'Klienthemmelighedens udløbsdato kendes ikke.',
      'Gem datoen fra Entra (App registrations › Certificates & secrets, kolonnen Expires) her, eller lad applikationen læse den med tilladelsen Application.Read.All.',
    ],
    en: [
      'The day on which the client secret expires is not known.',
      'Save the date from Entra (App registrations › Certificates & secrets, column Expires) here, or let the application read it by the permission Application.Read.All.',
    ],
  },
  'access-blocked': {
    da: [
      'En Conditional Access-politik i Entra blokerer applikationen.',
      'Undtag applikationen i politikken (Entra › Conditional Access, workload identities), eller tillad adressen, som tjenesten kalder fra.',
    ],
    en: [
      'A Conditional Access policy in Entra blocks the application.',
      'Exclude the application from the policy (Entra › Conditional Access, workload identities), or allow the address that the service calls from.',
    ],
  },
  'scope-too-wide': {
    da: [
      'Applikationen har adgang til en postkasse, som den ikke skulle nå.',
      'Fjern applikationstilladelserne i Entra, som gælder alle postkasser, og giv dem i stedet ved RBAC for Applications med et område; Microsoft er op til 2 timer om at tage ændringen i brug.',
    ],
    en: [
      'The application reaches a mailbox that it should not reach.',
      'Remove the application permissions in Entra, which cover every mailbox, and grant them by RBAC for Applications with a scope instead; Microsoft takes up to 2 hours to apply the change.',
    ],
  },
  'no-mailbox-to-try': {
    da: [
      'Der er endnu ingen godkendt registrering, hvis postkasse kan prøves.',
      'Angiv en medarbejders mailadresse som mailbox, når forbindelsen prøves.',
    ],
    en: [
      'There is no approved registration yet whose mailbox could be tried.',
      'Name an employee’s mail address as mailbox when you test the connection.',
    ],
  },
  'permission-missing': {
    da: [
      'Applikationen mangler en tilladelse i Microsoft 365, eller ingen af postkasserne er i dens område.',
      'Giv den Calendars.ReadWrite og MailboxSettings.ReadWrite ved RBAC for Applications med postkasserne i området, eller som applikationstilladelser med administratorsamtykke (som en ældre Application Access Policy kan begrænse); Microsoft er 30 minutter til 2 timer om at tage ændringen i brug.',
    ],
    en: [
      'The application lacks a permission in Microsoft 365, or none of the mailboxes is in its scope.',
      'Grant it Calendars.ReadWrite and MailboxSettings.ReadWrite by RBAC for Applications with the mailboxes in the scope, or as application permissions with admin consent (which an older Application Access Policy may limit); Microsoft takes 30 minutes to 2 hours to apply the change.',
    ],
  },
  'mailbox-out-of-scope': {
    da: [
      'Microsoft 365 giver ikke applikationen adgang til denne postkasse.',
      'Medtag postkassen i applikationens område for RBAC for Applications (bruges en ældre Application Access Policy, så i dens gruppe); Microsoft er 30 minutter til 2 timer om at tage ændringen i brug, og postkassen prøves automatisk igen.',
    ],
    en: [
      'Microsoft 365 does not let the application into this mailbox.',
      'Include the mailbox in the application’s scope of RBAC for Applications (where an older Application Access Policy is used, in its group); Microsoft takes 30 minutes to 2 hours to apply the change, and the mailbox is tried again by itself.',
    ],
  },
  'reply-permission-missing': {
    da: [
      'Applikationen må ikke læse eller ændre postkassens automatiske svar; kalenderen berøres ikke.',
      'Giv den MailboxSettings.ReadWrite ved RBAC for Applications med postkasserne i området, eller som applikationstilladelse med administratorsamtykke, og kontrollér postkassen her bagefter (Microsoft er 30 minutter til 2 timer om at tage ændringen i brug); eller slå automatiske svar fra.',
    ],
    en: [
      'The application may not read or change the mailbox’s automatic reply; the calendar is not affected.',
      'Grant it MailboxSettings.ReadWrite by RBAC for Applications with the mailboxes in the scope, or as an application permission with admin consent, and check the mailbox here afterwards (Microsoft takes 30 minutes to 2 hours to apply the change); or switch automatic replies off.',
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
    da: [
      'Microsoft 365 svarer ikke, som det skal, lige nu.',
      'Du skal ikke gøre noget: der prøves automatisk igen.',
    ],
    en: [
      'Microsoft 365 does not answer properly at the moment.',
      'You need not do anything: it is tried again by itself.',
    ],
  },
  'removed-by-user': {
    da: [
      'Medarbejderen har selv slettet begivenheden i Outlook.',
      'Den forbliver slettet, indtil HR ændrer registreringen, eller en administrator sætter den tilbage i Outlook.',
    ],
    en: [
      'The employee has deleted the event in Outlook.',
      'It stays deleted until HR changes the registration or an administrator puts it back into Outlook.',
    ],
  },
  'deletion-limit': {
    da: [
      'Fjernelsen er holdt tilbage, fordi usædvanligt mange ville blive fjernet på én gang.',
      'Godkend fjernelserne i genafspilningen; er den slut, så start en ny, som spørger igen.',
    ],
    en: [
      'The removal is held back, because unusually many would be removed at once.',
      'Approve the removals in the replay; where that has ended, start another, which asks again.',
    ],
  },
  'contradictory-answers': {
    da: [
      'Microsoft 365 siger både, at begivenheden er der, og at den ikke er der; derfor er intet skrevet i postkassen.',
      'Start reparationen igen senere; ligger begivenheden i Slettet post, så slet den permanent, eller gendan den.',
    ],
    en: [
      'Microsoft 365 says both that the event is there and that it is not; so nothing was written in this mailbox.',
      'Start the repair again later; where the event lies in Deleted Items, delete it permanently or restore it.',
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
