import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exportSource } from '#domain/hr-message.ts';
import { readApprovalSpeed, readSecondsFromApprovalToOutlook } from '#persistence/approval-figures.ts';
import { freshRegistrationId, openStore, present, source, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
/** One time for all that a test records: the clock moves on between two inserts. */
let now: string;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  company = await store.company();
  const [clock] = await store.asOwner<{ now: string }>(`select now()::text as now`);
  now = present(clock, 'time').now;
});
afterAll(() => store.close());

interface Told {
  /** How long ago it was recorded. */
  readonly seconds: number;
  readonly type: string;
  readonly approved?: boolean;
  readonly from?: string;
}

/** A registration's stream, each event recorded so many seconds ago. */
async function stream(...events: readonly Told[]): Promise<void> {
  const registrationId = freshRegistrationId();
  for (const [index, { seconds, type, approved, from = source }] of events.entries()) {
    const isHr = type.startsWith('Registration');
    await store.asOwner(
      `insert into registration_events
         (company_id, registration_id, sequence, version, type, recorded_at, source, event_id, data)
       values ($1, $2, $3, $4, $5, $10::timestamptz - make_interval(secs => $6), $7, $8, $9)`,
      [
        company.companyId,
        registrationId,
        index + 1,
        isHr ? index + 1 : null,
        type,
        seconds,
        isHr ? from : null,
        isHr ? `${registrationId}/${index}` : null,
        JSON.stringify(approved === undefined ? {} : { approved }),
        now,
      ],
    );
  }
}
const seconds = () => company.in(readSecondsFromApprovalToOutlook);

const approvedAt = (ago: number, from = source): Told => ({
  seconds: ago,
  type: 'RegistrationApproved',
  from,
});
const created = (ago: number): Told => ({ seconds: ago, type: 'CalendarEventCreated' });

describe('an approval counts from its message to its calendar event', () => {
  test.each<[string, Told[], number[]]>([
    ['approved by itself', [approvedAt(100), created(97)], [3]],
    [
      'created as approved',
      [{ seconds: 100, type: 'RegistrationCreated', approved: true }, created(90)],
      [10],
    ],
    [
      'approved by a change',
      [
        { seconds: 500, type: 'RegistrationCreated', approved: false },
        { seconds: 100, type: 'RegistrationChanged', approved: true },
        created(99),
      ],
      [1],
    ],
    ['said twice before it stands: from the first', [approvedAt(100), approvedAt(50), created(40)], [60]],
    [
      'with attempts and setbacks in between',
      [
        approvedAt(100),
        { seconds: 99, type: 'CalendarWriteAttempted' },
        { seconds: 98, type: 'CalendarWriteFailed' },
        created(60),
      ],
      [40],
    ],
    [
      'withdrawn and approved again: from the second',
      [approvedAt(9_000), { seconds: 8_000, type: 'RegistrationRejected' }, approvedAt(20), created(15)],
      [5],
    ],
    [
      'approved again after its event was removed',
      [
        approvedAt(100),
        created(98),
        { seconds: 80, type: 'RegistrationRejected' },
        { seconds: 79, type: 'CalendarEventRemoved' },
        approvedAt(50),
        created(46),
      ],
      [2, 4],
    ],
  ])('%s', async (_, events, expected) => {
    await stream(...events);
    expect((await seconds()).toSorted((one, other) => one - other)).toEqual(expected);
  });
});

describe('left out is', () => {
  test.each<[string, Told[]]>([
    ['what is not approved', [{ seconds: 100, type: 'RegistrationCreated', approved: false }, created(97)]],
    ['what an import brought', [approvedAt(100, exportSource), created(97)]],
    ['what is not in Outlook yet', [approvedAt(100)]],
    [
      'what was deleted before it stood',
      [approvedAt(100), { seconds: 90, type: 'RegistrationDeleted' }, created(80)],
    ],
    [
      'a change of what stands already',
      [
        approvedAt(200_000),
        created(199_000),
        { seconds: 100, type: 'RegistrationChanged', approved: true },
        { seconds: 99, type: 'CalendarEventUpdated' },
        created(10),
      ],
    ],
    ['what is older than 24 hours', [approvedAt(24 * 3600 + 60), created(24 * 3600 + 50)]],
  ])('%s', async (_, events) => {
    await stream(...events);
    expect(await seconds()).toEqual([]);
  });

  test('what belongs to another company', async () => {
    await stream(approvedAt(100), created(97));
    const other = await store.company();
    expect(await other.in(readSecondsFromApprovalToOutlook)).toEqual([]);
  });
});

describe('the speed over a window', () => {
  const speed = (days: 1 | 7 | 30) =>
    company.in((transaction) => readApprovalSpeed(transaction, { days, timeZone: 'Europe/Copenhagen' }));
  const day = 24 * 3600;

  test('is told for the whole and for each bucket that has approvals, the oldest first', async () => {
    for (const seconds of [2, 3, 100]) await stream(approvedAt(3 * day), created(3 * day - seconds));
    await stream(approvedAt(60), created(59));
    const figures = await speed(7);
    expect(figures).toMatchObject([
      { count: 3, p50Seconds: 3, p95Seconds: 100 },
      { count: 1, p50Seconds: 1, p95Seconds: 1 },
      { count: 4, p50Seconds: 2, p95Seconds: 100 },
    ]);
    expect(figures.at(-1)?.at).toBeNull();
    expect(figures[0]?.at).toMatch(/T(00|06|12|18):00:00\.000Z$/);
    expect((await speed(1)).map(({ count }) => count)).toEqual([1, 1]);
  });

  test('has days of the company’s zone over 30 days, and none of what an import brought', async () => {
    await stream(approvedAt(20 * day), created(20 * day - 4));
    await stream(approvedAt(10 * day, exportSource), created(9 * day));
    const [bucket, whole] = await speed(30);
    expect(bucket?.at).toMatch(/T2[23]:00:00\.000Z$/);
    expect(whole).toEqual({ at: null, count: 1, p50Seconds: 4, p95Seconds: 4 });
  });

  test('is empty where nothing was approved', async () => {
    expect(await speed(30)).toEqual([]);
  });
});
