import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedVacation, openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

const newCompany = { id: 'acme', name: 'Acme', language: 'da', timeZone: 'Europe/Copenhagen' };

test('a company is made with keys that are never shown again', async () => {
  const made = await api.administrator('POST', '/v1/companies', newCompany);
  expect(made).toMatchObject({ status: 201, body: newCompany });
  expect(made.body.apiKey).toMatch(/^abs_/);
  expect(made.body.signingSecret).toMatch(/^whsec_/);
  const read = await api.administrator('GET', '/v1/companies/acme');
  expect(JSON.stringify(read.body)).not.toMatch(/abs_|whsec_/);
});

test('an id that is taken is a conflict, and the company that has it stays as it is', async () => {
  const company = await api.company();
  const again = await api.administrator('POST', '/v1/companies', { ...newCompany, id: company.companyId });
  expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await company.hr(approvedVacation())).status).toBe(202);
});

test('every wrong field of a new company is named at once', async () => {
  const answer = await api.administrator('POST', '/v1/companies', {
    id: 'No Spaces',
    language: 'sv',
    timeZone: 'Mars/Olympus',
    colour: 'red',
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { path: 'id', message: 'must be 1 to 40 of a-z, 0-9 and -' },
    { path: 'name', message: 'is missing' },
    { path: 'language', message: 'must be da or en' },
    {
      path: 'timeZone',
      message: 'must be an IANA time zone that Outlook knows, such as Europe/Copenhagen',
    },
    { path: 'colour', message: 'is not known here' },
  ]);
});

test('companies are listed page by page', async () => {
  await api.company();
  await api.company();
  const first = await api.administrator('GET', '/v1/companies?limit=1');
  expect(first.body.items).toHaveLength(1);
  const rest = await api.administrator('GET', `/v1/companies?cursor=${first.body.nextCursor}`);
  expect(rest.body.nextCursor).toBeNull();
  expect(rest.body.items.map(({ id }: { id: string }) => id)).not.toContain(first.body.items[0].id);
});

test('a change is merged, in nested objects too, and lists are replaced', async () => {
  const { path } = await api.company();
  await api.administrator('PATCH', path, { nonWorkingDays: { dates: ['2026-12-31', '2026-12-24'] } });
  const changed = await api.administrator('PATCH', path, {
    automaticReplies: { enabled: true, internal: { en: 'Away until {lastDay}.' } },
  });
  expect(changed.status).toBe(200);
  expect(changed.body.nonWorkingDays).toEqual({ weekdays: [6, 7], dates: ['2026-12-24', '2026-12-31'] });
  expect(changed.body.automaticReplies).toMatchObject({ enabled: true, audience: 'all' });
  expect(changed.body.automaticReplies.internal.en).toBe('Away until {lastDay}.');
  expect(changed.body.automaticReplies.internal.da).toContain('fraværende');
  expect(changed.body).toMatchObject((await api.administrator('GET', path)).body);
});

test('a wrong value deep in a change names its path, and nothing is changed', async () => {
  const { path } = await api.company();
  const before = (await api.administrator('GET', path)).body;
  const answer = await api.administrator('PATCH', path, {
    name: 'New name',
    nonWorkingDays: { weekdays: [6, 8] },
    automaticReplies: { external: { fr: 'Absent' } },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { path: 'nonWorkingDays.weekdays.1', message: 'must be 1 (Monday) to 7 (Sunday)' },
    { path: 'automaticReplies.external.fr', message: 'is not known here' },
  ]);
  expect((await api.administrator('GET', path)).body).toEqual(before);
});

test('a change that decides what stands in Outlook is noted on every registration while nothing can be sent', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('4711'));
  const changed = await api.administrator('PATCH', company.path, { syncFrom: '2027-01-01' });
  expect(changed.body).toMatchObject({ syncFrom: '2027-01-01', replayId: null });
  expect(changed.body.note).toMatch(/connection/);
  const { body } = await api.administrator('GET', `${company.path}/registrations/4711`);
  expect(body).toMatchObject({ state: 'ignored', reason: { code: 'before-sync-from' } });
});

test('a type that is switched off takes its registrations along', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('4711'));
  const answer = await api.administrator('PUT', `${company.path}/absence-types/vacation`, { synced: false });
  expect(answer).toMatchObject({ status: 200, body: { type: 'vacation', synced: false, showAs: 'oof' } });
  const { body } = await api.administrator('GET', `${company.path}/registrations/4711`);
  expect(body).toMatchObject({ state: 'ignored', reason: { code: 'type-not-synced' } });
});

test('a type of its own is made by naming it, and events may carry it from then on', async () => {
  const company = await api.company();
  const made = await api.administrator('PUT', `${company.path}/absence-types/team-day`, {
    label: { da: 'Teamdag' },
    showAs: 'workingElsewhere',
  });
  expect(made.body).toMatchObject({
    type: 'team-day',
    label: { da: 'Teamdag', en: 'team-day' },
    synced: true,
    showAs: 'workingElsewhere',
    subject: { da: 'Arbejder andet sted', en: 'Working elsewhere' },
    private: true,
    showType: false,
  });
  expect((await company.hr(approvedVacation('1', { absenceType: 'team-day' }))).status).toBe(202);
  const { body } = await api.administrator('GET', `${company.path}/absence-types`);
  expect(body.items).toHaveLength(17);
});

test('a subject changed in one language leaves the other', async () => {
  const { path } = await api.company();
  const answer = await api.administrator('PUT', `${path}/absence-types/course`, {
    subject: { en: 'Course' },
  });
  expect(answer.body.subject).toEqual({ da: 'Arbejder andet sted', en: 'Course' });
});

test('a wrong value of a type names its path', async () => {
  const { path } = await api.company();
  const answer = await api.administrator('PUT', `${path}/absence-types/course`, { showAs: 'free' });
  expect(answer.body.errors).toEqual([{ path: 'showAs', message: 'must be oof or workingElsewhere' }]);
  const badName = await api.administrator('PUT', `${path}/absence-types/No_Such`, { synced: true });
  expect(badName.body.errors).toEqual([{ path: 'type', message: 'must be 1 to 40 of a-z, 0-9 and -' }]);
});

test.each([
  ['no key', {}],
  ['a wrong key', { authorization: 'Bearer adm_guessed-by-somebody-else' }],
  ["a key that isn't a bearer's", { authorization: 'Basic YWRtaW46YWRtaW4=' }],
])('administration with %s is refused, whether or not the company exists', async (_, headers) => {
  const { path } = await api.company();
  for (const address of [path, '/v1/companies/nobody', `${path}/registrations`]) {
    const answer = await api.send('GET', address, { headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  }
});

test("a company's key opens nothing of administration", async () => {
  const { path, apiKey } = await api.company();
  const answer = await api.send('GET', path, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(answer.status).toBe(401);
});

test.each(['/v1/companies/nobody', '/v1/companies/nobody/registrations', '/v1/companies/Not%20an%20id'])(
  'what does not exist is not found: %s',
  async (path) => {
    expect(await api.administrator('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  },
);
