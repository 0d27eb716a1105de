import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestCounts } from '#activities/microsoft365/request-counts.ts';
import { openDatabase } from '#persistence/database.ts';
import { addMicrosoftRequests, readMicrosoftRequests } from '#persistence/microsoft-requests.ts';
import { startRequestCounting } from '#worker/request-counting.ts';
import { openStore, type Store } from '../persistence/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const logger = pino({ level: 'silent' });
const createEvent = 'https://graph.microsoft.com/v1.0/users/anna%40contoso.example/events';

test('what a worker has sent is in the store when it has stopped', async () => {
  const requests = requestCounts();
  const counting = startRequestCounting({ database: store.database, requests, logger });
  requests.note('POST', createEvent, 201);
  requests.note('POST', createEvent, 201);
  await counting.stop();
  expect(await readMicrosoftRequests(store.database)).toEqual([
    { operation: 'createEvent', outcome: 'success', count: 2 },
  ]);
});

test('several workers’ counts add up', async () => {
  const counts = ['unauthorized', 'success'].map((outcome) => ({ operation: 'token', outcome, count: 3 }));
  const before = await readMicrosoftRequests(store.database);
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      addMicrosoftRequests(store.database, index % 2 === 0 ? counts : counts.toReversed()),
    ),
  );
  const after = await readMicrosoftRequests(store.database);
  expect(after).toHaveLength(before.length + 2);
  expect(after.filter(({ operation }) => operation === 'token').map(({ count }) => count)).toEqual([30, 30]);
});

test('while Postgres is away counts are kept, and nobody is disturbed', async () => {
  const away = openDatabase('postgres://absence_sync:absence_sync@127.0.0.1:1/absence_sync', 1);
  const requests = requestCounts();
  const counting = startRequestCounting({ database: away, requests, logger });
  requests.note('POST', createEvent, null);
  await counting.stop();
  await away.destroy();
  expect(requests.take()).toEqual([{ operation: 'createEvent', outcome: 'no-answer', count: 1 }]);
});
