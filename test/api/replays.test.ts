import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { inCompany } from '#persistence/database.ts';
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

test('its end is told by the time that it has worked, and by all that is left, removals that wait included', async () => {
  const { path, companyId } = await api.company();
  const { replayId } = (await api.administrator('POST', `${path}/replays`, { scope: 'all' })).body;
  // Of three hours one: ten an hour, so that the other thirty take three.
  await inCompany(api.database, companyId, async (transaction) => {
    await sql`update replays set state = 'running', total = 40, idle_seconds = 7200,
                     started_at = now() - interval '3 hours' where replay_id = ${replayId}`.execute(
      transaction,
    );
    await sql`insert into replay_items (company_id, replay_id, registration_id, outcome, is_held)
              select ${companyId}, ${replayId}, 'r' || each, case when each <= 10 then 'created' end, each > 10
                from generate_series(1, 30) as each`.execute(transaction);
  });
  const { body } = await api.administrator('GET', `${path}/replays/${replayId}`);
  expect(body).toMatchObject({ done: 10, removals: 20 });
  expect(Math.round((Date.parse(body.estimatedEndAt) - Date.now()) / 3_600_000)).toBe(3);
});

test('a repair looks at everything unless told, and a replay at what is not in Outlook', async () => {
  for (const [asked, scope] of [
    [{ repair: true }, 'all'],
    [{ repair: true, scope: 'unsynced' }, 'unsynced'],
    [{}, 'unsynced'],
  ] as const) {
    const { path } = await api.company();
    const { body } = await api.administrator('POST', `${path}/replays`, asked);
    expect(body.scope).toMatchObject({ scope });
  }
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
