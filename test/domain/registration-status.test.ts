import { describe, expect, test } from 'vitest';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, HrRegistrationEvent } from '#domain/registration-event.ts';
import { registrationStatus } from '#domain/sync.ts';
import { acme, annaVacation, companyWith, created, deleted, fingerprint, given } from './builders.ts';
import { Scene, standingVacation } from './scene.ts';

const expired = companyWith({
  connection: { state: 'expired', isOpen: false, reason: { code: 'secret-expired' } },
});
const settled = (state: string, reason: Reason | null = null) => ({ state, reason, nextAttemptAt: null });

describe('a registration is', () => {
  test.each<[string, ReturnType<typeof settled>, Scene]>([
    ['waiting for approval', settled('waiting', { code: 'awaiting-approval' }), new Scene().hrCreates(false)],
    ['waiting for itself', settled('waiting', { code: 'awaiting-registration' }), new Scene().hrApproves()],
    ['syncing', settled('syncing'), new Scene().hrCreates(true)],
    ['synced', settled('synced'), standingVacation()],
    [
      'syncing again once it is changed',
      settled('syncing'),
      standingVacation().hrChangesFirstDayTo('2026-12-08'),
    ],
    ['syncing until its removal is done', settled('syncing'), standingVacation().hrDeletes()],
    ['removed once deleted', settled('removed'), standingVacation().hrDeletes().comesToRest()],
    ['removed once rejected', settled('removed'), standingVacation().hrRejects().comesToRest()],
    [
      'removed once its type is not synced',
      settled('removed', { code: 'type-not-synced' }),
      standingVacation().hrChangesTypeTo('overtime').comesToRest(),
    ],
    ['ignored when deleted before it was sent', settled('ignored'), new Scene().hrCreates(true).hrDeletes()],
    ['ignored when rejected', settled('ignored'), new Scene().hrCreates(false).hrRejects()],
    [
      'ignored when its type is not synced',
      settled('ignored', { code: 'type-not-synced' }),
      new Scene().hrChangesTypeTo('mileage').hrApproves(),
    ],
    [
      'ignored when it is over before the company’s first day',
      settled('ignored', { code: 'before-sync-from' }),
      new Scene().hrCreates(true).companyChooses({ settings: { syncFrom: '2027-01-01' } }),
    ],
    [
      'waiting for a retry',
      settled('waiting', { code: 'throttled' }),
      new Scene().hrCreates(true).sync('throttled'),
    ],
    [
      'waiting while an answer is missing',
      settled('waiting', { code: 'microsoft-unavailable' }),
      new Scene().hrCreates(true).sync('lost after the effect'),
    ],
  ])('%s', (_, status, scene) => {
    expect(scene.status).toEqual(status);
  });

  test('synced again once a retry has succeeded', () => {
    expect(new Scene().hrCreates(true).sync('throttled').sync().status).toEqual(settled('synced'));
  });
});

describe('while the connection is closed', () => {
  const statusOf = (...events: readonly HrRegistrationEvent[]) =>
    registrationStatus(given(...events), expired, fingerprint);

  test('what is still to be sent is parked, for the connection’s reason', () => {
    expect(statusOf(created(1, annaVacation, true))).toEqual(settled('parked', { code: 'secret-expired' }));
  });

  test('what waits for approval still waits for it, what is ignored is ignored', () => {
    expect(statusOf(created(1))).toEqual(settled('waiting', { code: 'awaiting-approval' }));
    expect(statusOf(created(1), deleted(2))).toEqual(settled('ignored'));
  });

  test('what stands in Outlook as it should is synced', () => {
    expect(registrationStatus(standingVacation().registration, expired, fingerprint)).toEqual(
      settled('synced'),
    );
  });

  test('a parked registration stays parked after it opens, until the replay has done it', () => {
    const parked: CalendarFact = { type: 'Parked', reason: { code: 'secret-expired' }, epoch: 1 };
    const registration = given(created(1, annaVacation, true), parked);
    expect(registrationStatus(registration, acme, fingerprint)).toEqual(
      settled('parked', { code: 'secret-expired' }),
    );
  });
});

test('a retry names when it will be', () => {
  const scene = new Scene().hrCreates(true);
  const step = scene.nextStep();
  if (step.kind !== 'create') throw new Error(`The next step is ${step.kind}.`);
  const registration = given(
    created(1, annaVacation, true),
    { type: 'CalendarWriteAttempted', write: step.write },
    {
      type: 'CalendarWriteFailed',
      answer: 'refused',
      consequence: 'retry',
      reason: { code: 'throttled' },
      nextAttemptAt: '2026-11-23T08:05:00Z',
    },
  );
  expect(registrationStatus(registration, acme, fingerprint)).toEqual({
    state: 'waiting',
    reason: { code: 'throttled' },
    nextAttemptAt: '2026-11-23T08:05:00Z',
  });
});
