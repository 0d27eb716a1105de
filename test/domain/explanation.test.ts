import { describe, expect, test } from 'vitest';
import type { Company } from '#domain/company.ts';
import { describeExplanation, explain, type Surroundings } from '#domain/explanation.ts';
import { nextTexts, ruleTexts, type NextAction } from '#domain/explanation-texts.ts';
import type { Registration } from '#domain/registration.ts';
import { acme, approved, companyWith, created, deleted, fingerprint, given, rejected } from './builders.ts';
import {
  closed,
  createdEvent,
  earlier,
  failed,
  heldAt,
  later,
  mileage,
  nothingKnown,
  purging,
  sentVacation,
} from './explanation-cases.ts';
import { standingVacation } from './scene.ts';

type Expected = readonly [rule: string, state: string, action: NextAction, at: string | null];

function answerTo(
  registration: Registration,
  company: Company = acme,
  surroundings: Partial<Surroundings> = {},
): Expected {
  const explanation = explain(registration, company, fingerprint, { ...nothingKnown, ...surroundings });
  const { next } = describeExplanation(explanation, 'en');
  return [explanation.rule, explanation.state, next.action, next.at];
}

describe('a registration that', () => {
  test.each<[string, Registration, Expected]>([
    [
      'stands in Outlook: nothing more happens',
      standingVacation().registration,
      ['approved-and-synced', 'synced', 'none', null],
    ],
    ['is on its way', given(sentVacation), ['approved-and-synced', 'syncing', 'sync', null]],
    [
      'is pending waits for its approval',
      given(created(1)),
      ['awaiting-approval', 'waiting', 'approval', null],
    ],
    [
      'HR has only approved waits for itself',
      given(approved(1)),
      ['awaiting-registration', 'waiting', 'registration', null],
    ],
    ['was rejected', given(created(1), rejected(2)), ['rejected', 'ignored', 'none', null]],
    ['was deleted', given(sentVacation, deleted(2)), ['deleted', 'ignored', 'none', null]],
    [
      'was rejected and then deleted is explained by its deletion',
      given(created(1), rejected(2), deleted(3)),
      ['deleted', 'ignored', 'none', null],
    ],
    [
      'was removed because HR deleted it',
      standingVacation().hrDeletes().comesToRest().registration,
      ['deleted', 'removed', 'none', null],
    ],
    [
      'is of a type that is not sent',
      given(created(1, mileage, true)),
      ['type-not-synced', 'ignored', 'none', null],
    ],
    [
      'the user has removed stays removed',
      given(sentVacation, createdEvent, {
        type: 'CalendarEventFoundGone',
        calendarEventId: 'event-1',
        registrationVersion: 1,
        requestId: 'request-2',
      }),
      ['removed-by-user', 'removed', 'none', null],
    ],
    [
      'Microsoft wants to have later is tried again then',
      given(sentVacation, failed('retry', 'throttled', later)),
      ['approved-and-synced', 'waiting', 'retry', later],
    ],
    [
      'was to be tried again at a time that has passed is tried at any moment',
      given(sentVacation, failed('retry', 'throttled', earlier)),
      ['approved-and-synced', 'waiting', 'retry', null],
    ],
    [
      'has met no answer is tried again',
      given(sentVacation, failed('retry', 'microsoft-unavailable')),
      ['approved-and-synced', 'waiting', 'retry', null],
    ],
    [
      'Microsoft refuses waits for an administrator',
      given(sentVacation, failed('attention', 'rejected-by-microsoft')),
      ['approved-and-synced', 'attention', 'administrator', null],
    ],
    [
      'is parked while the connection works again is brought by a replay',
      given(sentVacation, { type: 'Parked', reason: { code: 'secret-expired' }, epoch: 1 }),
      ['approved-and-synced', 'parked', 'replay', null],
    ],
    [
      'is to go with unusually many others waits for an administrator',
      given(sentVacation, createdEvent, deleted(2), heldAt(2)),
      ['removal-held', 'attention', 'administrator', null],
    ],
    [
      'an administrator wants to stay stays until HR changes it',
      given(sentVacation, createdEvent, deleted(2), heldAt(2), {
        type: 'RemovalRejected',
        replayId: 'replay-1',
        registrationVersion: 2,
      }),
      ['removal-rejected', 'attention', 'none', null],
    ],
  ])('%s', (_, registration, expected) => {
    expect(answerTo(registration)).toEqual(expected);
  });

  test('ends before the company’s first day is not sent, and would be by an earlier first day', () => {
    const company = companyWith({ settings: { syncFrom: '2027-01-01' } });
    expect(answerTo(given(sentVacation), company)).toEqual(['before-sync-from', 'ignored', 'none', null]);
  });
});

describe('while the connection is closed', () => {
  test.each<[string, Company, Expected]>([
    [
      'by Entra, it is tried again by itself',
      closed('expired', 'secret-expired'),
      ['approved-and-synced', 'parked', 'connection-probe', later],
    ],
    [
      'by a wrong setting, it is tried again by itself',
      closed('misconfigured', 'application-disabled'),
      ['approved-and-synced', 'parked', 'connection-probe', later],
    ],
    [
      'by an administrator, one has to switch it on',
      closed('off', 'connection-off'),
      ['approved-and-synced', 'parked', 'administrator', null],
    ],
    [
      'because there is none, an administrator has to connect',
      closed('missing', 'connection-missing'),
      ['approved-and-synced', 'parked', 'administrator', null],
    ],
    [
      'and its events are to go, that is the rule',
      purging,
      ['connection-purged', 'parked', 'administrator', null],
    ],
  ])('%s', (_, company, expected) => {
    expect(answerTo(given(sentVacation), company, { connectionProbeAt: later })).toEqual(expected);
  });

  test('a removal that a purge owes tells why it is not done', () => {
    const registration = given(sentVacation, createdEvent, failed('retry', 'throttled', later));
    expect(answerTo(registration, purging)).toEqual(['connection-purged', 'parked', 'retry', later]);
  });

  test('a pending registration still waits for its approval', () => {
    const company = closed('expired', 'secret-expired');
    expect(answerTo(given(created(1)), company, { connectionProbeAt: later })).toEqual([
      'awaiting-approval',
      'waiting',
      'approval',
      null,
    ]);
  });
});

test('a mailbox in trouble is checked again by itself, where a check is due', () => {
  const registration = given(sentVacation, failed('attention', 'mailbox-out-of-scope'));
  expect(answerTo(registration, acme, { mailboxCheckAt: later })).toEqual([
    'approved-and-synced',
    'attention',
    'mailbox-check',
    later,
  ]);
  expect(answerTo(registration)).toEqual(['approved-and-synced', 'attention', 'administrator', null]);
});

test('a request that Microsoft refuses for its own sake waits for no check of the mailbox', () => {
  const registration = given(sentVacation, failed('attention', 'rejected-by-microsoft'));
  expect(answerTo(registration, acme, { mailboxCheckAt: later })[2]).toBe('administrator');
});

describe.each(['da', 'en'] as const)('in %s', (language) => {
  const texts = [...Object.values(ruleTexts), ...Object.values(nextTexts)].map((text) => text[language]);

  test.each(texts)('a sentence: %s', (text) => {
    expect(text).toMatch(/^\p{Lu}.{10,}\.$/u);
  });

  test('no two say the same', () => {
    expect(new Set(texts).size).toBe(texts.length);
  });
});
