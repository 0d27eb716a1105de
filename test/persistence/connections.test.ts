import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CompanyTransaction } from '#persistence/database.ts';
import {
  closeConnection,
  findClientSecret,
  findConnection,
  holdConnection,
  patchConnection,
  saveConnection,
  type SavedConnection,
} from '#persistence/connections.ts';
import { openStore, present, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  company = await store.company();
});
afterAll(() => store.close());

const sealed = (text: string) => ({ encrypted: Buffer.from(text), hint: text.slice(0, 3) });
const settings: SavedConnection = {
  enabled: true,
  tenantId: 'tenant-1',
  clientId: 'client-1',
  secret: sealed('one'),
  secretExpiresAt: null,
};
const save = (change: Partial<SavedConnection> = {}) =>
  company.in((transaction) => saveConnection(transaction, { ...settings, ...change }));
const close = (epoch: number, state: 'expired' | 'misconfigured' = 'expired') =>
  company.in((transaction) =>
    closeConnection(transaction, epoch, state, {
      code: state === 'expired' ? 'secret-expired' : 'secret-invalid',
    }),
  );
const connection = async () => present(await company.in(findConnection), 'connection');

describe('saving', () => {
  test('makes the first connection healthy, with its first secret', async () => {
    expect(await company.in(findConnection)).toBeNull();
    expect(await save()).toMatchObject({
      state: 'healthy',
      reason: null,
      epoch: 1,
      secretVersion: 1,
      credential: { hint: 'one' },
    });
  });

  test('a new secret raises the epoch and the secret’s version', async () => {
    const before = await save();
    const after = await save({ secret: sealed('two') });
    expect(after).toMatchObject({ epoch: before.epoch + 1, secretVersion: 2, credential: { hint: 'two' } });
    expect(await company.in(findClientSecret)).toMatchObject({
      secret: Buffer.from('two'),
      secretVersion: 2,
    });
  });

  test('without a new secret the old one and its version stay, and the epoch rises', async () => {
    await save();
    expect(await save({ secret: null, secretExpiresAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      epoch: 2,
      secretVersion: 1,
      credential: { hint: 'one', expiresAt: '2099-01-01T00:00:00.000Z' },
    });
    expect(await company.in(findClientSecret)).toMatchObject({ secret: Buffer.from('one') });
  });

  test('opens what was closed, and notes since when', async () => {
    const { epoch } = await save();
    await close(epoch);
    const closed = await connection();
    const opened = await save({ secret: sealed('two') });
    expect(opened).toMatchObject({ state: 'healthy', reason: null, epoch: 3 });
    expect(Date.parse(opened.since)).toBeGreaterThanOrEqual(Date.parse(closed.since));
  });

  test('a connection that is saved as off has the reason why nothing is sent', async () => {
    expect(await save({ enabled: false })).toMatchObject({
      state: 'off',
      reason: { code: 'connection-off' },
      enabled: false,
    });
  });
});

describe('closing', () => {
  test('closes only the epoch that the failing call started with', async () => {
    const { epoch } = await save();
    await save({ secret: sealed('two') });
    expect(await close(epoch)).toBe(false);
    expect(await connection()).toMatchObject({ state: 'healthy', reason: null, epoch: 2 });
    expect(await close(2, 'misconfigured')).toBe(true);
    expect(await connection()).toMatchObject({
      state: 'misconfigured',
      reason: { code: 'secret-invalid' },
      epoch: 3,
    });
  });

  test('of many failures of one epoch the first closes, once', async () => {
    const { epoch } = await save();
    const closed = await Promise.all(Array.from({ length: 8 }, () => close(epoch)));
    expect(closed.filter(Boolean)).toHaveLength(1);
    expect(await connection()).toMatchObject({ state: 'expired', epoch: epoch + 1 });
  });

  test('a failure and a renewal at once leave the connection open', async () => {
    const { epoch } = await save();
    await Promise.all([close(epoch), save({ secret: sealed('two') })]);
    expect(await connection()).toMatchObject({ state: 'healthy', secretVersion: 2 });
  });

  test('what an administrator has switched off stays off', async () => {
    await save();
    const off = await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    expect(await close(present(off, 'connection').epoch)).toBe(false);
    expect(await connection()).toMatchObject({ state: 'off' });
  });

  test('without a connection there is nothing to close', async () => {
    expect(await close(0)).toBe(false);
  });
});

describe('switching', () => {
  const patch = (change: Parameters<typeof patchConnection>[1]) =>
    company.in((transaction) => patchConnection(transaction, change));

  test('off and on again raise the epoch each time; ON is unverified until a call has worked', async () => {
    await save();
    expect(await patch({ enabled: false })).toMatchObject({
      state: 'off',
      epoch: 2,
      reason: { code: 'connection-off' },
    });
    expect(await patch({ enabled: true })).toMatchObject({ state: 'unverified', epoch: 3, reason: null });
  });

  test('to what it is already changes nothing', async () => {
    const before = await save();
    expect(await patch({ enabled: true })).toEqual(before);
  });

  test('other choices are noted without a new epoch', async () => {
    await save();
    expect(await patch({ whenOff: 'purge', secretExpiresAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      whenOff: 'purge',
      epoch: 1,
      state: 'healthy',
      credential: { expiresAt: '2099-01-01T00:00:00.000Z' },
    });
    expect(await patch({ secretExpiresAt: null })).toMatchObject({
      whenOff: 'purge',
      credential: { expiresAt: null },
    });
  });

  test('without a connection answers null', async () => {
    expect(await patch({ enabled: true })).toBeNull();
  });
});

describe('parking and opening exclude one another', () => {
  /** Runs `second` while the first's transaction is open, and tells which of them ended first. */
  async function inOrder(
    first: (transaction: CompanyTransaction) => Promise<unknown>,
    second: (transaction: CompanyTransaction) => Promise<unknown>,
  ): Promise<string[]> {
    const ended: string[] = [];
    let other: Promise<unknown> | undefined;
    await company.in(async (transaction) => {
      await first(transaction);
      other = company.in(second).then(() => ended.push('second'));
      const somebodyWaits = () =>
        store.asOwner(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
      await expect.poll(async () => ended.length > 0 || (await somebodyWaits()).length > 0).toBe(true);
      ended.push('first');
    });
    await other;
    return ended;
  }
  const saveIn = (transaction: CompanyTransaction) => saveConnection(transaction, settings);
  const closeIn = (transaction: CompanyTransaction) =>
    closeConnection(transaction, 1, 'expired', { code: 'secret-expired' });

  test('a save waits until what parks has committed', async () => {
    await save();
    expect(await inOrder(holdConnection, saveIn)).toEqual(['first', 'second']);
  });

  test('the first save of all waits too, though there is no connection to lock yet', async () => {
    expect(await inOrder(holdConnection, saveIn)).toEqual(['first', 'second']);
  });

  test('what parks waits for a save and then sees the connection that it has opened', async () => {
    const { epoch } = await save();
    await close(epoch);
    let seen: unknown;
    const park = async (transaction: CompanyTransaction) => {
      seen = await holdConnection(transaction);
    };
    expect(await inOrder(saveIn, park)).toEqual(['first', 'second']);
    expect(seen).toEqual({ state: 'healthy', epoch: 3, reason: null });
  });

  test('what closes, and what switches, waits for what parks', async () => {
    await save();
    expect(await inOrder(holdConnection, closeIn)).toEqual(['first', 'second']);
    const switchOff = (transaction: CompanyTransaction) => patchConnection(transaction, { enabled: false });
    expect(await inOrder(holdConnection, switchOff)).toEqual(['first', 'second']);
  });

  test('two that park do not wait for one another', async () => {
    await save();
    expect(await inOrder(holdConnection, holdConnection)).toEqual(['second', 'first']);
  });

  test('without a connection what parks holds nothing and learns so', async () => {
    expect(await company.in(holdConnection)).toBeNull();
  });
});
