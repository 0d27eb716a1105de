import { describe, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { evolve, versionOf } from '#domain/registration.ts';
import { findingsOf, mailboxToRead, type ReadEvent, type RegistrationReading } from '#domain/repair.ts';
import { anna, bo, fingerprint, present, recordedAt } from './builders.ts';
import { readingOf, shownAs } from './outlook-reader.ts';
import { fates } from './outlook-simulator.ts';
import { Scene, seen, standingVacation } from './scene.ts';

const vacationsOff = { overrides: { vacation: { synced: false } } } as const;
const english = { settings: { language: 'en' } } as const;
const requestId = 'request-2';

const mailboxIn = ({ registration, company }: Scene) => mailboxToRead(registration, company);
const standingIn = ({ registration }: Scene) => present(registration.calendar.standing, 'standing event');
const reading = (scene: Scene): RegistrationReading =>
  present(readingOf(scene.registration, scene.company, scene.outlook), 'reading');
const findings = (scene: Scene, change: Partial<RegistrationReading> = {}) =>
  findingsOf(scene.registration, scene.company, fingerprint, { ...reading(scene), ...change });
const gone = { events: [], isStandingGone: true };

/** An event with the registration's mark that the store knows nothing of. */
const stranger = (scene: Scene, calendarEventId = 'stranger-1'): ReadEvent => ({
  calendarEventId,
  etag: '7',
  shows: shownAs(present(scene.calendars[0], 'event').content),
});

describe('the mailbox that is read', () => {
  test.each<[string, () => Scene]>([
    ['where an event stands', standingVacation],
    ['where one is wanted and none was ever made', () => new Scene().hrCreates(true)],
    ['where the user has removed it', () => standingVacation().userDeletesTheEvent().repairs()],
    ['where one stood and none is wanted', () => standingVacation().hrDeletes().comesToRest()],
    ['where one stands and none is wanted', () => standingVacation().hrDeletes()],
  ])('is the employee’s, %s', (_, scene) => {
    expect(mailboxIn(scene())).toBe(anna.mailbox);
  });

  test.each<[string, () => Scene]>([
    ['HR has said nothing of it', () => new Scene()],
    ['it waits for approval', () => new Scene().hrCreates(false)],
    ['it was deleted before it was sent', () => new Scene().hrCreates(true).hrDeletes()],
    ['it moves to another mailbox', () => standingVacation().hrGivesItTo(bo)],
    ['HR has renamed the mailbox', () => standingVacation().annaIsRenamed()],
  ])('is none where %s', (_, scene) => {
    expect(mailboxIn(scene())).toBeNull();
  });

  test.each(fates.filter((fate) => fate.startsWith('lost') || fate.startsWith('crash')))(
    'is none while a write has no answer: %s',
    (fate) => {
      const scenes = [
        new Scene().hrCreates(true),
        standingVacation().hrChangesFirstDayTo('2026-12-08'),
        standingVacation().hrDeletes(),
      ];
      for (const scene of scenes) {
        expect(mailboxIn(scene)).toBe(anna.mailbox);
        expect(mailboxIn(scene.sync(fate))).toBeNull();
      }
    },
  );

  test('is the new one once the event has been left behind, whatever the old one owes', () => {
    const scene = standingVacation();
    scene.outlook.outOfScope.add(anna.mailbox);
    expect(mailboxIn(scene.hrGivesItTo(bo).comesToRest())).toBe(bo.mailbox);
  });

  test('is the employee’s in the tenant that the company has moved to', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2');
    expect(mailboxIn(scene)).toBe(anna.mailbox);
    expect(mailboxIn(scene.hrGivesItTo(bo))).toBe(bo.mailbox);
  });
});

describe('nothing is found', () => {
  test.each<[string, () => Scene]>([
    ['all is right', standingVacation],
    ['nothing is wanted and nothing stands', () => standingVacation().hrDeletes().comesToRest()],
    ['none was ever made', () => new Scene().hrCreates(true)],
    ['what HR has changed since is not sent yet', () => standingVacation().hrChangesFirstDayTo('2026-12-08')],
    ['the event stands though its removal is due', () => standingVacation().hrDeletes()],
    ['a removal is owed and its event stands', () => standingVacation().userCopiesTheEvent().repairs()],
  ])('where %s', (_, scene) => {
    expect(findings(scene())).toEqual([]);
  });

  test('of an edit of what is no longer wanted: it is to go, whatever it says', () => {
    const scene = standingVacation().userEditsTheEvent({ subject: 'Gone fishing' });
    expect(findings(scene.companyChooses(vacationsOff))).toEqual([]);
  });
});

describe('an event that shows something else than was written', () => {
  test.each([
    ['another subject', { subject: 'Gone fishing' }],
    ['other days', { start: '2026-12-24T00:00:00', end: '2026-12-25T00:00:00' }],
    ['another status', { showAs: 'workingElsewhere' }],
    ['no privacy', { sensitivity: 'normal' }],
  ] as const)('with %s is known as it is, and then mended by one update', (_, change) => {
    const scene = standingVacation();
    const standing = standingIn(scene);
    scene.userEditsTheEvent(change);
    expect(scene.nextStep().kind).toBe('none');
    expect(findings(scene)).toEqual([
      { type: 'CalendarEventFound', requestId, event: { ...standing, etag: '2', payloadHash: null } },
    ]);
    scene.repairs().comesToRest();
    expect(scene.requests).toEqual(['update']);
    expect(findings(scene)).toEqual([]);
  });

  test('that already shows what is due is known to be right, and costs no request', () => {
    const scene = standingVacation().userEditsTheEvent({ subject: 'Absent' }).companyChooses(english);
    expect(scene.nextStep().kind).toBe('update');
    expect(scene.repairs().comesToRest().requests).toEqual([]);
    expect(scene.status.state).toBe('synced');
  });

  test('is told apart from what was meant, not from what was meant before', () => {
    const scene = standingVacation().userEditsTheEvent({ subject: 'Gone fishing' });
    expect(findings(scene.repairs())).toEqual([]);
    expect(scene.nextStep().kind).toBe('update');
  });
});

describe('an event that is gone', () => {
  const foundGone = (scene: Scene) => ({
    type: 'CalendarEventFoundGone',
    calendarEventId: standingIn(scene).calendarEventId,
    registrationVersion: 1,
    requestId,
  });

  test('is put back where one is wanted', () => {
    const scene = standingVacation();
    expect(findings(scene, gone)).toEqual([foundGone(scene), { type: 'RestorationRequested' }]);
    scene.userDeletesTheEvent().repairs().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(scene.registration.calendar.generation).toBe(2);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['HR has deleted the registration', (scene) => scene.hrDeletes()],
    ['the type is no longer synced', (scene) => scene.companyChooses(vacationsOff)],
    ['HR has rejected it', (scene) => scene.hrRejects()],
  ])('is known to be gone, and nothing more, where %s', (_, happen) => {
    const scene = happen(standingVacation());
    expect(findings(scene, gone)).toEqual([foundGone(scene)]);
    expect(scene.userDeletesTheEvent().repairs().comesToRest().requests).toEqual([]);
    expect(scene.status.state).toBe('removed');
  });

  test('and was known to be gone is put back only where one is wanted', () => {
    const scene = standingVacation().userDeletesTheEvent().companyChooses(english).comesToRest();
    expect(scene.status.reason).toEqual({ code: 'removed-by-user' });
    expect(findings(scene)).toEqual([{ type: 'RestorationRequested' }]);
    expect(findings(scene.companyChooses(vacationsOff))).toEqual([]);
    scene.companyChooses({}).repairs().comesToRest();
    expect(scene.status.state).toBe('synced');
    expect(seen(scene)).toHaveLength(1);
  });

  test('because we removed it is not put back', () => {
    const scene = standingVacation().hrDeletes().comesToRest();
    expect(findings(scene)).toEqual([]);
  });

  test('while another of the registration stands makes that one its event: nothing is put back', () => {
    const scene = standingVacation();
    scene.userCopiesTheEvent().userDeletesTheEvent();
    expect(findings(scene).map(({ type }) => type)).toEqual(['CalendarEventFoundGone', 'CalendarEventFound']);
    scene.repairs().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(scene.requests).toEqual(['update']);
  });
});

describe('events that the store does not know', () => {
  test('beside the standing one are duplicates: their removal is owed, and the standing one stays', () => {
    const scene = standingVacation();
    const { calendarEventId } = standingIn(scene);
    scene.userCopiesTheEvent().userCopiesTheEvent().repairs();
    expect(scene.registration.calendar.owedRemovals).toHaveLength(2);
    scene.comesToRest();
    expect(scene.calendars.map(({ id }) => id)).toEqual([calendarEventId]);
    expect(scene.requests).toEqual(['remove', 'remove']);
  });

  test('are adopted where none was known: the first is written over, the others go', () => {
    const scene = new Scene().hrCreates(true);
    const strangers = ['one', 'two', 'three'].map((id) => stranger(standingVacation(), id));
    const facts = findings(scene, { events: strangers });
    expect(facts.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'CalendarEventFound'));
    const { calendar } = scene.notes(...facts).registration;
    expect(calendar.standing).toMatchObject({
      calendarEventId: 'one',
      etag: '7',
      mailbox: anna.mailbox,
      employeeId: anna.id,
      tenantId: 'tenant-1',
      generation: 1,
      payloadHash: null,
      registrationVersion: 1,
    });
    expect(calendar.owedRemovals.map(({ calendarEventId }) => calendarEventId)).toEqual(['two', 'three']);
    expect(scene.nextStep()).toMatchObject({ kind: 'update', standing: { calendarEventId: 'one' } });
  });

  test('are removed where none is wanted', () => {
    const scene = standingVacation().userCopiesTheEvent().hrDeletes().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(seen(scene.repairs().comesToRest())).toEqual([]);
    expect(scene.requests).toEqual(['remove', 'remove']);
  });

  test('take no transaction’s number that is used: the next create is a new event', () => {
    const scene = standingVacation().userCopiesTheEvent().hrDeletes().comesToRest().repairs().comesToRest();
    scene.hrRepeats().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(scene.registration.calendar.generation).toBe(2);
  });

  test('are learnt once, however often they are read', () => {
    const scene = standingVacation().userCopiesTheEvent();
    const facts = findings(scene);
    scene.notes(...facts);
    expect(findings(scene)).toEqual([]);
    expect(scene.notes(...facts).registration.calendar.owedRemovals).toHaveLength(1);
  });
});

describe('another tenant’s event', () => {
  test('is neither gone nor drifted by what this tenant’s mailbox shows', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2');
    expect(findings(scene)).toEqual([]);
    expect(findings(scene, { isStandingGone: true })).toEqual([]);
  });

  test('stays where it is while this tenant gets its own', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2').repairs().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(scene.outlook.eventsIn('tenant-1')).toHaveLength(1);
    expect(scene.requests).toEqual(['create']);
  });

  test('beside a stranger in this one ends as one event here, and is not touched', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2').comesToRest();
    scene.companyMovesToTenant('tenant-1').repairs().comesToRest();
    expect(seen(scene)).toHaveLength(1);
    expect(scene.outlook.eventsIn('tenant-2')).toHaveLength(1);
    expect(scene.status.state).toBe('synced');
  });
});

test('findings are folded like any fact: the stream alone tells what was learnt', () => {
  const scene = standingVacation().userCopiesTheEvent().userEditsTheEvent({ subject: 'Gone fishing' });
  let { registration } = scene;
  for (const event of findings(scene))
    registration = evolve(registration, {
      registrationId: toRegistrationId('4711'),
      sequence: registration.sequence + 1,
      recordedAt,
      event,
    });
  expect(registration).toEqual({ ...scene.repairs().registration, registrationId: '4711' });
  expect(versionOf(registration)).toBe(1);
});
