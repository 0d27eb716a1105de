import type { Language } from './absence-types.ts';

export type NextStepCode =
  | 'connect'
  | 'renew-secret'
  | 'mend-connection'
  | 'switch-on'
  | 'secret-expires-soon'
  | 'registrations-parked'
  | 'enter-expiry-date'
  | 'approve-removals'
  | 'mailboxes-in-trouble'
  | 'registrations-need-attention'
  | 'import-registrations'
  | 'all-well';

type Sentence = (count: number) => string;

/** What to do next, in words. The number is the step's count, 0 where it has none. */
export const nextStepTexts: Readonly<Record<NextStepCode, Readonly<Record<Language, Sentence>>>> = {
  connect: {
    da: (parked) =>
      `Virksomheden er endnu ikke forbundet med Microsoft 365.${parkedDa(parked)} Følg vejledningen under Forbindelse, og gem.`,
    en: (parked) =>
      `The company is not connected to Microsoft 365 yet.${parkedEn(parked)} Follow the guide under Connection, and save.`,
  },
  'renew-secret': {
    da: (parked) =>
      `Microsoft 365 afviser virksomhedens klienthemmelighed.${parkedDa(parked)} Opret en ny klienthemmelighed i Entra, og indsæt dens Value under Forbindelse; så sendes alt, der venter, automatisk.`,
    en: (parked) =>
      `Microsoft 365 refuses the company’s client secret.${parkedEn(parked)} Make a new client secret in Entra and paste its Value under Connection; all that waits is then sent by itself.`,
  },
  'mend-connection': {
    da: (parked) =>
      `Microsoft 365 afviser forbindelsen.${parkedDa(parked)} Se årsagen under Forbindelse, og ret den i Entra eller Exchange; forbindelsen prøves automatisk igen.`,
    en: (parked) =>
      `Microsoft 365 refuses the connection.${parkedEn(parked)} See why under Connection and mend it in Entra or Exchange; the connection is tried again by itself.`,
  },
  'switch-on': {
    da: (parked) =>
      `Forbindelsen er slået fra, så intet sendes til Outlook.${parkedDa(parked)} Slå den til under Forbindelse.`,
    en: (parked) =>
      `The connection is switched off, so nothing is sent to Outlook.${parkedEn(parked)} Switch it on under Connection.`,
  },
  'secret-expires-soon': {
    da: (days) =>
      `Klienthemmeligheden ${expiryDa(days)}. Opret en ny klienthemmelighed i Entra, og indsæt dens Value under Forbindelse, før synkroniseringen stopper.`,
    en: (days) =>
      `The client secret ${expiryEn(days)}. Make a new client secret in Entra and paste its Value under Connection before the synchronisation stops.`,
  },
  'registrations-parked': {
    da: (count) =>
      `${count === 1 ? 'Én registrering er' : `${count} registreringer er`} parkeret. En genafspilning sender dem automatisk; start den selv under Genafspilning, hvis det haster.`,
    en: (count) =>
      `${count === 1 ? 'One registration is' : `${count} registrations are`} parked. A replay sends them by itself; start one under Replay if it is urgent.`,
  },
  'enter-expiry-date': {
    da: () =>
      'Klienthemmelighedens udløbsdato kendes ikke, så ingen bliver mindet om den. Se datoen i Entra under Certificates & secrets, og angiv den under Forbindelse.',
    en: () =>
      'The day on which the client secret expires is not known, so nobody is reminded of it. Find it in Entra under Certificates & secrets and enter it under Connection.',
  },
  'approve-removals': {
    da: (count) =>
      `${count === 1 ? 'Én begivenhed skal' : `${count} begivenheder skal`} fjernes fra Outlook, og det er usædvanligt mange. Se dem under Genafspilning, og godkend eller afvis.`,
    en: (count) =>
      `${count === 1 ? 'One event is' : `${count} events are`} to be removed from Outlook, which is unusually many. Look at them under Replay, and approve or reject.`,
  },
  'mailboxes-in-trouble': {
    da: (count) =>
      `${count === 1 ? 'Én postkasse kan' : `${count} postkasser kan`} ikke nås; kun de pågældende medarbejdere er berørt. Se årsag og løsning under Postkasser.`,
    en: (count) =>
      `${count === 1 ? 'One mailbox' : `${count} mailboxes`} can’t be reached; only those employees are affected. See cause and way out under Mailboxes.`,
  },
  'registrations-need-attention': {
    da: (count) =>
      `${count === 1 ? 'Én registrering kræver' : `${count} registreringer kræver`}, at nogen griber ind. Vis dem under Registreringer; hver af dem fortæller hvorfor og hvad der hjælper.`,
    en: (count) =>
      `${count === 1 ? 'One registration needs' : `${count} registrations need`} somebody. See them under Registrations; each says why and what helps.`,
  },
  'import-registrations': {
    da: () =>
      'Der er ingen registreringer endnu. Importér en eksport fra HR-systemet, eller lad HR-systemet sende dem.',
    en: () =>
      'There are no registrations yet. Import an export of the HR system, or let the HR system send them.',
  },
  'all-well': {
    da: () => 'Alt er i orden, og der er intet at gøre: godkendt fravær kommer i Outlook af sig selv.',
    en: () => 'All is well and there is nothing to do: approved absence gets to Outlook by itself.',
  },
};

function parkedDa(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' Én registrering er parkeret.' : ` ${count} registreringer er parkeret.`;
}

function parkedEn(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' One registration is parked.' : ` ${count} registrations are parked.`;
}

function expiryDa(days: number): string {
  if (days < 0) return 'skulle være udløbet, men virker endnu';
  if (days === 0) return 'udløber i dag';
  return days === 1 ? 'udløber i morgen' : `udløber om ${days} dage`;
}

function expiryEn(days: number): string {
  if (days < 0) return 'should have expired, and still works';
  if (days === 0) return 'expires today';
  return days === 1 ? 'expires tomorrow' : `expires in ${days} days`;
}
