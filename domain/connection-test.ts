import { millisecondsPerDay } from './connection.ts';
import type { Reason, ReasonCode } from './reasons.ts';

/** The application permissions that this service works with, and no others. */
export const graphPermissions = ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] as const;
export type GraphPermission = (typeof graphPermissions)[number];

/** What trying a permission in a mailbox has shown. */
export type Trial =
  | { readonly kind: 'works' }
  /** Not let in: the permission is missing or the mailbox out of scope. Microsoft answers both alike. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** Something else stood in the way, which says nothing of the permission. */
  | { readonly kind: 'failed'; readonly reason: Reason }
  /** Not tried, because of something before it. */
  | { readonly kind: 'skipped'; readonly reason: Reason };

export interface TriedMailbox {
  readonly mailbox: string;
  readonly trials: Readonly<Record<GraphPermission, Trial>>;
}

export interface ConnectionFindings {
  /** Why Entra gave no token; null where it gave one. */
  readonly refusal: Reason | null;
  readonly mailboxes: readonly TriedMailbox[];
  /** One that the application must not reach; null where none was named. */
  readonly outsideMailbox: TriedMailbox | null;
  /** ISO 8601 in UTC, from Entra or the administrator; null where nobody knows. */
  readonly secretExpiresAt: string | null;
}

/** Entra looks them up in this order, so the one that it names proves those before it. */
const tokenSteps = ['tenant', 'application', 'credential'] as const;
type TokenStep = (typeof tokenSteps)[number];

export interface ConnectionCheck {
  readonly name: TokenStep | GraphPermission | 'mailbox' | 'outside-mailbox' | 'secret-expiry';
  readonly ok: boolean;
  /** Null exactly where it is ok. */
  readonly reason: Reason | null;
  /** It couldn't be made; the reason is that of what failed before it. */
  readonly skipped?: true;
  readonly mailbox?: string;
  /** Those that work in this mailbox. */
  readonly permissions?: readonly GraphPermission[];
  readonly expiresAt?: string | null;
}

export interface ConnectionTestResult {
  /** Whether all that the service needs works; a secret that expires soon still does. */
  readonly ok: boolean;
  /** Permissions that Microsoft refused in every mailbox tried: not granted, or none of these is in scope. */
  readonly missing: readonly GraphPermission[];
  readonly checks: readonly ConnectionCheck[];
}

/** Each check with its own cause, in the order in which an administrator mends them. `now` in milliseconds since 1970. */
export function judgeConnection(findings: ConnectionFindings, now: number): ConnectionTestResult {
  const { refusal, mailboxes, outsideMailbox } = findings;
  const missing = graphPermissions.filter((permission) => isMissing(permission, mailboxes));
  const permissions = graphPermissions.map((permission) => permissionCheck(permission, findings));
  const needed = [
    ...tokenChecks(refusal),
    ...permissions,
    ...mailboxes.map((tried) => mailboxCheck(tried, missing)),
    ...(outsideMailbox === null ? [] : [outsideCheck(outsideMailbox, permissions)]),
  ];
  return {
    ok: needed.every((check) => check.ok),
    missing,
    checks: [...needed, expiryCheck(findings, now)],
  };
}

type CheckName = ConnectionCheck['name'];

const passed = (name: CheckName): ConnectionCheck => ({ name, ok: true, reason: null });
const failed = (name: CheckName, reason: Reason): ConnectionCheck => ({ name, ok: false, reason });
const skipped = (name: CheckName, reason: Reason): ConnectionCheck => ({
  ...failed(name, reason),
  skipped: true,
});

function tokenChecks(refusal: Reason | null): ConnectionCheck[] {
  if (refusal === null) return tokenSteps.map(passed);
  const failing = tokenSteps.indexOf(refusedSteps[refusal.code] ?? 'credential');
  return tokenSteps.map((name, index) => {
    if (index < failing) return passed(name);
    return index === failing ? failed(name, refusal) : skipped(name, refusal);
  });
}

/** No answer proves nothing, so the first step stands for it. What isn't listed comes after the ids were found. */
const refusedSteps: Partial<Record<ReasonCode, TokenStep>> = {
  'microsoft-unavailable': 'tenant',
  throttled: 'tenant',
  'tenant-not-found': 'tenant',
  'application-not-found': 'application',
  'application-disabled': 'application',
};

function isMissing(permission: GraphPermission, mailboxes: readonly TriedMailbox[]): boolean {
  return mailboxes.length > 0 && mailboxes.every(({ trials }) => trials[permission].kind === 'refused');
}

/** One mailbox in which it works proves the permission: all others' trouble is their own. */
function permissionCheck(
  permission: GraphPermission,
  { refusal, mailboxes }: ConnectionFindings,
): ConnectionCheck {
  if (refusal !== null) return skipped(permission, refusal);
  const obstacles = mailboxes.flatMap(({ trials }) => obstacleOf(trials[permission]));
  if (obstacles.length < mailboxes.length) return passed(permission);
  const first = obstacles[0];
  if (first === undefined) return skipped(permission, { code: 'no-mailbox-to-try' });
  return failed(
    permission,
    isMissing(permission, mailboxes) ? { ...first.reason, code: 'permission-missing' } : first.reason,
  );
}

type Obstacle = Exclude<Trial, { kind: 'works' }>;

const obstacleOf = (trial: Trial): Obstacle[] => (trial.kind === 'works' ? [] : [trial]);

function mailboxCheck(
  { mailbox, trials }: TriedMailbox,
  missing: readonly GraphPermission[],
): ConnectionCheck {
  const permissions = graphPermissions.filter((permission) => trials[permission].kind === 'works');
  const hindered = graphPermissions.find((permission) => trials[permission].kind !== 'works');
  const trial = hindered === undefined ? null : trials[hindered];
  return {
    ...mailboxVerdict(trial, hindered !== undefined && missing.includes(hindered)),
    mailbox,
    permissions,
  };
}

function mailboxVerdict(trial: Trial | null, isMissingEverywhere: boolean): ConnectionCheck {
  if (trial === null || trial.kind === 'works') return passed('mailbox');
  switch (trial.kind) {
    case 'skipped':
      return skipped('mailbox', trial.reason);
    case 'failed':
      return failed('mailbox', trial.reason);
    case 'refused':
      return failed('mailbox', {
        ...trial.reason,
        code: isMissingEverywhere ? 'permission-missing' : 'mailbox-out-of-scope',
      });
  }
}

/** Where no permission is known to work anywhere, a refusal proves no scope. */
function outsideCheck(
  { mailbox, trials }: TriedMailbox,
  elsewhere: readonly ConnectionCheck[],
): ConnectionCheck {
  const permissions = graphPermissions.filter((permission) => trials[permission].kind === 'works');
  const all = graphPermissions.map((permission) => trials[permission]);
  const hindrance = all.find((trial) => trial.kind === 'failed');
  const untried = all.find((trial) => trial.kind === 'skipped');
  const verdict = (): ConnectionCheck => {
    if (permissions.length > 0) return failed('outside-mailbox', { code: 'scope-too-wide' });
    if (untried !== undefined) return skipped('outside-mailbox', untried.reason);
    if (hindrance !== undefined) return failed('outside-mailbox', hindrance.reason);
    if (elsewhere.some((check) => check.ok)) return passed('outside-mailbox');
    return skipped('outside-mailbox', elsewhere[0]?.reason ?? { code: 'no-mailbox-to-try' });
  };
  return { ...verdict(), mailbox, permissions };
}

/** A month leaves time to make a new secret and to have it entered. */
const expirySoonDays = 30;

function expiryCheck({ refusal, secretExpiresAt }: ConnectionFindings, now: number): ConnectionCheck {
  const verdict = (): ConnectionCheck => {
    if (refusal?.code === 'secret-expired') return failed('secret-expiry', refusal);
    if (secretExpiresAt === null) return failed('secret-expiry', { code: 'secret-expiry-unknown' });
    const isSoon = Date.parse(secretExpiresAt) - now <= expirySoonDays * millisecondsPerDay;
    return isSoon ? failed('secret-expiry', { code: 'secret-expiring' }) : passed('secret-expiry');
  };
  return { ...verdict(), expiresAt: secretExpiresAt };
}
