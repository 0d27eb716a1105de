import { describe, expect, test } from 'vitest';
import type { Reason } from '#domain/reasons.ts';
import { bo } from './builders.ts';
import type { Fate } from './outlook-simulator.ts';
import { Scene, seen, standingVacation } from './scene.ts';

const vacationsOff = { overrides: { vacation: { synced: false } } } as const;
const english = { settings: { language: 'en' } } as const;
const held = { state: 'attention', reason: { code: 'deletion-limit' } };
const outOfScope: Reason = { code: 'mailbox-out-of-scope' };
const theEvent = [{ mailbox: 'anna.holm@contoso.example', start: '2026-12-01' }];

/** The company no longer syncs vacations, and a replay has held the removal. */
const heldVacation = (): Scene => standingVacation().companyChooses(vacationsOff).replayHoldsTheRemoval();
const rejectedVacation = (): Scene => heldVacation().administratorRejectsTheRemoval();
/** The event stands in both mailboxes: the removal from Anna's is held. */
const heldMove = (): Scene => standingVacation().hrGivesItTo(bo).sync().sync().replayHoldsTheRemoval();
/** A repair has found a copy of the event, and its removal is held. */
const heldCopy = (): Scene => standingVacation().userCopiesTheEvent().repairs().replayHoldsTheRemoval();

const scenes: readonly [string, () => Scene][] = [
  ['held', heldVacation],
  ['rejected', rejectedVacation],
];
const elsewhere: readonly [string, () => Scene][] = [
  ['that a registration has left behind', heldMove],
  ['of a copy', heldCopy],
];

describe.each(scenes)('a removal that is %s', (_, scene) => {
  test('is not done, however often it is tried, and says what it waits for', () => {
    const after = scene().comesToRest();
    expect(after.requests).toEqual([]);
    expect(seen(after)).toEqual(theEvent);
    expect(after.status).toMatchObject(held);
  });

  test('is done once it is released', () => {
    const after = scene().administratorReleasesTheRemoval().comesToRest();
    expect(seen(after)).toEqual([]);
    expect(after.status).toMatchObject({ state: 'removed', reason: { code: 'type-not-synced' } });
  });

  test('is done once an administrator asks for this registration’s sync', () => {
    expect(seen(scene().administratorAsksForSync().comesToRest())).toEqual([]);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['a deletion', (after) => after.hrDeletes()],
    ['a rejection', (after) => after.hrRejects()],
    ['the same said again', (after) => after.hrRepeats()],
  ])('binds no later HR version: %s is followed', (_what, happen) => {
    const after = happen(scene()).comesToRest();
    expect(seen(after)).toEqual([]);
    expect(after.requests).toEqual(['remove']);
  });

  test('binds no later HR version that wants the event', () => {
    const after = scene().hrChangesTypeTo('home-office').comesToRest();
    expect(after.calendars).toMatchObject([{ content: { showAs: 'workingElsewhere' } }]);
    expect(after.status.state).toBe('synced');
  });

  test('is overridden by a purge, which is an administrator’s own word', () => {
    const after = scene().companyPurges().comesToRest();
    expect(seen(after)).toEqual([]);
    expect(after.requests).toEqual(['remove']);
  });

  test('is nothing to speak of once the event is wanted again', () => {
    const after = scene().companyChooses({}).comesToRest();
    expect(after.requests).toEqual([]);
    expect(after.status).toMatchObject({ state: 'synced', reason: null });
  });

  test('is nothing to wait for once the user has removed the event', () => {
    const after = scene().userDeletesTheEvent().repairs().comesToRest();
    expect(after.requests).toEqual([]);
    expect(after.status).toMatchObject({ state: 'removed' });
  });
});

describe.each(elsewhere)('a held removal %s', (_, scene) => {
  test('leaves both events, and the registration says so', () => {
    const after = scene().comesToRest();
    expect(after.requests.filter((kind) => kind === 'remove')).toEqual([]);
    expect(after.calendars).toHaveLength(2);
    expect(after.status).toMatchObject(held);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['held', (after) => after],
    ['rejected', (after) => after.administratorRejectsTheRemoval()],
  ])('stays %s while the event that is wanted is updated', (_what, hold) => {
    const after = hold(scene()).companyChooses(english).comesToRest();
    expect(after.calendars.map(({ content }) => content.subject).toSorted()).toEqual([
      'Absent',
      'Fraværende',
    ]);
    expect(after.status).toMatchObject(held);
  });

  test('stays held while the event that is wanted is put back', () => {
    const after = scene();
    const standing = after.registration.calendar.standing?.calendarEventId ?? 'none';
    after.outlook.userDeletes('tenant-1', standing);
    after.repairs().comesToRest();
    expect(after.calendars).toHaveLength(2);
    expect(after.status).toMatchObject(held);
  });

  test('is done once it is released, and the event that is wanted stays', () => {
    const after = scene().administratorReleasesTheRemoval().comesToRest();
    expect(after.calendars).toHaveLength(1);
    expect(after.status.state).toBe('synced');
  });
});

describe('what has no answer', () => {
  const lost: readonly Fate[] = ['lost before the effect', 'lost after the effect'];

  test.each(lost)('a removal %s is no longer repeated once it is held, and is when released', (fate) => {
    const scene = standingVacation().companyChooses(vacationsOff).sync(fate).replayHoldsTheRemoval();
    expect(scene.nextStep().kind).toBe('none');
    expect(scene.status).toMatchObject(held);
    expect(seen(scene.administratorReleasesTheRemoval().comesToRest())).toEqual([]);
  });

  test.each(lost)('a create %s is settled though a hold stands, and its event then waits', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).companyChooses(vacationsOff);
    scene.replayHoldsTheRemoval().sync().replayHoldsTheRemoval().comesToRest();
    expect(seen(scene)).toEqual(theEvent);
    expect(scene.status).toMatchObject(held);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['a create', () => new Scene().hrCreates(true)],
    ['an update', (scene) => scene.hrChangesFirstDayTo('2026-12-08')],
    ['a removal', (scene) => scene.hrDeletes()],
  ])('%s stays so when the next try is withheld', (_, happen) => {
    const scene = happen(standingVacation()).sync('lost after the effect');
    const { unanswered } = scene.registration.calendar;
    const step = scene.nextStep();
    scene.notes({ type: 'CalendarWriteWithheld', reason: outOfScope });
    expect(unanswered).not.toBeNull();
    expect(scene.registration.calendar.unanswered).toEqual(unanswered);
    expect(scene.nextStep()).toEqual(step);
    expect(scene.status).toMatchObject({ state: 'attention', reason: outOfScope });
  });

  test('a create, withheld and then deleted by HR, leaves no orphan', () => {
    const scene = new Scene().hrCreates(true).sync('lost after the effect');
    scene.notes({ type: 'CalendarWriteWithheld', reason: outOfScope }).hrDeletes().comesToRest();
    expect(seen(scene)).toEqual([]);
  });

  test('an update, withheld and then changed back, leaves the event as it was', () => {
    const scene = standingVacation().hrChangesFirstDayTo('2026-12-08').sync('lost after the effect');
    scene.notes({ type: 'CalendarWriteWithheld', reason: outOfScope });
    expect(seen(scene.hrChangesFirstDayTo('2026-12-01').comesToRest())).toEqual(theEvent);
  });
});

test('a hold by an earlier version binds nothing of what HR says afterwards, until it is held anew', () => {
  const scene = standingVacation().replayHoldsTheRemoval().hrDeletes();
  expect(scene.nextStep().kind).toBe('remove');
  expect(scene.replayHoldsTheRemoval().nextStep().kind).toBe('none');
});

test('a sync that was asked for forgets an older setback', () => {
  const scene = new Scene().hrCreates(true);
  scene.notes({ type: 'CalendarWriteWithheld', reason: outOfScope });
  expect(scene.status.state).toBe('attention');
  expect(scene.administratorAsksForSync().status).toMatchObject({ state: 'syncing', reason: null });
});
