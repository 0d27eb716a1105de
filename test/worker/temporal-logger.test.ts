import { runInNewContext } from 'node:vm';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporalLogger } from '#worker/temporal-logger.ts';
import { openStore, type Store } from '../persistence/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

/** The line that Temporal's logger writes of an activity that has thrown this. */
function lineOf(error: unknown): string {
  let written = '';
  const target = pino({ base: null, timestamp: false }, { write: (line) => void (written += line) });
  temporalLogger(target).warn('Activity failed', { activityType: 'syncRegistration', attempt: 2, error });
  return written;
}

/** What Postgres says of a row that stands already: its detail quotes the row. */
async function takenTwice(): Promise<Error> {
  await store.asOwner('create temporary table if not exists employees (name text primary key)');
  const insert = () => store.asOwner(`insert into employees values ('Anna Holm')`);
  await insert().catch(() => undefined);
  const error: unknown = await insert().catch((each: unknown) => each);
  if (!(error instanceof Error && 'detail' in error)) throw new Error('Postgres has taken the row twice.');
  expect(error.detail).toContain('Anna Holm');
  return error;
}

test('of what Postgres throws the log has the kind, the code and the place, and no value of a row', async () => {
  const line = lineOf(await takenTwice());
  expect(JSON.parse(line)).toMatchObject({
    msg: 'Activity failed',
    activityType: 'syncRegistration',
    attempt: 2,
    error: { kind: 'error', code: '23505', table: 'employees', at: expect.any(Array) },
  });
  expect(line).not.toMatch(/anna|holm|detail/i);
});

test('nor where it is the cause of another failure, whose words and details are left out too', async () => {
  const cause = await takenTwice();
  const line = lineOf(
    ApplicationFailure.create({
      message: 'Anna Holm',
      type: 'candidate-gone',
      details: ['Anna Holm'],
      cause,
    }),
  );
  expect(JSON.parse(line)).toMatchObject({
    error: { kind: 'ApplicationFailure', type: 'candidate-gone', cause: { code: '23505' } },
  });
  expect(line).not.toMatch(/anna|holm/i);
});

test.each([
  ['an error of a workflow’s sandbox', runInNewContext('new TypeError("Anna Holm")'), 'TypeError'],
  ['a platform’s', new DOMException('Anna Holm', 'AbortError'), 'AbortError'],
  ['what is no error at all', { mailbox: 'Anna Holm' }, 'object'],
])('%s is told by its kind alone', (_, thrown, kind) => {
  const line = lineOf(thrown);
  expect(JSON.parse(line)).toMatchObject({ error: { kind } });
  expect(line).not.toContain('Anna');
});
