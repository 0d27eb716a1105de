/** Batches under way at once: one is being run while the next gathers. */
const maximumUnderWay = 2;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked for while earlier batches are under way into the next one, so that many at once share a
 * transaction, and one alone doesn't wait. Items of the same key never share a batch. Where a batch fails, each of its
 * items is run alone, so that one can't fail the others.
 * @param run answers in the order of its items.
 */
export function batched<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  keyOf: (item: Item) => string,
  maximumItems: number,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let underWay = 0;
  let isScheduled = false;

  const take = (): Waiting<Item, Result>[] => {
    const batch = new Map<string, Waiting<Item, Result>>();
    const left: Waiting<Item, Result>[] = [];
    for (const each of waiting) {
      const key = keyOf(each.item);
      if (batch.size < maximumItems && !batch.has(key)) batch.set(key, each);
      else left.push(each);
    }
    waiting = left;
    return [...batch.values()];
  };

  const settle = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const each of batch) await settle([each]);
    }
  };

  const start = (): void => {
    isScheduled = false;
    while (waiting.length > 0 && underWay < maximumUnderWay) {
      underWay += 1;
      void settle(take()).finally(() => {
        underWay -= 1;
        schedule();
      });
    }
  };

  /** After what is ready now has asked too. */
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(start);
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
