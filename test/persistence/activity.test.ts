import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activity } from '#domain/activity.ts';
import { listActivity, noteActivity, selectAnswers, type ActivityRow } from '#persistence/activity.ts';
import { beginReplay, noteReplay, updateReplay } from '#persistence/replays.ts';
import {
  approvedVacation,
  createdFacts,
  freshRegistrationId,
  openStore,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const imported = (recorded: number): Activity => ({
  actor: 'administrator',
  action: 'export-imported',
  details: { recorded, duplicates: 0, skipped: 0 },
});

const nameOf = (row: ActivityRow): string =>
  row.kind === 'act'
    ? `${row.action} ${'recorded' in row.details ? String(row.details.recorded) : ''}`.trim()
    : row.answer.event.type;

async function pages(company: StoredCompany, limit: number): Promise<string[][]> {
  const seen: string[][] = [];
  for (let cursor: string | undefined; ;) {
    const rows = await company.in((transaction) => listActivity(transaction, { cursor }, limit));
    if (rows.length === 0) return seen;
    seen.push(rows.map(nameOf));
    cursor = rows.at(-1)?.cursor;
  }
}

/** A vacation that stands in Outlook, recorded in one moment with an act: row by row at the same time. */
async function busyMoment(company: StoredCompany): Promise<void> {
  await company.in(async (transaction) => {
    await noteActivity(transaction, imported(1));
    await noteActivity(transaction, imported(2));
    for (const registrationId of [freshRegistrationId(), freshRegistrationId()])
      for (const [index, type] of ['CalendarEventCreated', 'CalendarWriteFailed'].entries())
        await transaction
          .insertInto('registration_events')
          .values({
            company_id: company.companyId,
            registration_id: registrationId,
            sequence: index + 1,
            type,
            data: { reason: { code: 'throttled' }, requestId: 'r-1' },
          })
          .execute();
  });
}

test('acts and Microsoft’s answers are listed newest first', async () => {
  const company = await store.company();
  const id = freshRegistrationId();
  await company.records([approvedVacation(id)]);
  await company.in((transaction) => noteActivity(transaction, imported(1)));
  for (const fact of createdFacts(id)) await company.notes(id, fact);
  await company.in((transaction) => noteActivity(transaction, imported(2)));
  expect(await pages(company, 10)).toEqual([
    ['export-imported 2', 'CalendarEventCreated', 'export-imported 1', 'company-made'],
  ]);
});

test.each([1, 2, 3, 4, 5])('in pages of %i no row comes twice or is lost at equal times', async (limit) => {
  const company = await store.company();
  await busyMoment(company);
  await busyMoment(company);
  const all = await company.in((transaction) => listActivity(transaction, {}, 100));
  expect(all).toHaveLength(13);
  expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(13);
  expect((await pages(company, limit)).flat()).toEqual(all.map(nameOf));
});

test('a page goes on where the one before ended, whatever has happened since', async () => {
  const company = await store.company();
  await busyMoment(company);
  const first = await company.in((transaction) => listActivity(transaction, {}, 3));
  await busyMoment(company);
  const cursor = first.at(-1)?.cursor;
  const rest = await company.in((transaction) => listActivity(transaction, { cursor }, 100));
  expect([...first, ...rest]).toHaveLength(7);
});

test('an actor’s rows are listed alone', async () => {
  const company = await store.company();
  await busyMoment(company);
  const of = async (actor: 'administrator' | 'absence-sync' | 'microsoft') =>
    (await company.in((transaction) => listActivity(transaction, { actor }, 100))).length;
  expect([await of('administrator'), await of('absence-sync'), await of('microsoft')]).toEqual([3, 0, 4]);
});

test('an act is noted with what it is part of, or not at all', async () => {
  const company = await store.company();
  await expect(
    company.in(async (transaction) => {
      await noteActivity(transaction, imported(1));
      throw new Error('It was not carried out.');
    }),
  ).rejects.toThrow('not carried out');
  expect((await pages(company, 10)).flat()).toEqual(['company-made']);
});

test('a replay is noted once when it starts and once when it ends, however often it begins', async () => {
  const company = await store.company();
  const replay = {
    replayId: randomUUID(),
    cause: 'healed',
    scope: { scope: 'unsynced' },
    isDryRun: false,
  } as const;
  await company.in((transaction) => noteReplay(transaction, replay));
  await company.in((transaction) => beginReplay(transaction, replay));
  await company.in((transaction) => beginReplay(transaction, replay));
  for (const state of ['running', 'completed', 'completed'] as const)
    await company.in((transaction) => updateReplay(transaction, replay.replayId, { state }));
  const rows = await company.in((transaction) => listActivity(transaction, { actor: 'absence-sync' }, 10));
  expect(rows.map(nameOf)).toEqual(['replay-ended', 'replay-started']);
});

test('a company sees its own log alone', async () => {
  const [one, other] = [await store.company(), await store.company()];
  await busyMoment(one);
  expect((await pages(other, 10)).flat()).toEqual(['company-made']);
});

test.each([`update activity set actor = 'microsoft'`, 'delete from activity', 'truncate activity'])(
  'the log is append-only, for its owner too: %s',
  async (statement) => {
    await store.company();
    await expect(store.asOwner(statement)).rejects.toThrow('append-only');
  },
);

test.each(['', 'x', 'W10', Buffer.from('["2026-02-30T00:00:00.000000Z","1"]').toString('base64url')])(
  'a cursor that is none of the log’s is refused: %s',
  async (cursor) => {
    const company = await store.company();
    await expect(
      company.in((transaction) => listActivity(transaction, { cursor }, 10)),
    ).rejects.toMatchObject({ name: 'UnreadableCursor' });
  },
);

test('Microsoft’s newest answers are found by an index of their own, however long the streams are', async () => {
  const company = await store.company();
  await store.asOwner(
    `insert into registration_events (company_id, registration_id, sequence, type, recorded_at, data)
     select $1, 'r' || (n / 10), n % 10 + 1,
            case when n % 100 = 0 then 'CalendarEventCreated' else 'RegistrationChanged' end,
            now() - make_interval(secs => n), '{}'
       from generate_series(1, 20000) as n`,
    [company.companyId],
  );
  await store.asOwner('analyze registration_events');
  const places = [
    null,
    { kind: 'act', time: '2100-01-01T00:00:00.000000Z', activityId: '1' },
    { kind: 'answer', time: '2100-01-01T00:00:00.000000Z', registrationId: 'r1', sequence: 1 },
  ] as const;
  for (const place of places) {
    const plan = JSON.stringify(
      await company.in((transaction) => selectAnswers(transaction, place).limit(50).explain()),
    );
    expect(plan).toContain('Index Scan Backward using registration_events_answers');
    expect(plan).not.toContain('Sort');
  }
});
