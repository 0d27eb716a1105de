import { texts } from '../../texts.tsx';

export const companiesTexts = texts(
  {
    title: 'Companies',
    lead: 'Each company has its own connection to Microsoft 365 and its own registrations.',
    add: 'Add a company',
    makeLink: 'Make a sign-in link',
    search: 'Search companies',
    searchHint: 'By name or id',
    none: 'There is no company yet. Add the first one, and connect it to Microsoft 365.',
    noneVisible: 'You may not see any company yet. Ask whoever manages the application in Entra for a role.',
    noMatch: (search: string) => `No company is called something like “${search}”.`,
    all: 'All companies',
    table: 'Companies and how they stand',
    company: 'Company',
    connection: 'Connection',
    parked: 'Parked',
    attention: 'Needs attention',
    id: 'Id',
    close: 'Close',
    cancel: 'Cancel',
  },
  {
    title: 'Virksomheder',
    lead: 'Hver virksomhed har sin egen forbindelse til Microsoft 365 og sine egne registreringer.',
    add: 'Tilføj en virksomhed',
    makeLink: 'Lav et loginlink',
    search: 'Søg i virksomheder',
    searchHint: 'Efter navn eller id',
    none: 'Der er ingen virksomhed endnu. Tilføj den første, og forbind den med Microsoft 365.',
    noneVisible:
      'Du har endnu ikke adgang til nogen virksomhed. Bed den, der styrer applikationen i Entra, om en rolle.',
    noMatch: (search: string) => `Ingen virksomhed hedder noget i retning af »${search}«.`,
    all: 'Alle virksomheder',
    table: 'Virksomhederne, og hvordan det står til',
    company: 'Virksomhed',
    connection: 'Forbindelse',
    parked: 'Parkeret',
    attention: 'Kræver handling',
    id: 'Id',
    close: 'Luk',
    cancel: 'Annullér',
  },
);

export const addTexts = texts(
  {
    title: 'Add a company',
    name: 'Name',
    nameMissing: 'Enter the name.',
    id: 'Id',
    idHint:
      'Part of every address and of the HR system’s set-up; it stays for ever. a–z, 0–9 and -, at most 40.',
    idWrong: 'Use 1 to 40 of a–z, 0–9 and -.',
    idTaken: 'There is a company of this id already. Choose another one.',
    language: 'Language in Outlook',
    languageHint: 'In which its events, replies and mails are written.',
    danish: 'Danish',
    english: 'English',
    add: 'Add',
    madeTitle: (name: string) => `${name} has been added`,
    once: 'Keep both now: they are not shown again. The HR system needs them to send registrations.',
    apiKey: 'API key',
    apiKeyHint: 'The HR system sends it as a Bearer token.',
    signingSecret: 'Signing secret',
    signingSecretHint: 'For HR systems that sign by Standard Webhooks instead.',
    kept: 'I have kept them, connect now',
  },
  {
    title: 'Tilføj en virksomhed',
    name: 'Navn',
    nameMissing: 'Indtast navnet.',
    id: 'Id',
    idHint:
      'Indgår i alle adresser og i HR-systemets opsætning og kan ikke ændres senere. a–z, 0–9 og -, højst 40 tegn.',
    idWrong: 'Brug 1 til 40 af a–z, 0–9 og -.',
    idTaken: 'Der er allerede en virksomhed med dette id. Vælg et andet.',
    language: 'Sprog i Outlook',
    languageHint: 'Det sprog, som begivenheder, svar og mails skrives på.',
    danish: 'Dansk',
    english: 'Engelsk',
    add: 'Tilføj',
    madeTitle: (name: string) => `${name} er tilføjet`,
    once: 'Gem begge nu: de vises ikke igen. HR-systemet skal bruge dem for at sende registreringer.',
    apiKey: 'API-nøgle',
    apiKeyHint: 'HR-systemet sender den som Bearer-token.',
    signingSecret: 'Signeringshemmelighed',
    signingSecretHint: 'Til HR-systemer, der i stedet signerer efter Standard Webhooks.',
    kept: 'Jeg har gemt dem, forbind nu',
  },
);

export const linkTexts = texts(
  {
    title: 'Sign-in link for one person',
    detail: (time: string) =>
      `Whoever opens it first is signed in as an administrator of the whole service. It works once, until ${time}.`,
    link: 'Sign-in link',
  },
  {
    title: 'Loginlink til én person',
    detail: (time: string) =>
      `Den, der åbner det først, bliver logget ind som administrator af hele tjenesten. Det virker én gang, indtil kl. ${time}.`,
    link: 'Loginlink',
  },
);
