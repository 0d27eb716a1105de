import type { Language } from './absence-types.ts';
import { guideTexts } from './connection-guide-texts.ts';
import type { CompanyId } from './identifiers.ts';

/** Whose connection is set up. Ids that nobody has entered yet are null, and stay placeholders. */
export interface GuideSubject {
  readonly companyId: CompanyId;
  /** GUIDs: they stand in commands that an administrator runs. */
  readonly tenantId: string | null;
  readonly clientId: string | null;
}

export interface GuideStep {
  readonly id: 'register-application' | 'copy-ids' | 'permissions' | 'client-secret' | 'save-and-test';
  readonly title: string;
  /** Paragraphs, apart by an empty line. */
  readonly text: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly commands: readonly GuideCommand[];
}

export interface GuideCommand {
  readonly label: string;
  readonly shell: 'powershell';
  readonly text: string;
}

const entra = 'https://entra.microsoft.com/#view';
const registrationsPage = `${entra}/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`;
const enterprisePage = `${entra}/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`;
/** https://learn.microsoft.com/exchange/permissions-exo/application-rbac */
const rbacPage = 'https://learn.microsoft.com/exchange/permissions-exo/application-rbac';

/** The steps in Entra and Exchange, in their order there, with the company's own ids filled in. */
export function connectionGuide(subject: GuideSubject, language: Language): readonly GuideStep[] {
  const text = guideTexts[language];
  const { labels } = text;
  const clientId = subject.clientId ?? '<Application (client) ID>';
  const tenantId = subject.tenantId ?? '<Directory (tenant) ID>';
  const link = (label: string, url: string) => ({ label, url });
  return [
    step('register-application', text.steps['register-application'], {
      links: [link(labels.appRegistrations, registrationsPage)],
      values: [
        { label: labels.name, value: applicationName(subject) },
        { label: labels.accountTypes, value: 'Accounts in this organizational directory only' },
      ],
    }),
    step('copy-ids', text.steps['copy-ids'], {
      links: [link(labels.overview, pageOf(subject, 'Overview'))],
      values: [
        { label: 'Application (client) ID', value: clientId },
        { label: 'Directory (tenant) ID', value: tenantId },
      ],
    }),
    step('permissions', text.steps.permissions, {
      links: [
        link(labels.apiPermissions, pageOf(subject, 'CallAnAPI')),
        link(labels.enterpriseApplications, enterprisePage),
        link(labels.rbac, rbacPage),
      ],
      values: [
        { label: labels.permission, value: 'Calendars.ReadWrite' },
        { label: labels.permission, value: 'MailboxSettings.ReadWrite' },
      ],
      commands: rbacCommands(subject, language),
    }),
    step('client-secret', text.steps['client-secret'], {
      links: [link(labels.secrets, pageOf(subject, 'Credentials'))],
      values: [{ label: labels.description, value: applicationName(subject) }],
    }),
    step('save-and-test', text.steps['save-and-test'], {}),
  ];
}

function step(
  id: GuideStep['id'],
  { title, text }: { readonly title: string; readonly text: string },
  { links = [], values = [], commands = [] }: Partial<GuideStep>,
): GuideStep {
  return { id, title, text, links, values, commands };
}

/** Two companies of one tenant have an application and a scope each. */
const applicationName = ({ companyId }: GuideSubject): string => `Absence Sync ${companyId}`;

/** The application's own page in Entra; the list of applications until its id is known. */
function pageOf({ clientId }: GuideSubject, page: 'Overview' | 'CallAnAPI' | 'Credentials'): string {
  return clientId === null
    ? registrationsPage
    : `${entra}/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${page}/appId/${clientId}/isMSAApp~/false`;
}

function rbacCommands(subject: GuideSubject, language: Language): GuideCommand[] {
  const { labels, placeholders } = guideTexts[language];
  const clientId = subject.clientId ?? '<Application (client) ID>';
  const organization = subject.tenantId === null ? '' : ` # ${labels.tenant} ${subject.tenantId}`;
  const name = applicationName(subject);
  const command = (label: string, ...lines: readonly string[]): GuideCommand => ({
    label,
    shell: 'powershell',
    text: lines.join('\n'),
  });
  return [
    command(
      labels.connect,
      'Install-Module ExchangeOnlineManagement -Scope CurrentUser',
      `Connect-ExchangeOnline${organization}`,
    ),
    command(
      labels.grant,
      `$objectId = '${placeholders.objectId}'`,
      `$group = (Get-DistributionGroup -Identity '${placeholders.group}').DistinguishedName`,
      `New-ServicePrincipal -AppId '${clientId}' -ObjectId $objectId -DisplayName '${name}'`,
      `New-ManagementScope -Name '${name}' -RecipientRestrictionFilter "MemberOfGroup -eq '$group'"`,
      `New-ManagementRoleAssignment -App $objectId -Role 'Application Calendars.ReadWrite' -CustomResourceScope '${name}'`,
      `New-ManagementRoleAssignment -App $objectId -Role 'Application MailboxSettings.ReadWrite' -CustomResourceScope '${name}'`,
    ),
    command(
      labels.tryIt,
      `$objectId = '${placeholders.objectId}'`,
      `Test-ServicePrincipalAuthorization -Identity $objectId -Resource '${placeholders.mailbox}'`,
    ),
  ];
}
