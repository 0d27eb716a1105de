import * as fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mailboxGate, type Urgency } from '#activities/microsoft365/mailbox-gate.ts';

/** Works that run until they are told to end, and the order in which the gate let them in. */
class Works {
  readonly started: string[] = [];
  readonly running = new Map<string, PromiseWithResolvers<string>>();
  readonly #gate;

  constructor(limit?: number) {
    this.#gate = mailboxGate(limit);
  }

  enter(name: string, mailbox: string, urgency: Urgency): Promise<string> {
    return this.#gate.run(mailbox, urgency, () => {
      const work = Promise.withResolvers<string>();
      this.started.push(name);
      this.running.set(name, work);
      return work.promise;
    });
  }

  async end(name: string, error?: Error): Promise<void> {
    const work = this.running.get(name);
    this.running.delete(name);
    if (error === undefined) work?.resolve(name);
    else work?.reject(error);
    await turn();
  }
}

test('four at once enter a mailbox; the fifth waits until one has left', async () => {
  const works = new Works();
  const all = ['1', '2', '3', '4', '5'].map((name) => works.enter(name, 'anna', 'live'));
  await turn();
  expect(works.started).toEqual(['1', '2', '3', '4']);
  await works.end('3');
  expect(works.started).toEqual(['1', '2', '3', '4', '5']);
  for (const name of ['1', '2', '4', '5']) await works.end(name);
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4', '5']);
});

test('live changes go before replays that came earlier, and each kind in the order of its coming', async () => {
  const works = new Works(1);
  const all = [
    works.enter('first', 'anna', 'replay'),
    works.enter('replay 1', 'anna', 'replay'),
    works.enter('replay 2', 'anna', 'replay'),
    works.enter('live 1', 'anna', 'live'),
    works.enter('live 2', 'anna', 'live'),
  ];
  const order = ['first', 'live 1', 'live 2', 'replay 1', 'replay 2'];
  await turn();
  for (const name of order) await works.end(name);
  expect(works.started).toEqual(order);
  await Promise.all(all);
});

test('a full mailbox holds up no other', async () => {
  const works = new Works(1);
  const all = [works.enter('anna 1', 'anna', 'live'), works.enter('anna 2', 'anna', 'live')];
  all.push(works.enter('bo', 'bo', 'replay'));
  await turn();
  expect(works.started).toEqual(['anna 1', 'bo']);
  for (const name of ['anna 1', 'anna 2', 'bo']) await works.end(name);
  await Promise.all(all);
});

test('a work that throws at once frees its place and tells its own caller alone', async () => {
  const gate = mailboxGate(1);
  const broken = gate.run('anna', 'live', () => {
    throw new Error('broken');
  });
  const next = gate.run('anna', 'live', async () => 'done');
  await expect(broken).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

const arrival = fc.record({
  mailbox: fc.constantFrom('anna', 'bo'),
  urgency: fc.constantFrom<Urgency>('live', 'replay'),
  fails: fc.boolean(),
  /** Which of those that run ends after this arrival; none where the number is even. */
  ends: fc.nat({ max: 9 }),
});

test('in any order of coming, ending and failing a mailbox is never over its limit, never idle while one waits, and no replay overtakes a live change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      async (arrivals, limit) => {
        const works = new Works(limit);
        const places = arrivals.map((each, index) => ({ ...each, name: String(index) }));
        const came: typeof places = [];
        const outcomes: Promise<string>[] = [];
        const check = (before: readonly string[], waitedBefore: typeof places): void => {
          for (const mailbox of ['anna', 'bo']) {
            const here = came.filter((place) => place.mailbox === mailbox);
            const running = here.filter(({ name }) => works.running.has(name));
            const waiting = here.filter(({ name }) => !works.started.includes(name));
            expect(running.length).toBeLessThanOrEqual(limit);
            expect(running.length === limit || waiting.length === 0).toBe(true);
            const overtaking = waitedBefore.filter(
              (place) =>
                place.mailbox === mailbox &&
                place.urgency === 'replay' &&
                works.started.includes(place.name) &&
                !before.includes(place.name),
            );
            const isOvertaken = overtaking.length > 0 && waiting.some(({ urgency }) => urgency === 'live');
            expect(isOvertaken).toBe(false);
          }
        };
        const endOne = async (choice: number): Promise<void> => {
          const names = [...works.running.keys()];
          const name = names[choice % names.length];
          const place = places.find((each) => each.name === name);
          if (place === undefined) return;
          const before = [...works.started];
          const waited = came.filter((each) => !before.includes(each.name));
          await works.end(place.name, place.fails ? new Error(place.name) : undefined);
          check(before, waited);
        };
        for (const place of places) {
          came.push(place);
          outcomes.push(
            works.enter(place.name, place.mailbox, place.urgency).catch((error: unknown) => String(error)),
          );
          await turn();
          check(works.started, []);
          if (place.ends % 2 === 1) await endOne(place.ends);
        }
        while (works.running.size > 0) await endOne(0);
        expect(await Promise.all(outcomes)).toEqual(
          places.map(({ name, fails }) => (fails ? `Error: ${name}` : name)),
        );
      },
    ),
    { numRuns: 200 },
  );
});
