import { texts } from '../../texts.tsx';

export const overviewTexts = texts(
  {
    title: 'Overview',
    lead: 'Is everything in Outlook, how fast does it get there, and what should you do next?',

    'all-well': 'Yes, all approved absence is in Outlook',
    allWellDetail: 'What is approved from now on gets there by itself.',
    waiting: (count: string, isOne: boolean) =>
      isOne
        ? 'One registration waits for another try, the rest is in place'
        : `${count} registrations wait for another try, the rest is in place`,
    waitingDetail: 'Microsoft 365 did not answer or was busy. They are tried again by themselves.',
    approvalDetail: (count: string, isOne: boolean) =>
      isOne
        ? 'One registration awaits approval in the HR system; it gets there by itself afterwards.'
        : `${count} registrations await approval in the HR system; they get there by themselves afterwards.`,
    syncing: (count: string, isOne: boolean) =>
      isOne
        ? 'One registration is on its way to Outlook'
        : `${count} registrations are on their way to Outlook`,
    syncingDetail: 'The rest is in place.',
    parked: (count: string, isOne: boolean) =>
      isOne ? 'One registration waits for a replay' : `${count} registrations wait for a replay`,
    parkedDetail: 'Held while the connection was down. A replay brings to Outlook what waits.',
    attention: (count: string, isOne: boolean) =>
      isOne ? 'One registration needs you' : `${count} registrations need you`,
    attentionDetail: 'The page of each says why and what helps.',
    empty: 'There is nothing to bring to Outlook yet',
    emptyDetail: 'Registrations come from the HR system, or from an export that you import.',
    'not-connected': 'No, nothing goes to Outlook: the company is not connected yet',
    off: 'No, nothing goes to Outlook: the connection is switched off',
    expired: 'No, nothing goes to Outlook: the client secret has expired',
    refused: 'No, nothing goes to Outlook: Microsoft 365 refuses the connection',
    nothingWaits:
      'Nothing waits at the moment. What is registered meanwhile is recorded, so nothing is lost.',
    parkedMeanwhile: (count: string, isOne: boolean) =>
      `${isOne ? 'One registration is parked and is sent' : `${count} registrations are parked and are sent`} as soon as the connection works. Nothing is lost.`,

    counts: 'Registrations by state',

    next: 'What to do next',
    'connect-link': 'Go to Connection',
    'renew-link': 'Enter the new secret',
    'date-link': 'Enter the last day',
    'removals-link': 'Look at the removals',
    'replays-link': 'Go to Replay',
    'mailboxes-link': 'See the mailboxes',
    'attention-link': 'See the registrations',
    'import-link': 'Import an export',

    secret: 'Client secret',
    daysLeft: (days: string, isOne: boolean) => (isOne ? 'One day left' : `${days} days left`),
    expiresToday: 'Expires today',
    daysAgo: (days: string, isOne: boolean) => (isOne ? 'Expired yesterday' : `Expired ${days} days ago`),
    lastDay: (day: string) => `Last day: ${day}`,
    secretExpired: 'It has expired',
    secretRefused: 'Microsoft 365 refuses it',
    renew: 'Enter a new secret',
    dateUnknown: 'The last day is not known',
    dateUnknownDetail: 'Enter it, and everybody concerned is reminded in time.',
    noSecret: 'There is none yet',
    noSecretDetail: 'You make it in Entra and enter it as you connect the company.',

    replay: 'Replay',
    noReplay: 'None is running',
    noReplayDetail: 'A replay brings to Outlook what has not got there. It mostly starts by itself.',
    toReplays: 'See replays',
    openReplay: 'Follow this replay',
    progress: (done: string, total: string) => `${done} of ${total} registrations`,
    until: (time: string) => `Ready at about ${time}`,
    planning: 'Finding out what is to be done',
    running: 'Running',
    paused: 'Paused',
    'awaiting-approval': 'Waits for you to approve removals',
    dryRun: 'Dry run: nothing is changed in Outlook',

    mailboxes: 'Mailboxes',
    allMailboxesWell: 'None is in trouble',
    allMailboxesWellDetail: 'No mailbox is known that Microsoft 365 refuses.',
    troubled: (count: string, isOne: boolean) => (isOne ? 'One is in trouble' : `${count} are in trouble`),
    troubledDetail: 'Only those employees are affected.',
    toMailboxes: 'See mailboxes',
  },
  {
    title: 'Overblik',
    lead: 'Er alt i Outlook, hvor hurtigt kommer det frem, og hvad bør du gøre nu?',

    'all-well': 'Ja, alt godkendt fravær er i Outlook',
    allWellDetail: 'Det, der bliver godkendt fremover, kommer frem af sig selv.',
    waiting: (count: string, isOne: boolean) =>
      isOne
        ? 'Én registrering venter på et nyt forsøg, resten er på plads'
        : `${count} registreringer venter på et nyt forsøg, resten er på plads`,
    waitingDetail: 'Microsoft 365 svarede ikke eller havde travlt. Der prøves automatisk igen.',
    approvalDetail: (count: string, isOne: boolean) =>
      isOne
        ? 'Én registrering venter på godkendelse i HR-systemet; derefter kommer den frem af sig selv.'
        : `${count} registreringer venter på godkendelse i HR-systemet; derefter kommer de frem af sig selv.`,
    syncing: (count: string, isOne: boolean) =>
      isOne ? 'Én registrering er på vej til Outlook' : `${count} registreringer er på vej til Outlook`,
    syncingDetail: 'Resten er på plads.',
    parked: (count: string, isOne: boolean) =>
      isOne
        ? 'Én registrering venter på en genafspilning'
        : `${count} registreringer venter på en genafspilning`,
    parkedDetail:
      'Holdt tilbage, mens forbindelsen var nede. En genafspilning bringer det, der venter, til Outlook.',
    attention: (count: string, isOne: boolean) =>
      isOne ? 'Én registrering har brug for dig' : `${count} registreringer har brug for dig`,
    attentionDetail: 'Siden for hver fortæller hvorfor, og hvad der hjælper.',
    empty: 'Der er intet at bringe til Outlook endnu',
    emptyDetail: 'Registreringer kommer fra HR-systemet eller fra en eksport, som du importerer.',
    'not-connected': 'Nej, intet når Outlook: virksomheden er ikke forbundet endnu',
    off: 'Nej, intet når Outlook: forbindelsen er slået fra',
    expired: 'Nej, intet når Outlook: klienthemmeligheden er udløbet',
    refused: 'Nej, intet når Outlook: Microsoft 365 afviser forbindelsen',
    nothingWaits: 'Intet venter lige nu. Det, der registreres imens, bliver gemt, så intet går tabt.',
    parkedMeanwhile: (count: string, isOne: boolean) =>
      `${isOne ? 'Én registrering er parkeret og sendes' : `${count} registreringer er parkeret og sendes`}, så snart forbindelsen virker. Intet går tabt.`,

    counts: 'Registreringer efter tilstand',

    next: 'Det næste skridt',
    'connect-link': 'Gå til Forbindelse',
    'renew-link': 'Indtast den nye hemmelighed',
    'date-link': 'Angiv den sidste dag',
    'removals-link': 'Se fjernelserne',
    'replays-link': 'Gå til Genafspilning',
    'mailboxes-link': 'Se postkasserne',
    'attention-link': 'Se registreringerne',
    'import-link': 'Importér en eksport',

    secret: 'Klienthemmelighed',
    daysLeft: (days: string, isOne: boolean) => (isOne ? 'Én dag tilbage' : `${days} dage tilbage`),
    expiresToday: 'Udløber i dag',
    daysAgo: (days: string, isOne: boolean) => (isOne ? 'Udløb i går' : `Udløb for ${days} dage siden`),
    lastDay: (day: string) => `Sidste dag: ${day}`,
    secretExpired: 'Den er udløbet',
    secretRefused: 'Microsoft 365 afviser den',
    renew: 'Indtast en ny hemmelighed',
    dateUnknown: 'Den sidste dag kendes ikke',
    dateUnknownDetail: 'Angiv den, så bliver alle berørte mindet om den i tide.',
    noSecret: 'Der er ingen endnu',
    noSecretDetail: 'Du opretter den i Entra og indtaster den, når du forbinder virksomheden.',

    replay: 'Genafspilning',
    noReplay: 'Ingen er i gang',
    noReplayDetail:
      'En genafspilning bringer det til Outlook, som ikke er nået frem. Den starter som regel af sig selv.',
    toReplays: 'Se genafspilninger',
    openReplay: 'Følg genafspilningen',
    progress: (done: string, total: string) => `${done} af ${total} registreringer`,
    until: (time: string) => `Færdig omkring kl. ${time}`,
    planning: 'Finder ud af, hvad der skal gøres',
    running: 'I gang',
    paused: 'På pause',
    'awaiting-approval': 'Venter på, at du godkender fjernelser',
    dryRun: 'Prøvekørsel: intet ændres i Outlook',

    mailboxes: 'Postkasser',
    allMailboxesWell: 'Ingen har problemer',
    allMailboxesWellDetail: 'Der kendes ingen postkasse, som Microsoft 365 afviser.',
    troubled: (count: string, isOne: boolean) => (isOne ? 'Én har problemer' : `${count} har problemer`),
    troubledDetail: 'Kun de pågældende medarbejdere er berørt.',
    toMailboxes: 'Se postkasser',
  },
);

export const speedTexts = texts(
  {
    title: 'From approval to Outlook',
    window: 'Time shown',
    day: '24 hours',
    week: '7 days',
    month: '30 days',
    sentence: (half: string, most: string) => `Half within ${half}, 95 % within ${most}.`,
    kept: 'Within the promise of 4 minutes',
    missed: 'Slower than the promise of 4 minutes',
    approvals: (count: string, isOne: boolean) =>
      isOne ? 'Measured on one approval.' : `Measured on ${count} approvals.`,
    none: 'Nothing was approved and brought to Outlook in this time.',
    noneDetail: 'Imported registrations are not counted. The promise is 4 minutes at most.',
    half: 'Half',
    most: '95 %',
    promise: 'Promise: 4 minutes',
    scale: 'Logarithmic scale',
    readout: (when: string, half: string, most: string, count: string) =>
      `${when}: half within ${half}, 95 % within ${most} (${count})`,
    asTable: 'Show as a table',
    table: 'How long it took',
    when: 'From',
    count: 'Approvals',
    failed: 'The plot can’t be drawn here. The figures are in the table.',
  },
  {
    title: 'Fra godkendelse til Outlook',
    window: 'Vist tidsrum',
    day: '24 timer',
    week: '7 dage',
    month: '30 dage',
    sentence: (half: string, most: string) => `Halvdelen inden for ${half}, 95 % inden for ${most}.`,
    kept: 'Inden for løftet på 4 minutter',
    missed: 'Langsommere end løftet på 4 minutter',
    approvals: (count: string, isOne: boolean) =>
      isOne ? 'Målt på én godkendelse.' : `Målt på ${count} godkendelser.`,
    none: 'Intet er blevet godkendt og bragt til Outlook i dette tidsrum.',
    noneDetail: 'Importerede registreringer tæller ikke med. Løftet er højst 4 minutter.',
    half: 'Halvdelen',
    most: '95 %',
    promise: 'Løftet: 4 minutter',
    scale: 'Logaritmisk skala',
    readout: (when: string, half: string, most: string, count: string) =>
      `${when}: halvdelen inden for ${half}, 95 % inden for ${most} (${count})`,
    asTable: 'Vis som tabel',
    table: 'Så lang tid tog det',
    when: 'Fra',
    count: 'Godkendelser',
    failed: 'Grafen kan ikke tegnes her. Tallene står i tabellen.',
  },
);
