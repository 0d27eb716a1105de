import type { Language } from './absence-types.ts';

interface StepText {
  readonly title: string;
  readonly text: string;
}

interface GuideTexts {
  readonly steps: Readonly<
    Record<'register-application' | 'copy-ids' | 'permissions' | 'client-secret' | 'save-and-test', StepText>
  >;
  readonly labels: Readonly<
    Record<
      | 'appRegistrations'
      | 'overview'
      | 'apiPermissions'
      | 'enterpriseApplications'
      | 'rbac'
      | 'secrets'
      | 'name'
      | 'accountTypes'
      | 'permission'
      | 'description'
      | 'tenant'
      | 'connect'
      | 'grant'
      | 'tryIt',
      string
    >
  >;
  readonly placeholders: Readonly<Record<'objectId' | 'group' | 'mailbox', string>>;
}

const paragraphs = (...texts: readonly string[]): string => texts.join('\n\n');

/** The words of the guide. Names of pages, columns and buttons are those that Entra shows in English. */
export const guideTexts: Readonly<Record<Language, GuideTexts>> = {
  da: {
    steps: {
      'register-application': {
        title: 'Registrér en applikation i Entra',
        text: 'Vælg New registration under App registrations. Giv applikationen et navn, lad den gælde for denne organisation alene, og angiv ingen redirect URI. Vælg Register.',
      },
      'copy-ids': {
        title: 'Kopiér de to id’er',
        text: 'Begge id’er står på applikationens Overview. Kopiér dem hertil: Application (client) ID og Directory (tenant) ID. Object ID på samme side skal ikke bruges her.',
      },
      permissions: {
        title: 'Giv adgang til kalenderne',
        text: paragraphs(
          'Vælg én af to måder. Calendars.ReadWrite skriver fraværet i kalenderen; MailboxSettings.ReadWrite sætter automatiske svar og bruges kun, hvis de er slået til.',
          'A. Alle postkasser: vælg Add a permission under API permissions, derefter Microsoft Graph og Application permissions. Tilføj de to tilladelser, og vælg Grant admin consent. Delegated permissions med samme navne virker ikke.',
          'B. Udvalgte postkasser: brug RBAC for Applications i Exchange Online. Kør kommandoerne nedenfor i PowerShell som Exchange-administrator. Object ID skal være det, der står under Enterprise applications › applikationen › Overview, ikke det under App registrations. Gruppen er en mailaktiveret sikkerhedsgruppe eller distributionsgruppe; kun dens direkte medlemmer er omfattet.',
          'Bland ikke de to: tilladelser lægges sammen. Har applikationen admin consent i Entra, når den alle postkasser, uanset hvad RBAC siger. Fjern samtykket i Entra, hvis adgangen skal begrænses.',
          'Det tager Microsoft fra 30 minutter til 2 timer, før en ændring virker. Testkommandoen svarer med det samme.',
        ),
      },
      'client-secret': {
        title: 'Opret en klienthemmelighed',
        text: 'Vælg New client secret under Certificates & secrets. Kopiér kolonnen Value med det samme, for Entra viser den kun denne ene gang. Secret ID ved siden af skal ikke bruges. Notér også, hvornår hemmeligheden udløber (Expires), så du bliver mindet om det i god tid.',
      },
      'save-and-test': {
        title: 'Gem og test',
        text: 'Indsæt de to id’er, hemmelighedens Value og udløbsdatoen, slå forbindelsen til, og gem. Entra bliver spurgt først; afviser Entra, får du årsagen, og det, der var gemt, bliver stående. Test derefter forbindelsen: den viser for hver tilladelse og postkasse, om den virker, og ændrer intet.',
      },
    },
    labels: {
      appRegistrations: 'Åbn App registrations i Entra',
      overview: 'Åbn applikationens Overview',
      apiPermissions: 'Åbn API permissions',
      enterpriseApplications: 'Åbn Enterprise applications (her står Object ID)',
      rbac: 'Microsofts side om RBAC for Applications',
      secrets: 'Åbn Certificates & secrets',
      name: 'Name',
      accountTypes: 'Supported account types',
      permission: 'Application permission',
      description: 'Description',
      tenant: 'i tenant',
      connect: 'Opret forbindelse til Exchange Online',
      grant: 'Giv applikationen adgang til gruppens postkasser',
      tryIt: 'Kontrollér, at en postkasse er omfattet',
    },
    placeholders: {
      objectId: '<Object ID fra Enterprise applications>',
      group: '<gruppens mailadresse>',
      mailbox: '<en medarbejders mailadresse>',
    },
  },
  en: {
    steps: {
      'register-application': {
        title: 'Register an application in Entra',
        text: 'Choose New registration under App registrations. Give the application a name, let it be for this organization alone, and enter no redirect URI. Choose Register.',
      },
      'copy-ids': {
        title: 'Copy the two ids',
        text: 'Both ids stand on the application’s Overview. Copy them here: Application (client) ID and Directory (tenant) ID. The Object ID on the same page is of no use here.',
      },
      permissions: {
        title: 'Grant access to the calendars',
        text: paragraphs(
          'Choose one of two ways. Calendars.ReadWrite writes absence into the calendar; MailboxSettings.ReadWrite sets automatic replies, and is used only where they are switched on.',
          'A. Every mailbox: choose Add a permission under API permissions, then Microsoft Graph and Application permissions. Add the two permissions, and choose Grant admin consent. Delegated permissions of the same names don’t work.',
          'B. Chosen mailboxes: use RBAC for Applications in Exchange Online. Run the commands below in PowerShell as an Exchange administrator. The Object ID must be the one under Enterprise applications › the application › Overview, not the one under App registrations. The group is a mail-enabled security group or a distribution group; only its direct members are covered.',
          'Don’t mix the two: grants add up. An application with admin consent in Entra reaches every mailbox, whatever RBAC says. Revoke the consent in Entra where access is to be limited.',
          'Microsoft takes from 30 minutes to 2 hours to apply a change. The test command answers at once.',
        ),
      },
      'client-secret': {
        title: 'Make a client secret',
        text: 'Choose New client secret under Certificates & secrets. Copy the column Value now, because Entra shows it this once. The Secret ID beside it is of no use. Note when the secret expires (Expires) too, so that you are reminded in good time.',
      },
      'save-and-test': {
        title: 'Save and test',
        text: 'Paste the two ids, the secret’s Value and the day on which it expires, switch the connection on, and save. Entra is asked first; where it refuses you are told why, and what was saved before stays. Then test the connection: it shows for each permission and mailbox whether it works, and changes nothing.',
      },
    },
    labels: {
      appRegistrations: 'Open App registrations in Entra',
      overview: 'Open the application’s Overview',
      apiPermissions: 'Open API permissions',
      enterpriseApplications: 'Open Enterprise applications (the Object ID stands there)',
      rbac: 'Microsoft’s page on RBAC for Applications',
      secrets: 'Open Certificates & secrets',
      name: 'Name',
      accountTypes: 'Supported account types',
      permission: 'Application permission',
      description: 'Description',
      tenant: 'in the tenant',
      connect: 'Connect to Exchange Online',
      grant: 'Let the application into the group’s mailboxes',
      tryIt: 'Check that a mailbox is covered',
    },
    placeholders: {
      objectId: '<Object ID from Enterprise applications>',
      group: '<mail address of the group>',
      mailbox: '<mail address of an employee>',
    },
  },
};
