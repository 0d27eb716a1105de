import { Temporal } from 'temporal-polyfill';
import type { Connection, ConnectionState } from './connection.ts';
import type { CalendarDate } from './period.ts';
import type { Reason } from './reasons.ts';

/** What an administrator is told of a connection. */
export type NotificationKind = 'secret-expiring' | 'secret-expired' | 'sync-stopped' | 'sync-resumed';

/** Something to be told once. */
export interface Notice {
  /** Nothing is told twice under the same key. */
  readonly key: string;
  readonly kind: NotificationKind;
  readonly facts: NoticeFacts;
}

/** How the connection stood when there was something to tell. */
export interface NoticeFacts {
  readonly state: ConnectionState;
  /** Since when it is in this state; ISO 8601 in UTC. */
  readonly since: string;
  readonly reason: Reason | null;
  /** Entra's Application (client) ID, by which the administrator finds the application. */
  readonly clientId: string;
  readonly secretExpiresAt: string | null;
  /** Days from today to the secret's last day in the company's zone, negative afterwards; null where nobody knows. */
  readonly daysLeft: number | null;
}

/** Days before the secret's last day (product row 12). */
const reminderDays = [60, 30, 14, 7, 1];

/** Nobody is reminded at night; what has stopped or is back is told at any hour. */
const firstHour = 7;

export function isReminderHour(timeZone: string, now: string): boolean {
  return inZone(timeZone, now).hour >= firstHour;
}

/**
 * What is due today. While Microsoft has closed the connection, or once the noted last day is past: one notice a day.
 * Before: the reminder of the nearest threshold that has been reached, so that a service that was down tells the newest
 * it has missed and no older one. Nothing while the connection is switched OFF. A new last day or a new secret starts
 * the thresholds anew.
 */
export function dueReminder(connection: Connection, timeZone: string, now: string): Notice | null {
  if (!connection.enabled) return null;
  const facts = factsOf(connection, timeZone, now);
  if (isClosedByMicrosoft(connection.state))
    return {
      key: dailyKey(connection, timeZone, now),
      kind: connection.state === 'expired' ? 'secret-expired' : 'sync-stopped',
      facts,
    };
  if (facts.daysLeft === null || facts.secretExpiresAt === null) return null;
  if (facts.daysLeft < 0) return { key: dailyKey(connection, timeZone, now), kind: 'secret-expired', facts };
  const { daysLeft } = facts;
  const threshold = reminderDays.findLast((days) => days >= daysLeft);
  if (threshold === undefined) return null;
  const lastDay = dateIn(timeZone, facts.secretExpiresAt);
  return {
    key: `secret-expiring/${connection.secretVersion}/${lastDay}/${threshold}`,
    kind: 'secret-expiring',
    facts,
  };
}

/**
 * What a change of the connection's state is to tell at once: that Microsoft has closed it, or that it works. Whether it
 * works *again*, whoever was told of the stop knows. A stop has the key of that day's notice, so that a connection that
 * closes and opens all day long is told of once a day for each cause and secret.
 */
export function noticeOfChange(
  before: Connection | null,
  after: Connection,
  timeZone: string,
  now: string,
): Notice | null {
  if (before !== null && before.epoch === after.epoch) return null;
  const facts = factsOf(after, timeZone, now);
  if (isClosedByMicrosoft(after.state))
    return { key: dailyKey(after, timeZone, now), kind: 'sync-stopped', facts };
  if (after.state !== 'healthy' && after.state !== 'expiring') return null;
  return { key: `sync-resumed/${after.epoch}`, kind: 'sync-resumed', facts };
}

/** Whether an administrator has said something new of the secret, or has switched ON: what is due is told at once then. */
export function isNewsOfSecret(before: Connection | null, after: Connection): boolean {
  return (
    before?.secretVersion !== after.secretVersion ||
    before.credential?.expiresAt !== after.credential?.expiresAt ||
    before.enabled !== after.enabled
  );
}

const isClosedByMicrosoft = (state: ConnectionState): boolean =>
  state === 'expired' || state === 'misconfigured';

/** By cause, day and secret. A last day that is past and Entra's refusal of that day are the same news. */
function dailyKey({ state, reason, secretVersion }: Connection, timeZone: string, now: string): string {
  const cause = isClosedByMicrosoft(state) && reason !== null ? reason.code : 'secret-expired';
  return `${cause}/${secretVersion}/${dateIn(timeZone, now)}`;
}

function factsOf(
  { state, since, reason, clientId, credential }: Connection,
  timeZone: string,
  now: string,
): NoticeFacts {
  const secretExpiresAt = credential?.expiresAt ?? null;
  return {
    state,
    since,
    reason,
    clientId,
    secretExpiresAt,
    daysLeft: secretExpiresAt === null ? null : daysBetween(now, secretExpiresAt, timeZone),
  };
}

/** Days of the calendar in that zone, whatever their length in hours; negative where `to` is the earlier. */
export function daysBetween(from: string, to: string, timeZone: string): number {
  return Temporal.PlainDate.from(dateIn(timeZone, from)).until(dateIn(timeZone, to)).days;
}

const dateIn = (timeZone: string, instant: string): CalendarDate =>
  inZone(timeZone, instant).toPlainDate().toString();

const inZone = (timeZone: string, instant: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);

const firstDelaySeconds = 5;
const longestDelaySeconds = 60 * 60;
const outdatedAfterHours = 24;

/** How long a notification that has failed so often waits to be tried again: 5 s, then four times as long each time, at most an hour. */
export function nextDelaySeconds(attempts: number): number {
  return Math.min(firstDelaySeconds * 4 ** (attempts - 1), longestDelaySeconds);
}

/** After a day it is no news any more: what still holds is told anew every day. */
export function isOutdated(createdAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(createdAt) >= outdatedAfterHours * 3_600_000;
}
