import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteEndedSessions, findSession, replaceSession } from '#persistence/sessions.ts';
import { insertSignInAttempt, insertSignInLink, takeSignInLink } from '#persistence/sign-ins.ts';
import { openStore, type Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const start = new Date('2026-11-24T08:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const freshHash = (): Buffer => randomBytes(32);

async function session(usedAt = start): Promise<Buffer> {
  const tokenHash = freshHash();
  const person = { kind: 'entra', subject: 's', name: 'ida@contoso.example', roles: ['reader'] } as const;
  await replaceSession(store.database, null, { tokenHash, ...person }, usedAt);
  return tokenHash;
}

const find = (tokenHash: Buffer, now: Date, isUse = true) =>
  findSession(store.database, tokenHash, now, { isUse });

test('a session tells when it ends unless it is used again, and never later than eight hours after its start', async () => {
  const tokenHash = await session();
  expect((await find(tokenHash, after(30), false))?.expiresAt).toEqual(after(60));
  for (let minutes = 30; minutes <= 450; minutes += 30)
    expect((await find(tokenHash, after(minutes)))?.expiresAt).toEqual(after(Math.min(minutes + 60, 480)));
  expect(await find(tokenHash, after(480))).toBeNull();
});

test('what has ended is cleared away, and what is in use stays', async () => {
  const [idle, used] = [await session(), await session()];
  const [oldLink, newLink] = [freshHash(), freshHash()];
  await find(used, after(59));
  await insertSignInLink(store.database, { tokenHash: oldLink, expiresAt: after(15) });
  await insertSignInLink(store.database, { tokenHash: newLink, expiresAt: after(75) });
  await insertSignInAttempt(store.database, {
    tokenHash: freshHash(),
    state: 'state',
    nonce: 'nonce',
    codeVerifier: 'verifier',
    returnTo: '/',
    expiresAt: after(10),
  });
  await deleteEndedSessions(store.database, after(61));
  const left = await store.database.selectFrom('sessions').select('token_hash').execute();
  expect(left.map((row) => row.token_hash)).toContainEqual(used);
  expect(left.map((row) => row.token_hash)).not.toContainEqual(idle);
  expect(await store.database.selectFrom('sign_in_links').select('token_hash').execute()).toEqual([
    { token_hash: newLink },
  ]);
  expect(await store.database.selectFrom('sign_in_attempts').selectAll().execute()).toEqual([]);
});

test('of many that open a link at the same time one is let in', async () => {
  const tokenHash = freshHash();
  await insertSignInLink(store.database, { tokenHash, expiresAt: after(15) });
  const taken = await Promise.all(
    Array.from({ length: 8 }, () => takeSignInLink(store.database, tokenHash, start)),
  );
  expect(taken.filter(Boolean)).toHaveLength(1);
});
