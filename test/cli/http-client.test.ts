import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AnswerLost, ApiProblem, httpClient, ServiceUnreachable } from '#client/http-client.ts';
import { approvedVacation, openApi, type TestApi } from '../api/api.ts';

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
  url = await api.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

test('an HR system records one event or many with its own key', async () => {
  const { companyId, apiKey } = await api.company();
  const hr = httpClient({ url, key: apiKey });
  expect(await hr.recordEvent(companyId, approvedVacation('1'))).toEqual({
    eventId: 'evt-1',
    sequence: 1,
    duplicate: false,
  });
  const { events } = await hr.recordEvents(companyId, [approvedVacation('1'), approvedVacation('2')]);
  expect(events.map(({ duplicate }) => duplicate)).toEqual([true, false]);
});

test('a refusal is thrown with its code and with every fault by its path', async () => {
  const { companyId, apiKey } = await api.company();
  const refusal = await httpClient({ url, key: apiKey })
    .recordEvent(companyId, { ...approvedVacation(), type: 'nothing' })
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiProblem);
  expect(refusal).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ path: 'type' }] });
});

test('a file is sent as it is read, and answers come in the language asked for', async () => {
  const { companyId } = await api.company();
  const administrator = httpClient({ url, key: api.administratorKey, language: 'da' });
  const lines = ['1', '2'].map((id) => `${JSON.stringify(approvedVacation(id))}\n`);
  const imported = await administrator.importFile(companyId, Readable.from(lines), 'application/jsonl', {
    skipInvalid: false,
  });
  expect(imported.recorded).toBe(2);
  const { reason } = await administrator.registration(companyId, '1');
  expect(reason?.message).toBe('Virksomheden er endnu ikke forbundet med Microsoft 365.');
});

test('nobody listening is thrown as such', async () => {
  const nowhere = httpClient({ url: 'http://127.0.0.1:1', key: 'any' });
  await expect(nowhere.listCompanies()).rejects.toBeInstanceOf(ServiceUnreachable);
});

test('a connection that breaks before the answer is told apart: what was asked may have been done', async () => {
  const breaking = createServer((socket) => socket.once('data', () => socket.destroy())).listen(
    0,
    '127.0.0.1',
  );
  await once(breaking, 'listening');
  const { port } = breaking.address() as AddressInfo;
  const client = httpClient({ url: `http://127.0.0.1:${port}`, key: 'any' });
  await expect(client.recordEvent('acme', approvedVacation())).rejects.toBeInstanceOf(AnswerLost);
  breaking.close();
});
