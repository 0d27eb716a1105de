import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { imports, pathOf, type Row } from '../house/hr-export.ts';
import type { Answer } from '../house/http.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  // One answer is held for as long as the live changes take; none is to be lost.
  house = await openHouse({ timeoutSeconds: 120 });
  company = await house.company();
});
afterAll(() => house?.close());

const replay = async (replayId: string): Promise<Answer['body']> =>
  (await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`)).body;

function completed(replayId: string): Promise<Answer['body']> {
  return vi.waitFor(
    async () => {
      const now = await replay(replayId);
      expect(now, JSON.stringify(now)).toMatchObject({ state: 'completed' });
      return now;
    },
    { timeout: 240_000, interval: 200 },
  );
}

const switches = (enabled: boolean) =>
  house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled });

/** An HTTP date some seconds ahead, and the instant that it names. */
function httpDateIn(seconds: number): { readonly header: string; readonly at: number } {
  const header = new Date(Date.now() + seconds * 1000).toUTCString();
  return { header, at: Date.parse(header) };
}

interface Throttling {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The earliest instant of the next try of a request refused at the given one. */
  readonly earliest: (refusedAt: number) => number;
}

test('1,000 registrations over 100 mailboxes, throttled at random, are all done: never before Retry-After, never five at once, none twice', async () => {
  const employees = await Promise.all(
    Array.from({ length: 100 }, (_, index) => company.employee(`Employee ${index}`)),
  );
  const rows = (change: Partial<Row> = {}): Row[] =>
    employees.flatMap((employee, mailbox) =>
      Array.from({ length: 10 }, (_, index) => ({ id: `r${mailbox * 10 + index}`, employee, ...change })),
    );
  const first = await imports(house, company, rows());
  await completed(first.body.replayId);
  await switches(false);
  await imports(house, company, rows({ version: 2, from: '2027-04-05', to: '2027-04-06' }));

  // The first is held, so that the replay can't be over before the live changes beside it are.
  const held = await house.outlook.fault({
    operation: 'updateEvent',
    tenantId: company.tenantId,
    effect: { kind: 'hold' },
  });
  const date = httpDateIn(15);
  const throttlings: readonly Throttling[] = [
    { status: 429, retryAfter: '2', earliest: (refusedAt) => refusedAt + 2000 },
    { status: 429, retryAfter: '1.7', earliest: (refusedAt) => refusedAt + 1700 },
    { status: 429, retryAfter: date.header, earliest: () => date.at },
    { status: 429, retryAfter: null, earliest: (refusedAt) => refusedAt },
    { status: 503, retryAfter: '1', earliest: (refusedAt) => refusedAt + 1000 },
    { status: 503, retryAfter: null, earliest: (refusedAt) => refusedAt },
  ];
  const faults = new Map<string, Throttling>();
  for (const [seed, throttling] of throttlings.entries()) {
    const id = await house.outlook.fault({
      operation: 'updateEvent',
      tenantId: company.tenantId,
      times: null,
      // A replay tries each eight times: one in a hundred thousand runs has one refused so often in a row.
      probability: 0.02,
      seed,
      effect: {
        kind: 'respond',
        status: throttling.status,
        headers: throttling.retryAfter === null ? {} : { 'Retry-After': throttling.retryAfter },
        body: { error: { code: `Throttling-${seed}`, message: 'Slow down.' } },
      },
    });
    faults.set(id, throttling);
  }
  await house.outlook.forgetRequests();
  const other = await house.company();
  const bo = await other.employee('Bo Friis');
  const { body } = await switches(true);
  await vi.waitFor(async () => expect(await house.outlook.faultStrikes(held)).toBe(1), patience);

  // Live changes of another company are in Outlook while the replay goes on, one after another.
  for (let live = 0; live < 10; live += 1) {
    const absence = vacation(bo, '2027-05-03', '2027-05-04');
    await other.hr.creates(absence, { approved: true });
    await other.untilState(absence, 'synced');
  }
  expect(await replay(body.replayId)).toMatchObject({ state: 'running' });
  await house.outlook.releaseFault(held);

  expect(await completed(body.replayId)).toMatchObject({ counts: { updated: 1000, failed: 0 } });
  const events = await house.outlook.allEvents(company.tenantId);
  expect(events).toHaveLength(1000);
  expect(events.every(({ start }) => start.dateTime.startsWith('2027-04-05'))).toBe(true);
  expect((await house.outlook.counts())['maximumConcurrentPerMailbox']).toBeLessThanOrEqual(4);

  const struck = await Promise.all([...faults.keys()].map((id) => house.outlook.faultStrikes(id)));
  expect(
    struck.every((strikes) => strikes > 0),
    String(struck),
  ).toBe(true);
  const requests = await house.outlook.requests({ limit: 100_000 });
  const tries = Map.groupBy(
    requests.filter(
      ({ operation, tenantId }) => operation === 'updateEvent' && tenantId === company.tenantId,
    ),
    ({ path }) => path,
  );
  const tooEarly = [...tries.values()].flatMap((ofOne) =>
    ofOne.filter(({ at }, index) => {
      const before = ofOne[index - 1];
      const throttling = throttlings[Number(before?.errorCode?.replace('Throttling-', ''))];
      return before && throttling && Date.parse(at) < throttling.earliest(Date.parse(before.at));
    }),
  );
  expect(tooEarly).toEqual([]);
}, 400_000);
