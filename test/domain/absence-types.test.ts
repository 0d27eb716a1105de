import { describe, expect, test } from 'vitest';
import {
  absenceTypePattern,
  absenceTypesWith,
  standardAbsenceTypes,
  type AbsenceType,
  type AbsenceTypeOverride,
} from '#domain/absence-types.ts';
import { present } from './builders.ts';

const away = { showAs: 'oof', synced: true, da: 'Fraværende', en: 'Absent' } as const;
const elsewhere = {
  showAs: 'workingElsewhere',
  synced: true,
  da: 'Arbejder andet sted',
  en: 'Working elsewhere',
} as const;
const unsynced = { ...away, synced: false } as const;

/** Product row 8. */
const rows = [
  ['vacation', 'Ferie', 'Vacation', away],
  ['extra-vacation-day', 'Feriefri', 'Extra vacation day', away],
  ['sick', 'Syg', 'Sick', away],
  ['child-sick', 'Barn syg', 'Child sick', away],
  ['time-off-in-lieu', 'Afspadsering', 'Time off in lieu', away],
  ['other-absence', 'Andet fravær', 'Other absence', away],
  ['day-bank-minus', 'Dagebank, minusdage', 'Day bank, minus days', away],
  ['home-office', 'Hjemmearbejde', 'Home office', elsewhere],
  ['travel', 'Rejse', 'Travel', elsewhere],
  ['course', 'Kursus', 'Course', elsewhere],
  ['external-activity', 'Ekstern aktivitet', 'External activity', elsewhere],
  ['mileage', 'Kørsel', 'Mileage', unsynced],
  ['overtime', 'Overarbejde', 'Overtime', unsynced],
  ['time-entry', 'Tidsregistrering', 'Time entry', unsynced],
  ['working-hours', 'Arbejdstimer, flextid', 'Working hours, flexitime', unsynced],
  ['day-bank-plus', 'Dagebank, plusdage', 'Day bank, plus days', unsynced],
] as const;

function typeWith(type: string, override?: AbsenceTypeOverride): AbsenceType {
  const table = absenceTypesWith(new Map(override === undefined ? [] : [[type, override]]));
  return present(table.get(type), `row ${type}`);
}

describe('the table that every company begins with', () => {
  test.each(rows)('%s (%s, %s)', (type, da, en, { showAs, synced, ...subject }) => {
    expect(typeWith(type)).toMatchObject({ type, label: { da, en }, synced, showAs, subject });
  });

  test('has these rows and no others', () => {
    expect(standardAbsenceTypes.map(({ type }) => type)).toEqual(rows.map(([type]) => type));
    expect([...absenceTypesWith(new Map()).keys()]).toEqual(rows.map(([type]) => type));
  });

  test('names every type as a company may name one', () => {
    expect(standardAbsenceTypes.filter(({ type }) => !absenceTypePattern.test(type))).toEqual([]);
  });

  test.each(rows)('%s is private and does not show its type', (type) => {
    expect(typeWith(type)).toMatchObject({ private: true, showType: false });
  });

  test('an absence gets an automatic reply, working elsewhere and unsynced types get none', () => {
    expect(standardAbsenceTypes.filter((row) => row.automaticReply).map(({ type }) => type)).toEqual(
      rows.filter(([, , , row]) => row === away).map(([type]) => type),
    );
  });
});

describe('a company changes a row', () => {
  test.each<[string, AbsenceTypeOverride]>([
    ['synced or not', { synced: false }],
    ['how it shows', { showAs: 'workingElsewhere' }],
    ['subject', { subject: { da: 'Væk', en: 'Away' } }],
    ['private or not', { private: false }],
    ['whether its type is shown', { showType: true }],
    ['automatic reply or not', { automaticReply: false }],
    ['label', { label: { da: 'Ferie med løn', en: 'Paid vacation' } }],
  ])('%s', (_, override) => {
    expect(typeWith('vacation', override)).toMatchObject({ type: 'vacation', ...override });
  });

  test('and every other row stays as it is', () => {
    const table = absenceTypesWith(new Map([['vacation', { synced: false }]]));
    const others = standardAbsenceTypes.filter(({ type }) => type !== 'vacation');
    expect(others.map(({ type }) => table.get(type))).toEqual(others);
  });

  test('and the table keeps its order', () => {
    expect([...absenceTypesWith(new Map([['sick', { showType: true }]])).keys()]).toEqual(
      rows.map(([type]) => type),
    );
  });

  test('an unsynced type that is switched on shows as an absence', () => {
    expect(typeWith('overtime', { synced: true })).toMatchObject({ synced: true, showAs: 'oof' });
  });
});

describe('the subject follows how the type shows', () => {
  test('an absence that becomes working elsewhere says so', () => {
    expect(typeWith('vacation', { showAs: 'workingElsewhere' }).subject).toEqual({
      da: 'Arbejder andet sted',
      en: 'Working elsewhere',
    });
  });

  test('working elsewhere that becomes an absence says so', () => {
    expect(typeWith('course', { showAs: 'oof' }).subject).toEqual({ da: 'Fraværende', en: 'Absent' });
  });

  test('unless the company has edited the subject', () => {
    const subject = { da: 'Væk', en: 'Away' };
    expect(typeWith('vacation', { showAs: 'workingElsewhere', subject }).subject).toEqual(subject);
  });

  test('and the automatic reply follows too: who works elsewhere gets none unless the company says so', () => {
    expect(typeWith('vacation', { showAs: 'workingElsewhere' }).automaticReply).toBe(false);
    expect(typeWith('vacation', { showAs: 'workingElsewhere', automaticReply: true }).automaticReply).toBe(
      true,
    );
  });
});

describe('a type that the company has defined itself', () => {
  const parentalLeave = { label: { da: 'Barsel', en: 'Parental leave' } };

  test('begins as an absence that is synced, hidden and private, without an automatic reply', () => {
    expect(typeWith('parental-leave', parentalLeave)).toEqual({
      type: 'parental-leave',
      label: { da: 'Barsel', en: 'Parental leave' },
      synced: true,
      showAs: 'oof',
      subject: { da: 'Fraværende', en: 'Absent' },
      showType: false,
      private: true,
      automaticReply: false,
    });
  });

  test('looks like a standard type of the same kind', () => {
    const { subject, showAs, private: isPrivate } = typeWith('parental-leave', parentalLeave);
    expect(typeWith('vacation')).toMatchObject({ subject, showAs, private: isPrivate });
  });

  test('may show as working elsewhere', () => {
    expect(typeWith('trade-fair', { showAs: 'workingElsewhere' })).toMatchObject({
      showAs: 'workingElsewhere',
      subject: { da: 'Arbejder andet sted', en: 'Working elsewhere' },
    });
  });

  test('is called by its id where the company gave no label', () => {
    expect(typeWith('parental-leave', {}).label).toEqual({ da: 'parental-leave', en: 'parental-leave' });
  });

  test('stands after the standard rows', () => {
    expect([...absenceTypesWith(new Map([['parental-leave', parentalLeave]])).keys()].at(-1)).toBe(
      'parental-leave',
    );
  });
});
