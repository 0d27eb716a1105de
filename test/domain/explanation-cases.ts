import type { Company } from '#domain/company.ts';
import type { Surroundings } from '#domain/explanation.ts';
import type { ReasonCode } from '#domain/reasons.ts';
import type { CalendarFact, StandingCalendarEvent } from '#domain/registration-event.ts';
import { anna, annaVacation, companyWith, created } from './builders.ts';

export const now = '2026-11-23T08:00:00.000Z';
export const later = '2026-11-23T08:30:00.000Z';
export const earlier = '2026-11-23T07:30:00.000Z';
export const nothingKnown: Surroundings = { now, mailboxCheckAt: null, connectionProbeAt: null, reply: null };

export const failed = (
  consequence: 'retry' | 'attention',
  code: ReasonCode,
  nextAttemptAt: string | null = null,
): CalendarFact => ({
  type: 'CalendarWriteFailed',
  answer: 'refused',
  consequence,
  reason: { code },
  nextAttemptAt,
});
export const heldAt = (registrationVersion: number): CalendarFact => ({
  type: 'RemovalHeld',
  replayId: 'replay-1',
  registrationVersion,
});
export const standing: StandingCalendarEvent = {
  calendarEventId: 'event-1',
  etag: '1',
  mailbox: anna.mailbox,
  employeeId: anna.id,
  tenantId: 'tenant-1',
  generation: 1,
  payloadHash: 'hash-1',
  registrationVersion: 1,
};
export const createdEvent: CalendarFact = {
  type: 'CalendarEventCreated',
  event: standing,
  wasAdopted: false,
  requestId: 'request-1',
};
export const sentVacation = created(1, annaVacation, true);
export const mileage = { ...annaVacation, absenceType: 'mileage' };

export const closed = (state: 'expired' | 'misconfigured' | 'off' | 'missing', code: ReasonCode): Company =>
  companyWith({ connection: { state, isOpen: false, reason: { code } } });
export const purging = companyWith({
  connection: { state: 'off', isOpen: false, isPurging: true, reason: { code: 'connection-off' } },
});
