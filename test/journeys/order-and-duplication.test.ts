import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudEvent, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
let anna: Employee;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
  anna = await company.employee('Anna Holm');
});
afterAll(() => house?.close());

const runs = 100;

/** The life of a registration in versions, and what stands in Outlook once all of it is known. */
const lives = [
  { steps: ['created', 'approved'], lastDay: '2027-02-01' },
  { steps: ['created', 'approved', 'changed'], lastDay: '2027-02-03' },
  { steps: ['created', 'changed', 'approved'], lastDay: '2027-02-02' },
  { steps: ['created', 'approved', 'deleted'], lastDay: null },
  { steps: ['created', 'approved', 'rejected'], lastDay: null },
  { steps: ['created', 'approved', 'deleted', 'changed'], lastDay: '2027-02-04' },
] as const;

test('any order and duplication of a registration’s events, in any batches, ends in the same state', async () => {
  const scenarios = fc.sample(
    fc.record({
      life: fc.constantFrom(...lives),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      duplicates: fc.array(fc.nat(3), { maxLength: 3 }),
      batchSize: fc.integer({ min: 1, max: 4 }),
    }),
    runs,
  );
  const sent = await Promise.all(
    scenarios.map(async ({ life, order, duplicates, batchSize }, index) => {
      const registrationId = `order-${index}`;
      const events = life.steps.map((step, at) =>
        cloudEvent(step, registrationId, at + 1, carries(step, at + 1)),
      );
      const shuffled = [...events, ...duplicates.flatMap((at) => events[at] ?? [])]
        .map((event) => ({ event, place: order.next().value ?? 0 }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ event }) => event);
      for (let start = 0; start < shuffled.length; start += batchSize) {
        const answer = await company.hr.sends(shuffled.slice(start, start + batchSize));
        expect(answer.status).toBe(202);
      }
      return { registrationId, lastDay: life.lastDay };
    }),
  );
  for (const { registrationId, lastDay } of sent) {
    await company.untilOneOf({ registrationId }, lastDay === null ? ['removed', 'ignored'] : ['synced']);
    await company.untilIdle({ registrationId });
  }
  const expected = sent.flatMap(({ lastDay }) => (lastDay === null ? [] : [dayAfter(lastDay)])).toSorted();
  await company.seesIn(anna, (events) => {
    expect(events.map(({ end }) => end.dateTime.slice(0, 10)).toSorted()).toEqual(expected);
  });
});

function carries(step: string, version: number): object {
  if (step !== 'created' && step !== 'changed') return {};
  return {
    employee: anna,
    absenceType: 'vacation',
    period: { from: '2027-02-01', to: `2027-02-0${version}` },
  };
}

const dayAfter = (date: string): string => `${date.slice(0, 8)}0${Number(date.slice(-1)) + 1}`;
