import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
  company = await api.company({ language: 'en' });
});
afterAll(() => api.close());

const choose = (automaticReplies: object) => api.administrator('PATCH', company.path, { automaticReplies });
const preview = (body: object) =>
  api.administrator('POST', `${company.path}/automatic-replies/preview`, body);
const chosen = async () => (await api.administrator('GET', company.path)).body.automaticReplies;

test('a text that tells of illness is refused by its field, and nothing is saved', async () => {
  const before = await chosen();
  const answer = await choose({
    enabled: true,
    internal: { da: 'Jeg er syg til og med {lastDay}.' },
    external: { en: 'I am ill.' },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'automaticReplies.internal.da',
    'automaticReplies.external.en',
  ]);
  expect(answer.body.errors[0].message).toContain('“syg”');
  expect(await chosen()).toEqual(before);
});

test('a placeholder that there is not is refused by its name', async () => {
  const answer = await choose({ internal: { en: 'Away until {lastday}, says {absenceType}' } });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([
    { path: 'automaticReplies.internal.en', message: expect.stringContaining('{lastday}') },
    { path: 'automaticReplies.internal.en', message: expect.stringContaining('{absenceType}') },
  ]);
});

test('the company’s own name for illness is refused too, whichever of the two comes first', async () => {
  const rename = (label: object) => api.administrator('PUT', `${company.path}/absence-types/sick`, { label });
  expect((await choose({ internal: { en: 'On recovery leave until {lastDay}' } })).status).toBe(200);
  expect(await rename({ en: 'Recovery leave' })).toMatchObject({
    status: 400,
    body: {
      errors: [{ path: 'label.en', message: expect.stringContaining('automaticReplies.internal.en') }],
    },
  });
  expect((await choose({ internal: { en: 'Away until {lastDay}' } })).status).toBe(200);
  expect((await rename({ en: 'Recovery leave' })).status).toBe(200);
  expect(await choose({ internal: { en: 'On RECOVERY  leave' } })).toMatchObject({ status: 400 });
});

test('a preview says what would stand in the mailbox, while replies are OFF too, and saves nothing', async () => {
  const { companyId, path } = await api.company({ language: 'da' });
  expect(companyId).toBeTruthy();
  const of = (body: object) => api.administrator('POST', `${path}/automatic-replies/preview`, body);
  expect(await of({ from: '2026-12-21', to: '2026-12-24' })).toMatchObject({
    status: 200,
    body: {
      internal: 'Jeg er fraværende til og med 24. december 2026 og er tilbage 25. december 2026.',
      firstDay: '2026-12-21',
      lastDay: '2026-12-24',
      returnDay: '2026-12-25',
    },
  });
  const tried = await of({
    from: '2026-12-24T12:00',
    to: '2026-12-24T16:00',
    language: 'en',
    name: 'Anna <Holm>',
    internal: '{name} is away\nuntil {returnDay}',
  });
  expect(tried.body.internal).toBe('Anna &lt;Holm&gt; is away<br>until 24 December 2026');
  const { body } = await api.administrator('GET', path);
  expect(body.automaticReplies.enabled).toBe(false);
});

test('a preview skips the company’s non-working days, and refuses what may not be saved or read', async () => {
  await api.administrator('PATCH', company.path, { nonWorkingDays: { dates: ['2026-12-28'] } });
  expect((await preview({ from: '2026-12-24', to: '2026-12-25' })).body.returnDay).toBe('2026-12-29');
  for (const [body, path] of [
    [{ from: '2026-12-24', to: '2026-12-23' }, 'to'],
    [{ from: '2026-12-24', to: '2026-12-24', internal: 'Sick' }, 'internal'],
    [{ from: '2026-12-24', to: '2026-12-24', external: '{why}' }, 'external'],
    [{ to: '2026-12-24' }, 'from'],
  ] as const)
    expect(await preview(body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});
