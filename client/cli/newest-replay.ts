import type { Context } from './context.ts';
import { Trouble } from './trouble.ts';

/**
 * The id of the replay that was started last.
 * @throws Trouble where there is none.
 */
export async function newestReplay(context: Context, company: string): Promise<string> {
  const { items } = await context.api.listReplays(company, { limit: 1 });
  const [newest] = items;
  if (newest === undefined)
    throw new Trouble(`${company} has had no replay yet.`, 'absence-sync replay start');
  return newest.replayId;
}
