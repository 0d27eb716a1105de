import { randomUUID } from 'node:crypto';
import { emptyReplyRecord } from '#domain/reply-lease.ts';
import { actingAs } from '#persistence/acting.ts';
import { mergeAbsenceType } from '#persistence/companies.ts';
import { insertConnectionTest } from '#persistence/connection-tests.ts';
import { insertCandidate, saveConnection } from '#persistence/connections.ts';
import { takeLeases } from '#persistence/leases.ts';
import { oweReplay } from '#persistence/owed-replays.ts';
import { appendReplyFact } from '#persistence/reply-events.ts';
import { noteReplayAsker } from '#persistence/replay-askers.ts';
import { recordReplayItems } from '#persistence/replay-items.ts';
import { beginReplay } from '#persistence/replays.ts';
import { approvedVacation, freshRegistrationId, type Store, type StoredCompany } from './store.ts';

/** Gives the company a row in every table that has a company. */
export async function fillEveryTable({ keyring }: Store, company: StoredCompany): Promise<void> {
  const registrationId = freshRegistrationId();
  const replayId = randomUUID();
  const connection = { tenantId: 'tenant-1', clientId: 'client-1' };
  const secret = Buffer.from('sealed');
  await company.records([approvedVacation(registrationId)]);
  await company.in(async (transaction) => {
    await mergeAbsenceType(transaction, 'sick', { synced: false });
    await saveConnection(transaction, {
      ...connection,
      enabled: true,
      secret: { encrypted: secret, hint: 'abc' },
      secretExpiresAt: null,
    });
    await insertCandidate(transaction, { ...connection, candidateId: randomUUID(), secret });
    await insertConnectionTest(transaction, {
      testId: randomUUID(),
      mailbox: 'anna.holm@contoso.example',
      outsideMailbox: null,
    });
    await transaction
      .insertInto('mailboxes')
      .values({
        company_id: company.companyId,
        mailbox: 'anna.holm@contoso.example',
        state: 'attention',
        reason: { code: 'mailbox-not-enabled' },
        // Due by whatever clock.
        next_check_at: new Date(0),
        reply_look_at: new Date(0),
      })
      .execute();
    await appendReplyFact(transaction, keyring, randomUUID(), '7', emptyReplyRecord, {
      type: 'ReplyLeftToUser',
      until: null,
    });
    await transaction
      .insertInto('notifications')
      .values({
        company_id: company.companyId,
        notification_id: randomUUID(),
        key: 'sync-stopped/1',
        channel: 'mail',
        kind: 'sync-stopped',
        facts: {
          state: 'expired',
          since: '2027-05-31T06:03:00Z',
          reason: null,
          clientId: 'client-1',
          secretExpiresAt: null,
          daysLeft: null,
        },
      })
      .execute();
    await transaction
      .insertInto('reply_events')
      .values({
        company_id: company.companyId,
        mailbox_key: randomUUID(),
        sequence: 1,
        type: 'ReplyRestored',
        employee_id: null,
        data: { requestId: 'r-1' },
        personal: null,
      })
      .execute();
    await takeLeases(transaction, [registrationId], 60);
    await oweReplay(transaction, { cause: 'import', scope: { scope: 'all' } });
    await actingAs('it@contoso.example', () => noteReplayAsker(transaction, replayId));
    await beginReplay(transaction, { replayId, cause: 'import', scope: { scope: 'all' }, isDryRun: false });
    await recordReplayItems(transaction, replayId, [{ registrationId, outcome: 'created', reason: null }]);
  });
}
