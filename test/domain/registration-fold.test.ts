import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { desiredCalendarEvent } from '#domain/calendar-event.ts';
import { parsePeriod } from '#domain/period.ts';
import type { HrRegistrationEvent, RegistrationData } from '#domain/registration-event.ts';
import { emptyRegistration, evolve, fold, versionOf } from '#domain/registration.ts';
import {
  acme,
  annaVacation,
  annaVacationWeekLater,
  approved,
  bo,
  changed,
  contentIn,
  created,
  deleted,
  given,
  hrFactsOf,
  recordedAt,
  recordedInOrder,
  registrationId,
  rejected,
} from './builders.ts';

const desiredAfter = (...events: readonly HrRegistrationEvent[]) =>
  desiredCalendarEvent(given(...events), acme);
const startAfter = (...events: readonly HrRegistrationEvent[]) => contentIn(desiredAfter(...events)).start;

describe('each fact comes from the highest version that states it', () => {
  test('`approved` before `created` ends like `created` before `approved`', () => {
    expect(desiredAfter(approved(2), created(1))).toEqual(desiredAfter(created(1), approved(2)));
    expect(desiredAfter(approved(2), created(1)).kind).toBe('event');
  });

  test('a late, lower version overrides nothing', () => {
    expect(startAfter(changed(3, annaVacationWeekLater, true), created(1), changed(2))).toBe(
      '2026-12-08T00:00:00',
    );
  });

  test('a late, lower version fills in what higher ones leave open', () => {
    const { data, approval } = given(approved(3), changed(2, annaVacationWeekLater), created(1));
    expect(data).toEqual({ version: 2, value: annaVacationWeekLater });
    expect(approval).toEqual({ version: 3, value: 'approved' });
  });

  test('`changed` without `approved` leaves the approval as it is', () => {
    expect(startAfter(created(1), approved(2), changed(3, annaVacationWeekLater))).toBe(
      '2026-12-08T00:00:00',
    );
    expect(desiredAfter(created(1), changed(2, annaVacationWeekLater)).kind).toBe('none');
  });

  test('`changed` that takes the approval back makes it wait again', () => {
    expect(desiredAfter(created(1), approved(2), changed(3, annaVacation, false))).toMatchObject({
      kind: 'none',
      isWaiting: true,
    });
  });

  test('a rejection after approval takes the event away, an approval after rejection brings it', () => {
    expect(desiredAfter(created(1), approved(2), rejected(3)).kind).toBe('none');
    expect(desiredAfter(created(1), rejected(2), approved(3)).kind).toBe('event');
  });

  test('a changed employee changes the mailbox', () => {
    const toBo = { ...annaVacation, employee: bo };
    expect(desiredAfter(created(1, annaVacation, true), changed(2, toBo))).toMatchObject({
      mailbox: 'bo.lund@contoso.example',
      employeeId: '8',
    });
  });

  test('an approval, a rejection or a deletion may carry newer data', () => {
    expect(startAfter(created(1), approved(2, annaVacationWeekLater))).toBe('2026-12-08T00:00:00');
    expect(given(created(1), rejected(2, annaVacationWeekLater)).data?.version).toBe(2);
    expect(given(created(1), deleted(2, annaVacationWeekLater)).data?.version).toBe(2);
  });
});

describe('a deleted registration', () => {
  test.each<[string, HrRegistrationEvent]>([
    ['an approval', approved(4)],
    ['a rejection', rejected(4)],
    ['another deletion', deleted(4)],
  ])('stays deleted after %s that carries nothing', (_, event) => {
    expect(given(created(1, annaVacation, true), deleted(3), event).existence?.value).toBe('deleted');
    expect(desiredAfter(created(1, annaVacation, true), deleted(3), event).kind).toBe('none');
  });

  test('stays deleted when a lower version comes late', () => {
    expect(
      desiredAfter(created(1, annaVacation, true), deleted(3), changed(2, annaVacation, true)).kind,
    ).toBe('none');
  });

  test.each<[string, HrRegistrationEvent]>([
    ['created', created(4, annaVacationWeekLater, true)],
    ['changed', changed(4, annaVacationWeekLater)],
    ['approved', approved(4, annaVacationWeekLater)],
  ])('comes back when a higher `%s` carries the whole of it', (_, event) => {
    expect(startAfter(created(1, annaVacation, true), deleted(3), event)).toBe('2026-12-08T00:00:00');
  });

  test('that was rejected comes back rejected', () => {
    expect(desiredAfter(created(1), rejected(2), deleted(3), changed(4))).toEqual({
      kind: 'none',
      isWaiting: false,
      reason: null,
    });
  });
});

test('the version is the highest that states anything', () => {
  expect(versionOf(emptyRegistration(registrationId))).toBe(0);
  expect(versionOf(given(created(1), deleted(7), approved(3)))).toBe(7);
  expect(versionOf(given(approved(5)))).toBe(5);
});

test('the sequence is that of the last event folded, whatever its version', () => {
  expect(given(approved(9), created(1)).sequence).toBe(2);
});

const someData: fc.Arbitrary<RegistrationData> = fc.record({
  employee: fc.constantFrom(annaVacation.employee, bo, { ...bo, timeZone: 'Pacific/Auckland' }),
  absenceType: fc.constantFrom('vacation', 'home-office', 'overtime', 'sick'),
  period: fc.constantFrom(
    parsePeriod('2026-12-01', '2026-12-05'),
    parsePeriod('2026-12-01T12:00', '2026-12-04T00:00'),
    parsePeriod('2027-03-28T02:30', '2027-03-28T03:15'),
  ),
  comment: fc.constantFrom(null, 'Skiferie'),
});
const dataOrNone = fc.option(someData);
const someEventOf = (version: number): fc.Arbitrary<HrRegistrationEvent> =>
  fc.oneof(
    fc.tuple(someData, fc.boolean()).map(([data, isApproved]) => created(version, data, isApproved)),
    fc
      .tuple(someData, fc.option(fc.boolean()))
      .map(([data, isApproved]) => changed(version, data, isApproved)),
    dataOrNone.map((data) => approved(version, data)),
    dataOrNone.map((data) => rejected(version, data)),
    dataOrNone.map((data) => deleted(version, data)),
  );
const byVersion = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  .map((versions) => versions.toSorted((one, other) => one - other))
  .chain((versions) => fc.tuple(...versions.map(someEventOf)));
const withOtherDelivery = byVersion.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 5 }).chain((again) => {
      const all = [...events, ...again.flatMap((index) => events.slice(index, index + 1))];
      return fc.shuffledSubarray(all, { minLength: all.length });
    }),
  ),
);

test('order and duplication never matter', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(withOtherDelivery, ([inOrder, delivered]) => {
      const expected = given(...inOrder);
      const actual = given(...delivered);
      expect(hrFactsOf(actual)).toEqual(hrFactsOf(expected));
      expect(desiredCalendarEvent(actual, acme)).toEqual(desiredCalendarEvent(expected, acme));
    }),
    { numRuns: 10_000 },
  );
});

test('in the order of versions, the last that states a fact decides it', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(byVersion, (events) => {
      const { data, existence } = given(...events);
      const whole = events.filter((event) => event.data !== null);
      expect(data?.value ?? null).toEqual(whole.at(-1)?.data ?? null);
      const lastDeletion = events.findLastIndex(({ type }) => type === 'RegistrationDeleted');
      const revival = events.findIndex((event, index) => index > lastDeletion && event.data !== null);
      expect(existence?.value === 'deleted').toBe(lastDeletion !== -1 && revival === -1);
    }),
    { numRuns: 2_000 },
  );
});

test('folding at once and one by one end alike, and nothing folded is touched', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(byVersion, (events) => {
      const recorded = recordedInOrder(events);
      const before = JSON.stringify(recorded);
      const oneByOne = recorded.reduce(evolve, emptyRegistration(registrationId));
      expect(fold(registrationId, recorded)).toEqual(oneByOne);
      expect(JSON.stringify(recorded)).toBe(before);
      expect(recorded.every((event) => event.recordedAt === recordedAt)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
