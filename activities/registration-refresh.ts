import type { CompanyId } from '#domain/identifiers.ts';
import type { ReplayScope } from '#domain/replay.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { readReplayPage } from '#persistence/replay-pages.ts';
import { retrying } from '#persistence/retrying.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { refreshRows } from './registration-record.ts';

/** Few enough that live changes hardly wait for them. */
const pageSize = 500;

/**
 * Has the rows of all in the scope say what the company's choices of now make of them, where a row says otherwise: one
 * that reads `synced` by choices of before has work to do.
 */
export async function refreshRegistrations(
  { database, keyring }: ActivityDependencies,
  companyId: CompanyId,
  scope: ReplayScope,
): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after;
    after = await retrying(() =>
      inCompany(database, companyId, async (transaction) => {
        const company = await findCompany(transaction);
        if (company === null) return undefined;
        const page = await readReplayPage(transaction, scope, from, pageSize);
        const registrations = await readRegistrations(
          transaction,
          keyring,
          page.map(({ registrationId }) => registrationId),
        );
        await refreshRows(transaction, keyring, company, [...registrations.values()]);
        return page.at(-1)?.replayOrder;
      }),
    );
  }
}
