import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudEvent, faultsIn } from './cloud-events.ts';

const types = [
  'registration.created',
  'registration.approved',
  'registration.changed',
  'registration.rejected',
  'registration.deleted',
];
const created = cloudEvent('registration.created');
const withEnvelope = (changes: Readonly<Record<string, unknown>>) => ({ ...created, ...changes });
const withData = (data: Readonly<Record<string, unknown>>) => cloudEvent('registration.created', { data });
const withEmployee = (employee: Readonly<Record<string, unknown>>) =>
  cloudEvent('registration.created', { employee });

describe('what is wrong is named by its path', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['no envelope version', withEnvelope({ specversion: undefined }), 'specversion', /"1\.0"/],
    ['another envelope version', withEnvelope({ specversion: '0.3' }), 'specversion', /"1\.0"/],
    ['no id', withEnvelope({ id: undefined }), 'id', /^is missing$/],
    ['an empty id', withEnvelope({ id: '  ' }), 'id', /^must not be empty$/],
    ['a number as id', withEnvelope({ id: 9012 }), 'id', /^must be a text$/],
    ['a long id', withEnvelope({ id: 'x'.repeat(201) }), 'id', /at most 200 characters/],
    ['no source', withEnvelope({ source: undefined }), 'source', /^is missing$/],
    ['a long source', withEnvelope({ source: 'x'.repeat(501) }), 'source', /at most 500 characters/],
    ['no type', withEnvelope({ type: undefined }), 'type', /registration\.created/],
    ['an unknown type', withEnvelope({ type: 'registration.moved' }), 'type', /registration\.created/],
    ['a name of every object as type', withEnvelope({ type: 'toString' }), 'type', /registration\.created/],
    ['a time that is none', withEnvelope({ time: 'yesterday' }), 'time', /2026-11-23T08:00:00Z/],
    ['a time without a zone', withEnvelope({ time: '2026-11-23T08:00:00' }), 'time', /2026-11-23T08:00:00Z/],
    ['no data', withEnvelope({ data: undefined }), 'data', /^is missing$/],
    ['data in a list', withEnvelope({ data: [created.data] }), 'data', /^must be an object$/],
    ['data as text', withEnvelope({ data: JSON.stringify(created.data) }), 'data', /^must be an object$/],
    ['no registration', withData({ registrationId: undefined }), 'data.registrationId', /^is missing$/],
    [
      'a number as registration',
      withData({ registrationId: 4711 }),
      'data.registrationId',
      /^must be a text$/,
    ],
    ['an empty registration', withData({ registrationId: '' }), 'data.registrationId', /1 to 100/],
    ['a slash in it', withData({ registrationId: '47/11' }), 'data.registrationId', /1 to 100/],
    ['a line feed after it', withData({ registrationId: '4711\n' }), 'data.registrationId', /1 to 100/],
    ['a Danish letter in it', withData({ registrationId: 'æ' }), 'data.registrationId', /1 to 100/],
    [
      '101 characters of it',
      withData({ registrationId: 'x'.repeat(101) }),
      'data.registrationId',
      /1 to 100/,
    ],
    ['no version', withData({ version: undefined }), 'data.version', /^is missing$/],
    ['version 0', withData({ version: 0 }), 'data.version', /at least 1/],
    ['a version and a half', withData({ version: 1.5 }), 'data.version', /whole number/],
    ['a version as text', withData({ version: '2' }), 'data.version', /whole number/],
    ['version 2^53', withData({ version: 2 ** 53 }), 'data.version', /./],
    ['an approval as text', withData({ approved: 'yes' }), 'data.approved', /^must be true or false$/],
    ['no employee', withData({ employee: undefined }), 'data.employee', /^is missing$/],
    ['an employee as text', withData({ employee: 'Anna' }), 'data.employee', /object/],
    ['no employee id', withEmployee({ id: undefined }), 'data.employee.id', /^is missing$/],
    ['no mailbox', withEmployee({ mailbox: undefined }), 'data.employee.mailbox', /^is missing$/],
    ['an empty mailbox', withEmployee({ mailbox: '' }), 'data.employee.mailbox', /mail address/],
    ['a mailbox without @', withEmployee({ mailbox: 'anna' }), 'data.employee.mailbox', /mail address/],
    [
      'a mailbox with a path',
      withEmployee({ mailbox: 'a/../b@c.example' }),
      'data.employee.mailbox',
      /mail address/,
    ],
    [
      'two mailboxes',
      withEmployee({ mailbox: 'a@b.example c@d.example' }),
      'data.employee.mailbox',
      /mail address/,
    ],
    [
      'an endless mailbox',
      withEmployee({ mailbox: `${'x'.repeat(320)}@b.example` }),
      'data.employee.mailbox',
      /320/,
    ],
    ['a long name', withEmployee({ name: 'x'.repeat(201) }), 'data.employee.name', /200/],
    ['a number as name', withEmployee({ name: 7 }), 'data.employee.name', /^must be a text$/],
    [
      'a bad zone',
      withEmployee({ timeZone: 'Europe/Atlantis' }),
      'data.employee.timeZone',
      /Europe\/Copenhagen/,
    ],
    [
      'an offset as zone',
      withEmployee({ timeZone: '+01:00' }),
      'data.employee.timeZone',
      /Europe\/Copenhagen/,
    ],
    ['no absence type', withData({ absenceType: undefined }), 'data.absenceType', /^is missing$/],
    ['a long absence type', withData({ absenceType: 'x'.repeat(41) }), 'data.absenceType', /40/],
    ['no period', withData({ period: undefined }), 'data.period', /^is missing$/],
    ['no end', withData({ period: { from: '2026-12-01' } }), 'data.period.to', /^is missing$/],
    ['no start', withData({ period: { to: '2026-12-01' } }), 'data.period.from', /^is missing$/],
    [
      'from after to',
      withData({ period: { from: '2026-12-02', to: '2026-12-01' } }),
      'data.period.to',
      /before from/,
    ],
    [
      'a date and a time',
      withData({ period: { from: '2026-12-02', to: '2026-12-03T12:00' } }),
      'data.period.to',
      /same form/,
    ],
    [
      '30 February',
      withData({ period: { from: '2026-02-30', to: '2026-03-01' } }),
      'data.period.from',
      /no date in the calendar/,
    ],
    [
      'a number as date',
      withData({ period: { from: 20261201, to: '2026-12-05' } }),
      'data.period.from',
      /date/,
    ],
    ['a long comment', withData({ comment: 'x'.repeat(4001) }), 'data.comment', /4000/],
    ['a list as comment', withData({ comment: ['Skiferie'] }), 'data.comment', /^must be a text$/],
  ])('%s', (_, json, path, message) => {
    expect(faultsIn(json)).toEqual([{ path, message: expect.stringMatching(message) as unknown }]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'registration.created'],
    ['a number', 4711],
    ['a list', [created]],
  ])('the body itself, where it is %s', (_, json) => {
    expect(faultsIn(json).map(({ path }) => path)).toEqual(['']);
  });

  test('every field that is wrong, at once', () => {
    const data = { registrationId: '', version: 0, absenceType: '', period: { from: 'x', to: 'y' } };
    expect(faultsIn(withData(data)).map(({ path }) => path)).toEqual([
      'data.registrationId',
      'data.version',
      'data.absenceType',
      'data.period.from',
    ]);
  });

  const parts = ['employee', 'absenceType', 'period'] as const;
  test.each(
    types
      .filter((type) => !/created|changed/.test(type))
      .flatMap((type) => parts.map((part) => [type, part] as const)),
  )('in a %s that carries only the %s', (type, part) => {
    const data = { registrationId: '4711', version: 3, [part]: created.data[part] };
    expect(faultsIn({ ...created, type, data }).map(({ path }) => path)).toEqual(
      parts.filter((other) => other !== part).map((other) => `data.${other}`),
    );
  });

  test.each(['registration.created', 'registration.changed'])('in a %s without the registration', (type) => {
    expect(
      faultsIn({ ...created, type, data: { registrationId: '4711', version: 3 } }).map(({ path }) => path),
    ).toEqual(['data.employee', 'data.absenceType', 'data.period']);
  });
});

const marker = 'Zyxw';
const secretive: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ maxLength: 40 }).map((text) => `${text}${marker}`),
  fc.constantFrom(`${marker}@`, `2026-${marker}`, `Europe/${marker}`, `${marker} `.repeat(1000), [marker], {
    [marker]: marker,
  }),
  fc.constantFrom(null, undefined, 0, true, '2026-12-01', '2026-12-01T12:00'),
);
const fields = {
  registrationId: secretive,
  version: secretive,
  approved: secretive,
  absenceType: secretive,
  comment: secretive,
};
const secretiveEvent = fc.record(
  {
    specversion: fc.oneof(fc.constant('1.0'), secretive),
    id: fc.oneof(fc.constant('evt-1'), secretive),
    source: fc.oneof(fc.constant('https://hr.example'), secretive),
    type: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...types) }, secretive),
    time: fc.oneof(fc.constant('2026-11-23T08:00:00Z'), secretive),
    data: fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record(
          {
            ...fields,
            employee: fc.oneof(
              fc.record(
                { id: secretive, mailbox: secretive, name: secretive, timeZone: secretive },
                { requiredKeys: [] },
              ),
              secretive,
            ),
            period: fc.oneof(fc.record({ from: secretive, to: secretive }, { requiredKeys: [] }), secretive),
          },
          { requiredKeys: [] },
        ),
      },
      secretive,
    ),
  },
  { requiredKeys: [] },
);

test('no fault ever repeats a value', { timeout: 60_000 }, () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: secretiveEvent }, secretive), (json) => {
      const faults = faultsIn(json);
      if (faults.length > 0) refused += 1;
      expect(JSON.stringify(faults)).not.toContain(marker);
      expect(faults.every(({ message }) => message.trim() !== '')).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(refused).toBeGreaterThan(2_500);
});

test('no JSON at all makes the reader fail otherwise than by naming faults', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(faultsIn(json).length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
