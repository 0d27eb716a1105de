import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { patience, vacation, type Absence, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 1 });
  company = await house.company();
});
afterAll(() => house?.close());

const moved = { from: '2026-12-08', to: '2026-12-09' };

/** What the HR system says, what it makes the worker send, and what stands in Outlook in the end. */
const effects = [
  {
    operation: 'createEvent',
    prepare: () => Promise.resolve(),
    say: (absence: Absence) => company.hr.creates(absence, { approved: true }),
    stands: ['2026-12-01T00:00:00'],
  },
  {
    operation: 'updateEvent',
    prepare: async (absence: Absence) => {
      await company.hr.creates(absence, { approved: true });
      await company.untilState(absence, 'synced');
    },
    say: (absence: Absence) => company.hr.changes({ ...absence, period: moved }),
    stands: ['2026-12-08T00:00:00'],
  },
  {
    operation: 'deleteEvent',
    prepare: async (absence: Absence) => {
      await company.hr.creates(absence, { approved: true });
      await company.untilState(absence, 'synced');
    },
    say: (absence: Absence) => company.hr.deletes(absence),
    stands: [],
  },
];

test.each([
  ['before Microsoft carries it out', 'hold'],
  ['after Microsoft carried it out', 'commitThenHold'],
])(
  'the worker is killed around a create, a patch and a removal, %s: Outlook is right in the end',
  async (_when, kind) => {
    const held = await Promise.all(
      effects.map(async ({ operation, prepare, say, stands }) => {
        const employee = await company.employee(`Employee ${operation}`);
        const absence = vacation(employee, '2026-12-01', '2026-12-05');
        await prepare(absence);
        const fault = await house.outlook.fault({
          operation,
          mailbox: employee.mailbox,
          // Also what the worker sends again because no answer comes, for as long as the others take to be sent.
          times: null,
          effect: { kind },
        });
        await say(absence);
        await vi.waitFor(async () => {
          expect(await house.outlook.faultStrikes(fault)).toBeGreaterThan(0);
        }, patience);
        return { employee, absence, stands };
      }),
    );
    await house.worker.kill();
    await house.outlook.forgetFaults();
    await house.worker.start();
    for (const { employee, absence, stands } of held) {
      await company.untilState(absence, stands.length === 0 ? 'removed' : 'synced');
      await company.seesIn(employee, (events) => {
        expect(events.map(({ start }) => start.dateTime)).toEqual(stands);
      });
    }
  },
);

test('what is registered while no worker runs reaches Outlook when one is back', async () => {
  const bo = await company.employee('Bo Friis');
  await house.worker.stop();
  const absences = ['2026-12-01', '2026-12-02', '2026-12-03'].map((day) => vacation(bo, day, day));
  for (const absence of absences) {
    const answer = await company.hr.creates(absence, { approved: true });
    expect(answer.status).toBe(202);
  }
  await house.worker.start();
  await company.seesIn(bo, (events) => {
    expect(events).toHaveLength(3);
  });
});
