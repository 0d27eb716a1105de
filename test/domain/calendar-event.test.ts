import { describe, expect, test } from 'vitest';
import { standardAbsenceTypes } from '#domain/absence-types.ts';
import { contentOf, desiredCalendarEvent } from '#domain/calendar-event.ts';
import { parsePeriod } from '#domain/period.ts';
import type { RegistrationData, RegistrationEvent } from '#domain/registration-event.ts';
import {
  acme,
  annaVacation,
  approved,
  changed,
  companyWith,
  contentIn,
  created,
  deleted,
  given,
  rejected,
} from './builders.ts';

const ofType = (absenceType: string): RegistrationData => ({ ...annaVacation, absenceType });
const desiredOf = (...events: readonly RegistrationEvent[]) => desiredCalendarEvent(given(...events), acme);

describe('an approved registration', () => {
  test('becomes one all-day event marked oof in the employee’s own calendar', () => {
    expect(desiredOf(created(1), approved(2))).toEqual({
      kind: 'event',
      mailbox: 'anna.holm@contoso.example',
      employeeId: '7',
      content: {
        subject: 'Fraværende',
        isAllDay: true,
        start: '2026-12-01T00:00:00',
        end: '2026-12-06T00:00:00',
        timeZone: 'Romance Standard Time',
        showAs: 'oof',
        sensitivity: 'private',
      },
    });
  });

  test('that needed no approval becomes one too', () => {
    expect(desiredOf(created(1, ofType('sick'), true)).kind).toBe('event');
  });

  test('of working elsewhere is marked so', () => {
    expect(contentIn(desiredOf(created(1, ofType('home-office'), true)))).toMatchObject({
      subject: 'Arbejder andet sted',
      showAs: 'workingElsewhere',
    });
  });

  test('that only `approved` carries whole becomes one', () => {
    expect(desiredOf(approved(1, annaVacation)).kind).toBe('event');
  });

  test('of an English company has an English subject', () => {
    const company = companyWith({ settings: { language: 'en' } });
    expect(contentOf(annaVacation, company).subject).toBe('Absent');
    expect(contentOf(ofType('course'), company).subject).toBe('Working elsewhere');
  });
});

describe('no event', () => {
  test.each([
    ['while the registration is pending', [created(1)], true, { code: 'awaiting-approval' }],
    ['while only an approval has come', [approved(2)], true, { code: 'awaiting-registration' }],
    [
      'once it is pending again',
      [created(1, annaVacation, true), changed(2, annaVacation, false)],
      true,
      { code: 'awaiting-approval' },
    ],
    ['for a rejected one', [created(1), rejected(2)], false, null],
    ['for one rejected after approval', [created(1), approved(2), rejected(3)], false, null],
    ['for a deleted one', [created(1), approved(2), deleted(3)], false, null],
    [
      'for a type that is not synced',
      [created(1, ofType('overtime'), true)],
      false,
      { code: 'type-not-synced' },
    ],
    [
      'for a type that the company does not know',
      [created(1, ofType('sabbatical'), true)],
      false,
      { code: 'type-not-synced' },
    ],
  ] as const)('%s', (_, events, isWaiting, reason) => {
    expect(desiredOf(...events)).toEqual({ kind: 'none', isWaiting, reason });
  });

  test('for a type that the company has switched off', () => {
    const company = companyWith({ overrides: { vacation: { synced: false } } });
    expect(desiredCalendarEvent(given(created(1, annaVacation, true)), company)).toEqual({
      kind: 'none',
      isWaiting: false,
      reason: { code: 'type-not-synced' },
    });
  });
});

describe('the company’s first day', () => {
  const december = companyWith({ settings: { syncFrom: '2026-12-01' } });
  test.each([
    ['ends the day before', '2026-11-20', '2026-11-30', 'before-sync-from'],
    ['ends at its midnight', '2026-11-30T12:00', '2026-12-01T00:00', 'before-sync-from'],
    ['reaches into it', '2026-11-20', '2026-12-01', 'sent'],
    ['begins on it', '2026-12-01', '2026-12-01', 'sent'],
  ])('a registration that %s: %s to %s', (_, from, to, outcome) => {
    const data = { ...annaVacation, period: parsePeriod(from, to) };
    const desired = desiredCalendarEvent(given(created(1, data, true)), december);
    expect(desired.kind === 'event' ? 'sent' : desired.reason?.code).toBe(outcome);
  });

  test('without one, past registrations are sent too', () => {
    const past = { ...annaVacation, period: parsePeriod('1999-12-01', '1999-12-02') };
    expect(desiredOf(created(1, past, true)).kind).toBe('event');
  });
});

describe('what colleagues see', () => {
  test.each(['oof', 'workingElsewhere'] as const)(
    'all hidden types that show as %s look exactly alike',
    (showAs) => {
      const looks = standardAbsenceTypes
        .filter((row) => row.synced && row.showAs === showAs)
        .map(({ type }) => JSON.stringify(contentOf(ofType(type), acme)));
      expect(looks.length).toBeGreaterThan(1);
      expect(new Set(looks).size).toBe(1);
    },
  );

  test.each(['sick', 'child-sick'])('%s looks like a vacation', (type) => {
    for (const language of ['da', 'en'] as const) {
      const company = companyWith({ settings: { language } });
      expect(contentOf(ofType(type), company)).toEqual(contentOf(annaVacation, company));
    }
  });

  test('is nothing of the name, the comment or the mailbox', () => {
    const seen = JSON.stringify(contentOf(annaVacation, acme));
    for (const hidden of ['Anna', 'Holm', 'Skiferie', 'contoso', 'vacation', 'Ferie'])
      expect(seen).not.toContain(hidden);
  });

  test('is the type’s name only where the company has chosen to show it', () => {
    const overrides = { vacation: { showType: true } };
    expect(contentOf(annaVacation, companyWith({ overrides })).subject).toBe('Fraværende – Ferie');
    expect(contentOf(ofType('sick'), companyWith({ overrides })).subject).toBe('Fraværende');
    expect(contentOf(annaVacation, companyWith({ overrides, settings: { language: 'en' } })).subject).toBe(
      'Absent – Vacation',
    );
  });

  test('is the company’s own subject where it has edited it', () => {
    const overrides = { vacation: { subject: { da: 'Ikke på kontoret', en: 'Away' }, private: false } };
    expect(contentOf(annaVacation, companyWith({ overrides }))).toMatchObject({
      subject: 'Ikke på kontoret',
      sensitivity: 'normal',
    });
  });
});

describe('the time zone', () => {
  const inZone = (timeZone: string | null): RegistrationData => ({
    ...annaVacation,
    employee: { ...annaVacation.employee, timeZone },
    period: parsePeriod('2026-12-01T12:00', '2026-12-04T00:00'),
  });

  test('is the employee’s', () => {
    expect(contentOf(inZone('Pacific/Auckland'), acme)).toMatchObject({
      timeZone: 'New Zealand Standard Time',
      start: '2026-12-01T12:00:00',
      end: '2026-12-04T00:00:00',
    });
  });

  test('is the company’s where the employee has none', () => {
    const company = companyWith({ settings: { timeZone: 'America/Los_Angeles' } });
    expect(contentOf(inZone(null), company).timeZone).toBe('Pacific Standard Time');
  });

  test('decides which times of the night are skipped', () => {
    const night = {
      ...inZone('Europe/Copenhagen'),
      period: parsePeriod('2026-03-29T02:30', '2026-03-29T06:00'),
    };
    expect(contentOf(night, acme).start).toBe('2026-03-29T03:30:00');
    const elsewhere = { ...night, employee: { ...night.employee, timeZone: 'Pacific/Auckland' } };
    expect(contentOf(elsewhere, acme).start).toBe('2026-03-29T02:30:00');
  });
});
