import type { AccessTokenClaims } from './access-token.ts';
import type { AccessPolicy, Application } from './application.ts';
import { accessDenied, GraphFailure, requestDenied } from './graph-failure.ts';
import type { Mailbox } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';

export type MailboxPermission =
  | 'Calendars.Read'
  | 'Calendars.ReadWrite'
  | 'MailboxSettings.Read'
  | 'MailboxSettings.ReadWrite';

/** The mailbox of a request, once the caller may use it that way and the mailbox is in a state to answer. */
export function openMailbox(
  state: SandboxState,
  claims: AccessTokenClaims,
  user: string,
  permission: MailboxPermission,
): Mailbox {
  const application = state.application(claims.tid, claims.appid);
  const mailbox = state.tenant(claims.tid)?.mailbox(user);
  const roles = effectiveRoles(state, claims, application);
  const scopes = application?.rbacScopes ?? [];
  if (roles.length === 0 && scopes.length === 0) throw withoutAnyPermission(state);
  const hasRole = roles.some((role) => covers(role, permission));
  const isAnywhereInScope = scopes.some((scope) => covers(scope.role, permission));
  if (!hasRole && !isAnywhereInScope) throw accessDenied();
  if (!mailbox || mailbox.profile.kind === 'unknown')
    throw new GraphFailure(404, 'ErrorInvalidUser', `The requested user '${user}' is invalid.`);
  // RBAC grants stand beside the Entra grants; the access policy limits the Entra grants alone.
  const isInScope = scopes.some(
    (scope) => covers(scope.role, permission) && includes(scope.mailboxes, mailbox),
  );
  if (!isInScope) {
    if (!hasRole) throw accessDenied();
    if (!policyAdmits(application?.accessPolicy ?? null, mailbox))
      throw new GraphFailure(
        403,
        'ErrorAccessDenied',
        'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
      );
  }
  refuseByKind(mailbox);
  return mailbox;
}

/** Refuses a write that needs room. */
export function requireRoom(mailbox: Mailbox): void {
  if (mailbox.profile.kind === 'full')
    throw new GraphFailure(403, 'ErrorQuotaExceeded', 'Cannot save changes made to an item to store.');
}

/** Directory resources know neither RBAC scopes nor access policies. */
export function requireDirectoryRole(
  state: SandboxState,
  claims: AccessTokenClaims,
  admitted: readonly string[],
): void {
  const roles = effectiveRoles(state, claims, state.application(claims.tid, claims.appid));
  if (!roles.some((role) => admitted.includes(role))) throw requestDenied();
}

function effectiveRoles(
  state: SandboxState,
  claims: AccessTokenClaims,
  application: Application | undefined,
): readonly string[] {
  return state.settings.entraRoles === 'live' ? (application?.roles ?? []) : (claims.roles ?? []);
}

function withoutAnyPermission(state: SandboxState): GraphFailure {
  if (state.settings.roleLessToken === 'accessDenied') return accessDenied();
  return new GraphFailure(
    401,
    'NoPermissionsInAccessToken',
    'The token contains no permissions, or permissions can not be understood.',
  );
}

function covers(role: string, permission: MailboxPermission): boolean {
  const name = role.replace(/^Application /, '');
  return name === permission || name === permission.replace(/\.Read$/, '.ReadWrite');
}

const addressSets = new WeakMap<readonly string[], ReadonlySet<string>>();

function includes(addresses: readonly string[], mailbox: Mailbox): boolean {
  let set = addressSets.get(addresses);
  if (!set) {
    set = new Set(addresses.map((address) => address.toLowerCase()));
    addressSets.set(addresses, set);
  }
  const { address, aliases, objectId } = mailbox.profile;
  return (
    set.has(address.toLowerCase()) ||
    set.has(objectId) ||
    aliases.some((alias) => set.has(alias.toLowerCase()))
  );
}

function policyAdmits(policy: AccessPolicy | null, mailbox: Mailbox): boolean {
  if (!policy) return true;
  return includes(policy.mailboxes, mailbox) === (policy.kind === 'restrict');
}

function refuseByKind(mailbox: Mailbox): void {
  switch (mailbox.profile.kind) {
    case 'notEnabled':
    case 'onPremises':
    case 'softDeleted':
      throw new GraphFailure(
        404,
        'MailboxNotEnabledForRESTAPI',
        'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
      );
    case 'moving':
      throw new GraphFailure(
        503,
        'ErrorMailboxMoveInProgress',
        'Mailbox move in progress. Try again later., Cannot open mailbox.',
      );
    case 'ok':
    case 'full':
    case 'unknown':
      return;
  }
}
