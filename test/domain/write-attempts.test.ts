import { expect, test } from 'vitest';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, CalendarWrite, RegistrationEvent } from '#domain/registration-event.ts';
import { writeAttemptsIn } from '#domain/write-attempts.ts';
import { anna, annaVacation, created, deleted, recordedInOrder } from './builders.ts';

const write: CalendarWrite = {
  operation: 'create',
  mailbox: anna.mailbox,
  employeeId: anna.id,
  tenantId: 'tenant-1',
  generation: 1,
  calendarEventId: null,
  payloadHash: 'hash-1',
  registrationVersion: 1,
};
const attempted = (operation: CalendarWrite['operation'] = 'create'): CalendarFact => ({
  type: 'CalendarWriteAttempted',
  write: { ...write, operation },
});
const failed = (answer: 'refused' | 'unanswered', reason: Reason): CalendarFact => ({
  type: 'CalendarWriteFailed',
  answer,
  consequence: 'retry',
  reason,
  nextAttemptAt: null,
});
const stands = (wasAdopted = false): CalendarFact => ({
  type: 'CalendarEventCreated',
  event: { ...write, calendarEventId: 'event-1', etag: '1' },
  wasAdopted,
  requestId: 'r-created',
});
const throttled: Reason = {
  code: 'throttled',
  microsoft: { status: 429, code: 'TooManyRequests', requestId: 'r-429' },
};

const attempts = (...events: readonly RegistrationEvent[]) =>
  writeAttemptsIn(recordedInOrder(events)).map(({ operation, outcome, requestId }) =>
    [operation, outcome, requestId].filter((part) => part !== null).join(' '),
  );

test('nothing that was not tried is an attempt', () => {
  expect(
    attempts(created(1, annaVacation, true), {
      type: 'Parked',
      reason: { code: 'secret-expired' },
      epoch: 1,
    }),
  ).toEqual([]);
});

test('a write that has no answer yet is under way', () => {
  expect(attempts(created(1, annaVacation, true), attempted())).toEqual(['create under-way']);
});

test('a write and its answer are one attempt, with Microsoft’s request id', () => {
  expect(attempts(attempted(), stands())).toEqual(['create succeeded r-created']);
});

test('several failures of one noted write, and its success, are an attempt each', () => {
  const unavailable = failed('unanswered', { code: 'microsoft-unavailable' });
  expect(attempts(attempted(), failed('refused', throttled), unavailable, stands())).toEqual([
    'create refused r-429',
    'create unanswered',
    'create succeeded r-created',
  ]);
});

test('a failure keeps Microsoft’s status, code and request id', () => {
  expect(writeAttemptsIn(recordedInOrder([attempted(), failed('refused', throttled)]))).toMatchObject([
    { reasonCode: 'throttled', microsoft: throttled.microsoft, requestId: 'r-429' },
  ]);
});

test('a write whose answer died with its process stays unanswered when the next is noted', () => {
  expect(attempts(attempted(), deleted(2), attempted('remove'))).toEqual([
    'create unanswered',
    'remove under-way',
  ]);
});

test('an event that stood already was found', () => {
  expect(attempts(attempted(), stands(true))).toEqual(['create found r-created']);
});

test('an event that is gone, or in the mailbox left behind, says so', () => {
  expect(
    attempts(
      attempted('update'),
      {
        type: 'CalendarEventFoundGone',
        calendarEventId: 'event-1',
        registrationVersion: 1,
        requestId: 'r-1',
      },
      attempted('update'),
      { type: 'CalendarEventLeftBehind', calendarEventId: 'event-1', requestId: 'r-2' },
      attempted('remove'),
      { type: 'CalendarEventRemoved', calendarEventId: 'event-1', wasGone: true, requestId: 'r-3' },
    ),
  ).toEqual(['update found-gone r-1', 'update left-behind r-2', 'remove found-gone r-3']);
});

test('what was kept back is listed beside the write whose answer is missing', () => {
  expect(
    attempts(attempted(), { type: 'CalendarWriteWithheld', reason: { code: 'mailbox-out-of-scope' } }),
  ).toEqual(['create unanswered', 'withheld']);
});
