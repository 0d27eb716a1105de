import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { readCloudEvent } from '#domain/cloud-event.ts';
import { defaultSettings, type Company } from '#domain/company.ts';
import type { HrMessage } from '#domain/hr-message.ts';
import { toCompanyId, toRegistrationId, type CompanyId, type RegistrationId } from '#domain/identifiers.ts';
import type { CalendarFact, RecordedRegistrationEvent } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { findCompany, insertCompany } from '#persistence/companies.ts';
import { encryptSigningSecret, hashApiKey, makeCompanyKeys } from '#persistence/company-keys.ts';
import { inCompany, openDatabase, type CompanyTransaction, type Database } from '#persistence/database.ts';
import { openKeyring, type Keyring } from '#persistence/encryption.ts';
import { appendEvents, readRegistration, readStream } from '#persistence/event-store.ts';
import { recordHrMessages, type RecordOptions, type RecordResult } from '#persistence/hr-messages.ts';
import { projectRegistrations } from '#persistence/registrations.ts';
import { beginReplay } from '#persistence/replays.ts';
import { freshDatabaseUrl } from '../setup/database.ts';

/** A database of its own, as the service opens it. */
export interface Store {
  readonly url: string;
  readonly masterKey: Buffer;
  readonly database: Database;
  readonly keyring: Keyring;
  company(): Promise<StoredCompany>;
  /** Asks as the role that owns the tables, which no policy hides anything from. */
  asOwner<Row>(query: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface StoredCompany {
  readonly companyId: CompanyId;
  readonly apiKeyHash: Buffer;
  in<Result>(work: (transaction: CompanyTransaction) => Promise<Result>): Promise<Result>;
  records(messages: readonly HrMessage[], options?: RecordOptions): Promise<RecordResult>;
  /** Appends a fact of our own at the end of the stream and projects it, in one transaction. */
  notes(registrationId: RegistrationId, fact: CalendarFact): Promise<void>;
  /** Begins a replay: of everything, and by an administrator, unless told. */
  begins(replayId: string, change?: Partial<Parameters<typeof beginReplay>[1]>): Promise<void>;
  stream(registrationId: RegistrationId): Promise<RecordedRegistrationEvent[]>;
  registration(registrationId: RegistrationId): Promise<Registration>;
  choices(transaction: CompanyTransaction): Promise<Company>;
}

export async function openStore(): Promise<Store> {
  const url = await freshDatabaseUrl();
  const masterKey = randomBytes(32);
  const database = openDatabase(url, 10);
  const keyring = await openKeyring(database, masterKey);
  const owner = new Client({ connectionString: url });
  await owner.connect();
  return {
    url,
    masterKey,
    database,
    keyring,
    company: () => storedCompany(database, keyring),
    asOwner: async (query, values = []) => (await owner.query(query, [...values])).rows,
    async close() {
      await Promise.all([database.destroy(), owner.end()]);
    },
  };
}

export async function storedCompany(database: Database, keyring: Keyring): Promise<StoredCompany> {
  const companyId = toCompanyId(`company-${randomBytes(4).toString('hex')}`);
  const { apiKey, signingSecret } = makeCompanyKeys();
  const apiKeyHash = hashApiKey(apiKey);
  await insertCompany(database, {
    companyId,
    settings: defaultSettings('Contoso', 'en', 'Europe/Copenhagen'),
    apiKeyHash,
    signingSecret: encryptSigningSecret(keyring, companyId, signingSecret),
  });
  const within = <Result>(work: (transaction: CompanyTransaction) => Promise<Result>): Promise<Result> =>
    inCompany(database, companyId, work);
  const choices = async (transaction: CompanyTransaction): Promise<Company> =>
    present(await findCompany(transaction), 'company');
  return {
    companyId,
    apiKeyHash,
    in: within,
    choices,
    records: (messages, options = { deliver: true }) =>
      recordHrMessages(database, keyring, companyId, messages, options),
    notes: (registrationId, fact) =>
      within(async (transaction) => {
        const { sequence } = await readRegistration(transaction, keyring, registrationId);
        await appendEvents(transaction, keyring, [
          { registrationId, sequence: sequence + 1, event: fact, message: null },
        ]);
        const after = await readRegistration(transaction, keyring, registrationId);
        await projectRegistrations(transaction, keyring, await choices(transaction), [after]);
      }),
    begins: (replayId, change = {}) =>
      within((transaction) =>
        beginReplay(transaction, {
          replayId,
          cause: 'administrator',
          scope: { scope: 'all' },
          isDryRun: false,
          ...change,
        }),
      ),
    stream: (registrationId) => within((transaction) => readStream(transaction, keyring, registrationId)),
    registration: (registrationId) =>
      within((transaction) => readRegistration(transaction, keyring, registrationId)),
  };
}

export const source = 'https://hr.example/contoso';
export const freshRegistrationId = (): RegistrationId => toRegistrationId(randomUUID());

export const anna = { id: '7', mailbox: 'anna.holm@contoso.example', name: 'Anna Holm' };
export const bo = { id: '8', mailbox: 'bo.lund@contoso.example', name: 'Bo Lund' };
export const annaVacation = {
  employee: anna,
  absenceType: 'vacation',
  period: { from: '2026-12-01', to: '2026-12-05' },
  comment: 'Skiferie i Østrig',
};

type MessageKind = 'created' | 'approved' | 'changed' | 'rejected' | 'deleted';

/** A message as the API reads it from a CloudEvent. */
export function message(
  kind: MessageKind,
  registrationId: RegistrationId,
  version: number,
  data: object = {},
  id: string = randomUUID(),
): HrMessage {
  const read = readCloudEvent({
    specversion: '1.0',
    id,
    source,
    type: `registration.${kind}`,
    data: { registrationId, version, ...data },
  });
  if (!read.isValid) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

/** An approved vacation of Anna's, created with its first version. */
export const approvedVacation = (registrationId: RegistrationId, data: object = {}): HrMessage =>
  message('created', registrationId, 1, { ...annaVacation, ...data, approved: true });

/** The facts that a create which Microsoft has answered leaves behind. */
export function createdFacts(
  registrationId: RegistrationId,
  payloadHash: string | null = 'hash-1',
): readonly CalendarFact[] {
  const place = {
    mailbox: anna.mailbox,
    employeeId: anna.id,
    tenantId: 'tenant-1',
    generation: 1,
    payloadHash,
    registrationVersion: 1,
  };
  return [
    { type: 'CalendarWriteAttempted', write: { ...place, operation: 'create', calendarEventId: null } },
    {
      type: 'CalendarEventCreated',
      event: { ...place, calendarEventId: `event-of-${registrationId}`, etag: 'W/"1"' },
      wasAdopted: false,
      requestId: 'request-1',
    },
  ];
}

/** @throws where there is nothing: a test that goes on without it would pass for the wrong reason. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}
