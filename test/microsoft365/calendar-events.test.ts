import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCalendarEvent } from '#activities/microsoft365/calendar-events.ts';
import type { Graph } from '#activities/microsoft365/graph.ts';
import { contentOf } from '#domain/calendar-event.ts';
import { toRegistrationId } from '#domain/identifiers.ts';
import { annaVacation, companyWith } from '../domain/builders.ts';
import {
  contextWith,
  create,
  openTenant,
  remove,
  standingAfter,
  standingEvent,
  update,
  userDoes,
  vacation,
  weekLater,
  type Tenant,
} from './tenant.ts';

let tenant: Tenant;
let client: Graph;
beforeAll(async () => {
  tenant = await openTenant();
  client = tenant.graph();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

/** How many requests of each kind reached the calendars. */
async function requests() {
  const { createEvent, updateEvent, deleteEvent, getEvent } = await tenant.outlook.counts();
  return { createEvent, updateEvent, deleteEvent, getEvent };
}
const none = { createEvent: 0, updateEvent: 0, deleteEvent: 0, getEvent: 0 };

describe('a calendar event', () => {
  test('is created by one request, and the answer names it as it stands', async () => {
    const mailbox = await tenant.mailbox();
    const answer = await create(client, mailbox);
    expect(await requests()).toEqual({ ...none, createEvent: 1 });
    const [event, ...others] = await tenant.outlook.calendarOf(mailbox);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      subject: 'Absent',
      isAllDay: true,
      start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Romance Standard Time' },
      end: { dateTime: '2026-12-06T00:00:00', timeZone: 'Romance Standard Time' },
      showAs: 'oof',
      sensitivity: 'private',
      isReminderOn: false,
      attendees: [],
    });
    expect(answer).toEqual({
      kind: 'written',
      calendarEventId: event?.immutableId,
      etag: expect.stringMatching(/^W\//),
      requestId: expect.stringMatching(/./),
    });
  });

  test('is updated by one request, keeps its id and gets a new etag', async () => {
    const standing = await standingEvent(tenant, client);
    const answer = await update(client, standing);
    expect(await requests()).toEqual({ ...none, updateEvent: 1 });
    expect(answer).toMatchObject({ kind: 'written', calendarEventId: standing.calendarEventId });
    expect(standingAfter(answer, standing.mailbox).etag).not.toBe(standing.etag);
    expect(await tenant.outlook.calendarOf(standing.mailbox)).toMatchObject([
      { start: { dateTime: weekLater.start }, isReminderOn: false, showAs: 'oof' },
    ]);
  });

  test('is removed by one request', async () => {
    const standing = await standingEvent(tenant, client);
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: false });
    expect(await requests()).toEqual({ ...none, deleteEvent: 1 });
    expect(await tenant.outlook.calendarOf(standing.mailbox)).toEqual([]);
  });

  test('whose etag is unknown is read before it is changed or removed', async () => {
    const standing = { ...(await standingEvent(tenant, client)), etag: null };
    expect(await update(client, standing)).toMatchObject({ kind: 'written' });
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: false });
    expect(await requests()).toEqual({ createEvent: 0, updateEvent: 1, deleteEvent: 1, getEvent: 2 });
  });

  test('carries what colleagues may see and our mark, and nothing else of the registration', async () => {
    const mailbox = await tenant.mailbox();
    const data = {
      ...annaVacation,
      absenceType: 'sick',
      comment: 'Influenza',
      employee: { ...annaVacation.employee, mailbox, name: 'Anna Berta Holm' },
    };
    const context = contextWith({ registrationId: toRegistrationId('4712') });
    await createCalendarEvent(
      client,
      {
        operation: 'create',
        mailbox,
        employeeId: 'employee-7',
        tenantId: 'tenant-1',
        generation: 1,
        calendarEventId: null,
        payloadHash: 'hash-1',
        registrationVersion: 1,
      },
      contentOf(data, companyWith()),
      context,
    );
    const [event] = await tenant.outlook.calendarOf(mailbox);
    const stored = JSON.stringify({ ...event, mailbox: '' });
    for (const hidden of ['Influenza', 'Berta', 'sick', 'Syg', 'employee-7', 'hash-1'])
      expect(stored).not.toContain(hidden);
    expect(event).toMatchObject({ subject: 'Fraværende', attendees: [] });
    expect(stored).toContain('contoso/4712');
    const body: unknown = event?.body;
    expect([{ contentType: 'html', content: '' }, '']).toContainEqual(body);
  });

  test.each(["o'brien+anna", '[anna]', 'a&b=c', 'anna!$*;,', 'søren'])(
    'is created, changed and removed in the mailbox %s@contoso.example',
    async (name) => {
      const mailbox = await tenant.mailbox(`${name}@contoso.example`);
      const standing = standingAfter(await create(client, mailbox), mailbox);
      expect(await update(client, standing)).toMatchObject({ kind: 'written' });
      expect(await remove(client, { ...standing, etag: null })).toMatchObject({ kind: 'removed' });
      expect(await requests()).toEqual({ createEvent: 1, updateEvent: 1, deleteEvent: 1, getEvent: 1 });
    },
  );

  test('is created in a guest’s mailbox, whose name holds a number sign', async () => {
    const mailbox = await tenant.mailbox('anna_fabrikam.example#EXT#@contoso.example');
    expect(await create(client, mailbox)).toMatchObject({ kind: 'written' });
    expect(await tenant.outlook.calendarOf(mailbox)).toHaveLength(1);
  });
});

describe('a repeated create', () => {
  test('with the same generation adopts the event that exists', async () => {
    const mailbox = await tenant.mailbox();
    const first = standingAfter(await create(client, mailbox), mailbox);
    expect(await create(client, mailbox)).toMatchObject({
      kind: 'adopted',
      calendarEventId: first.calendarEventId,
      etag: first.etag,
    });
    expect(await requests()).toEqual({ ...none, createEvent: 2, getEvent: 1 });
    expect(await tenant.outlook.calendarOf(mailbox)).toHaveLength(1);
  });

  test('whose refusal comes as a 409 adopts just the same', async () => {
    const standing = await standingEvent(tenant, client);
    const error = {
      code: 'ErrorDuplicateTransactionId',
      message: 'used',
      '@event.existingEventId': standing.calendarEventId,
    };
    await tenant.fault('createEvent', { kind: 'respond', status: 409, body: { error } });
    expect(await create(client, standing.mailbox)).toMatchObject({
      kind: 'adopted',
      calendarEventId: standing.calendarEventId,
    });
  });

  test('of an event that the user has deleted meanwhile tells that it is not there', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'DELETE', standing);
    expect(await create(client, standing.mailbox)).toMatchObject({
      kind: 'not-there',
      calendarEventId: standing.calendarEventId,
    });
    expect(await tenant.outlook.calendarOf(standing.mailbox)).toEqual([]);
  });

  test('with the next generation, of another registration or of another company makes an event of its own', async () => {
    const mailbox = await tenant.mailbox();
    await create(client, mailbox);
    for (const [context, generation] of [
      [contextWith(), 2],
      [contextWith({ registrationId: toRegistrationId('4713') }), 1],
      [contextWith({ companyId: companyWith().companyId }), 1],
    ] as const)
      expect(await create(client, mailbox, context, generation)).toMatchObject({ kind: 'written' });
    expect(await tenant.outlook.calendarOf(mailbox)).toHaveLength(4);
  });
});

describe('an event that the user has touched', () => {
  test('is read again and changed as it is now: the edit is overwritten, never duplicated', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'PATCH', standing, {
      subject: 'At the dentist',
      location: { displayName: 'Town' },
    });
    expect(await update(client, standing)).toMatchObject({ kind: 'written' });
    expect(await requests()).toEqual({ ...none, updateEvent: 2, getEvent: 1 });
    const events = await tenant.outlook.calendarOf(standing.mailbox);
    expect(events).toMatchObject([{ subject: vacation.subject, start: { dateTime: weekLater.start } }]);
  });

  test('is removed, though it was edited', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'PATCH', standing, { subject: 'At the dentist' });
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: false });
    expect(await requests()).toEqual({ ...none, deleteEvent: 2, getEvent: 1 });
  });

  test('time and again is left for later after three tries, and nothing was done', async () => {
    const standing = await standingEvent(tenant, client);
    const error = { code: 'ErrorIrresolvableConflict', message: 'changed' };
    await tenant.fault('updateEvent', { kind: 'respond', status: 412, body: { error } }, { times: null });
    expect(await update(client, standing)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'unavailable', mayHaveHappened: false },
    });
    expect((await requests()).updateEvent).toBe(3);
  });

  test('is not there to be changed once it was deleted, and is not made again', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'DELETE', standing);
    expect(await update(client, standing)).toMatchObject({
      kind: 'not-there',
      calendarEventId: standing.calendarEventId,
    });
    expect(await tenant.outlook.calendarOf(standing.mailbox)).toEqual([]);
  });

  test('counts as removed where it lies in Deleted Items, and where it is gone for good', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'DELETE', standing);
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: true });
    await userDoes(tenant, 'DELETE', standing);
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: true });
    expect(await remove(client, { ...standing, etag: null })).toMatchObject({
      kind: 'removed',
      wasGone: true,
    });
  });

  test('is not there in another mailbox, where the employee has moved to one', async () => {
    const standing = await standingEvent(tenant, client);
    const other = await tenant.mailbox();
    expect(await update(client, standing, weekLater, contextWith(), other)).toMatchObject({
      kind: 'not-there',
      calendarEventId: standing.calendarEventId,
    });
    expect(await tenant.outlook.calendarOf(standing.mailbox)).toHaveLength(1);
  });
});
