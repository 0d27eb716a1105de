import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import type { Company } from '#domain/company.ts';
import type { Connection } from '#domain/connection.ts';
import { describeNextStep, nextSteps, type CompanyStanding } from '#domain/next-steps.ts';
import { daysBetween } from '#domain/reminders.ts';
import { readApprovalSpeed, type ApprovalSpeed, type SpeedWindow } from '#persistence/approval-figures.ts';
import { findConnection } from '#persistence/connections.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import { countAwaitingApproval, countMailboxesInTrouble, readStateCounts } from '#persistence/overview.ts';
import { findRunningReplayId } from '#persistence/replays.ts';
import { connectionAnswer, connectionSchema } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { findReplayAnswer, replaySchema } from './replays.ts';
import { companyParams, languageFor } from './schemas.ts';

/** What the service promises from approval to Outlook. */
const promiseSeconds = 240;

const overviewQuery = z.object({
  days: z
    .enum(['1', '7', '30'], 'must be 1, 7 or 30')
    .default('1')
    .describe('The window of the speed: points are an hour, six hours or a day'),
});
const windows = { '1': 1, '7': 7, '30': 30 } as const;

const count = z.int();
const overviewSchema = z
  .object({
    registrations: z.object({
      waiting: count,
      syncing: count,
      synced: count,
      parked: count,
      attention: count,
      removed: count,
      ignored: count,
    }),
    awaitingApproval: count.describe('Of the waiting ones: those that wait for the HR system'),
    speed: z.object({
      days: z.union([z.literal(1), z.literal(7), z.literal(30)]).describe('The window that was asked for'),
      timeZone: z.string().describe('The zone whose days the points are in a window of 30'),
      promiseSeconds: z.int(),
      count: count.describe('Approvals that were measured; of more than 4000 an even sample'),
      p50Seconds: z.number().nullable(),
      p95Seconds: z.number().nullable(),
      points: z.array(
        z.object({
          at: z.string().describe('Start of the bucket, in UTC'),
          count,
          p50Seconds: z.number(),
          p95Seconds: z.number(),
        }),
      ),
    }),
    connection: connectionSchema.nullable(),
    secret: z.object({ expiresAt: z.string(), daysLeft: z.int() }).nullable(),
    replay: replaySchema.nullable().describe('The one that is under way or waits for approval'),
    mailboxesInTrouble: count,
    nextSteps: z.array(z.object({ code: z.string(), message: z.string(), count: count.nullable() })),
  })
  .meta({ id: 'Overview' });

export type OverviewAnswer = z.infer<typeof overviewSchema>;

/** Is everything in Outlook, how fast does it get there, and what is to be done. */
export const overview: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.get(
    '/v1/companies/:companyId/overview',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'How a company stands: states, speed, secret, and what to do next',
        params: companyParams,
        querystring: overviewQuery,
        response: { 200: overviewSchema },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, (transaction, company) => {
        const language = languageFor(request, company.settings.language);
        return readOverview(transaction, company, windows[request.query.days], language);
      }),
  );
};

async function readOverview(
  transaction: CompanyTransaction,
  { settings: { timeZone } }: Company,
  days: SpeedWindow['days'],
  language: Language,
): Promise<OverviewAnswer> {
  const registrations = await readStateCounts(transaction);
  const awaitingApproval = registrations.waiting === 0 ? 0 : await countAwaitingApproval(transaction);
  const speed = await readApprovalSpeed(transaction, { days, timeZone });
  const connection = await findConnection(transaction);
  const secret = secretOf(connection, timeZone);
  const replayId = await findRunningReplayId(transaction);
  const replay = replayId === null ? null : await findReplayAnswer(transaction, replayId, language);
  const mailboxesInTrouble = await countMailboxesInTrouble(transaction);
  const standing: CompanyStanding = {
    connection,
    secretDaysLeft: secret?.daysLeft ?? null,
    registrations,
    removalsToApprove: replay?.state === 'awaiting-approval' ? replay.removals : 0,
    mailboxesInTrouble,
  };
  return {
    registrations,
    awaitingApproval,
    speed: { days, timeZone, ...speedAnswer(speed) },
    connection: connection && connectionAnswer(connection, language),
    secret,
    replay,
    mailboxesInTrouble,
    nextSteps: nextSteps(standing).map((step) => ({ ...step, message: describeNextStep(step, language) })),
  };
}

function secretOf(connection: Connection | null, timeZone: string): OverviewAnswer['secret'] {
  const expiresAt = connection?.credential?.expiresAt ?? null;
  return expiresAt === null
    ? null
    : { expiresAt, daysLeft: daysBetween(new Date().toISOString(), expiresAt, timeZone) };
}

function speedAnswer(figures: readonly ApprovalSpeed[]): Omit<OverviewAnswer['speed'], keyof SpeedWindow> {
  const whole = figures.find(({ at }) => at === null);
  return {
    promiseSeconds,
    count: whole?.count ?? 0,
    p50Seconds: whole?.p50Seconds ?? null,
    p95Seconds: whole?.p95Seconds ?? null,
    points: figures.flatMap(({ at, ...figure }) => (at === null ? [] : [{ at, ...figure }])),
  };
}
