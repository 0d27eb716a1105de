export interface ApplicationSecret {
  readonly keyId: string;
  readonly value: string;
  readonly displayName: string | null;
  readonly startDateTime: string;
  readonly endDateTime: string;
}

interface RbacScope {
  readonly role: string;
  readonly mailboxes: readonly string[];
}

export interface AccessPolicy {
  readonly kind: 'restrict' | 'deny';
  readonly mailboxes: readonly string[];
}

/** What an application may do; only these three can be told to take effect later. */
export interface Permissions {
  readonly roles: readonly string[];
  readonly rbacScopes: readonly RbacScope[] | null;
  readonly accessPolicy: AccessPolicy | null;
}

export interface PendingPermissions {
  /** Milliseconds of the sandbox clock. */
  readonly effectiveAt: number;
  readonly permissions: Partial<Permissions>;
}

export interface Application extends Permissions {
  readonly appId: string;
  readonly objectId: string;
  readonly servicePrincipalId: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly servicePrincipal: boolean;
  readonly secrets: readonly ApplicationSecret[];
  readonly pending: readonly PendingPermissions[];
}

/** The application as it stands at `now`, with the pending permissions that are due folded in. */
export function applicationAt(application: Application, now: number): Application {
  if (!application.pending.some((change) => change.effectiveAt <= now)) return application;
  const due = application.pending
    .filter((change) => change.effectiveAt <= now)
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt);
  const permissions: Partial<Permissions> = Object.assign({}, ...due.map((change) => change.permissions));
  return {
    ...application,
    ...permissions,
    pending: application.pending.filter((change) => change.effectiveAt > now),
  };
}

/** Whether the token endpoint takes the secret at `now`, milliseconds of the sandbox clock. */
export function isSecretValid({ startDateTime, endDateTime }: ApplicationSecret, now: number): boolean {
  return Date.parse(startDateTime) <= now && Date.parse(endDateTime) > now;
}

export function secretHint(secret: ApplicationSecret): string {
  return secret.value.slice(0, 3);
}
