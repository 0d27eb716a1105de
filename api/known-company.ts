import type { Company } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type CompanyTransaction, type Database } from '#persistence/database.ts';
import { notFound } from './problems.ts';

/**
 * Runs `work` in a transaction of a company that exists.
 * @throws Problem (404) where it doesn't.
 */
export function inKnownCompany<Result>(
  database: Database,
  companyId: CompanyId,
  work: (transaction: CompanyTransaction, company: Company) => Promise<Result>,
): Promise<Result> {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    if (company === null) throw notFound(`company ${companyId}`);
    return work(transaction, company);
  });
}
