import type { Language } from '#domain/absence-types.ts';

/**
 * What the API says of a request that it refuses, in Danish by the English that it is thrown with: a schema's messages
 * have one language only. `{}` stands for what varies. The first that fits is taken, so the closer one stands first.
 */
const danish: Readonly<Record<string, string>> = {
  // Fields
  'is missing': 'mangler',
  'is missing, and none is saved yet': 'mangler, og der er endnu ingen gemt',
  'is not known here': 'kendes ikke her',
  'must not be empty': 'må ikke være tom',
  'must be a text': 'skal være en tekst',
  'must be a number': 'skal være et tal',
  'must be a whole number': 'skal være et helt tal',
  'must be a whole number from 1': 'skal være et helt tal fra 1',
  'must be at least 1': 'skal være mindst 1',
  'must be an object': 'skal være et objekt',
  'must be true or false': 'skal være true eller false',
  'must be "1.0"': 'skal være "1.0"',
  'must be da or en': 'skal være da eller en',
  'must be 1, 7 or 30': 'skal være 1, 7 eller 30',
  'must be oof or workingElsewhere': 'skal være oof eller workingElsewhere',
  'must be keep or purge': 'skal være keep eller purge',
  'must be unsynced or all': 'skal være unsynced eller all',
  'must be none, contacts or all': 'skal være none, contacts eller all',
  'must be pending, approved, rejected or deleted': 'skal være pending, approved, rejected eller deleted',
  'must be one of {}': 'skal være en af {}',
  'must be 1 (Monday) to 7 (Sunday)': 'skal være 1 (mandag) til 7 (søndag)',
  'must be 1 to 40 of a-z, 0-9 and -': 'skal være 1 til 40 af a-z, 0-9 og -',
  'must be 1 to 100 of letters, digits and _ . : ~ -': 'skal være 1 til 100 af bogstaver, cifre og _ . : ~ -',
  'must have at most {} addresses': 'må højst have {} adresser',
  'must have at most {} characters': 'må højst have {} tegn',
  'must not hold a NUL or half of a character': 'må ikke indeholde et NUL eller et halvt tegn',
  'must be a mail address': 'skal være en mailadresse',
  'must be a mail address such as {}': 'skal være en mailadresse som {}',
  'must be another mailbox than mailbox': 'skal være en anden postkasse end mailbox',
  'must be an IANA time zone': 'skal være en IANA-tidszone',
  'must be an IANA time zone that Outlook knows, such as {}':
    'skal være en IANA-tidszone, som Outlook kender, for eksempel {}',
  'must be a GUID: the {} of Entra': 'skal være en GUID: {} fra Entra',
  'must be true to move': 'skal være true for at flytte',
  'must be the nextCursor of the page before, in the same order':
    'skal være nextCursor fra siden før, i samme rækkefølge',
  'names {}, which is no placeholder; there are {}': 'nævner {}, som ikke er en pladsholder; der findes {}',
  'names “{}”: a reply goes to whoever writes, so it may not tell of illness':
    'nævner “{}”: et svar går til enhver, der skriver, så det må ikke fortælle om sygdom',
  'version {} of this registration is recorded with other content':
    'version {} af denne registrering er gemt med et andet indhold',
  'an event with this source and id is recorded with other content':
    'en begivenhed med denne source og dette id er gemt med et andet indhold',
  'Invalid input: expected {}, received {}': 'har forkert form: ventet {}, modtaget {}',
  'Too big: {}': 'er for stor: {}',
  'Too small: {}': 'er for lille: {}',
  'Invalid {}': 'har forkert form: {}',

  // Dates and periods
  'must be a date or date-time': 'skal være en dato eller et tidspunkt',
  'must be a date such as {}, or a time such as {}': 'skal være en dato som {} eller et tidspunkt som {}',
  'must be a date such as {}': 'skal være en dato som {}',
  'must be a time such as {}': 'skal være et tidspunkt som {}',
  'must be a date ({}) or a local date-time ({})': 'skal være en dato ({}) eller et lokalt tidspunkt ({})',
  'must be of the same form as from: two dates, or two local date-times':
    'skal have samme form som from: to datoer eller to lokale tidspunkter',
  'must not be before from': 'må ikke ligge før from',
  'must be after from: the end is exclusive': 'skal ligge efter from: slutningen hører ikke med',
  'must not be before {}': 'må ikke ligge før {}',
  'must not be after {}': 'må ikke ligge efter {}',
  'is no date in the calendar': 'er ingen dato i kalenderen',

  // Addresses of webhooks
  'must be an address': 'skal være en adresse',
  'must be an address such as {}': 'skal være en adresse som {}',
  'must not hold a name or a password': 'må ikke indeholde et navn eller en adgangskode',
  'must not be an address of this machine: it is for the embedded stack only':
    'må ikke være en adresse på denne maskine: det er kun til den indlejrede stak',
  'must use https': 'skal bruge https',
  'must not be a private address': 'må ikke være en privat adresse',

  // Files and bodies
  'the file is empty; its first row must name the columns':
    'filen er tom; dens første række skal navngive kolonnerne',
  'the file is not UTF-8 in or after this line; save it as UTF-8':
    'filen er ikke UTF-8 i eller efter denne linje; gem den som UTF-8',
  'the row is no CSV': 'rækken er ikke CSV',
  'the row is longer than 64 KiB; a quote may not be closed':
    'rækken er længere end 64 KiB; et anførselstegn er måske ikke lukket',
  'a field begins with a quote that is never closed':
    'et felt begynder med et anførselstegn, der aldrig lukkes',
  'a quoted field goes on behind its closing quote; a quote inside a field is written twice':
    'et felt i anførselstegn fortsætter efter det lukkende; et anførselstegn i et felt skrives to gange',
  'a quote stands inside a field that is not quoted':
    'der står et anførselstegn i et felt, der ikke er i anførselstegn',
  'the header row lacks {}, and has {} that are not known; the columns are {}':
    'overskriftsrækken mangler {} og har {}, der ikke kendes; kolonnerne er {}',
  'the header row lacks {}; the columns are {}': 'overskriftsrækken mangler {}; kolonnerne er {}',
  'the header row has {} that are not known; the columns are {}':
    'overskriftsrækken har {}, der ikke kendes; kolonnerne er {}',
  'the header row names one twice; the columns are {}':
    'overskriftsrækken navngiver en kolonne to gange; kolonnerne er {}',
  'has {} fields, where the header row has {}': 'har {} felter, hvor overskriftsrækken har {}',
  'is not JSON from character {} on': 'er ikke JSON fra tegn {}',
  'is not JSON at line {}, column {}': 'er ikke JSON på linje {}, kolonne {}',
  'is not JSON': 'er ikke JSON',
  'is not percent-encoded UTF-8': 'er ikke procentkodet UTF-8',
  'The body is empty.': 'Indholdet er tomt.',
  'The body is not UTF-8.': 'Indholdet er ikke UTF-8.',
  'The body stops being JSON at line {}, column {}.':
    'Indholdet er ikke længere JSON fra linje {}, kolonne {}.',
  'The body stops being JSON.': 'Indholdet er ikke JSON til enden.',
  'The body is larger than this address takes.': 'Indholdet er større, end denne adresse modtager.',
  'This address takes no such content type.': 'Denne adresse modtager ikke den slags indhold.',
  'A file has at most 200 MiB; split it.': 'En fil har højst 200 MiB; del den.',
  'A batch must be a JSON array of CloudEvents': 'Et bundt skal være et JSON-array af CloudEvents',
  'A batch holds at most {} events; this one has {}.': 'Et bundt har højst {} begivenheder; dette har {}.',

  // What there is not
  'There is no connection of {} yet.': 'Der er endnu ingen forbindelse for {}.',
  'There is no registration of {} that names this mailbox.':
    'Der er ingen registrering for {}, der nævner denne postkasse.',
  'There is no registration {}.': 'Der er ingen registrering {}.',
  'There is no company {}.': 'Der er ingen virksomhed {}.',
  'There is no absence type {}.': 'Der er ingen fraværstype {}.',
  'There is no such replay.': 'Den genafspilning findes ikke.',
  'There is nothing at this address.': 'Der er intet på denne adresse.',
  'There is nothing at this address; /openapi.json lists all there is.':
    'Der er intet på denne adresse; /openapi.json viser alt, hvad der er.',
  'This address takes {}.': 'Denne adresse modtager {}.',

  // What contradicts what there is
  'Contradicts what is recorded.': 'Modsiger det, der er gemt.',
  'There is a company {} already.': 'Der er allerede en virksomhed {}.',
  'A replay of this company runs already; it ends first.':
    'En genafspilning for virksomheden er allerede i gang; den slutter først.',
  'This replay has ended.': 'Denne genafspilning er slut.',
  'No removals of this replay wait for approval.':
    'Ingen fjernelser i denne genafspilning venter på godkendelse.',
  '{} events of this company stand in Outlook by the tenant and application that are saved now. With another tenant they stay there and are made anew in the new one. Give confirmMove: true if that is meant.':
    '{} begivenheder for virksomheden står i Outlook gennem den tenant og den applikation, der er gemt nu. Med en anden tenant bliver de stående der og oprettes på ny i den nye. Angiv confirmMove: true, hvis det er meningen.',
  'Nothing to do.': 'Intet at gøre.',

  // Who asks
  'This is no company key.': 'Det er ikke en virksomhedsnøgle.',
  "This is another company's key.": 'Det er en anden virksomheds nøgle.',
  'This is not the administrator key.': 'Det er ikke administratornøglen.',
  'The signature is not right.': 'Signaturen passer ikke.',
  'Give the company key (Authorization: Bearer <company key>), or sign the request with the signing secret (webhook-id, webhook-timestamp, webhook-signature).':
    'Angiv virksomhedsnøglen (Authorization: Bearer <virksomhedsnøgle>), eller signér anmodningen med signeringshemmeligheden (webhook-id, webhook-timestamp, webhook-signature).',
  'Sign in to the console, or give the administrator key: Authorization: Bearer <administrator key>.':
    'Log ind i konsollen, eller send administratornøglen med: Authorization: Bearer <administratornøgle>.',
  'This needs the role {} or {}. Whoever administers Entra ID assigns roles; sign in again afterwards.':
    'Det kræver rollen {} eller {}. Den, der administrerer virksomhedens Entra ID, tildeler roller; log derefter ind igen.',
  'This needs the role {}. Whoever administers Entra ID assigns roles; sign in again afterwards.':
    'Det kræver rollen {}. Den, der administrerer virksomhedens Entra ID, tildeler roller; log derefter ind igen.',
  'This request does not come from the console’s own page. Reload the page and try again.':
    'Anmodningen kommer ikke fra konsollens egen side. Genindlæs siden, og prøv igen.',
  'There were too many tries. Wait {} seconds and try again.':
    'Der er prøvet for mange gange. Vent {} sekunder, og prøv igen.',
  'The link has been used, has expired or is unknown. Get a new one with: {}':
    'Linket er brugt, udløbet eller ukendt. Få et nyt med: {}',

  // What does not work at the moment
  'Nothing was saved: no worker has tried the connection with Microsoft in time.':
    'Intet er gemt: ingen worker har prøvet forbindelsen til Microsoft i tide.',
  'Nothing was tested: no worker has tried the connection with Microsoft in time.':
    'Intet er kontrolleret: ingen worker har prøvet forbindelsen til Microsoft i tide.',
  'Nothing was checked: no worker has asked Microsoft in time.':
    'Intet er kontrolleret: ingen worker har spurgt Microsoft i tide.',
  "The database is not set up yet: run the service's migrations.":
    'Databasen er ikke sat op endnu: kør tjenestens migreringer.',
  'The database does not answer.': 'Databasen svarer ikke.',
  'Temporal does not answer.': 'Temporal svarer ikke.',
  'The service has failed; its log has more.': 'Tjenesten har fejlet; dens log ved mere.',
  'The request is not understood.': 'Anmodningen forstås ikke.',

  // Titles of problems
  'The request is not understood': 'Anmodningen forstås ikke',
  'Who is asking is not known': 'Hvem der spørger, er ikke kendt',
  'Not allowed': 'Ikke tilladt',
  'Not found': 'Findes ikke',
  'Not possible here': 'Ikke muligt her',
  'Contradicts what is there': 'Modsiger det, der er',
  'Too large': 'For stort',
  'Content type not supported': 'Indholdstypen modtages ikke',
  'Refused by Microsoft 365': 'Afvist af Microsoft 365',
  'Too many requests': 'For mange anmodninger',
  'The service has failed': 'Tjenesten har fejlet',
  'Not available at the moment': 'Ikke tilgængelig lige nu',

  // Notes on a replay
  'Nothing is sent while the connection to Microsoft 365 is not open; all that waits is sent once it is.':
    'Intet sendes, mens forbindelsen til Microsoft 365 ikke er åben; alt, der venter, sendes, når den er det.',
  'Saved. Temporal does not answer at the moment; the replay starts by itself when it does.':
    'Gemt. Temporal svarer ikke lige nu; genafspilningen starter af sig selv, når den gør.',
  'Nothing of it has to be brought to Outlook now.': 'Intet af det skal bringes til Outlook nu.',
};

const patterns = Object.entries(danish)
  .filter(([english]) => english.includes('{}'))
  .map(([english, words]) => ({ pattern: patternOf(english), words }));

function patternOf(english: string): RegExp {
  const parts = english.split('{}').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}

/** The API's own English in the language asked for; what has no other words stays as it is. */
export function inLanguage(language: Language, english: string): string {
  if (language === 'en') return english;
  const exact = danish[english];
  if (exact !== undefined) return exact;
  for (const { pattern, words } of patterns) {
    const [, ...values] = pattern.exec(english) ?? [];
    if (values.length > 0) return words.replaceAll('{}', () => values.shift() ?? '');
  }
  return english;
}
