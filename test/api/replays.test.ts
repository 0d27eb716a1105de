import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  // No worker polls in this namespace's queue for long enough to end what is started here: states stay as they begin.
  api = await openApi();
});
afterAll(() => api.close());

test('a replay is found as soon as it is started, and a second one is told which runs', async () => {
  const { path } = await api.company();
  const started = await api.administrator('POST', `${path}/replays`, { scope: 'all', from: '2026-12-01' });
  expect(started).toMatchObject({
    status: 202,
    body: {
      cause: 'administrator',
      state: 'planning',
      scope: { scope: 'all', from: '2026-12-01' },
      dryRun: false,
      done: 0,
      counts: { created: 0, updated: 0, removed: 0, unchanged: 0, skipped: 0, failed: 0 },
      endedAt: null,
      estimatedEndAt: null,
    },
  });
  const { replayId } = started.body;
  expect((await api.administrator('GET', `${path}/replays/${replayId}`)).body).toEqual(started.body);
  expect((await api.administrator('GET', `${path}/replays`)).body.items).toEqual([started.body]);
  expect((await api.administrator('GET', `${path}/replays/${replayId}/items`)).body).toEqual({
    items: [],
    nextCursor: null,
  });
  const second = await api.administrator('POST', `${path}/replays`, { scope: 'unsynced' });
  expect(second).toMatchObject({ status: 409, body: { code: 'conflict', replayId } });
});

test('what a replay can not do is refused by name, and nothing is started', async () => {
  const { path } = await api.company();
  const answer = await api.administrator('POST', `${path}/replays`, {
    scope: 'some',
    from: '2026-02-30',
    registrationId: 'a b',
    speed: 'fast',
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toEqual([
    'scope',
    'from',
    'registrationId',
    'speed',
  ]);
  const backwards = await api.administrator('POST', `${path}/replays`, {
    from: '2026-12-05',
    to: '2026-12-01',
  });
  expect(backwards.body.errors).toEqual([{ path: 'to', message: 'must not be before from' }]);
  expect((await api.administrator('GET', `${path}/replays`)).body.items).toEqual([]);
});

test('who started a replay stands in the activity log', async () => {
  const { path } = await api.company();
  const { body } = await api.administrator('POST', `${path}/replays`, { scope: 'all', dryRun: true });
  const log = await api.administrator('GET', `${path}/activity?actor=administrator&limit=1`);
  expect(log.body.items.map(({ summary }: { summary: string }) => summary)).toEqual([
    `The replay ${body.replayId} was started as a dry run (asked for by an administrator).`,
  ]);
});

test('a replay of another company is not found', async () => {
  const [one, other] = [await api.company(), await api.company()];
  const { body } = await api.administrator('POST', `${one.path}/replays`, { scope: 'all' });
  expect((await api.administrator('GET', `${other.path}/replays/${body.replayId}`)).status).toBe(404);
  expect((await api.administrator('GET', `${other.path}/replays/not-a-replay`)).status).toBe(404);
});
