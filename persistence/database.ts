import { Kysely, PostgresDialect, sql, type ColumnType, type Generated, type Transaction } from 'kysely';
import { Pool } from 'pg';
import type { AbsenceTypeOverride } from '#domain/absence-types.ts';
import type { ActivityAction, ActivityActor } from '#domain/activity.ts';
import type { CompanySettings } from '#domain/company.ts';
import type { ConnectionTestResult } from '#domain/connection-test.ts';
import type { ConnectionState } from '#domain/connection.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { MailboxState } from '#domain/mailbox.ts';
import type { Reason } from '#domain/reasons.ts';
import type { NoticeFacts, NotificationKind } from '#domain/reminders.ts';
import type { RegistrationState } from '#domain/sync.ts';
import type { ReplayCause, ReplayCounts, ReplayOutcome, ReplayScope, ReplayState } from '#domain/replay.ts';

/** Written as a Date or by the database's clock, read as a Date. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type MaybeInstant = ColumnType<Date | null, Date | string | null, Date | string | null>;
type DefaultInstant = ColumnType<Date, Date | undefined, Date>;
/** pg hands JSON objects over as they are, but would take a top-level array for a Postgres one: none is stored so. */
type MaybeReason = ColumnType<Reason | null, Reason | null, Reason | null>;

export interface Tables {
  data_keys: { version: number; wrapped_key: Buffer; created_at: DefaultInstant };
  companies: {
    company_id: CompanyId;
    settings: CompanySettings;
    api_key_hash: Buffer;
    signing_secret: Buffer;
    webhook_signing_secret: Generated<Buffer | null>;
    created_at: DefaultInstant;
  };
  notifications: {
    company_id: CompanyId;
    notification_id: string;
    key: string;
    channel: 'mail' | 'webhook';
    kind: NotificationKind;
    facts: NoticeFacts;
    created_at: DefaultInstant;
    next_attempt_at: DefaultInstant;
    attempts: Generated<number>;
    sent_at: MaybeInstant;
    given_up_at: MaybeInstant;
  };
  absence_types: { company_id: CompanyId; type: string; override: AbsenceTypeOverride };
  connections: {
    company_id: CompanyId;
    state: ConnectionState;
    since: DefaultInstant;
    reason: MaybeReason;
    enabled: boolean;
    tenant_id: string;
    client_id: string;
    secret: Buffer | null;
    secret_version: Generated<number>;
    secret_hint: string | null;
    secret_expires_at: MaybeInstant;
    when_off: Generated<'keep' | 'purge'>;
    epoch: Generated<number>;
    probed_at: MaybeInstant;
  };
  connection_candidates: {
    company_id: CompanyId;
    candidate_id: string;
    tenant_id: string;
    client_id: string;
    secret: Buffer;
    /** Of the person who wants it saved; null for the administrator key. */
    actor_name: Generated<string | null>;
    created_at: DefaultInstant;
  };
  connection_tests: {
    company_id: CompanyId;
    test_id: string;
    mailbox: string | null;
    outside_mailbox: string | null;
    result: ColumnType<ConnectionTestResult | null, ConnectionTestResult | null, ConnectionTestResult | null>;
    created_at: DefaultInstant;
  };
  employee_keys: { company_id: CompanyId; employee_id: string; wrapped_key: Buffer };
  registration_events: {
    company_id: CompanyId;
    registration_id: RegistrationId;
    sequence: number;
    version: string | number | null;
    type: string;
    recorded_at: DefaultInstant;
    source: string | null;
    event_id: string | null;
    employee_id: string | null;
    data: object;
    personal: Buffer | null;
  };
  registrations: {
    company_id: CompanyId;
    registration_id: RegistrationId;
    sequence: number;
    version: ColumnType<string, number, number>;
    employee_id: string | null;
    employee_name: string | null;
    mailbox: string | null;
    absence_type: string | null;
    approval: 'pending' | 'approved' | 'rejected' | 'deleted';
    period_from: string | null;
    period_to: string | null;
    first_day: ColumnType<Date | null, string | null, string | null>;
    last_day: ColumnType<Date | null, string | null, string | null>;
    ends_at: MaybeInstant;
    state: RegistrationState;
    reason: MaybeReason;
    next_attempt_at: MaybeInstant;
    calendar_event_id: string | null;
    synced_at: MaybeInstant;
    replay_order: ColumnType<string, never, never>;
    search_text: string;
    changed_at: Instant;
  };
  mailboxes: {
    company_id: CompanyId;
    mailbox: string;
    mailbox_key: Generated<string>;
    state: MailboxState;
    reason: MaybeReason;
    since: DefaultInstant;
    checked_at: MaybeInstant;
    next_check_at: MaybeInstant;
    failed_checks: Generated<number>;
    calendar_worked_at: MaybeInstant;
    settings_worked_at: MaybeInstant;
    reply_owner: Generated<'none' | 'user' | 'absence-sync'>;
    reply_from: MaybeInstant;
    reply_to: MaybeInstant;
    reply_reason: MaybeReason;
    /** Until when the mailbox's settings are left alone. */
    reply_not_before: MaybeInstant;
    reply_look_at: MaybeInstant;
    /** Ours stands there, or may. */
    reply_is_held: Generated<boolean>;
    /** The address under which ours was set, until it is known whether that mailbox was renamed. */
    reply_former_mailbox: string | null;
  };
  reply_events: {
    company_id: CompanyId;
    mailbox_key: string;
    sequence: number;
    type: string;
    recorded_at: DefaultInstant;
    employee_id: string | null;
    data: object;
    personal: Buffer | null;
  };
  registration_leases: {
    company_id: CompanyId;
    registration_id: RegistrationId;
    token: ColumnType<string, number, number>;
    expires_at: Instant;
  };
  undelivered_registrations: {
    company_id: CompanyId;
    registration_id: RegistrationId;
    sequence: number;
    recorded_at: DefaultInstant;
    is_refresh: Generated<boolean>;
  };
  owed_replays: { company_id: CompanyId; cause: ReplayCause; scope: ReplayScope; owed_at: DefaultInstant };
  replays: {
    company_id: CompanyId;
    replay_id: string;
    cause: ReplayCause;
    scope: ReplayScope;
    is_dry_run: boolean;
    is_repair: Generated<boolean>;
    state: ReplayState;
    total: Generated<number>;
    started_at: DefaultInstant;
    ended_at: MaybeInstant;
    reason: MaybeReason;
    /** Of a replay that has ended: its items may be many, and change no more. */
    counts: ColumnType<ReplayCounts | null, ReplayCounts | null | undefined, ReplayCounts | null>;
    removals: Generated<number | null>;
    idle_seconds: Generated<number>;
    idle_since: MaybeInstant;
  };
  replay_items: {
    company_id: CompanyId;
    replay_id: string;
    registration_id: RegistrationId;
    planned: ReplayOutcome | null;
    outcome: ReplayOutcome | null;
    reason: MaybeReason;
    /** A removal that is set aside until all of them are weighed together. */
    is_held: Generated<boolean>;
  };
  activity: {
    company_id: CompanyId;
    activity_id: ColumnType<string, never, never>;
    at: ColumnType<Date, never, never>;
    actor: ActivityActor;
    /** Of the person who did it; null for the administrator key and for what nobody did. */
    actor_name: Generated<string | null>;
    action: ActivityAction;
    details: object;
    request_id: string | null;
  };
  /** The persons who have asked for replays; Temporal is never told a name. */
  replay_askers: { company_id: CompanyId; replay_id: string; name: string };
  sessions: {
    token_hash: Buffer;
    kind: 'entra' | 'one-time-link';
    /** The identity provider's; null for a one-time link. */
    subject: string | null;
    name: string;
    roles: readonly string[];
    created_at: Instant;
    used_at: Instant;
  };
  sign_in_links: { token_hash: Buffer; expires_at: Instant };
  sign_in_attempts: {
    token_hash: Buffer;
    state: string;
    nonce: string;
    code_verifier: string;
    return_to: string;
    expires_at: Instant;
  };
  microsoft_requests: { operation: string; outcome: string; count: ColumnType<string, number, number> };
}

export type Database = Kysely<Tables>;
/** A transaction that has named its company: row-level security shows it that company's rows alone. */
export type CompanyTransaction = Transaction<Tables> & { readonly companyId: CompanyId };

/**
 * Opens a pool as the service's own role, which row-level security binds, whatever role the URL signs in as.
 * A connection that breaks is dropped from the pool and never ends the process.
 */
export function openDatabase(databaseUrl: string, maximumConnections = 20): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: maximumConnections,
    connectionTimeoutMillis: 10_000,
    options: '-c role=absence_sync_service -c timezone=UTC',
  });
  pool.on('error', ignoreBrokenConnection);
  pool.on('connect', (client) => client.on('error', ignoreBrokenConnection));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** The query in flight fails with the same error and tells whoever asked; an idle connection has nobody to tell. */
function ignoreBrokenConnection(): void {}

/** Runs `work` in one transaction that sees and writes this company's rows only. */
export function inCompany<Result>(
  database: Database,
  companyId: CompanyId,
  work: (transaction: CompanyTransaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    await sql`select set_config('absence_sync.company', ${companyId}, true)`.execute(transaction);
    return work(Object.assign(transaction, { companyId }));
  });
}

const uniqueViolation = '23505';

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === uniqueViolation &&
    (constraint === undefined || ('constraint' in error && error.constraint === constraint))
  );
}
