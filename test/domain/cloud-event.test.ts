import { describe, expect, test } from 'vitest';
import { readCloudEvent } from '#domain/cloud-event.ts';
import type { HrMessage } from '#domain/hr-message.ts';
import { cloudEvent, faultsIn } from './cloud-events.ts';

function messageOf(json: unknown): HrMessage {
  const read = readCloudEvent(json);
  if (!read.isValid) throw new Error(`Refused: ${JSON.stringify(read.faults)}`);
  return read.value;
}

const wholeVacation = {
  employee: {
    id: '7',
    mailbox: 'anna.holm@contoso.example',
    name: 'Anna Holm',
    timeZone: 'Europe/Copenhagen',
  },
  absenceType: 'vacation',
  period: { kind: 'whole-days', from: '2026-12-01', to: '2026-12-05' },
  comment: 'Skiferie',
};

describe('a CloudEvent of each type is read', () => {
  test('the example of product.md', () => {
    expect(messageOf(cloudEvent('registration.approved'))).toEqual({
      source: 'https://hr.example/acme',
      eventId: 'evt-9012',
      registrationId: '4711',
      event: { type: 'RegistrationApproved', version: 2, data: wholeVacation },
    });
  });

  test.each([
    ['registration.created', undefined, { type: 'RegistrationCreated', approved: false }],
    ['registration.created', true, { type: 'RegistrationCreated', approved: true }],
    ['registration.created', false, { type: 'RegistrationCreated', approved: false }],
    ['registration.changed', undefined, { type: 'RegistrationChanged', approved: null }],
    ['registration.changed', null, { type: 'RegistrationChanged', approved: null }],
    ['registration.changed', true, { type: 'RegistrationChanged', approved: true }],
    ['registration.changed', false, { type: 'RegistrationChanged', approved: false }],
  ])('%s with approved %s', (type, approved, expected) => {
    expect(messageOf(cloudEvent(type, { data: { approved } })).event).toEqual({
      ...expected,
      version: 2,
      data: wholeVacation,
    });
  });

  test.each([
    ['registration.approved', 'RegistrationApproved'],
    ['registration.rejected', 'RegistrationRejected'],
    ['registration.deleted', 'RegistrationDeleted'],
  ])('%s needs only the registration and its version, and may carry the whole', (type, expected) => {
    const reference = { ...cloudEvent(type), data: { registrationId: '4711', version: 3 } };
    expect(messageOf(reference).event).toEqual({ type: expected, version: 3, data: null });
    expect(messageOf(cloudEvent(type)).event).toEqual({ type: expected, version: 2, data: wholeVacation });
  });

  test('null stands for what is not there', () => {
    const data = { registrationId: '4711', version: 3, employee: null, absenceType: null, period: null };
    expect(messageOf({ ...cloudEvent('registration.deleted'), data }).event.data).toBeNull();
  });
});

describe('what may be left out or varies', () => {
  test('name, time zone, comment, time, subject', () => {
    const { time: _time, subject: _subject, ...bare } = cloudEvent('registration.created');
    const { employee, comment: _comment, ...data } = bare.data;
    const { event } = messageOf({
      ...bare,
      data: { ...data, employee: { id: employee.id, mailbox: employee.mailbox } },
    });
    expect(event.data).toMatchObject({
      employee: { id: '7', mailbox: 'anna.holm@contoso.example', name: null, timeZone: null },
      comment: null,
    });
  });

  test('attributes and fields that are not known are passed over', () => {
    expect(
      messageOf({ ...cloudEvent('registration.created', { data: { team: 'R&D' } }), traceparent: '00-1' }),
    ).toEqual(messageOf(cloudEvent('registration.created')));
  });

  test('a mailbox is the same in capitals and small letters', () => {
    const employee = { mailbox: ' Anna.Holm@Contoso.Example ' };
    expect(messageOf(cloudEvent('registration.created', { employee })).event.data?.employee.mailbox).toBe(
      'anna.holm@contoso.example',
    );
  });

  test.each(['o’brien@contoso.example', "o'brien+hr@contoso.example", 'søren@contoso.example'])(
    'a mailbox may be %s',
    (mailbox) => {
      expect(
        messageOf(cloudEvent('registration.created', { employee: { mailbox } })).event.data?.employee.mailbox,
      ).toBe(mailbox);
    },
  );

  test('times stay wall-clock times', () => {
    const period = { from: '2026-12-01T12:00', to: '2026-12-04T00:00' };
    expect(messageOf(cloudEvent('registration.created', { data: { period } })).event.data?.period).toEqual({
      kind: 'times',
      ...period,
    });
  });

  test.each(['4711', 'a', 'A_b.c:d~e-f', 'x'.repeat(100)])(
    'a registration may be called %s',
    (registrationId) => {
      expect(messageOf(cloudEvent('registration.created', { data: { registrationId } })).registrationId).toBe(
        registrationId,
      );
    },
  );

  test.each(['2026-11-23T08:00:00Z', '2026-11-23T08:00:00.123Z', '2026-11-23T09:00:00+01:00'])(
    'a time may be %s',
    (time) => {
      expect(faultsIn({ ...cloudEvent('registration.created'), time })).toEqual([]);
    },
  );

  test('the largest version is 2^53 - 1', () => {
    const version = Number.MAX_SAFE_INTEGER;
    expect(messageOf(cloudEvent('registration.created', { data: { version } })).event.version).toBe(version);
  });
});
