import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeExplanation, explain } from '#domain/explanation.ts';
import { nextTexts, ruleTexts } from '#domain/explanation-texts.ts';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, RegistrationEvent } from '#domain/registration-event.ts';
import { registrationStatus } from '#domain/sync.ts';
import {
  acme,
  annaVacation,
  annaVacationWeekLater,
  approved,
  changed,
  companyWith,
  created,
  deleted,
  fingerprint,
  given,
  rejected,
} from './builders.ts';
import {
  closed,
  createdEvent,
  earlier,
  heldAt,
  later,
  mileage,
  now,
  purging,
  standing,
} from './explanation-cases.ts';

const reason: fc.Arbitrary<Reason> = fc.constantFrom<Reason>(
  { code: 'mailbox-out-of-scope', microsoft: { status: 403, code: 'ErrorAccessDenied', requestId: 'r-1' } },
  { code: 'throttled' },
  { code: 'rejected-by-microsoft' },
  { code: 'secret-expired' },
);
const version = fc.integer({ min: 1, max: 6 });
const data = fc.constantFrom(annaVacation, annaVacationWeekLater, mileage);
const occurrence: fc.Arbitrary<RegistrationEvent> = fc.oneof(
  fc.tuple(version, data, fc.boolean()).map((args) => created(...args)),
  fc.tuple(version, data, fc.constantFrom(true, false, null)).map((args) => changed(...args)),
  version.map((at) => approved(at)),
  version.map((at) => rejected(at)),
  version.map((at) => deleted(at)),
  fc.constantFrom<CalendarFact>(
    createdEvent,
    {
      type: 'CalendarWriteAttempted',
      write: { ...standing, operation: 'create', calendarEventId: null },
    },
    { type: 'CalendarEventRemoved', calendarEventId: 'event-1', wasGone: false, requestId: 'r-2' },
    {
      type: 'CalendarEventFoundGone',
      calendarEventId: 'event-1',
      registrationVersion: 3,
      requestId: 'r-3',
    },
    { type: 'CalendarEventLeftBehind', calendarEventId: 'event-1', requestId: 'r-4' },
    { type: 'RemovalReleased', replayId: 'replay-1' },
    { type: 'SyncRequested' },
    { type: 'RestorationRequested' },
  ),
  fc
    .tuple(
      fc.constantFrom('retry' as const, 'attention' as const),
      reason,
      fc.constantFrom(null, earlier, later),
    )
    .map(([consequence, reason, nextAttemptAt]): CalendarFact => ({
      type: 'CalendarWriteFailed',
      answer: 'refused',
      consequence,
      reason,
      nextAttemptAt,
    })),
  reason.map((reason): CalendarFact => ({ type: 'CalendarWriteWithheld', reason })),
  reason.map((reason): CalendarFact => ({ type: 'Parked', reason, epoch: 1 })),
  version.map(heldAt),
  version.map((registrationVersion): CalendarFact => ({
    type: 'RemovalRejected',
    replayId: 'replay-1',
    registrationVersion,
  })),
);
const companies = fc.constantFrom(
  acme,
  companyWith({ settings: { syncFrom: '2026-12-07' } }),
  closed('expired', 'secret-expired'),
  closed('off', 'connection-off'),
  closed('missing', 'connection-missing'),
  purging,
);
const time = fc.constantFrom(null, earlier, later);

test('whatever the stream, there is one explanation, and its state is the registration’s', () => {
  fc.assert(
    fc.property(
      fc.array(occurrence, { maxLength: 14 }),
      companies,
      time,
      time,
      (events, company, mailboxCheckAt, connectionProbeAt) => {
        const registration = given(...events);
        const explanation = explain(registration, company, fingerprint, {
          now,
          mailboxCheckAt,
          connectionProbeAt,
          reply: null,
        });
        expect(explanation).toMatchObject(registrationStatus(registration, company, fingerprint));
        for (const language of ['da', 'en'] as const) {
          const text = describeExplanation(explanation, language);
          expect(text.message).toBe(ruleTexts[explanation.rule][language]);
          expect(text.next.message).toBe(nextTexts[explanation.next.code][language]);
          expect(JSON.stringify(text)).not.toMatch(/Skiferie|Holm|anna/i);
        }
        const { at } = explanation.next;
        expect(at === null || at > now).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});
