import { cancellationSignal } from '@temporalio/activity';
import {
  graphPermissions,
  judgeConnection,
  type GraphPermission,
  type Trial,
  type TriedMailbox,
} from '#domain/connection-test.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  findConnectionTest,
  noteSecretExpiry,
  recordConnectionTest,
  type ConnectionTest,
} from '#persistence/connection-tests.ts';
import { inCompany } from '#persistence/database.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { readSecretExpiry } from './microsoft365/application.ts';
import type { Graph } from './microsoft365/graph.ts';
import { tryReading, tryWriting, type TrialContext } from './microsoft365/permission-trials.ts';

export interface ConnectionTestReference {
  readonly companyId: CompanyId;
  readonly testId: string;
}

export interface ConnectionTestActivities {
  /**
   * Tries the saved connection with Entra and in mailboxes, whatever its state is, and records each check beside what
   * was asked. Idempotent: its requests change nothing, and of a test that nobody waits for any more it makes none.
   */
  testConnection(input: ConnectionTestReference): Promise<void>;
}

/** An administrator waits half a minute; what Microsoft hasn't answered by then is told as such. */
const trialMilliseconds = 20_000;

export function connectionTestActivities(dependencies: ActivityDependencies): ConnectionTestActivities {
  const { database, keyring, microsoft365 } = dependencies;
  return {
    async testConnection({ companyId, testId }) {
      const test = await inCompany(database, companyId, (transaction) =>
        findConnectionTest(transaction, testId),
      );
      if (test === null) return;
      const token = await microsoft365.renewToken(companyId, test.credential, keyring);
      const findings = token.ok
        ? await findOut(dependencies, companyId, test, token.graph)
        : untried(
            test,
            token.failure.kind === 'not-sent' ? { code: 'microsoft-unavailable' } : token.failure.reason,
          );
      await inCompany(database, companyId, (transaction) =>
        recordConnectionTest(transaction, testId, judgeConnection(findings, Date.now())),
      );
    },
  };
}

async function findOut(
  { database, microsoft365: { gate } }: ActivityDependencies,
  companyId: CompanyId,
  { credential, mailboxes, outsideMailbox, secretExpiresAt }: ConnectionTest,
  graph: Graph,
) {
  const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(trialMilliseconds)]);
  const context: TrialContext = { graph, gate, signal };
  const { clientId, secretHint, secretVersion } = credential;
  const [tried, outside, knownByEntra] = await Promise.all([
    Promise.all(mailboxes.map(async (mailbox) => ({ mailbox, trials: await tryWriting(context, mailbox) }))),
    outsideMailbox === null ? null : tryReading(context, outsideMailbox),
    readSecretExpiry(graph, clientId, secretHint, signal),
  ]);
  if (knownByEntra !== null)
    await inCompany(database, companyId, (transaction) =>
      noteSecretExpiry(transaction, secretVersion, knownByEntra),
    );
  return {
    refusal: null,
    mailboxes: tried,
    outsideMailbox: outside && outsideMailbox ? { mailbox: outsideMailbox, trials: outside } : null,
    secretExpiresAt: knownByEntra ?? secretExpiresAt,
  };
}

function untried({ mailboxes, outsideMailbox, secretExpiresAt }: ConnectionTest, refusal: Reason) {
  const skipped = (mailbox: string): TriedMailbox => {
    const trials = graphPermissions.map((permission) => [permission, { kind: 'skipped', reason: refusal }]);
    return { mailbox, trials: Object.fromEntries(trials) as Record<GraphPermission, Trial> };
  };
  return {
    refusal,
    mailboxes: mailboxes.map(skipped),
    outsideMailbox: outsideMailbox === null ? null : skipped(outsideMailbox),
    secretExpiresAt,
  };
}
