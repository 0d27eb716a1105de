import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedVacation, openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
const row = (id: string, change: { from?: string; status?: string; type?: string; comment?: string } = {}) =>
  [
    id,
    '1',
    '7',
    'Anna Holm',
    'anna.holm@contoso.example',
    '',
    change.type ?? 'vacation',
    change.status ?? 'approved',
    change.from ?? '2026-12-01',
    '2026-12-05',
    change.comment ?? '',
  ].join(',');
const file = (...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

test('an export is recorded, and the same file twice changes nothing', async () => {
  const company = await api.company();
  const export_ = file(row('1'), row('2', { status: 'pending' }), row('3', { status: 'deleted' }));
  const first = await company.imports(export_);
  expect(first).toMatchObject({
    status: 200,
    body: { rows: 3, recorded: 3, duplicates: 0, skipped: 0, faulty: [], replayId: null },
  });
  expect(first.body.note).toMatch(/connection/);
  const second = await company.imports(export_);
  expect(second.body).toMatchObject({ rows: 3, recorded: 0, duplicates: 3 });
  expect(await company.recorded()).toBe(3);
});

test('an import wakes no workflow: it leaves nothing for the relay', async () => {
  const company = await api.company();
  await company.imports(file(row('1')));
  const { body } = await api.send('GET', '/metrics');
  expect(body).toMatch(/^absence_sync_relay_lag_seconds 0$/m);
});

test('quotes, line breaks inside fields, CRLF, empty lines and a byte order mark are read as RFC 4180 says', async () => {
  const company = await api.company();
  const export_ = [
    `\uFEFF${header}`,
    row('1', { comment: '"Skiing, ""again"""' }),
    '',
    row('2', { comment: '"first\r\nsecond"' }),
    row('3', { from: 'never' }),
    '',
  ].join('\r\n');
  const answer = await company.imports(export_, { skipInvalid: true });
  expect(answer.body).toMatchObject({ rows: 3, recorded: 2, skipped: 1 });
  // The header is line 1; one line is empty and one row takes two.
  expect(answer.body.faulty[0]).toMatchObject({ line: 6, column: 'from' });
});

test('columns may come in any order, and optional ones may be missing', async () => {
  const company = await api.company();
  const answer = await company.imports(
    'to,from,status,absence_type,mailbox,employee_id,version,registration_id\n2026-12-05,2026-12-01,approved,vacation,anna.holm@contoso.example,7,1,1\n',
  );
  expect(answer.body).toMatchObject({ rows: 1, recorded: 1 });
});

test('a faulty row is named by line and column, and nothing of the file is recorded', async () => {
  const company = await api.company();
  const answer = await company.imports(
    file(row('1'), row('2', { from: '2026-13-01' }), row('3', { status: 'maybe' })),
  );
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  expect(answer.body.errors).toEqual([
    { path: 'line 3, column from', message: 'is no date in the calendar' },
    { path: 'line 4, column status', message: 'must be pending, approved, rejected or deleted' },
  ]);
  expect(answer.body.faulty).toEqual([
    { line: 3, column: 'from', message: 'is no date in the calendar' },
    { line: 4, column: 'status', message: 'must be pending, approved, rejected or deleted' },
  ]);
  expect(await company.recorded()).toBe(0);
});

test('with skipInvalid the rest is recorded, and each faulty row comes back as it stood in the file', async () => {
  const company = await api.company();
  const faulty = row('2', { from: 'never', comment: '"a, b"' });
  const answer = await company.imports(file(row('1'), faulty, row('3')), { skipInvalid: true });
  expect(answer.body).toMatchObject({ rows: 3, recorded: 2, skipped: 1, header });
  expect(answer.body.faulty).toEqual([
    {
      line: 3,
      column: 'from',
      message: 'must be a date (2026-12-01) or a local date-time (2026-12-01T12:00)',
      raw: faulty,
    },
  ]);
  expect(await company.recorded()).toBe(2);
});

test('unknown types and contradictions are faulty rows too, found against what is recorded', async () => {
  const company = await api.company();
  await company.imports(file(row('1')));
  const export_ = file(row('1', { from: '2026-12-02' }), row('2', { type: 'moon-landing' }), row('3'));
  const refused = await company.imports(export_);
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'line 2, column version',
    'line 3, column absence_type',
  ]);
  expect(await company.recorded()).toBe(1);
  const skipped = await company.imports(export_, { skipInvalid: true });
  expect(skipped.body).toMatchObject({ rows: 3, recorded: 1, skipped: 2 });
  expect(await company.recorded()).toBe(2);
});

test('a row with too few fields is named by its line', async () => {
  const company = await api.company();
  const answer = await company.imports(file(row('1'), '2,1,7'));
  expect(answer.body.errors).toEqual([
    { path: 'line 3', message: 'has 3 fields, where the header row has 11' },
  ]);
});

test.each([
  ['an empty file', '', 'line 1', /must name the columns/],
  ['a file without a header row', `${row('1')}\n`, 'line 1', /lacks registration_id, .* the columns are/],
  ['an unknown column', `${header},colour\n`, 'line 1', /has 1 that are not known/],
  ['a quote that is never closed', file(row('1'), row('2', { comment: '"open' })), 'line 3', /never closed/],
  ['a quote inside a bare field', file(row('1', { comment: 'a"b"' })), 'line 2', /not quoted/],
  ['bytes that are not UTF-8', Buffer.from(file(row('1', { comment: 'Søg' })), 'latin1'), 'line 1', /UTF-8/],
])(
  '%s is refused as a whole, with skipInvalid too, because its rows can not be told',
  async (_, bad, path, message) => {
    const company = await api.company();
    const answer = await company.imports(bad, { skipInvalid: true });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe(path);
    expect(answer.body.errors[0].message).toMatch(message);
    expect(await company.recorded()).toBe(0);
  },
);

test.each(['application/jsonl', 'application/x-ndjson'])(
  'JSON Lines (%s) are read line by line, a CloudEvent each',
  async (contentType) => {
    const company = await api.company();
    const lines = [approvedVacation('1'), approvedVacation('2'), approvedVacation('1')].map((event) =>
      JSON.stringify(event),
    );
    const good = await company.imports(lines.join('\n'), { contentType });
    expect(good.body).toMatchObject({ rows: 3, recorded: 2, duplicates: 1 });
    const bad = JSON.stringify(approvedVacation('3', { period: { from: 'never', to: '2026-12-01' } }));
    const answer = await company.imports(`${lines[0]}\n\n{"id": }\n${bad}\n`, { contentType });
    expect(answer.body.errors).toEqual([
      { path: 'line 3', message: 'is not JSON from character 8 on' },
      {
        path: 'line 4, column data.period.from',
        message: 'must be a date (2026-12-01) or a local date-time (2026-12-01T12:00)',
      },
    ]);
  },
);

test('a file of another kind is refused', async () => {
  const company = await api.company();
  expect((await company.imports('{}', { contentType: 'application/json' })).status).toBe(415);
});

test('a file that is wrong all through is given up with its first thousand faults named', async () => {
  const company = await api.company();
  const wrong = Array.from({ length: 20_000 }, (_, index) => row(`${index}`, { from: 'never' }));
  const answer = await company.imports(file(...wrong), { skipInvalid: true });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toHaveLength(1000);
  expect(answer.body.errors[0].path).toBe('line 2, column from');
  expect(await company.recorded()).toBe(0);
});
