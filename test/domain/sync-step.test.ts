import { describe, expect, test } from 'vitest';
import { anna, bo } from './builders.ts';
import type { Fate } from './outlook-simulator.ts';
import { Scene, seen, standingVacation } from './scene.ts';

const vacationOf = (mailbox: string, start = '2026-12-01') => [{ mailbox, start }];
const effectLost: readonly Fate[] = ['lost after the effect', 'crash after the effect'];
const anyLoss: readonly Fate[] = [...effectLost, 'lost before the effect', 'crash before the effect'];

describe('without trouble', () => {
  test('create, approve, change and delete cost one create, one update and one removal', () => {
    const scene = new Scene().hrCreates(false).comesToRest();
    expect(scene.requests).toEqual([]);
    scene.hrApproves().comesToRest().hrChangesFirstDayTo('2026-12-08').comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox, '2026-12-08'));
    scene.hrDeletes().comesToRest();
    expect(seen(scene)).toEqual([]);
    expect(scene.requests).toEqual(['create', 'update', 'remove']);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['nothing happens', (scene) => scene],
    ['HR says the same again', (scene) => scene.hrRepeats()],
    ['HR approves again', (scene) => scene.hrApproves()],
    [
      'HR changes it and changes it back meanwhile',
      (scene) => scene.hrChangesTypeTo('home-office').hrChangesTypeTo('vacation'),
    ],
    ['another type that looks the same is named', (scene) => scene.hrChangesTypeTo('sick')],
    ['the user moves the event', (scene) => scene.userMovesTheEvent()],
  ])('no request is made when %s', (_, happen) => {
    const scene = happen(standingVacation());
    expect(scene.nextStep()).toEqual({ kind: 'none' });
  });

  test('what was created and deleted meanwhile makes no request', () => {
    expect(new Scene().hrCreates(true).hrDeletes().comesToRest().requests).toEqual([]);
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ['a deletion', (scene) => scene.hrDeletes()],
    ['a rejection after approval', (scene) => scene.hrRejects()],
    ['a change to a type that is not synced', (scene) => scene.hrChangesTypeTo('overtime')],
    [
      'the company switching the type off',
      (scene) => scene.companyChooses({ overrides: { vacation: { synced: false } } }),
    ],
  ])('%s removes the event', (_, happen) => {
    const scene = happen(standingVacation()).comesToRest();
    expect(seen(scene)).toEqual([]);
    expect(scene.requests).toEqual(['remove']);
  });

  test('a company that changes its language updates the event', () => {
    const scene = standingVacation()
      .companyChooses({ settings: { language: 'en' } })
      .comesToRest();
    expect(scene.calendars.map(({ content }) => content.subject)).toEqual(['Absent']);
    expect(scene.requests).toEqual(['update']);
  });

  test('a deleted registration that comes back is created anew, in a new generation', () => {
    const scene = standingVacation().hrDeletes().comesToRest().hrRepeats().comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox));
    expect(scene.registration.calendar.generation).toBe(2);
  });
});

describe('a create whose answer is lost', () => {
  test.each(anyLoss)('%s: the repetition leaves one event', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox));
    expect(scene.registration.calendar.generation).toBe(1);
  });

  test.each(anyLoss)('%s, and the registration then deleted: no orphan', (fate) => {
    expect(seen(new Scene().hrCreates(true).sync(fate).hrDeletes().comesToRest())).toEqual([]);
  });

  test.each(anyLoss)('%s, and the registration then changed: the event says what is wanted now', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).hrChangesFirstDayTo('2026-12-08').comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox, '2026-12-08'));
  });

  test.each(effectLost)(
    '%s, and the repetition refused, and the registration then deleted: no orphan',
    (fate) => {
      const scene = new Scene().hrCreates(true).sync(fate).sync('throttled').hrDeletes().comesToRest();
      expect(seen(scene)).toEqual([]);
    },
  );

  test.each(effectLost)('%s, and then given to Bo: one event, in Bo’s calendar', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).hrGivesItTo(bo).comesToRest();
    expect(seen(scene)).toEqual(vacationOf(bo.mailbox));
  });

  test.each(effectLost)('%s, and the user deletes what it made: it stays deleted', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).userDeletesTheEvent().comesToRest();
    expect(seen(scene)).toEqual([]);
    expect(scene.status.reason).toEqual({ code: 'removed-by-user' });
  });

  test('a refused one has made nothing: the same generation is used again', () => {
    const scene = new Scene().hrCreates(true).sync('throttled').comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox));
    expect(scene.registration.calendar.generation).toBe(1);
  });

  test('a refused one whose registration is then deleted leaves nothing to do', () => {
    const scene = new Scene().hrCreates(true).sync('throttled').hrDeletes();
    expect(scene.nextStep()).toEqual({ kind: 'none' });
  });
});

describe('an update whose answer is lost', () => {
  test.each(anyLoss)('%s, and the registration then changed back: the event is as it was', (fate) => {
    const scene = standingVacation().hrChangesFirstDayTo('2026-12-08').sync(fate);
    scene.hrChangesFirstDayTo('2026-12-01').comesToRest();
    expect(scene.calendars.map(({ content }) => content.start)).toEqual(['2026-12-01T00:00:00']);
    expect(scene.requests).toEqual(['update', 'update']);
  });

  test.each(effectLost)(
    '%s, and the repetition refused, and then changed back: the event is as it was',
    (fate) => {
      const scene = standingVacation();
      const [before] = scene.calendars;
      scene
        .hrChangesTypeTo('home-office')
        .sync(fate)
        .sync('throttled')
        .hrChangesTypeTo('vacation')
        .comesToRest();
      expect(scene.calendars.map(({ content }) => content)).toEqual([before?.content]);
    },
  );

  test.each(effectLost)('%s, a removal refused, and then as it was: the event is as it was', (fate) => {
    const scene = standingVacation();
    const [before] = scene.calendars;
    scene.hrChangesTypeTo('home-office').sync(fate).hrChangesTypeTo('overtime').sync('throttled');
    scene.hrChangesTypeTo('vacation').comesToRest();
    expect(scene.calendars.map(({ content }) => content)).toEqual([before?.content]);
  });

  test.each(anyLoss)('%s, and the registration then deleted: no event', (fate) => {
    const scene = standingVacation().hrChangesFirstDayTo('2026-12-08').sync(fate).hrDeletes().comesToRest();
    expect(seen(scene)).toEqual([]);
  });
});

describe('a removal whose answer is lost', () => {
  test.each(anyLoss)('%s: the event is gone in the end', (fate) => {
    expect(seen(standingVacation().hrDeletes().sync(fate).comesToRest())).toEqual([]);
  });

  test.each(anyLoss)('%s, and the registration then restored: one event', (fate) => {
    const scene = standingVacation().hrDeletes().sync(fate).hrRepeats().comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox));
  });

  test.each(anyLoss)('%s, and the type then switched on again: one event, for no user removed it', (fate) => {
    const scene = standingVacation()
      .companyChooses({ overrides: { vacation: { synced: false } } })
      .sync(fate);
    scene.companyChooses({}).comesToRest();
    expect(seen(scene)).toEqual(vacationOf(anna.mailbox));
    expect(scene.status.state).toBe('synced');
  });
});

describe('an event that the user deleted in Outlook', () => {
  const english = { settings: { language: 'en' } } as const;

  test('stays deleted, although the company changes how it looks', () => {
    const scene = standingVacation().userDeletesTheEvent().companyChooses(english).comesToRest();
    expect(seen(scene)).toEqual([]);
    expect(scene.status).toMatchObject({ state: 'removed', reason: { code: 'removed-by-user' } });
  });

  test('comes back when HR changes the registration', () => {
    const scene = standingVacation().userDeletesTheEvent().companyChooses(english).comesToRest();
    expect(seen(scene.hrChangesFirstDayTo('2026-12-08').comesToRest())).toEqual(
      vacationOf(anna.mailbox, '2026-12-08'),
    );
  });

  test('costs no request when HR then deletes the registration', () => {
    const scene = standingVacation().userDeletesTheEvent().companyChooses(english).comesToRest();
    scene.requests = [];
    expect(scene.hrDeletes().comesToRest().requests).toEqual([]);
  });

  test('stays deleted when a removal that another mailbox owed gets done at last', () => {
    const scene = standingVacation();
    scene.outlook.outOfScope.add(anna.mailbox);
    scene.hrGivesItTo(bo).comesToRest();
    const ofBo = scene.calendars.find(({ address }) => address === bo.mailbox);
    scene.outlook.userDeletes('tenant-1', ofBo?.id ?? 'none');
    scene.companyChooses(english).sync();
    scene.outlook.outOfScope.clear();
    scene.comesToRest();
    expect(seen(scene)).toEqual([]);
    expect(scene.status.reason).toEqual({ code: 'removed-by-user' });
  });
});
