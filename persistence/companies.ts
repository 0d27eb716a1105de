import { sql } from 'kysely';
import { absenceTypesWith, type AbsenceTypeOverride } from '#domain/absence-types.ts';
import type { Company, CompanySettings } from '#domain/company.ts';
import { isOpen, isPurging, type ConnectionState } from '#domain/connection.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { noteActivity } from './activity.ts';
import { inCompany, isUniqueViolation, type CompanyTransaction, type Database } from './database.ts';

export interface NewCompany {
  readonly companyId: CompanyId;
  readonly settings: CompanySettings;
  readonly apiKeyHash: Buffer;
  /** Encrypted. */
  readonly signingSecret: Buffer;
}

/** @returns false where a company of that id exists; nothing is changed then. */
export async function insertCompany(database: Database, company: NewCompany): Promise<boolean> {
  try {
    await inCompany(database, company.companyId, async (transaction) => {
      await transaction
        .insertInto('companies')
        .values({
          company_id: company.companyId,
          settings: company.settings,
          api_key_hash: company.apiKeyHash,
          signing_secret: company.signingSecret,
        })
        .execute();
      await noteActivity(transaction, { actor: 'administrator', action: 'company-made', details: {} });
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error, 'companies_pkey')) return false;
    throw error;
  }
}

/** All companies of this service, in JavaScript's order of their ids, which pages compare by; Postgres' own is another. */
export async function listCompanyIds(database: Database): Promise<CompanyId[]> {
  const { rows } = await sql<{ company_id: CompanyId }>`select company_id from company_ids()`.execute(
    database,
  );
  return rows.map((row) => row.company_id).toSorted();
}

/** Whose API key this is, by its SHA-256; null where nobody's. */
export async function findCompanyByApiKeyHash(database: Database, hash: Buffer): Promise<CompanyId | null> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from company_of_api_key(${hash})`.execute(database);
  return rows[0]?.company_id ?? null;
}

/** The company's signing secret, encrypted; null where there is no such company. */
export async function findSigningSecret(transaction: CompanyTransaction): Promise<Buffer | null> {
  const row = await transaction
    .selectFrom('companies')
    .select('signing_secret')
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  return row?.signing_secret ?? null;
}

interface CompanyRow {
  readonly settings: CompanySettings;
  readonly overrides: Readonly<Record<string, AbsenceTypeOverride>> | null;
  readonly state: ConnectionState | null;
  readonly when_off: 'keep' | 'purge' | null;
  readonly tenant_id: string | null;
  readonly epoch: number | null;
  readonly reason: Reason | null;
}

/** The company with all that decides what should stand in Outlook; null where there is none of that id. */
export async function findCompany(transaction: CompanyTransaction): Promise<Company | null> {
  const { rows } = await sql<CompanyRow>`
    select companies.settings, connections.state, connections.when_off, connections.tenant_id, connections.epoch,
           connections.reason,
           (select jsonb_object_agg(type, override) from absence_types
             where absence_types.company_id = companies.company_id) as overrides
      from companies left join connections using (company_id)
     where companies.company_id = ${transaction.companyId}`.execute(transaction);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    companyId: transaction.companyId,
    settings: row.settings,
    absenceTypes: absenceTypesWith(new Map(Object.entries(row.overrides ?? {}))),
    connection:
      row.state === null
        ? {
            state: 'missing',
            isOpen: false,
            isPurging: false,
            epoch: 0,
            tenantId: null,
            reason: { code: 'connection-missing' },
          }
        : {
            state: row.state,
            isOpen: isOpen(row.state),
            isPurging: isPurging({ state: row.state, whenOff: row.when_off ?? 'keep' }),
            epoch: row.epoch ?? 0,
            tenantId: row.tenant_id,
            reason: isOpen(row.state) ? null : row.reason,
          },
  };
}

export async function updateCompanySettings(
  transaction: CompanyTransaction,
  settings: CompanySettings,
): Promise<void> {
  await transaction
    .updateTable('companies')
    .set({ settings })
    .where('company_id', '=', transaction.companyId)
    .execute();
}

/** Locks the company's settings until the transaction ends, so that two merges don't overwrite one another. */
export async function lockCompany(transaction: CompanyTransaction): Promise<CompanySettings | null> {
  const row = await transaction
    .selectFrom('companies')
    .select('settings')
    .where('company_id', '=', transaction.companyId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.settings ?? null;
}

/** Merges the override into what the company has chosen for the type before. */
export async function mergeAbsenceType(
  transaction: CompanyTransaction,
  type: string,
  override: AbsenceTypeOverride,
): Promise<void> {
  await transaction
    .insertInto('absence_types')
    .values({ company_id: transaction.companyId, type, override })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'type'])
        .doUpdateSet({ override: sql`absence_types.override || excluded.override` }),
    )
    .execute();
}

/** What the company has chosen of the type, beside what every company begins with. */
export async function findAbsenceTypeOverride(
  transaction: CompanyTransaction,
  type: string,
): Promise<AbsenceTypeOverride> {
  const row = await transaction
    .selectFrom('absence_types')
    .select('override')
    .where('company_id', '=', transaction.companyId)
    .where('type', '=', type)
    .executeTakeFirst();
  return row?.override ?? {};
}
