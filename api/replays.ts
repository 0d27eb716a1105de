import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actOnReplay, readReplayStatus, startReplay } from '#client/replays.ts';
import type { Language } from '#domain/absence-types.ts';
import { registrationIdPattern, toRegistrationId, type CompanyId } from '#domain/identifiers.ts';
import { replayAct } from '#domain/replay-activity.ts';
import { replayOutcomes } from '#domain/replay.ts';
import { noteActivity } from '#persistence/activity.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { noteReplayAsker } from '#persistence/replay-askers.ts';
import {
  findReplay,
  findRunningReplayId,
  listReplays,
  noteReplay,
  type ReplayRecord,
} from '#persistence/replays.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { conflict, notFound } from './problems.ts';
import {
  companyParams,
  dateSchema,
  languageFor,
  listOf,
  pageOf,
  pageQuery,
  reasonAnswer,
  reasonSchema,
} from './schemas.ts';
import { askTemporal } from './temporal.ts';

const newReplaySchema = z
  .strictObject({
    scope: z
      .enum(['unsynced', 'all'], 'must be unsynced or all')
      .optional()
      .describe('unsynced unless told; all for a repair, as nobody knows yet what has drifted'),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    employeeId: z.string().min(1).max(100).optional(),
    registrationId: z
      .string()
      .regex(registrationIdPattern, 'must be 1 to 100 of letters, digits and _ . : ~ -')
      .transform(toRegistrationId)
      .optional(),
    dryRun: z.boolean().default(false),
    repair: z.boolean().default(false),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'must not be before from',
  });

export const outcomeSchema = z.enum(replayOutcomes, `must be one of ${replayOutcomes.join(', ')}`);

export const replaySchema = z
  .object({
    replayId: z.string(),
    cause: z.string(),
    state: z.string(),
    scope: z.object({
      scope: z.enum(['unsynced', 'all']),
      from: z.string().optional(),
      to: z.string().optional(),
      employeeId: z.string().optional(),
      registrationId: z.string().optional(),
    }),
    dryRun: z.boolean(),
    repair: z.boolean(),
    total: z.int(),
    done: z.int(),
    counts: z.record(outcomeSchema, z.int()),
    removals: z
      .int()
      .meta({ description: 'Removals that are set aside, for the end or for an administrator’s approval' }),
    reason: reasonSchema.nullable(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    estimatedEndAt: z.string().nullable(),
  })
  .meta({ id: 'Replay' });

export type ReplayRequestBody = z.input<typeof newReplaySchema>;
export type ReplayAnswer = z.infer<typeof replaySchema>;

const acts = {
  pause: 'Pause a replay: what is under way is finished, then nothing is sent until it is resumed',
  resume: 'Go on with a paused replay',
  cancel: 'End a replay: what is under way is finished, what it has done stays, the rest is left',
  approve: 'Approve the removals that a replay has set aside because there are unusually many',
  reject: 'Reject those removals: the events stay until HR changes their registrations',
};

const hasEnded = 'This replay has ended.';
const nothingToDecide = 'No removals of this replay wait for approval.';
const refusals = {
  pause: hasEnded,
  resume: hasEnded,
  cancel: hasEnded,
  approve: nothingToDecide,
  reject: nothingToDecide,
};

export const replayParams = companyParams.extend({ replayId: z.uuid() });

/** Replays: what is in the store brought to Outlook again, and their reports. */
export const replays: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database, temporal } = dependencies;

  server.post(
    '/v1/companies/:companyId/replays',
    {
      schema: {
        summary: 'Start a replay; a company has one at a time',
        params: companyParams,
        body: newReplaySchema,
        response: { 202: replaySchema },
      },
      config: { access: 'administer-company', problems: [409] },
    },
    async (request, reply) => {
      const { companyId } = request.params;
      const { dryRun, repair, ...narrowed } = request.body;
      const scope = { ...narrowed, scope: narrowed.scope ?? (repair ? 'all' : 'unsynced') } as const;
      const replayId = randomUUID();
      const language = await inKnownCompany(database, companyId, async (transaction, company) => {
        await noteReplayAsker(transaction, replayId);
        return languageFor(request, company.settings.language);
      });
      const started = await askTemporal(temporal, () =>
        startReplay(temporal, { companyId, cause: 'administrator', scope, dryRun, repair, replayId }),
      );
      if (started === null) throw await alreadyRunning(dependencies, companyId);
      const replay = await inCompany(database, companyId, async (transaction) => {
        await noteReplay(transaction, {
          replayId,
          cause: 'administrator',
          scope,
          isDryRun: dryRun,
          isRepair: repair,
        });
        return findReplay(transaction, replayId);
      });
      if (replay === null) throw notFound('such replay');
      return reply.code(202).send(toAnswer(replay, language));
    },
  );

  server.get(
    '/v1/companies/:companyId/replays',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'Replays, newest first',
        params: companyParams,
        querystring: pageQuery,
        response: { 200: listOf(replaySchema) },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const { limit, cursor } = request.query;
        const language = languageFor(request, company.settings.language);
        const before = cursor !== undefined && !Number.isNaN(Date.parse(cursor)) ? cursor : undefined;
        const rows = await listReplays(transaction, limit + 1, before);
        return pageOf(
          rows,
          limit,
          (row) => row.startedAt,
          (row) => toAnswer(row, language),
        );
      }),
  );

  server.get(
    '/v1/companies/:companyId/replays/:replayId',
    {
      config: { access: 'read-company' },
      schema: { summary: 'One replay', params: replayParams, response: { 200: replaySchema } },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const replay = await findReplay(transaction, request.params.replayId);
        if (replay === null) throw notFound('such replay');
        return toAnswer(replay, languageFor(request, company.settings.language));
      }),
  );

  for (const act of ['pause', 'resume', 'cancel', 'approve', 'reject'] as const)
    server.post(
      `/v1/companies/:companyId/replays/:replayId/${act}`,
      {
        schema: { summary: acts[act], params: replayParams, response: { 202: replaySchema } },
        config: { access: 'administer-company', problems: [409] },
      },
      async (request, reply) => {
        const { companyId, replayId } = request.params;
        const find = () =>
          inKnownCompany(database, companyId, async (transaction, company) => {
            const replay = await findReplay(transaction, replayId);
            if (replay === null) throw notFound('such replay');
            return toAnswer(replay, languageFor(request, company.settings.language));
          });
        await find();
        const isRunning = await askTemporal(temporal, () => actOnReplay(temporal, companyId, replayId, act));
        if (!isRunning) throw conflict(refusals[act]);
        await inCompany(database, companyId, (transaction) =>
          noteActivity(transaction, replayAct(act, replayId)),
        );
        return reply.code(202).send(await find());
      },
    );
};

/** Temporal knows the running one even where its first step has not noted it yet. */
async function alreadyRunning({ database, temporal }: Dependencies, companyId: CompanyId) {
  const replayId =
    (await inCompany(database, companyId, findRunningReplayId)) ??
    (await askTemporal(temporal, () => readReplayStatus(temporal, companyId)))?.replayId ??
    null;
  return conflict('A replay of this company runs already; it ends first.', { members: { replayId } });
}

/** The replay as it is told; null where there is none of that id. */
export async function findReplayAnswer(
  transaction: CompanyTransaction,
  replayId: string,
  language: Language,
): Promise<ReplayAnswer | null> {
  const replay = await findReplay(transaction, replayId);
  return replay === null ? null : toAnswer(replay, language);
}

function toAnswer(replay: ReplayRecord, language: Language): ReplayAnswer {
  const done = Object.values(replay.counts).reduce((sum, count) => sum + count, 0);
  return {
    replayId: replay.replayId,
    cause: replay.cause,
    state: replay.state,
    scope: replay.scope,
    dryRun: replay.isDryRun,
    repair: replay.isRepair,
    // A plan made again may be smaller than what was done by the one before.
    total: Math.max(replay.total, done),
    done,
    counts: replay.counts,
    removals: replay.removals,
    reason: reasonAnswer(replay.reason, language),
    startedAt: replay.startedAt,
    endedAt: replay.endedAt,
    estimatedEndAt: estimateEnd(replay, done, Date.now()),
  };
}

/**
 * At the rate so far, without the time for which it stood still; null before the first is done, while nothing is being
 * done, and after the end.
 */
function estimateEnd(
  { state, startedAt, endedAt, total, idleSeconds }: ReplayRecord,
  done: number,
  now: number,
): string | null {
  if (state !== 'running' || endedAt !== null || done === 0 || total < done) return null;
  const perItem = (now - Date.parse(startedAt) - idleSeconds * 1000) / done;
  return new Date(now + perItem * (total - done)).toISOString();
}
