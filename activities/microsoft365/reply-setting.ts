import { z } from 'zod';
import type { ReplySetting } from '#domain/reply-lease.ts';
import { failureOf, Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import type { Graph, GraphRequest, GraphResult } from './graph.ts';

export type ReplyAnswer =
  | { readonly kind: 'stands'; readonly setting: ReplySetting; readonly requestId: string }
  | { readonly kind: 'failed'; readonly failure: Microsoft365Failure };

/** GET …/mailboxSettings: the one automatic-reply setting of a mailbox, its times in UTC. */
export function readReplySetting(graph: Graph, mailbox: string, signal: AbortSignal): Promise<ReplyAnswer> {
  return asAnswer(() =>
    graph.send({
      method: 'GET',
      path: `${pathOf(mailbox)}?$select=automaticRepliesSetting`,
      signal,
      maySend: () => !signal.aborted,
    }),
  );
}

/**
 * PATCH …/mailboxSettings with all of the setting's members: one that is left out keeps its value, the texts too
 * (https://learn.microsoft.com/graph/api/user-update-mailboxsettings). The answer is what stands there now, which an
 * organisation's rules may have changed.
 */
export function writeReplySetting(
  graph: Graph,
  mailbox: string,
  setting: ReplySetting,
  sending: Pick<GraphRequest, 'signal' | 'maySend'>,
): Promise<ReplyAnswer> {
  return asAnswer(() =>
    graph.send({
      method: 'PATCH',
      path: pathOf(mailbox),
      body: {
        automaticRepliesSetting: {
          status: setting.status,
          externalAudience: setting.audience,
          scheduledStartDateTime: inUtc(setting.from),
          scheduledEndDateTime: inUtc(setting.to),
          internalReplyMessage: setting.internal,
          externalReplyMessage: setting.external,
        },
      },
      ...sending,
    }),
  );
}

const pathOf = (mailbox: string): string => `/users/${encodeURIComponent(mailbox)}/mailboxSettings`;

const inUtc = (instant: string) => ({
  dateTime: new Date(instant).toISOString().replace('Z', ''),
  timeZone: 'UTC',
});

/** Graph's documentation writes the members both ways; answers have been in lower camel case since 2021. */
const member = <Value extends string>(...values: readonly [Value, ...Value[]]) =>
  z.preprocess(
    (given) => values.find((value) => value.toLowerCase() === String(given).toLowerCase()) ?? given,
    z.enum(values),
  );
const utcTime = z
  .object({ dateTime: z.string(), timeZone: z.literal('UTC') })
  .transform(({ dateTime }) => new Date(`${dateTime.slice(0, 23)}Z`).toISOString());

const answerSchema = z.object({
  automaticRepliesSetting: z
    .object({
      status: member('disabled', 'alwaysEnabled', 'scheduled'),
      externalAudience: member('none', 'contactsOnly', 'all'),
      scheduledStartDateTime: utcTime,
      scheduledEndDateTime: utcTime,
      internalReplyMessage: z.string().nullable(),
      externalReplyMessage: z.string().nullable(),
    })
    .transform((setting): ReplySetting => ({
      status: setting.status,
      audience: setting.externalAudience,
      from: setting.scheduledStartDateTime,
      to: setting.scheduledEndDateTime,
      internal: setting.internalReplyMessage ?? '',
      external: setting.externalReplyMessage ?? '',
    })),
});

async function asAnswer(send: () => Promise<GraphResult>): Promise<ReplyAnswer> {
  try {
    const result = await send();
    if (!result.isSuccess) return { kind: 'failed', failure: failureOf(result.answer) };
    const { automaticRepliesSetting } = answerSchema.parse(result.json);
    return { kind: 'stands', setting: automaticRepliesSetting, requestId: result.requestId };
  } catch (error) {
    if (error instanceof Microsoft365Error) return { kind: 'failed', failure: error.failure };
    if (!(error instanceof z.ZodError)) throw error;
    return { kind: 'failed', failure: unreadable };
  }
}

/** Whatever it answered, what was asked for may have been done. */
const unreadable: Microsoft365Failure = {
  kind: 'unavailable',
  reason: {
    code: 'microsoft-unavailable',
    microsoft: { status: 200, code: 'UnreadableAnswer', requestId: '' },
  },
  retryAfterSeconds: null,
  mayHaveHappened: true,
};
