import { texts } from '../../texts.tsx';

/** The fields of a connection, and what can be wrong with a value before Entra is asked. */
export const fieldTexts = texts(
  {
    tenantId: 'Directory (tenant) ID',
    tenantIdHint: 'From the same page.',
    clientId: 'Application (client) ID',
    clientIdHint: 'From the application’s Overview in Entra. Not the Object ID.',
    clientSecret: 'Client secret (Value)',
    clientSecretHint: 'The column Value, not Secret ID. It is stored encrypted and never shown again.',
    clientSecretKept: 'Leave it empty to keep the secret that is saved.',
    show: 'Show the secret',
    hide: 'Hide the secret',
    expiresAt: 'Last day of the secret',
    expiresAtHint:
      'The column Expires in Entra. You are reminded 60, 30, 14, 7 and 1 days before. May be left empty.',
    expiresAtPast: 'This day is past. Make a new secret in Entra if it has expired.',
    enabled: 'Connection ON',
    enabledHint: 'Approved absence is sent to Outlook while it is ON.',
    swap: 'Swap the two ids',
    looksRight: 'Looks right',
    'empty-id': 'Paste the id from Entra.',
    'not-a-guid': 'This is no id of Entra: an id looks like 72f988bf-86f1-41af-91ab-2d7cd011db47.',
    unfinished: 'The id is not complete: it has 32 digits and letters in five groups. Copy it once more.',
    domain: 'This is a domain name. Copy the id that stands beside the field’s name in Entra.',
    'secret-pasted': 'This looks like the Value of a secret. It belongs in the field Client secret.',
    same: 'Both fields hold the same id. Copy each from its own line in Entra.',
    swapped: 'The two ids are swapped: this one belongs in the other field.',
    'empty-secret': 'Paste the Value of the secret.',
    'secret-id':
      'This is the secret’s Secret ID, not its Value. Copy the column Value in Entra; where it is no longer shown, make a new secret.',
    masked:
      'Entra no longer shows all of this Value, only its beginning. Make a new secret and copy its Value at once.',
  },
  {
    tenantId: 'Directory (tenant) ID',
    tenantIdHint: 'Fra samme side.',
    clientId: 'Application (client) ID',
    clientIdHint: 'Fra applikationens Overview i Entra. Ikke Object ID.',
    clientSecret: 'Klienthemmelighed (Value)',
    clientSecretHint: 'Kolonnen Value, ikke Secret ID. Den gemmes krypteret og vises aldrig igen.',
    clientSecretKept: 'Lad feltet være tomt for at beholde den gemte hemmelighed.',
    show: 'Vis hemmeligheden',
    hide: 'Skjul hemmeligheden',
    expiresAt: 'Hemmelighedens sidste dag',
    expiresAtHint:
      'Kolonnen Expires i Entra. Du bliver mindet om det 60, 30, 14, 7 og 1 dag før. Må gerne være tom.',
    expiresAtPast: 'Dagen er passeret. Opret en ny hemmelighed i Entra, hvis den er udløbet.',
    enabled: 'Forbindelsen er TIL',
    enabledHint: 'Godkendt fravær sendes til Outlook, så længe den er TIL.',
    swap: 'Byt om på de to id’er',
    looksRight: 'Ser rigtig ud',
    'empty-id': 'Indsæt id’et fra Entra.',
    'not-a-guid': 'Det er ikke et id fra Entra: et id ser ud som 72f988bf-86f1-41af-91ab-2d7cd011db47.',
    unfinished: 'Id’et er ikke helt: det har 32 cifre og bogstaver i fem grupper. Kopiér det igen.',
    domain: 'Det er et domænenavn. Kopiér det id, der står ud for feltets navn i Entra.',
    'secret-pasted': 'Det ligner en hemmeligheds Value. Den hører til i feltet Klienthemmelighed.',
    same: 'Begge felter har samme id. Kopiér hvert id fra sin egen linje i Entra.',
    swapped: 'De to id’er er byttet om: dette hører til i det andet felt.',
    'empty-secret': 'Indsæt hemmelighedens Value.',
    'secret-id':
      'Det er hemmelighedens Secret ID, ikke dens Value. Kopiér kolonnen Value i Entra; vises den ikke længere, så opret en ny hemmelighed.',
    masked:
      'Entra viser ikke længere hele denne Value, kun begyndelsen. Opret en ny hemmelighed, og kopiér dens Value med det samme.',
  },
);
