import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { CalendarFact, StandingCalendarEvent } from '#domain/registration-event.ts';
import { mergeAbsenceType } from '#persistence/companies.ts';
import { saveConnection } from '#persistence/connections.ts';
import { projectRegistrations, rebuildRegistrations } from '#persistence/registrations.ts';
import {
  anna,
  annaVacation,
  bo,
  createdFacts,
  freshRegistrationId,
  message,
  openStore,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const rowsOf = ({ companyId }: StoredCompany) =>
  store.asOwner<object>('select * from registrations where company_id = $1 order by registration_id', [
    companyId,
  ]);

/** Rebuilds with the choices that hold now. */
const rebuild = (company: StoredCompany): Promise<number> =>
  company.in(async (transaction) =>
    rebuildRegistrations(transaction, store.keyring, await company.choices(transaction)),
  );

async function connect(company: StoredCompany): Promise<void> {
  await company.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from('sealed'), hint: 'abc' },
      secretExpiresAt: null,
    }),
  );
}

const standing = fc.record({
  calendarEventId: fc.constantFrom('event-1', 'event-2'),
  etag: fc.constantFrom('W/"1"', null),
  mailbox: fc.constantFrom(anna.mailbox, bo.mailbox),
  employeeId: fc.constantFrom(anna.id, bo.id),
  tenantId: fc.constantFrom('tenant-1', 'tenant-2'),
  generation: fc.integer({ min: 1, max: 3 }),
  payloadHash: fc.constantFrom('hash-1', null),
  registrationVersion: fc.integer({ min: 1, max: 6 }),
}) satisfies fc.Arbitrary<StandingCalendarEvent>;
const requestId = fc.constant('request-1');
const reason = fc.constantFrom(
  { code: 'throttled' as const, microsoft: { status: 429, code: 'TooManyRequests', requestId: 'r' } },
  { code: 'mailbox-not-found' as const },
);

const fact: fc.Arbitrary<CalendarFact> = fc.oneof(
  fc.record({
    type: fc.constant('CalendarWriteAttempted' as const),
    write: fc
      .tuple(standing, fc.constantFrom('create' as const, 'update' as const, 'remove' as const))
      .map(([{ etag: _etag, ...place }, operation]) => ({ ...place, operation })),
  }),
  fc.record({
    type: fc.constant('CalendarEventCreated' as const),
    event: standing,
    wasAdopted: fc.boolean(),
    requestId,
  }),
  fc.record({ type: fc.constant('CalendarEventUpdated' as const), event: standing, requestId }),
  fc.record({
    type: fc.constant('CalendarEventRemoved' as const),
    calendarEventId: fc.constantFrom('event-1', 'event-2'),
    wasGone: fc.boolean(),
    requestId,
  }),
  fc.record({
    type: fc.constant('CalendarEventFoundGone' as const),
    calendarEventId: fc.constantFrom('event-1', 'event-2'),
    registrationVersion: fc.integer({ min: 1, max: 6 }),
    requestId,
  }),
  fc.record({
    type: fc.constant('CalendarEventLeftBehind' as const),
    calendarEventId: fc.constant('event-1'),
    requestId,
  }),
  fc.record({
    type: fc.constant('CalendarWriteFailed' as const),
    answer: fc.constantFrom('refused' as const, 'unanswered' as const),
    consequence: fc.constantFrom('retry' as const, 'attention' as const),
    reason,
    nextAttemptAt: fc.constantFrom('2026-11-23T08:00:00.123Z', null),
  }),
  fc.record({ type: fc.constant('Parked' as const), reason, epoch: fc.integer({ min: 1, max: 5 }) }),
);

const hr = fc.record({
  kind: fc.constantFrom(
    'created' as const,
    'changed' as const,
    'approved' as const,
    'rejected' as const,
    'deleted' as const,
  ),
  version: fc.integer({ min: 1, max: 6 }),
  isWhole: fc.boolean(),
  approved: fc.constantFrom(true, false, null),
  employee: fc.constantFrom(anna, bo, { ...anna, mailbox: 'anna.lund@contoso.example', name: null }),
  absenceType: fc.constantFrom('vacation', 'sick', 'overtime', 'home-office'),
  period: fc.constantFrom(
    annaVacation.period,
    { from: '2026-03-28', to: '2026-03-29' },
    { from: '2026-12-01T12:00', to: '2026-12-04T09:30' },
    { from: '2026-12-01T12:00', to: '2026-12-02T00:00' },
  ),
});

const step = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.oneof(hr, fact));

async function take(
  company: StoredCompany,
  registrationId: RegistrationId,
  [, what]: typeof step extends fc.Arbitrary<infer Step> ? Step : never,
): Promise<void> {
  if ('type' in what) return company.notes(registrationId, what);
  const { kind, version, isWhole, approved, ...data } = what;
  const carries = isWhole || kind === 'created' || kind === 'changed';
  await company.records([
    message(kind, registrationId, version, carries ? { ...data, comment: 'c', approved } : {}),
  ]);
}

test('rebuilt from zero the rows are those that were written event by event', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (steps, isConnected) => {
        const company = await store.company();
        if (isConnected) await connect(company);
        const ids = [freshRegistrationId(), freshRegistrationId(), freshRegistrationId()];
        for (const each of steps) await take(company, ids[each[0]] ?? freshRegistrationId(), each);
        const written = await rowsOf(company);
        expect(await rebuild(company)).toBe(written.length);
        expect(await rowsOf(company)).toEqual(written);
      },
    ),
    { numRuns: 50 },
  );
});

test('a rebuild reads its streams page by page and loses none', async () => {
  const company = await store.company();
  const ids = Array.from({ length: 2_100 }, freshRegistrationId);
  await company.records(
    ids.map((id) => message('created', id, 1, annaVacation)),
    { deliver: false },
  );
  const written = await rowsOf(company);
  expect(await rebuild(company)).toBe(2_100);
  expect(await rowsOf(company)).toEqual(written);
});

test('a rebuild follows what the company has chosen since', async () => {
  const company = await store.company();
  await connect(company);
  const registrationId = freshRegistrationId();
  await company.records([message('created', registrationId, 1, { ...annaVacation, approved: true })]);
  expect(await rowsOf(company)).toMatchObject([{ state: 'syncing' }]);
  await company.in((transaction) => mergeAbsenceType(transaction, 'vacation', { synced: false }));
  await rebuild(company);
  expect(await rowsOf(company)).toMatchObject([{ state: 'ignored', reason: { code: 'type-not-synced' } }]);
});

test('a rebuild of one company leaves another’s rows alone', async () => {
  const [one, other] = [await store.company(), await store.company()];
  for (const company of [one, other])
    await company.records([message('created', freshRegistrationId(), 1, annaVacation)]);
  const before = await rowsOf(other);
  await rebuild(one);
  expect(await rowsOf(other)).toEqual(before);
});

test('the row of a registration that stands in Outlook names its event and when it was written', async () => {
  const company = await store.company();
  const registrationId = freshRegistrationId();
  await company.records([message('created', registrationId, 1, { ...annaVacation, approved: true })]);
  for (const each of createdFacts(registrationId)) await company.notes(registrationId, each);
  expect(await rowsOf(company)).toMatchObject([
    {
      calendar_event_id: `event-of-${registrationId}`,
      synced_at: expect.any(Date),
      sequence: 3,
      version: '1',
    },
  ]);
});

test('a row follows a new choice at the same sequence, and never falls back to a shorter stream', async () => {
  const company = await store.company();
  const registrationId = freshRegistrationId();
  await company.records([message('created', registrationId, 1, { ...annaVacation, approved: true })]);
  const short = await company.registration(registrationId);
  const project = () =>
    company.in(async (transaction) =>
      projectRegistrations(transaction, store.keyring, await company.choices(transaction), [short]),
    );
  expect(await rowsOf(company)).toMatchObject([{ state: 'parked', sequence: 1 }]);
  await connect(company);
  await project();
  expect(await rowsOf(company)).toMatchObject([{ state: 'syncing', sequence: 1 }]);
  await company.records([message('deleted', registrationId, 2)]);
  await project();
  expect(await rowsOf(company)).toMatchObject([{ approval: 'deleted', sequence: 2 }]);
});
