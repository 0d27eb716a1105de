import type { GraphPermission, Trial } from '#domain/connection-test.ts';
import { failureOf, Microsoft365Error, type GraphAnswer, type Microsoft365Failure } from './failures.ts';
import type { Graph, GraphRequest, GraphResult } from './graph.ts';
import type { MailboxGate } from './mailbox-gate.ts';

export interface TrialContext {
  readonly graph: Graph;
  readonly gate: MailboxGate;
  /** Ends the trials: what is left counts as unanswered. */
  readonly signal: AbortSignal;
}

type Trials = Readonly<Record<GraphPermission, Trial>>;
type TrialRequest = Pick<GraphRequest, 'method' | 'headers' | 'body'> & {
  /** Below the mailbox. */
  readonly path: string;
};

/** As well-formed as any of Exchange's, and of no event: it ends in zeros where they have random bytes. */
const noEvent = `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${'A'.repeat(32)}`;

/**
 * Which permissions to write work in a mailbox, by requests that change nothing: the removal of an event that doesn't
 * exist, and an empty change of settings. What a token says of its permissions proves nothing, because those granted by
 * RBAC for Applications don't stand in it (docs/decisions/0013).
 */
export async function tryWriting(context: TrialContext, mailbox: string): Promise<Trials> {
  const send = sendTo(context, mailbox);
  const reading = await attempt(() => send(readings.calendar));
  const calendars = reading.kind === 'works' ? await attempt(() => send(removal), findsNothing) : reading;
  const settings = await attempt(() => send(emptyChange), isRefusedAsEmpty);
  return { 'Calendars.ReadWrite': calendars, 'MailboxSettings.ReadWrite': settings };
}

/** Whether a mailbox that nobody has registered lets the application in: that one is only read. */
export async function tryReading(context: TrialContext, mailbox: string): Promise<Trials> {
  const send = sendTo(context, mailbox);
  return {
    'Calendars.ReadWrite': await attempt(() => send(readings.calendar)),
    'MailboxSettings.ReadWrite': await attempt(() => send(readings.settings)),
  };
}

const readings = {
  calendar: { method: 'GET', path: '/events?$top=1&$select=id' },
  settings: { method: 'GET', path: '/mailboxSettings/timeZone' },
} as const satisfies Record<string, TrialRequest>;

/** Even an event of that id would stay: no etag is like this one. */
const removal: TrialRequest = {
  method: 'DELETE',
  path: `/events/${noEvent}`,
  headers: { 'If-Match': 'W/"none"' },
};
const emptyChange: TrialRequest = { method: 'PATCH', path: '/mailboxSettings', body: {} };

/** One request after the other, each with its place in the mailbox's queue. */
function sendTo({ graph, gate, signal }: TrialContext, mailbox: string) {
  return async ({ path, ...request }: TrialRequest): Promise<GraphResult> => {
    try {
      return await gate.run(mailbox, 'live', () =>
        graph.send({
          ...request,
          path: `/users/${encodeURIComponent(mailbox)}${path}`,
          signal,
          maySend: () => !signal.aborted,
        }),
      );
    } catch (error) {
      throw signal.aborted ? new Microsoft365Error({ kind: 'not-sent' }) : error;
    }
  };
}

const isRefusedAsEmpty = ({ status }: GraphAnswer): boolean => status === 400;

/** Graph has let the application in and then found nothing to remove, or refuses to remove it in this way. */
function findsNothing({ status, code }: GraphAnswer): boolean {
  return (
    status === 400 ||
    status === 412 ||
    (status === 404 && code === 'ErrorItemNotFound') ||
    (status === 403 && code === 'ErrorCannotDeleteObject')
  );
}

/** `isLetIn` tells by which errors Graph shows that the permission was there. */
async function attempt(
  send: () => Promise<GraphResult>,
  isLetIn: (answer: GraphAnswer) => boolean = () => false,
): Promise<Trial> {
  try {
    const result = await send();
    if (result.isSuccess || isLetIn(result.answer)) return { kind: 'works' };
    return trialOf(failureOf(result.answer));
  } catch (error) {
    if (error instanceof Microsoft365Error) return trialOf(error.failure);
    throw error;
  }
}

function trialOf(failure: Microsoft365Failure): Trial {
  switch (failure.kind) {
    case 'mailbox': {
      const { reason } = failure;
      const isRefused = reason.code === 'mailbox-out-of-scope' || reason.code === 'permission-missing';
      return { kind: isRefused ? 'refused' : 'failed', reason };
    }
    case 'connection':
    case 'rejected':
    case 'throttled':
    case 'unavailable':
      return { kind: 'failed', reason: failure.reason };
    case 'not-sent':
      return { kind: 'failed', reason: { code: 'microsoft-unavailable' } };
  }
}
