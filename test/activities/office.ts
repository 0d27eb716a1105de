import { calendarSync } from '#activities/calendar-sync.ts';
import type { ActivityDependencies } from '#activities/dependencies.ts';
import { checkMailbox } from '#activities/mailbox-check.ts';
import { microsoft365 } from '#activities/microsoft365/microsoft-365.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import { encryptClientSecret } from '#persistence/client-secrets.ts';
import { saveConnection } from '#persistence/connections.ts';
import { openTenant, type Tenant } from '../microsoft365/tenant.ts';
import {
  approvedVacation,
  freshRegistrationId,
  openStore,
  present,
  type Store,
  type StoredCompany,
} from '../persistence/store.ts';

/** A company with a tenant of its own, and the activities that work between the two, without Temporal. */
export interface Office {
  readonly store: Store;
  readonly tenant: Tenant;
  readonly dependencies: ActivityDependencies;
  company(): Promise<OfficeCompany>;
  close(): Promise<void>;
}

export interface OfficeCompany extends StoredCompany {
  /** Records an approved vacation in the mailbox, and brings it to Outlook. */
  registers(mailbox: string): Promise<RegistrationId>;
  syncs(registrationId: RegistrationId): ReturnType<ReturnType<typeof calendarSync>['sync']>;
  checks(mailbox: string, options?: CheckOptions): ReturnType<typeof checkMailbox>;
  /** What is known of the mailbox; its next check in minutes from now. */
  mailbox(address: string): Promise<MailboxRow | undefined>;
  /** Why a replay is owed; from then on it isn't any more. */
  owedReplay(): Promise<string | undefined>;
  /** What was asked of Microsoft in this mailbox since the count was last forgotten. */
  requestsTo(mailbox: string): Promise<readonly string[]>;
}

interface CheckOptions {
  readonly isOnDemand?: boolean;
  /** Another worker process than the usual one. */
  readonly by?: ActivityDependencies;
}

export interface MailboxRow {
  readonly state: string;
  readonly code: string | null;
  readonly due: number | null;
}

const signal = new AbortController().signal;

export async function openOffice(): Promise<Office> {
  const [store, tenant] = await Promise.all([openStore(), openTenant()]);
  // Tokens at hand don't go on with what they were given for.
  await tenant.outlook.control('PUT', '/sandbox/settings', { entraRoles: 'live' });
  const { database, keyring } = store;
  const dependencies: ActivityDependencies = {
    database,
    keyring,
    microsoft365: microsoft365(tenant.settings),
    mailboxCheckSeconds: 2100,
    replayPageSize: 5000,
    now: () => new Date().toISOString(),
  };
  return {
    store,
    tenant,
    dependencies,
    company: () => officeCompany(store, tenant, dependencies),
    async close() {
      await Promise.all([store.close(), tenant.close()]);
    },
  };
}

async function officeCompany(
  store: Store,
  tenant: Tenant,
  dependencies: ActivityDependencies,
): Promise<OfficeCompany> {
  const company = await store.company();
  const { companyId } = company;
  const { sync } = calendarSync(dependencies);
  await company.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: tenant.tenantId,
      clientId: tenant.clientId,
      secret: {
        encrypted: encryptClientSecret(store.keyring, companyId, tenant.clientSecret),
        hint: 'Abc',
      },
      secretExpiresAt: null,
    }),
  );
  const owedReplay = async (): Promise<string | undefined> => {
    const [owed] = await store.asOwner<{ cause: string }>(
      'delete from owed_replays where company_id = $1 returning cause',
      [companyId],
    );
    return owed?.cause;
  };
  // The first connection's own.
  await owedReplay();
  const syncs: OfficeCompany['syncs'] = (registrationId) =>
    sync(companyId, registrationId, { urgency: 'live', signal });
  return {
    ...company,
    syncs,
    async registers(mailbox) {
      const registrationId = freshRegistrationId();
      const employee = { id: `employee-of-${mailbox}`, mailbox, name: 'Anna Holm' };
      await company.records([approvedVacation(registrationId, { employee })]);
      await syncs(registrationId);
      return registrationId;
    },
    async checks(mailbox, { isOnDemand = false, by = dependencies } = {}) {
      const [row] = await store.asOwner<{ mailbox_key: string }>(
        'select mailbox_key from mailboxes where company_id = $1 and mailbox = $2',
        [companyId, mailbox],
      );
      const { mailbox_key: mailboxKey } = present(row, 'row of the mailbox');
      return checkMailbox(by, { companyId, mailboxKey }, { isOnDemand, signal });
    },
    async mailbox(address) {
      const [row] = await store.asOwner<MailboxRow>(
        `select state, reason->>'code' as code, round(extract(epoch from next_check_at - now()) / 60)::int as due
           from mailboxes where company_id = $1 and mailbox = $2`,
        [companyId, address],
      );
      return row;
    },
    owedReplay,
    async requestsTo(mailbox) {
      const requests = await tenant.outlook.requests();
      return requests.filter((request) => request.mailbox === mailbox).map(({ operation }) => operation);
    },
  };
}
