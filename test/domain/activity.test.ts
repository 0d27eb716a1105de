import { describe, expect, test } from 'vitest';
import { describeActivity, type Activity } from '#domain/activity.ts';
import { changedFields } from '#domain/changed-fields.ts';
import { connectionActivities } from '#domain/connection-activity.ts';
import type { Connection } from '#domain/connection.ts';

const details: { readonly [Action in Activity['action']]: Extract<Activity, { action: Action }>['details'] } =
  {
    'company-made': {},
    'company-changed': { fields: ['language', 'syncFrom'] },
    'connection-saved': { tenantId: 'tenant-1', clientId: 'client-1' },
    'secret-renewed': {},
    'connection-switched-on': {},
    'connection-switched-off': { whenOff: 'purge' },
    'connection-changed': { fields: ['whenOff'] },
    'connection-opened': { state: 'healthy' },
    'connection-closed': { state: 'expired', reason: { code: 'secret-expired' } },
    'absence-type-changed': { type: 'sick', fields: ['synced'] },
    'export-imported': { recorded: 3, duplicates: 2, skipped: 1 },
    'replay-started': { replayId: 'replay-1', cause: 'healed', isDryRun: false },
    'replay-paused': { replayId: 'replay-1' },
    'replay-resumed': { replayId: 'replay-1' },
    'replay-cancelled': { replayId: 'replay-1' },
    'removals-approved': { replayId: 'replay-1' },
    'removals-rejected': { replayId: 'replay-1' },
    'replay-ended': { replayId: 'replay-1', state: 'completed' },
    'sync-requested': { registrationId: '4711' },
  };

test.each(Object.entries(details))('%s is a sentence in Danish and in English', (action, given) => {
  const activity = { action, details: given } as Pick<Activity, 'action' | 'details'>;
  const [da, en] = [describeActivity(activity, 'da'), describeActivity(activity, 'en')];
  for (const text of [da, en]) {
    expect(text).toMatch(/^\p{Lu}.{10,}\.$/u);
    expect(text).not.toMatch(/undefined|null|\[object/);
  }
  expect(da).not.toBe(en);
});

const saved: Connection = {
  state: 'healthy',
  since: '2026-11-23T08:00:00Z',
  reason: null,
  enabled: true,
  tenantId: 'tenant-1',
  clientId: 'client-1',
  credential: { kind: 'secret', hint: 'abc', expiresAt: null },
  whenOff: 'keep',
  epoch: 3,
  secretVersion: 1,
};
const acts = (before: Connection | null, change: Partial<Connection>, actor: Activity['actor']) =>
  connectionActivities(before, { ...saved, ...change }, actor).map((activity) => activity.action);

describe('an administrator', () => {
  test.each<[string, Connection | null, Partial<Connection>, readonly string[]]>([
    ['connects the company', null, {}, ['connection-saved', 'connection-switched-on']],
    ['connects it and leaves it off', null, { enabled: false, state: 'off' }, ['connection-saved']],
    ['moves it to another tenant', saved, { tenantId: 'tenant-2', epoch: 4 }, ['connection-saved']],
    ['saves it as it was', saved, { epoch: 4 }, ['connection-saved']],
    ['renews the secret', saved, { secretVersion: 2, epoch: 4 }, ['secret-renewed']],
    ['switches it off', saved, { enabled: false, state: 'off', epoch: 4 }, ['connection-switched-off']],
    ['notes what becomes of events', saved, { whenOff: 'purge' }, ['connection-changed']],
    ['changes nothing', saved, {}, []],
  ])('%s', (_, before, change, expected) => {
    expect(acts(before, change, 'administrator')).toEqual(expected);
  });

  test('switches it on', () => {
    const off: Connection = { ...saved, enabled: false, state: 'off' };
    expect(acts(off, { state: 'unverified', epoch: 4 }, 'administrator')).toEqual(['connection-switched-on']);
  });
});

describe('the service', () => {
  test('closes it for what Microsoft has answered, and names the request', () => {
    const microsoft = { status: 401, code: 'AADSTS7000222', requestId: 'r-1' };
    const reason = { code: 'secret-expired', microsoft } as const;
    expect(
      connectionActivities(saved, { ...saved, state: 'expired', epoch: 4, reason }, 'absence-sync'),
    ).toEqual([
      {
        actor: 'absence-sync',
        action: 'connection-closed',
        details: { state: 'expired', reason },
        requestId: 'r-1',
      },
    ]);
  });

  test('opens it again', () => {
    const expired: Connection = { ...saved, state: 'expired' };
    expect(acts(expired, { epoch: 4 }, 'absence-sync')).toEqual(['connection-opened']);
  });

  test('notes nothing where only what is known of the secret’s last day shows', () => {
    expect(acts(saved, { state: 'expiring' }, 'absence-sync')).toEqual([]);
  });
});

test('a changed field is named and its value is not', () => {
  const before = { language: 'da', notifications: { mail: ['it@contoso.example'] } };
  const after = { language: 'da', notifications: { mail: [] } };
  expect(changedFields(before, after)).toEqual(['notifications']);
  expect(changedFields(undefined, after)).toEqual(['language', 'notifications']);
  expect(changedFields(after, after)).toEqual([]);
});
