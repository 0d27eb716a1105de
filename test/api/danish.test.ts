import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inLanguage } from '#api/danish.ts';
import { openApi, type TestApi, type TestCompany } from './api.ts';

/** Where the sentences stand that a problem is made of. */
const sources = [
  ...globSync('api/**/*.ts', { exclude: ['api/danish.ts', 'api/openapi.ts', 'api/main.ts'] }),
  ...['cloud-event', 'hr-export', 'hr-message', 'period', 'reply-faults'].map((name) => `domain/${name}.ts`),
  'client/webhook-address.ts',
];
const literal = /(?<quote>['"`])(?<text>(?:\\.|(?!\k<quote>)[^\\])*?)\k<quote>/g;
const fault = /^(must|is|are|has|names|version|an event|the (file|row)|a (quote|quoted|field)) ./;
const callsOfProblems =
  /(conflict|unavailable|unauthorized|notFound|new Problem\(\s*\d+,\s*'[\w-]+',)\(?\s*$/;

/** Parts that are told only in sentences made of them. */
const wholes: Readonly<Record<string, readonly string[]>> = {
  'has {} that are not known': [
    'the header row has {} that are not known; the columns are {}',
    'the header row lacks {}, and has {} that are not known; the columns are {}',
  ],
  'names one twice': ['the header row names one twice; the columns are {}'],
  'is not JSON{}': ['is not JSON', 'is not JSON at line {}, column {}'],
  'The body stops being JSON{}.': [
    'The body stops being JSON.',
    'The body stops being JSON at line {}, column {}.',
  ],
};

/** The English sentences of problems and their faults; `{}` stands for what varies. */
function sentencesIn(source: string): string[] {
  const code = readFileSync(source, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(literal)].flatMap(({ index, groups }) => {
    const text = (groups?.['text'] ?? '').replaceAll(/\$\{[^}]*\}/g, '{}').replaceAll("\\'", "'");
    const before = code.slice(Math.max(0, index - 80), index);
    if (before.endsWith('notFound(')) return [`There is no ${text}.`];
    const isSentence = fault.test(text) || (callsOfProblems.test(before) && text.includes(' '));
    // `notFound` makes it of what it is given, which is read above.
    return isSentence && text !== 'There is no {}.' ? [text] : [];
  });
}

const sentences = [...new Set(sources.flatMap(sentencesIn))].flatMap(
  (sentence) => wholes[sentence] ?? [sentence],
);

test('every sentence of a problem is told in Danish too', () => {
  expect(sentences.length).toBeGreaterThan(90);
  expect(sentences.filter((sentence) => inLanguage('da', sentence) === sentence)).toEqual([]);
  expect(sentences.filter((sentence) => inLanguage('en', sentence) !== sentence)).toEqual([]);
});

test('what varies stands in the Danish sentence too', () => {
  expect(inLanguage('da', 'must have at most 255 characters')).toBe('må højst have 255 tegn');
  expect(inLanguage('da', 'has 3 fields, where the header row has 11')).toBe(
    'har 3 felter, hvor overskriftsrækken har 11',
  );
  expect(inLanguage('da', 'There is no registration of contoso that names this mailbox.')).toBe(
    'Der er ingen registrering for contoso, der nævner denne postkasse.',
  );
});

describe('the API', () => {
  let api: TestApi;
  let company: TestCompany;
  beforeAll(async () => {
    api = await openApi();
    company = await api.company({ language: 'da' });
  });
  afterAll(() => api.close());

  const headers = (language?: string) => ({
    authorization: `Bearer ${api.administratorKey}`,
    'content-type': 'application/json',
    ...(language !== undefined && { 'accept-language': language }),
  });
  const changes = (change: object, language?: string) =>
    api.send('PATCH', company.path, { headers: headers(language), body: JSON.stringify(change) });

  test('names what is wrong in the language that is asked for, English unless asked', async () => {
    const wrong = { name: '', timeZone: 'Europe/Nowhere' };
    expect((await changes(wrong, 'da')).body).toMatchObject({
      title: 'Anmodningen forstås ikke',
      detail: 'name må ikke være tom (og 1 mere).',
      code: 'invalid-request',
      errors: [
        { path: 'name', message: 'må ikke være tom' },
        { path: 'timeZone', message: expect.stringContaining('IANA-tidszone, som Outlook kender') },
      ],
    });
    expect((await changes(wrong)).body).toMatchObject({
      title: 'The request is not understood',
      detail: 'name must not be empty (and 1 more).',
      errors: [{ message: 'must not be empty' }, {}],
    });
    const missing = await api.send('GET', `${company.path}/registrations/none`, {
      headers: headers('da;q=0.9, en;q=0.1'),
    });
    expect(missing.body).toMatchObject({ detail: 'Der er ingen registrering none.' });
  });

  test('names the faults of an export’s rows in it, and why no replay was started', async () => {
    const columns =
      'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
    const row = (id: string, from: string) =>
      `${id},1,7,Anna Holm,anna.holm@contoso.example,,vacation,approved,${from},2026-12-05,`;
    const imports = (query: string) =>
      api.send('POST', `${company.path}/imports${query}`, {
        headers: { ...headers('da'), 'content-type': 'text/csv' },
        body: [columns, row('1', 'never'), row('2', '2026-12-01'), ''].join('\n'),
      });
    const message = 'skal være en dato (2026-12-01) eller et lokalt tidspunkt (2026-12-01T12:00)';
    expect((await imports('')).body).toMatchObject({
      detail: `line 2, column from ${message}.`,
      faulty: [{ line: 2, column: 'from', message }],
    });
    expect((await imports('?skipInvalid=true')).body).toMatchObject({
      faulty: [{ line: 2, column: 'from', message }],
      note: expect.stringContaining('Intet sendes, mens forbindelsen'),
    });
  });
});
