import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batched } from '#activities/batches.ts';

type Order = { readonly item: string; readonly key?: string };

/** Batches that are under way until the test lets them end. */
function workshop(maximumItems = 10) {
  const batches: { readonly items: readonly string[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const ask = batched(
    async (orders: readonly Order[]) => {
      const end = Promise.withResolvers<void>();
      const items = orders.map(({ item }) => item);
      batches.push({ items, end });
      await end.promise;
      if (items.includes('bad')) throw new Error('spoilt by bad');
      return items.map((item) => `${item} done`);
    },
    ({ item, key }) => key ?? item,
    maximumItems,
  );
  return {
    ask: (item: string, key?: string) => ask(key === undefined ? { item } : { item, key }),
    items: () => batches.map(({ items }) => items),
    ends: async (index: number) => {
      batches[index]?.end.resolve();
      await settled();
    },
    endsAll: async () => {
      for (let index = 0; index < batches.length; index += 1) {
        batches[index]?.end.resolve();
        await settled();
      }
    },
  };
}

/** Long enough for all that is ready to have run: what is due takes one turn of the event loop, its answer another. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
}

test('one alone is run at once, by itself', async () => {
  const { ask, items, ends } = workshop();
  const answer = ask('a');
  await nextTurn();
  expect(items()).toEqual([['a']]);
  await ends(0);
  expect(await answer).toBe('a done');
});

test('what is asked for at the same time shares a batch, and each gets its own answer', async () => {
  const { ask, items, endsAll } = workshop();
  const answers = Promise.all(['c', 'a', 'b'].map((item) => ask(item)));
  await settled();
  expect(items()).toEqual([['c', 'a', 'b']]);
  await endsAll();
  expect(await answers).toEqual(['c done', 'a done', 'b done']);
});

test('what is asked for while two batches are under way gathers into the next one', async () => {
  const { ask, items, ends, endsAll } = workshop();
  const answers = [ask('a')];
  await settled();
  answers.push(ask('b'));
  await settled();
  for (const item of ['c', 'd', 'e']) {
    answers.push(ask(item));
    await settled();
  }
  expect(items()).toEqual([['a'], ['b']]);
  await ends(1);
  expect(items()).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
  await endsAll();
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e'].map((item) => `${item} done`));
});

test('a batch carries no more than it may; the rest goes into the next, in the order asked for', async () => {
  const { ask, items, endsAll } = workshop(2);
  const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => ask(item)));
  await settled();
  await endsAll();
  expect(items()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(await answers).toHaveLength(5);
});

test('two of the same key never share a batch', async () => {
  const { ask, items, endsAll } = workshop();
  const answers = Promise.all([ask('a1', 'a'), ask('b'), ask('a2', 'a'), ask('c'), ask('a3', 'a')]);
  await settled();
  await endsAll();
  expect(items()).toEqual([['a1', 'b', 'c'], ['a2'], ['a3']]);
  expect(await answers).toEqual(['a1 done', 'b done', 'a2 done', 'c done', 'a3 done']);
});

test('where a batch fails each of its items is run alone, and only the bad one fails', async () => {
  const { ask, items, endsAll } = workshop();
  const answers = Promise.allSettled([ask('a'), ask('bad'), ask('b')]);
  await settled();
  await endsAll();
  expect(items()).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
  expect(await answers).toEqual([
    { status: 'fulfilled', value: 'a done' },
    { status: 'rejected', reason: new Error('spoilt by bad') },
    { status: 'fulfilled', value: 'b done' },
  ]);
});

test('one alone that fails is not run a second time, and those after it go on', async () => {
  const { ask, items, endsAll } = workshop();
  const bad = ask('bad').catch(String);
  await settled();
  await endsAll();
  expect(await bad).toBe('Error: spoilt by bad');
  const after = ask('a');
  await settled();
  await endsAll();
  expect([items(), await after]).toEqual([[['bad'], ['a']], 'a done']);
});

test('a thousand asked for at once are all answered, in few batches', async () => {
  const sizes: number[] = [];
  const double = batched(
    async (numbers: readonly number[]) => {
      sizes.push(numbers.length);
      await nextTurn();
      return numbers.map((number) => number * 2);
    },
    String,
    50,
  );
  const numbers = Array.from({ length: 1_000 }, (_, index) => index);
  expect(await Promise.all(numbers.map(double))).toEqual(numbers.map((number) => number * 2));
  expect(sizes).toEqual(Array.from({ length: 20 }, () => 50));
});
