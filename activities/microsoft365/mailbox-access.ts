import { failureOf, Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import type { Graph } from './graph.ts';

/**
 * GET …/events, for the id of one: whether Graph lets the application into the mailbox's calendar. Null where it does.
 * That it may read is no proof that it may write, which the next write tells.
 */
export async function tryCalendar(
  graph: Graph,
  mailbox: string,
  signal: AbortSignal,
): Promise<Microsoft365Failure | null> {
  try {
    const result = await graph.send({
      method: 'GET',
      path: `/users/${encodeURIComponent(mailbox)}/events?$top=1&$select=id`,
      signal,
      maySend: () => !signal.aborted,
    });
    return result.isSuccess ? null : failureOf(result.answer);
  } catch (error) {
    if (error instanceof Microsoft365Error) return error.failure;
    throw error;
  }
}
