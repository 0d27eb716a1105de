import type { Company } from '#domain/company.ts';
import type { OutlookEvent as ShownEvent } from '#domain/outlook-event.ts';
import type { Registration } from '#domain/registration.ts';
import { mailboxToRead, standingHere, type ReadEvent, type RegistrationReading } from '#domain/repair.ts';
import { tenantOf, type OutlookEvent, type OutlookSimulator } from './outlook-simulator.ts';

/**
 * What a repair reads of the registration, by the same rules as the service: the mailbox's list, and the standing event
 * by its id where the list lacks it. Null where nothing can be learnt: no mailbox is to be read, it can't be, or list
 * and look-up contradict one another.
 */
export function readingOf(
  registration: Registration,
  company: Company,
  outlook: OutlookSimulator,
): RegistrationReading | null {
  const tenantId = tenantOf(company);
  const mailbox = company.connection.isOpen ? mailboxToRead(registration, company) : null;
  if (mailbox === null || outlook.outOfScope.has(mailbox) || !outlook.has(tenantId, mailbox)) return null;
  const events = outlook
    .eventsIn(tenantId)
    .filter(({ address, folder }) => address === mailbox && folder === 'calendar')
    .map(asRead);
  const standing = standingHere(registration, company);
  const isListed = events.some(({ calendarEventId }) => calendarEventId === standing?.calendarEventId);
  const isStandingGone = standing !== null && !isListed;
  if (isStandingGone && outlook.find(tenantId, mailbox, standing.calendarEventId) !== 'no event') return null;
  return { mailbox, events, isStandingGone, requestId: 'request-2' };
}

const asRead = ({ id, etag, content }: OutlookEvent): ReadEvent => ({
  calendarEventId: id,
  etag: String(etag),
  shows: shownAs(content),
});

/** Whole days look the same in UTC, but for the digits that Graph adds. */
export const shownAs = ({
  subject,
  isAllDay,
  start,
  end,
  showAs,
  sensitivity,
}: OutlookEvent['content']): ShownEvent => ({
  subject,
  isAllDay,
  showAs,
  sensitivity,
  start: `${start}.0000000`,
  end: `${end}.0000000`,
  isReminderOn: false,
});
