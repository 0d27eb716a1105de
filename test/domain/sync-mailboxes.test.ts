import { describe, expect, test } from 'vitest';
import { anna, bo } from './builders.ts';
import type { Fate } from './outlook-simulator.ts';
import { Scene, seen, standingVacation } from './scene.ts';

const carla = { id: '9', mailbox: 'carla.krog@contoso.example', name: 'Carla Krog', timeZone: null };
const annaLund = 'anna.lund@contoso.example';
const losses: readonly Fate[] = [
  'lost after the effect',
  'crash after the effect',
  'lost before the effect',
  'crash before the effect',
];
const starting = (mailbox: string) => [{ mailbox, start: '2026-12-01' }];

describe('a renamed mailbox', () => {
  test('keeps the same event: one update', () => {
    const scene = standingVacation();
    const [before] = scene.calendars;
    scene.annaIsRenamed().comesToRest();
    expect(scene.calendars.map(({ id, address }) => ({ id, address }))).toEqual([
      { id: before?.id, address: annaLund },
    ]);
    expect(scene.requests).toEqual(['update']);
  });

  test.each(losses)('keeps the same event when the answer is lost: %s', (fate) => {
    const scene = standingVacation();
    const [before] = scene.calendars;
    scene.annaIsRenamed().sync(fate).comesToRest();
    expect(scene.calendars.map(({ id }) => id)).toEqual([before?.id]);
  });

  test('has no event left when the registration is deleted before anything was sent', () => {
    const scene = standingVacation().annaIsRenamed().hrDeletes().comesToRest();
    expect(seen(scene)).toEqual([]);
  });

  test.each(losses)('gets one event where the create under the old name was lost: %s', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).annaIsRenamed().comesToRest();
    expect(seen(scene)).toEqual(starting(annaLund));
  });
});

describe('a registration that moves to another employee', () => {
  test('stands in the new calendar and is removed from the old', () => {
    const scene = standingVacation().hrGivesItTo(bo).comesToRest();
    expect(seen(scene)).toEqual(starting(bo.mailbox));
    expect(scene.requests).toEqual(['update', 'create', 'remove']);
    expect(scene.status.state).toBe('synced');
  });

  test.each(losses)('does so whichever answer is lost: %s', (fate) => {
    for (const lostStep of [1, 2, 3]) {
      const scene = standingVacation().hrGivesItTo(bo);
      for (let step = 1; step <= 3; step += 1) scene.sync(step === lostStep ? fate : 'answered');
      expect(seen(scene.comesToRest()), `answer ${lostStep} lost`).toEqual(starting(bo.mailbox));
    }
  });

  test('and is deleted then: none in either calendar', () => {
    expect(seen(standingVacation().hrGivesItTo(bo).sync().sync().hrDeletes().comesToRest())).toEqual([]);
  });

  test('and moves back before the old event is removed: one event in the old calendar', () => {
    const scene = standingVacation().hrGivesItTo(bo).sync().sync().hrGivesItTo(anna).comesToRest();
    expect(seen(scene)).toEqual(starting(anna.mailbox));
  });

  test('a lost answer to the removal in the old calendar causes no request to the new one', () => {
    const scene = standingVacation().hrGivesItTo(bo).sync().sync().sync('lost after the effect');
    expect(scene.comesToRest().requests).toEqual(['update', 'create', 'remove', 'remove']);
  });
});

describe('a removal that fails in the old calendar', () => {
  function afterMoveOutOfAnnasClosedMailbox(): Scene {
    const scene = standingVacation();
    scene.outlook.outOfScope.add(anna.mailbox);
    return scene.hrGivesItTo(bo).comesToRest();
  }

  test('stays attention, while the new calendar is right', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox();
    expect(seen(scene)).toEqual([...starting(anna.mailbox), ...starting(bo.mailbox)]);
    expect(scene.status).toEqual({
      state: 'attention',
      reason: { code: 'mailbox-out-of-scope' },
      nextAttemptAt: null,
    });
  });

  test('holds no later change up', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox().hrChangesFirstDayTo('2026-12-08').comesToRest();
    expect(scene.calendars.find(({ address }) => address === bo.mailbox)?.content.start).toBe(
      '2026-12-08T00:00:00',
    );
  });

  test('holds no other removal up when the registration moves on', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox().hrGivesItTo(carla).comesToRest();
    expect(seen(scene)).toEqual([...starting(anna.mailbox), ...starting(carla.mailbox)]);
  });

  test('holds no other removal up when the registration is deleted', () => {
    expect(seen(afterMoveOutOfAnnasClosedMailbox().hrDeletes().comesToRest())).toEqual(
      starting(anna.mailbox),
    );
  });

  test('nor does one that fails in the new calendar', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox();
    scene.outlook.outOfScope.clear();
    scene.outlook.outOfScope.add(bo.mailbox);
    expect(seen(scene.hrDeletes().comesToRest())).toEqual(starting(bo.mailbox));
  });

  test('and one that succeeds settles nothing of the event in the new calendar', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox();
    const before = scene.calendars.find(({ address }) => address === bo.mailbox);
    scene.hrChangesTypeTo('home-office').sync('lost after the effect').hrDeletes();
    scene.outlook.outOfScope.add(bo.mailbox);
    scene.sync();
    scene.outlook.outOfScope.delete(anna.mailbox);
    scene.sync();
    scene.outlook.outOfScope.delete(bo.mailbox);
    scene.hrChangesTypeTo('vacation').comesToRest();
    expect(scene.calendars).toEqual([{ ...before, etag: expect.any(Number) as unknown }]);
  });

  test('is done once the mailbox can be reached again', () => {
    const scene = afterMoveOutOfAnnasClosedMailbox();
    scene.outlook.outOfScope.clear();
    expect(seen(scene.comesToRest())).toEqual(starting(bo.mailbox));
    expect(scene.status.state).toBe('synced');
  });
});

describe('a company that moves to another tenant', () => {
  test('gets one event there, and nothing more is sent to the old one', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2').comesToRest();
    expect(seen(scene)).toEqual(starting(anna.mailbox));
    expect(scene.outlook.eventsIn('tenant-1')).toHaveLength(1);
    expect(scene.requests).toEqual(['create']);
  });

  test.each(losses)('gets one event there where a create in the old tenant was lost: %s', (fate) => {
    const scene = new Scene().hrCreates(true).sync(fate).companyMovesToTenant('tenant-2').comesToRest();
    expect(seen(scene)).toEqual(starting(anna.mailbox));
  });

  test('makes no request for what was deleted meanwhile', () => {
    const scene = standingVacation().hrDeletes().companyMovesToTenant('tenant-2').comesToRest();
    expect(scene.requests).toEqual([]);
  });

  test('and back has one event there, not the old one beside a new one', () => {
    const scene = standingVacation().companyMovesToTenant('tenant-2').comesToRest();
    expect(seen(scene.companyMovesToTenant('tenant-1').comesToRest())).toEqual(starting(anna.mailbox));
  });
});
