import { describe, expect, test } from 'vitest';
import { desiredCalendarEvent } from '#domain/calendar-event.ts';
import {
  decideMessage,
  exportSource,
  type HrMessage,
  type MessageDecision,
  type RecordedMessage,
} from '#domain/hr-message.ts';
import { toRegistrationId } from '#domain/identifiers.ts';
import type { HrRegistrationEvent, RegistrationData } from '#domain/registration-event.ts';
import {
  acme,
  anna,
  annaVacation,
  annaVacationWeekLater,
  approved,
  bo,
  changed,
  created,
  deleted,
  given,
  registrationId,
  rejected,
} from './builders.ts';

const hrSays = (eventId: string, event: HrRegistrationEvent): HrMessage => ({
  source: 'https://hr.example/acme',
  eventId,
  registrationId,
  event,
});
const exportSays = (event: HrRegistrationEvent): HrMessage => ({
  source: exportSource,
  eventId: `${registrationId}/${event.version}`,
  registrationId,
  event,
});
const recorded = (...messages: readonly HrMessage[]): RecordedMessage[] =>
  messages.map((message, index) => ({ ...message, sequence: index + 1 }));

const news: MessageDecision = { kind: 'record' };
const sameIdConflict: MessageDecision = {
  kind: 'conflict',
  fault: { path: 'id', message: 'an event with this source and id is recorded with other content' },
};
const versionConflict = (version: number): MessageDecision => ({
  kind: 'conflict',
  fault: {
    path: 'data.version',
    message: `version ${version} of this registration is recorded with other content`,
  },
});

describe('a message', () => {
  test('of a registration that nobody has heard of is recorded', () => {
    expect(decideMessage([], hrSays('e1', created(1)))).toEqual(news);
  });

  test('of a later or an earlier version is recorded', () => {
    expect(decideMessage(recorded(hrSays('e2', approved(2))), hrSays('e1', created(1)))).toEqual(news);
    expect(decideMessage(recorded(hrSays('e1', created(1))), hrSays('e2', approved(2)))).toEqual(news);
  });
});

describe('the same source and id', () => {
  const known = recorded(hrSays('e1', created(1)), hrSays('e2', approved(2)), hrSays('e3', changed(3)));

  test('with the same content is a duplicate of what is recorded', () => {
    expect(decideMessage(known, hrSays('e2', approved(2)))).toEqual({ kind: 'duplicate', sequence: 2 });
  });

  test('is a duplicate whatever came since', () => {
    expect(decideMessage(known, hrSays('e1', created(1)))).toEqual({ kind: 'duplicate', sequence: 1 });
  });

  test('is a duplicate in whatever order the store gives its fields back', () => {
    const { comment, period, absenceType, employee } = annaVacation;
    const { timeZone, name, mailbox, id } = employee;
    const stored: HrRegistrationEvent = {
      approved: false,
      data: { comment, period, absenceType, employee: { timeZone, name, mailbox, id } },
      version: 1,
      type: 'RegistrationCreated',
    };
    expect(decideMessage(recorded(hrSays('e1', stored)), hrSays('e1', created(1)))).toEqual({
      kind: 'duplicate',
      sequence: 1,
    });
  });

  test.each<[string, HrMessage]>([
    ['another period', hrSays('e1', created(1, annaVacationWeekLater))],
    ['another comment', hrSays('e1', created(1, { ...annaVacation, comment: 'Golf' }))],
    ['another name', hrSays('e1', created(1, { ...annaVacation, employee: { ...anna, name: 'Anna' } }))],
    ['another approval', hrSays('e1', created(1, annaVacation, true))],
    ['another version', hrSays('e1', created(7))],
    ['another type', hrSays('e1', changed(1))],
    ['another registration', { ...hrSays('e1', created(1)), registrationId: toRegistrationId('4712') }],
  ])('with %s is refused', (_, message) => {
    expect(decideMessage(known, message)).toEqual(sameIdConflict);
  });

  test('of another source is another message', () => {
    const elsewhere = { ...hrSays('e1', created(1)), source: 'https://hr.example/old' };
    expect(decideMessage(known, elsewhere)).toEqual(news);
  });
});

describe('the same version', () => {
  test('said again under another id with the same content is recorded', () => {
    expect(decideMessage(recorded(hrSays('e1', created(1))), hrSays('e9', created(1)))).toEqual(news);
  });

  test.each<[string, HrRegistrationEvent]>([
    ['other data', changed(3, annaVacationWeekLater)],
    ['another employee', changed(3, { ...annaVacation, employee: bo })],
    ['another approval', changed(3, annaVacation, true)],
    ['another type of event', approved(3)],
    ['a deletion', deleted(3)],
  ])('with %s is refused', (_, event) => {
    expect(decideMessage(recorded(hrSays('e3', changed(3))), hrSays('e9', event))).toEqual(
      versionConflict(3),
    );
  });

  test('of another registration has nothing to do with it', () => {
    const other = { ...hrSays('e9', approved(3)), registrationId: toRegistrationId('4712') };
    expect(decideMessage(recorded(hrSays('e3', changed(3))), other)).toEqual(news);
  });

  test('is refused without a word of what was said', () => {
    const decision = decideMessage(
      recorded(hrSays('e1', created(1))),
      hrSays('e9', created(1, { ...annaVacation, employee: bo, comment: 'Hemmeligt' })),
    );
    expect(JSON.stringify(decision)).not.toMatch(/Hemmeligt|Lund|Holm|contoso|Skiferie/);
  });
});

describe('an HR export', () => {
  test('read twice changes nothing', () => {
    expect(decideMessage(recorded(exportSays(created(1))), exportSays(created(1)))).toEqual({
      kind: 'duplicate',
      sequence: 1,
    });
  });

  test('that says otherwise than the export before it is refused', () => {
    expect(
      decideMessage(recorded(exportSays(created(1))), exportSays(created(1, annaVacation, true))),
    ).toEqual(sameIdConflict);
  });

  const withoutZone = annaVacation;
  const inCopenhagen = { ...annaVacation, employee: { ...anna, timeZone: 'Europe/Copenhagen' } };
  test.each<[string, HrRegistrationEvent, HrRegistrationEvent]>([
    ['pending', created(2), created(2)],
    ['approved, where HR only said so', approved(2), created(2, annaVacation, true)],
    ['approved, where HR changed it and left the approval open', changed(2), created(2, annaVacation, true)],
    ['rejected, where HR only said so', rejected(2), rejected(2, annaVacation)],
    ['deleted, where HR only said so', deleted(2), deleted(2, annaVacation)],
    ['without the comment', changed(2), created(2, { ...annaVacation, comment: null }, true)],
    ['without the zone', changed(2, inCopenhagen), created(2, withoutZone, true)],
  ])('that agrees with an event of its version is recorded, and the other way round: %s', (_, event, row) => {
    expect(decideMessage(recorded(hrSays('e2', event)), exportSays(row))).toEqual(news);
    expect(decideMessage(recorded(exportSays(row)), hrSays('e2', event))).toEqual(news);
  });

  const agreeing: readonly [string, HrRegistrationEvent, HrRegistrationEvent][] = [
    ['changed, and approved in the export', changed(2), created(2, annaVacation, true)],
    ['changed, and rejected in the export', changed(2), rejected(2, annaVacation)],
    ['approved, and in the export with its data', approved(2), created(2, annaVacationWeekLater, true)],
    ['with a zone only in the export', changed(2, withoutZone, true), created(2, inAuckland(), true)],
  ];
  test.each(agreeing)('and the event of its version end alike in either order: %s', (_, event, row) => {
    expect(decideMessage(recorded(hrSays('e2', event)), exportSays(row))).toEqual(news);
    const first = created(1);
    expect(desiredCalendarEvent(given(first, event, row), acme)).toEqual(
      desiredCalendarEvent(given(first, row, event), acme),
    );
  });

  test.each<[string, HrRegistrationEvent, HrRegistrationEvent]>([
    ['approved, where HR said pending', created(2), created(2, annaVacation, true)],
    ['pending, where HR said approved', approved(2), created(2)],
    ['deleted, where HR said approved', approved(2), deleted(2, annaVacation)],
    ['deleted, where HR said rejected', rejected(2), deleted(2, annaVacation)],
    ['deleted, where HR changed it and so said that it exists', changed(2), deleted(2, annaVacation)],
    ['another period', changed(2), created(2, annaVacationWeekLater, true)],
    ['another employee', changed(2), created(2, { ...annaVacation, employee: bo }, true)],
    ['another type', changed(2), created(2, { ...annaVacation, absenceType: 'sick' }, true)],
    [
      'another mailbox',
      changed(2),
      created(2, { ...annaVacation, employee: { ...anna, mailbox: bo.mailbox } }),
    ],
    ['another zone', changed(2, inCopenhagen), created(2, inAuckland(), true)],
  ])('that contradicts an event of its version is refused: %s', (_, event, row) => {
    expect(decideMessage(recorded(hrSays('e2', event)), exportSays(row))).toEqual(versionConflict(2));
    expect(decideMessage(recorded(exportSays(row)), hrSays('e2', event))).toEqual(versionConflict(2));
  });

  test('of a newer version is recorded', () => {
    expect(
      decideMessage(recorded(hrSays('e1', created(1))), exportSays(created(2, annaVacation, true))),
    ).toEqual(news);
  });
});

function inAuckland(): RegistrationData {
  return { ...annaVacation, employee: { ...anna, timeZone: 'Pacific/Auckland' } };
}
