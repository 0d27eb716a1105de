import { randomUUID } from 'node:crypto';
import type { Application, ApplicationSecret, PendingPermissions, Permissions } from './application.ts';
import { secretHint } from './application.ts';
import { initialAutomaticReplies, representAutomaticReplies } from './automatic-replies.ts';
import { ControlProblem, unknownThing, type ApplicationInput, type MailboxInput } from './control-input.ts';
import type { Mailbox, MailboxProfile } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';
import type { Tenant } from './tenant.ts';

export function requireTenant(state: SandboxState, tenantId: string): Tenant {
  const tenant = state.tenant(tenantId);
  if (!tenant) throw unknownThing(`tenant ${tenantId}`);
  return tenant;
}

export function requireMailbox(state: SandboxState, tenantId: string, address: string): Mailbox {
  const mailbox = requireTenant(state, tenantId).mailbox(address);
  if (!mailbox) throw unknownThing(`mailbox ${address} in tenant ${tenantId}`);
  return mailbox;
}

export function representTenant(state: SandboxState, tenant: Tenant): Record<string, unknown> {
  return {
    tenantId: tenant.id,
    displayName: tenant.displayName,
    applications: [...tenant.applications.keys()].flatMap((appId) => {
      const application = state.application(tenant.id, appId);
      return application ? [representControlledApplication(application)] : [];
    }),
    mailboxes: [...tenant.mailboxes()].map((mailbox) => representMailbox(mailbox)),
  };
}

export function representControlledApplication(application: Application): Record<string, unknown> {
  const { pending, secrets, ...rest } = application;
  return {
    ...rest,
    secrets: secrets.map((secret) => ({ ...secret, hint: secretHint(secret) })),
    pending: pending.map(({ effectiveAt, permissions }) => ({
      effectiveAt: new Date(effectiveAt).toISOString(),
      ...permissions,
    })),
  };
}

export function representMailbox({ profile, eventCount }: Mailbox): Record<string, unknown> {
  const { automaticReplies, ...rest } = profile;
  return { ...rest, eventCount, automaticRepliesSetting: representAutomaticReplies(automaticReplies) };
}

/** Merges: what is left out stays; a list that is given replaces the whole list. */
export function putApplication(
  state: SandboxState,
  tenantId: string,
  appId: string,
  input: ApplicationInput,
): Application {
  const tenant = requireTenant(state, tenantId);
  const before = state.application(tenant.id, appId) ?? {
    appId,
    objectId: randomUUID(),
    servicePrincipalId: randomUUID(),
    displayName: appId,
    enabled: true,
    servicePrincipal: true,
    secrets: [],
    roles: [],
    rbacScopes: null,
    accessPolicy: null,
    pending: [],
  };
  const permissions: Partial<Permissions> = {
    ...(input.roles && { roles: input.roles }),
    ...(input.rbacScopes !== undefined && { rbacScopes: input.rbacScopes }),
    ...(input.accessPolicy !== undefined && { accessPolicy: input.accessPolicy }),
  };
  const later: PendingPermissions[] = input.effectAfterSeconds
    ? [{ effectiveAt: state.now() + input.effectAfterSeconds * 1000, permissions }]
    : [];
  const application: Application = {
    ...before,
    ...(input.displayName !== undefined && { displayName: input.displayName }),
    ...(input.enabled !== undefined && { enabled: input.enabled }),
    ...(input.servicePrincipal !== undefined && { servicePrincipal: input.servicePrincipal }),
    ...(input.secrets && { secrets: mergedSecrets(state, before.secrets, input.secrets) }),
    ...(later.length === 0 && permissions),
    pending: [...before.pending, ...later],
  };
  state.commit({ kind: 'application', tenantId: tenant.id, application });
  return application;
}

export function putMailbox(
  state: SandboxState,
  tenantId: string,
  address: string,
  input: MailboxInput,
): Mailbox {
  const tenant = requireTenant(state, tenantId);
  const existing = tenant.mailbox(address);
  const before: MailboxProfile = existing?.profile ?? {
    objectId: randomUUID(),
    address,
    displayName: address.slice(0, address.indexOf('@')),
    aliases: [],
    kind: 'ok',
    timeZone: 'Romance Standard Time',
    externalRepliesAllowed: true,
    automaticReplies: initialAutomaticReplies(state.now()),
  };
  const profile: MailboxProfile = {
    ...before,
    ...(input.displayName !== undefined && { displayName: input.displayName }),
    ...(input.aliases && { aliases: input.aliases }),
    ...(input.kind && { kind: input.kind }),
    ...(input.timeZone !== undefined && { timeZone: input.timeZone }),
    ...(input.externalRepliesAllowed !== undefined && {
      externalRepliesAllowed: input.externalRepliesAllowed,
    }),
  };
  for (const alias of profile.aliases) refuseTaken(tenant, alias, profile.objectId, 'aliases');
  return commitProfile(state, tenant, profile);
}

/** Gives the mailbox another address; the old one goes on working as an alias unless `keepAlias` is false. */
export function renameMailbox(
  state: SandboxState,
  tenantId: string,
  oldAddress: string,
  newAddress: string,
  keepAlias: boolean,
): Mailbox {
  const tenant = requireTenant(state, tenantId);
  const { profile } = requireMailbox(state, tenantId, oldAddress);
  refuseTaken(tenant, newAddress, profile.objectId, 'address');
  const others = profile.aliases.filter((alias) => alias.toLowerCase() !== newAddress.toLowerCase());
  return commitProfile(state, tenant, {
    ...profile,
    address: newAddress,
    aliases: keepAlias ? [...others, profile.address] : others,
  });
}

export function removeMailbox(state: SandboxState, tenantId: string, address: string): void {
  const mailbox = requireMailbox(state, tenantId, address);
  state.commit({ kind: 'mailboxGone', tenantId: mailbox.tenantId, objectId: mailbox.profile.objectId });
}

function commitProfile(state: SandboxState, tenant: Tenant, profile: MailboxProfile): Mailbox {
  state.commit({ kind: 'mailbox', tenantId: tenant.id, profile });
  return requireMailbox(state, tenant.id, profile.objectId);
}

function refuseTaken(tenant: Tenant, address: string, objectId: string, field: string): void {
  const owner = tenant.mailbox(address);
  if (owner && owner.profile.objectId !== objectId)
    throw new ControlProblem(400, `${field}: ${address} belongs to mailbox ${owner.profile.address}`);
}

function mergedSecrets(
  state: SandboxState,
  before: readonly ApplicationSecret[],
  given: NonNullable<ApplicationInput['secrets']>,
): readonly ApplicationSecret[] {
  const now = new Date(state.now());
  const inTwoYears = new Date(now);
  inTwoYears.setUTCFullYear(now.getUTCFullYear() + 2);
  return given.map((secret) => {
    const known = before.find((candidate) =>
      secret.keyId ? candidate.keyId === secret.keyId : candidate.value === secret.value,
    );
    return {
      keyId: secret.keyId ?? known?.keyId ?? randomUUID(),
      value: secret.value,
      displayName: secret.displayName ?? known?.displayName ?? null,
      startDateTime: secret.startDateTime ?? known?.startDateTime ?? now.toISOString(),
      endDateTime: secret.endDateTime ?? known?.endDateTime ?? inTwoYears.toISOString(),
    };
  });
}
