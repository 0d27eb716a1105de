import { describe, expect, test } from 'vitest';
import type { Connection } from '#domain/connection.ts';
import { nextStepTexts } from '#domain/next-step-texts.ts';
import { describeNextStep, nextSteps, type CompanyStanding } from '#domain/next-steps.ts';

const healthy: Connection = {
  state: 'healthy',
  since: '2026-11-01T00:00:00.000Z',
  reason: null,
  enabled: true,
  tenantId: 'tenant-1',
  clientId: 'client-1',
  credential: { kind: 'secret', hint: 'abc', expiresAt: '2028-01-01T00:00:00.000Z' },
  whenOff: 'keep',
  epoch: 1,
  secretVersion: 1,
};
const well: CompanyStanding = {
  connection: healthy,
  secretDaysLeft: 400,
  registrations: { waiting: 0, syncing: 0, synced: 9, parked: 0, attention: 0, removed: 0, ignored: 0 },
  removalsToApprove: 0,
  mailboxesInTrouble: 0,
};
const steps = (change: Partial<CompanyStanding>) => nextSteps({ ...well, ...change }).map(({ code }) => code);
const connected = (change: Partial<Connection>) => ({ connection: { ...healthy, ...change } });

describe('what to do next', () => {
  test.each<[string, Partial<CompanyStanding>, string[]]>([
    ['nothing is wrong', {}, ['all-well']],
    ['nobody has connected', { connection: null }, ['connect']],
    [
      'the secret has expired',
      connected({ state: 'expired', reason: { code: 'secret-expired' } }),
      ['renew-secret'],
    ],
    [
      'Entra does not know the secret',
      connected({ state: 'misconfigured', reason: { code: 'secret-invalid' } }),
      ['renew-secret'],
    ],
    [
      'a permission is missing',
      connected({ state: 'misconfigured', reason: { code: 'permission-missing' } }),
      ['mend-connection'],
    ],
    ['it is switched off', connected({ state: 'off', enabled: false }), ['switch-on']],
    [
      'the secret’s last days have come',
      { ...connected({ state: 'expiring' }), secretDaysLeft: 9 },
      ['secret-expires-soon'],
    ],
    [
      'nobody knows the last day',
      connected({ credential: { kind: 'secret', hint: 'abc', expiresAt: null } }),
      ['enter-expiry-date'],
    ],
    [
      'some are parked though the connection works',
      { registrations: { ...well.registrations, parked: 3 } },
      ['registrations-parked'],
    ],
    [
      'there are no registrations',
      { registrations: { ...well.registrations, synced: 0 } },
      ['import-registrations'],
    ],
  ])('where %s', (_, change, expected) => {
    expect(steps(change)).toEqual(expected);
  });

  test('what stops all comes before what stops some', () => {
    expect(
      steps({
        ...connected({ state: 'expired', reason: { code: 'secret-expired' } }),
        registrations: { ...well.registrations, attention: 2 },
        removalsToApprove: 30,
        mailboxesInTrouble: 1,
      }),
    ).toEqual(['renew-secret', 'approve-removals', 'mailboxes-in-trouble', 'registrations-need-attention']);
  });
});

test('each step is said in both languages, for none, one and many', () => {
  for (const code of Object.keys(nextStepTexts) as (keyof typeof nextStepTexts)[])
    for (const count of [null, -1, 0, 1, 12]) {
      const [da, en] = [describeNextStep({ code, count }, 'da'), describeNextStep({ code, count }, 'en')];
      expect(da).toMatch(/^[A-ZÅÆØÉ0-9-].+\.$/);
      expect(en).not.toBe(da);
      expect(`${da}${en}`).not.toMatch(/undefined|NaN|null| {2}/);
    }
});
