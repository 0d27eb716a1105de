import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const preview = async (type: string, body: object = {}) =>
  (await api.administrator('POST', `${company.path}/absence-types/${type}/preview`, body)).body;
const example = { from: '2026-12-01', to: '2026-12-05' };

test('a sick day looks like any other absence, and nothing of a draft is saved', async () => {
  company = await api.company();
  const sick = await preview('sick', { example });
  expect(sick).toEqual({
    event: {
      subject: 'Absent',
      showAs: 'oof',
      isAllDay: true,
      isPrivate: true,
      start: '2026-12-01T00:00:00',
      end: '2026-12-06T00:00:00',
      timeZone: 'Romance Standard Time',
      body: null,
    },
    automaticReply: null,
  });
  expect(await preview('vacation', { example })).toEqual(sick);
  const draft = { showType: true, label: { en: 'Illness' }, private: false };
  expect((await preview('sick', { ...draft, example })).event).toMatchObject({
    subject: 'Absent – Illness',
    isPrivate: false,
  });
  expect(await preview('sick', { example })).toEqual(sick);
  expect((await preview('sick', { ...draft, example, language: 'da' })).event.subject).toBe(
    'Fraværende – Syg',
  );
});

test('a draft shows what saving it would', async () => {
  company = await api.company();
  const type = `${company.path}/absence-types/vacation`;
  await api.administrator('PUT', type, { subject: { en: 'Gone fishing' } });
  for (const draft of [{ showAs: 'workingElsewhere' }, { showType: true }, { synced: false }]) {
    const before = await preview('vacation', { ...draft, example });
    await api.administrator('PUT', type, draft);
    expect(await preview('vacation', { example })).toEqual(before);
  }
  expect(await preview('vacation', { example })).toEqual({ event: null, automaticReply: null });
  expect(
    (await preview('garden-leave', { example, showType: true, label: { en: 'Garden' } })).event.subject,
  ).toBe('Absent – Garden');
});

test('the reply is that of the company’s texts, and none for those outside where they get none', async () => {
  company = await api.company();
  await api.administrator('PATCH', company.path, {
    automaticReplies: { enabled: true, internal: { en: '{name} is back on {returnDay}' } },
  });
  expect((await preview('vacation', { example })).automaticReply).toMatchObject({
    internal: 'Anna Holm is back on 7 December 2026',
    external: expect.stringContaining('Thank you'),
  });
  expect((await preview('home-office', { example })).automaticReply).toBeNull();
  await api.administrator('PATCH', company.path, { automaticReplies: { audience: 'none' } });
  expect((await preview('vacation', { example })).automaticReply.external).toBe('');
});

test('without an example it is a week from a Monday to come; a wrong one is refused by name', async () => {
  company = await api.company();
  const { event } = await preview('vacation');
  expect(new Date(`${event.start}Z`).getUTCDay()).toBe(1);
  expect(Date.parse(`${event.start}Z`)).toBeGreaterThan(Date.now() - 24 * 3_600_000);
  expect(Date.parse(`${event.end}Z`) - Date.parse(`${event.start}Z`)).toBe(5 * 24 * 3_600_000);
  const wrong = await preview('vacation', { example: { from: '2026-12-05', to: '2026-12-01' } });
  expect(wrong.errors).toEqual([{ path: 'example.to', message: 'must not be before from' }]);
  expect((await preview('Not-A-Type')).errors[0].path).toBe('type');
});
