import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { toRegistrationId } from '#domain/identifiers.ts';
import type { ReplayOutcome, ReplayState } from '#domain/replay.ts';
import { inCompany } from '#persistence/database.ts';
import { planReplayItems, recordReplayItems } from '#persistence/replay-items.ts';
import { openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
let replayId: string;
beforeAll(async () => {
  api = await openApi();
  company = await api.company();
  const { body } = await api.administrator('POST', `${company.path}/replays`, { scope: 'all' });
  replayId = body.replayId;
});
afterAll(() => api.close());

const many = 2500;
const item = (id: string, outcome: ReplayOutcome, code?: 'mailbox-out-of-scope') => ({
  registrationId: toRegistrationId(id),
  outcome,
  reason: code === undefined ? null : { code },
});

async function report(language = 'en', query = '') {
  const answer = await api.send('GET', `${company.path}/replays/${replayId}/report${query}`, {
    headers: { authorization: `Bearer ${api.administratorKey}`, 'accept-language': language },
  });
  return { ...answer, rows: parse(String(answer.body), { bom: true }) };
}

test('the report has a row for each registration, whatever their number, and what was set aside', async () => {
  await inCompany(api.database, company.companyId, async (transaction) => {
    const created = Array.from({ length: many }, (_, index) => item(`r-${index}`, 'created'));
    await recordReplayItems(transaction, replayId, created);
    await recordReplayItems(transaction, replayId, [item('x-1', 'failed', 'mailbox-out-of-scope')]);
    await planReplayItems(transaction, replayId, [
      { registrationId: toRegistrationId('y-1'), planned: 'removed', isHeld: true },
    ]);
  });
  const { status, headers, rows } = await report();
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(headers['content-disposition']).toBe(`attachment; filename="replay-${replayId}.csv"`);
  expect(rows[0]).toEqual(['Registration', 'Outcome', 'Reason code', 'Reason', 'What to do']);
  expect(new Set(rows.slice(1).map(([id]) => id)).size).toBe(many + 2);
  expect(rows.find(([id]) => id === 'x-1')).toEqual([
    'x-1',
    'failed',
    'mailbox-out-of-scope',
    expect.stringMatching(/\S/),
    expect.stringMatching(/\S/),
  ]);
  expect(rows.at(-1)).toEqual(['y-1', 'not-done', '', '', '']);
});

test('what was set aside waits for approval while somebody is asked, and no longer', async () => {
  const becomes = async (state: ReplayState) => {
    await inCompany(api.database, company.companyId, (transaction) =>
      transaction.updateTable('replays').set({ state }).where('replay_id', '=', replayId).execute(),
    );
    return (await report()).rows.at(-1)?.slice(0, 3);
  };
  expect(await becomes('awaiting-approval')).toEqual(['y-1', 'awaiting-approval', 'deletion-limit']);
  expect(await becomes('cancelled')).toEqual(['y-1', 'not-done', '']);
});

test('it is in the language asked for', async () => {
  const { rows } = await report('da');
  expect(rows[0]).toEqual(['Registrering', 'Resultat', 'Årsagskode', 'Årsag', 'Løsning']);
  expect((await report('en', '?language=da')).rows).toEqual(rows);
});

test('no cell begins as a formula', async () => {
  await inCompany(api.database, company.companyId, (transaction) =>
    recordReplayItems(transaction, replayId, [item('-2', 'created'), item('-cmd', 'created')]),
  );
  const { rows, body } = await report();
  const ids = rows.map(([id]) => id);
  expect(ids).toEqual(expect.arrayContaining(["'-2", "'-cmd"]));
  expect(String(body)).not.toMatch(/^[=+\-@]/m);
});

test('a report of another company’s replay is not found', async () => {
  const other = await api.company();
  expect((await api.administrator('GET', `${other.path}/replays/${replayId}/report`)).status).toBe(404);
});
