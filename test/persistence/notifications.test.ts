import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockCompany, updateCompanySettings } from '#persistence/companies.ts';
import { closeConnection, markHealthy, patchConnection, saveConnection } from '#persistence/connections.ts';
import {
  claimNotification,
  concludeNotification,
  readCompaniesToNotify,
  type NotificationChannel,
} from '#persistence/notifications.ts';
import { readCompaniesToRemind, remind } from '#persistence/reminders.ts';
import { openStore, present, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  // Once a day is by the calendar: here it is noon all along, so that no midnight falls into a test.
  const noon = Temporal.Now.zonedDateTimeISO(zone).withPlainTime('12:00');
  vi.useFakeTimers({ toFake: ['Date'], now: noon.epochMilliseconds });
  company = await store.company();
  await tells({ mail: ['it@contoso.example'], webhook: { url: 'https://hr.example/hook' } });
});
afterEach(() => vi.useRealTimers());
afterAll(() => store.close());

const zone = 'Europe/Copenhagen';
const both: readonly NotificationChannel[] = ['mail', 'webhook'];
/** Days of the calendar, so that a change of the clocks on the way makes none more. */
const inDays = (days: number): string =>
  Temporal.Now.zonedDateTimeISO(zone)
    .add({ days: Math.trunc(days), hours: Math.round((days % 1) * 24) })
    .toInstant()
    .toString();

async function tells(notifications: { mail: string[]; webhook: { url: string } | null }): Promise<void> {
  await company.in(async (transaction) => {
    const settings = present(await lockCompany(transaction), 'company');
    await updateCompanySettings(transaction, { ...settings, notifications });
  });
}

const connects = (secretExpiresAt: string | null = null, secret = 'one') =>
  company.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from(secret), hint: secret },
      secretExpiresAt,
    }),
  );
const closes = (epoch: number, state: 'expired' | 'misconfigured' = 'expired') =>
  company.in((transaction) =>
    closeConnection(transaction, epoch, state, {
      code: state === 'expired' ? 'secret-expired' : 'application-disabled',
    }),
  );
const reminds = (now: string, hour: 'any' | 'from-morning' = 'any') =>
  company.in((transaction) => remind(transaction, now, hour));
const claims = (channels = both, leaseSeconds = 60) =>
  company.in((transaction) => claimNotification(transaction, channels, leaseSeconds));

/** What is in the outbox, sent or not, in order. */
async function told(channel: NotificationChannel = 'mail'): Promise<string[]> {
  const rows = await company.in((transaction) =>
    transaction
      .selectFrom('notifications')
      .select('kind')
      .where('channel', '=', channel)
      .orderBy('created_at')
      .execute(),
  );
  return rows.map(({ kind }) => kind);
}

describe('what is told', () => {
  test('a last day is told of by both channels at once, and once a threshold', async () => {
    await connects(inDays(30));
    expect([await told('mail'), await told('webhook')]).toEqual([['secret-expiring'], ['secret-expiring']]);
    await reminds(inDays(0));
    await reminds(inDays(1));
    expect(await told()).toHaveLength(1);
    for (const days of [16, 17, 23, 29, 30]) await reminds(inDays(days));
    expect(await told()).toHaveLength(4);
  });

  test('each day after the last one is told of once', async () => {
    await connects(inDays(30));
    for (const days of [32, 32.1, 33, 34]) await reminds(inDays(days));
    expect(await told()).toEqual(['secret-expiring', 'secret-expired', 'secret-expired', 'secret-expired']);
  });

  test('at night nobody is reminded', async () => {
    await connects();
    await company.in((transaction) => patchConnection(transaction, { secretExpiresAt: '2099-06-30' }));
    await reminds('2099-06-16T02:00:00Z', 'from-morning');
    expect(await told()).toEqual([]);
    await reminds('2099-06-16T06:00:00Z', 'from-morning');
    expect(await told()).toEqual(['secret-expiring']);
  });

  test('a connection that expires is told of once that day, and once when it is back', async () => {
    const { epoch } = await connects();
    await closes(epoch);
    await reminds(new Date().toISOString());
    expect(await told()).toEqual(['sync-stopped']);
    await connects(null, 'two');
    await connects(null, 'three');
    expect(await told()).toEqual(['sync-stopped', 'sync-resumed']);
  });

  test('where a secret fails again that was renewed the same day, that is news', async () => {
    await closes((await connects()).epoch);
    await closes((await connects(null, 'two')).epoch);
    expect(await told()).toEqual(['sync-stopped', 'sync-resumed', 'sync-stopped']);
  });

  test('a connection that opens and closes all day long is told of once that day', async () => {
    let { epoch } = await connects();
    for (let times = 0; times < 3; times += 1) {
      await closes(epoch, 'misconfigured');
      await company.in((transaction) => markHealthy(transaction, epoch + 1));
      epoch += 2;
    }
    expect(await told()).toEqual(['sync-stopped', 'sync-resumed']);
  });

  test('switched OFF and ON while it was closed, it is back once it has worked', async () => {
    await closes((await connects()).epoch);
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    const on = await company.in((transaction) => patchConnection(transaction, { enabled: true }));
    expect(await told()).toEqual(['sync-stopped']);
    await company.in((transaction) => markHealthy(transaction, present(on, 'connection').epoch));
    expect(await told()).toEqual(['sync-stopped', 'sync-resumed']);
  });

  test('nothing is kept for a channel that the company has not chosen, and who was not told of a stop is not told that it is over', async () => {
    await tells({ mail: [], webhook: { url: 'https://hr.example/hook' } });
    await closes((await connects()).epoch);
    await tells({ mail: ['it@contoso.example'], webhook: { url: 'https://hr.example/hook' } });
    await connects(null, 'two');
    expect([await told('mail'), await told('webhook')]).toEqual([[], ['sync-stopped', 'sync-resumed']]);
  });

  test('no address is in the outbox', async () => {
    await closes((await connects(inDays(30))).epoch);
    const rows = await store.asOwner(`select * from notifications`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/contoso\.example|hr\.example/);
  });
});

describe('who may have something to be told', () => {
  test('are companies with a closed connection or a last day that is near, and somebody to tell', async () => {
    const remindable = async () => (await readCompaniesToRemind(store.database)).includes(company.companyId);
    const { epoch } = await connects(inDays(90));
    expect(await remindable()).toBe(false);
    await company.in((transaction) => patchConnection(transaction, { secretExpiresAt: inDays(60) }));
    expect(await remindable()).toBe(true);
    await company.in((transaction) => patchConnection(transaction, { secretExpiresAt: null }));
    expect(await remindable()).toBe(false);
    await closes(epoch);
    expect(await remindable()).toBe(true);
    await tells({ mail: [], webhook: null });
    expect(await remindable()).toBe(false);
  });
});

describe('sending', () => {
  const due = async (channels = both) =>
    (await readCompaniesToNotify(store.database, channels)).includes(company.companyId);

  test('of many who claim at the same time each gets another notification, and nobody gets one twice', async () => {
    await connects(inDays(30));
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claims()));
    const ids = claimed.flatMap((one) => one?.notificationId ?? []);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    expect(await due()).toBe(false);
  });

  test('what its holder has dropped is taken again when the lease is over, and counts as another attempt', async () => {
    await connects(inDays(30));
    expect(await claims(['mail'], 0)).toMatchObject({ attempts: 1 });
    expect(await claims(['mail'], 60)).toMatchObject({ attempts: 2 });
    expect(await claims(['mail'])).toBeNull();
  });

  test('a holder whose lease has passed changes nothing for the next one', async () => {
    await connects(inDays(30));
    const first = present(await claims(['mail'], 0), 'notification');
    const second = present(await claims(['mail'], 60), 'notification');
    await company.in((transaction) => concludeNotification(transaction, first, 0));
    expect(await claims(['mail'])).toBeNull();
    await company.in((transaction) => concludeNotification(transaction, second, 0));
    expect(await claims(['mail'])).toMatchObject({ attempts: 3 });
  });

  test.each(['sent', 'given-up'] as const)('what is %s is not taken again', async (outcome) => {
    await connects(inDays(30));
    const claimed = present(await claims(['mail'], 0), 'notification');
    await company.in((transaction) => concludeNotification(transaction, claimed, outcome));
    expect(await claims(['mail'])).toBeNull();
    expect([await due(['mail']), await due(['webhook'])]).toEqual([false, true]);
  });

  test('the older goes first: what waits for its next attempt holds back what came after it, by its channel', async () => {
    const { epoch } = await connects();
    await closes(epoch);
    const stop = present(await claims(['mail'], 0), 'notification');
    await company.in((transaction) => concludeNotification(transaction, stop, 60));
    await connects(null, 'two');
    expect(await claims(['mail'])).toBeNull();
    expect(await claims(['webhook'])).toMatchObject({ kind: 'sync-stopped' });
    const again = { ...stop, attempts: 1 };
    await company.in((transaction) => concludeNotification(transaction, again, 'sent'));
    expect(await claims(['mail'])).toMatchObject({ kind: 'sync-resumed' });
  });
});
