import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Reason, ReasonCode } from '#domain/reasons.ts';
import { patchConnection, saveConnection } from '#persistence/connections.ts';
import { noteMailboxEvidence, type MailboxEvidence } from '#persistence/mailbox-evidence.ts';
import { listMailboxes } from '#persistence/mailbox-list.ts';
import { findMailboxCheckAt, forgetMailboxTroubles, readMailboxTroubles } from '#persistence/mailboxes.ts';
import { saved } from './connection-values.ts';
import {
  anna,
  approvedVacation,
  bo,
  freshRegistrationId,
  openStore,
  present,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  company = await store.company();
  await company.in((transaction) => saveConnection(transaction, saved));
});
afterAll(() => store.close());

const checkSeconds = 2100;
const application = { tenantId: saved.tenantId, clientId: saved.clientId };
const worked = ({ mailbox } = anna, hasRoom = true): MailboxEvidence => ({
  ...application,
  mailbox,
  kind: 'worked',
  hasRoom,
});
const failed = ({ mailbox } = anna, reason: Reason = notEnabled, isPresent = true): MailboxEvidence => ({
  ...application,
  mailbox,
  kind: 'failed',
  reason,
  isPresent,
});
const because = (code: ReasonCode, status = 404): Reason => ({
  code,
  microsoft: { status, code: 'Error', requestId: 'r-1' },
});
const notEnabled = because('mailbox-not-enabled');
const refused = because('mailbox-out-of-scope', 403);
const full = because('mailbox-full', 403);

const note = (...evidence: readonly MailboxEvidence[]) =>
  company.in((transaction) => noteMailboxEvidence(transaction, evidence, checkSeconds));
const troubles = () =>
  company.in((transaction) => readMailboxTroubles(transaction, [anna.mailbox, bo.mailbox]));
/** As an observer sees the row, with times as seconds from when it was written. */
const row = async ({ mailbox } = anna) => {
  const [found] = await store.asOwner<{
    state: string;
    code: string | null;
    due: number | null;
    xmin: string;
  }>(
    `select state, reason->>'code' as code, xmin::text,
            extract(epoch from next_check_at - checked_at)::int as due
       from mailboxes where company_id = $1 and mailbox = $2`,
    [company.companyId, mailbox],
  );
  return found;
};
/** Transactions that wait for another. */
const waiting = async (): Promise<number> => {
  const [counted] = await store.asOwner<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return present(counted, 'count').count;
};
const later = (change: string) =>
  store.asOwner(`update mailboxes set ${change} where company_id = $1`, [company.companyId]);

describe('a mailbox that works', () => {
  test('is noted once, and not again in the minutes after', async () => {
    await note(worked());
    const first = present(await row(), 'row');
    expect(first).toMatchObject({ state: 'ok', code: null, due: null });
    await note(worked());
    expect(await row()).toEqual(first);
    await later(`calendar_worked_at = now() - interval '11 minutes', since = now() - interval '1 day'`);
    const stale = await row();
    await note(worked());
    expect(await row()).not.toEqual(stale);
  });

  test('that was in trouble owes a replay of what was withheld', async () => {
    await note(failed());
    expect((await note(worked())).replayCause).toBe('healed');
    expect(await row()).toMatchObject({ state: 'ok', code: null, due: null });
    expect((await note(worked())).replayCause).toBeNull();
    expect(await troubles()).toEqual(new Map());
  });

  test('owes it too where an administrator has had its trouble forgotten', async () => {
    await note(failed());
    await company.in(forgetMailboxTroubles);
    expect((await note(worked())).replayCause).toBe('healed');
  });
});

describe('a mailbox in trouble', () => {
  test('is listed with its reason and when it is checked', async () => {
    await note(failed());
    expect(await row()).toMatchObject({ state: 'attention', code: 'mailbox-not-enabled', due: checkSeconds });
    expect(await troubles()).toEqual(new Map([[anna.mailbox, notEnabled]]));
    expect(await company.in((transaction) => findMailboxCheckAt(transaction, anna.mailbox))).toMatch(/Z$/);
    expect(await company.in((transaction) => findMailboxCheckAt(transaction, bo.mailbox))).toBeNull();
  });

  test('that fails again for the same reason is left as it is, so that its check comes no later', async () => {
    await note(failed());
    const first = await row();
    await note(failed());
    expect(await row()).toEqual(first);
    await note(failed(anna, because('mailbox-not-found')));
    expect(await row()).toMatchObject({ state: 'attention', code: 'mailbox-not-found' });
  });

  test('that both lets in and refuses at the same time stays in trouble', async () => {
    for (const turn of ['new', 'known']) {
      const { replayCause } = await note(worked(), failed());
      expect({ turn, replayCause, row: await row() }).toMatchObject({
        turn,
        replayCause: null,
        row: { state: 'attention', code: 'mailbox-not-enabled', due: checkSeconds },
      });
    }
  });

  test('is nobody’s to check where HR no longer names it', async () => {
    await note(failed(anna, notEnabled, false));
    expect(await row()).toBeUndefined();
  });

  test('that is full is so until it takes up a new event', async () => {
    await note(failed(anna, full));
    await note(worked(anna, false));
    expect(await row()).toMatchObject({ state: 'attention', code: 'mailbox-full' });
    await note(worked(anna, true));
    expect(await row()).toMatchObject({ state: 'ok' });
  });

  test('that a check let in, and the next write does not, waits twice as long', async () => {
    await note(failed());
    await later(`state = 'ok', reason = null, since = now()`);
    await note(failed());
    expect(await row()).toMatchObject({ state: 'attention', due: 2 * checkSeconds });
    await later(`state = 'ok', reason = null, since = now()`);
    await note(worked());
    await note(failed());
    expect(await row()).toMatchObject({ state: 'attention', due: checkSeconds });
  });

  test('is tried again once its trouble is forgotten, and checked all the same where nobody tries', async () => {
    await note(failed());
    await company.in(forgetMailboxTroubles);
    expect(await troubles()).toEqual(new Map());
    expect(await row()).toMatchObject({ state: 'unknown', due: checkSeconds });
    await note(failed());
    expect(await row()).toMatchObject({ state: 'attention', due: checkSeconds });
  });
});

describe('a refusal', () => {
  test('is a missing permission until another mailbox has worked', async () => {
    const { judge } = await note(failed(anna, refused));
    expect(judge(anna.mailbox, refused)).toEqual({ ...refused, code: 'permission-missing' });
    expect(await row()).toMatchObject({ code: 'permission-missing' });
  });

  test('is the mailbox’s own where another one has worked, in the same breath too', async () => {
    const { judge } = await note(worked(bo), failed(anna, refused));
    expect(judge(anna.mailbox, refused)).toEqual(refused);
    expect(await row()).toMatchObject({ code: 'mailbox-out-of-scope' });
  });

  test('is no more its own for having let in before itself', async () => {
    await note(worked());
    expect((await note(failed(anna, refused))).judge(anna.mailbox, refused).code).toBe('permission-missing');
  });

  test('from before another one worked is told anew, and its registrations are looked at again', async () => {
    await note(failed(anna, refused));
    expect((await note(worked(bo))).replayCause).toBe('schedule');
    expect(await row()).toMatchObject({ state: 'attention', code: 'mailbox-out-of-scope' });
  });

  test('by a token without any permission stays what it says', async () => {
    const roleLess = because('permission-missing', 401);
    await note(failed(anna, roleLess));
    expect((await note(worked(bo))).replayCause).toBeNull();
    expect(await row()).toMatchObject({ code: 'permission-missing' });
  });

  test('that is noted at the same time as what shows whose it is waits for it, so that neither misses the other', async () => {
    const [noted, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const refusal = company.in(async (transaction) => {
      await noteMailboxEvidence(transaction, [failed(anna, refused)], checkSeconds);
      noted.resolve();
      await end.promise;
    });
    await noted.promise;
    const proof = note(worked(bo));
    await expect.poll(waiting).toBe(1);
    end.resolve();
    await Promise.all([refusal, proof]);
    expect(await row()).toMatchObject({ code: 'mailbox-out-of-scope' });
  });
});

describe('a connection that moves to another tenant or application', () => {
  test.each([{ tenantId: 'tenant-2' }, { clientId: 'client-2' }])('begins anew: %o', async (move) => {
    await note(worked(bo), failed());
    await company.in((transaction) => saveConnection(transaction, { ...saved, ...move }));
    expect([await row(), await row(bo)]).toMatchObject([
      { state: 'unknown', code: null, due: null },
      { state: 'unknown', code: null, due: null },
    ]);
    const { judge } = await note({ ...failed(anna, refused), ...move });
    expect(judge(anna.mailbox, refused).code).toBe('permission-missing');
  });

  test('takes late answers of the one it has left for nothing', async () => {
    await company.in((transaction) => saveConnection(transaction, { ...saved, clientId: 'client-2' }));
    await note(worked(bo), failed());
    expect([await row(), await row(bo)]).toEqual([undefined, undefined]);
  });

  test('is not one that is renewed, or switched OFF and ON: what is known of its permissions stays', async () => {
    await note(worked(bo));
    await company.in(async (transaction) => {
      await saveConnection(transaction, saved);
      await patchConnection(transaction, { enabled: false });
      await patchConnection(transaction, { enabled: true });
    });
    expect(await row(bo)).toMatchObject({ state: 'ok' });
    const { judge } = await note(failed(anna, refused));
    expect(judge(anna.mailbox, refused)).toEqual(refused);
  });
});

describe('the list of mailboxes', () => {
  const list = (filter = {}, cursor?: string, limit = 10) =>
    company.in((transaction) => listMailboxes(transaction, filter, cursor, limit));
  const addresses = async (...args: Parameters<typeof list>) =>
    (await list(...args)).map(({ mailbox }) => mailbox);
  const carl = { id: '9', mailbox: 'carl@contoso.example', name: 'Carl Due' };

  beforeEach(async () => {
    for (const employee of [anna, bo, carl, { ...anna, id: '70' }])
      await company.records([approvedVacation(freshRegistrationId(), { employee })]);
    await note(worked(bo), failed());
  });

  test('has every mailbox that registrations name once, with its employees and what is known', async () => {
    expect(await list()).toMatchObject([
      { mailbox: anna.mailbox, employee_ids: ['7', '70'], state: 'attention', reason: notEnabled },
      { mailbox: bo.mailbox, employee_ids: ['8'], state: 'ok', reason: null, next_check_at: null },
      { mailbox: carl.mailbox, employee_ids: ['9'], state: 'unknown', reason: null, checked_at: null },
    ]);
  });

  test('is narrowed by state, and by a part of an address or a name', async () => {
    expect(await addresses({ state: 'attention' })).toEqual([anna.mailbox]);
    expect(await addresses({ state: 'ok' })).toEqual([bo.mailbox]);
    expect(await addresses({ state: 'unknown' })).toEqual([carl.mailbox]);
    expect(await addresses({ q: 'DUE' })).toEqual([carl.mailbox]);
    expect(await addresses({ q: 'lund@' })).toEqual([bo.mailbox]);
    expect(await addresses({ q: '%' })).toEqual([]);
  });

  test('is read page by page', async () => {
    expect(await addresses({}, undefined, 2)).toEqual([anna.mailbox, bo.mailbox]);
    expect(await addresses({}, bo.mailbox, 2)).toEqual([carl.mailbox]);
  });
});
