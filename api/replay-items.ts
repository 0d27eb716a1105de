import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readRegistrationSubjects, unknownSubject } from '#persistence/registration-subjects.ts';
import { listReplayItems } from '#persistence/replay-items.ts';
import { findReplay } from '#persistence/replays.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound } from './problems.ts';
import { outcomeSchema, replayParams } from './replays.ts';
import { languageFor, listOf, pageOf, pageQuery, reasonAnswer, reasonSchema } from './schemas.ts';

const replayItemSchema = z.object({
  registrationId: z.string(),
  employeeName: z.string().nullable(),
  period: z.object({ from: z.string(), to: z.string() }).nullable(),
  outcome: outcomeSchema,
  reason: reasonSchema.nullable(),
});

export type ReplayItemAnswer = z.infer<typeof replayItemSchema>;

/** A replay's report, row by row, and what it has set aside. */
export const replayItems: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.get(
    '/v1/companies/:companyId/replays/:replayId/items',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'What a replay did with each registration; a dry run: would do',
        params: replayParams,
        querystring: pageQuery.extend({
          outcome: outcomeSchema.optional(),
          awaitingApproval: z.stringbool('must be true or false').optional(),
        }),
        response: { 200: listOf(replayItemSchema) },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const { limit, cursor, outcome, awaitingApproval } = request.query;
        const { replayId } = request.params;
        if ((await findReplay(transaction, replayId)) === null) throw notFound('such replay');
        const language = languageFor(request, company.settings.language);
        const filter = { outcome, isHeld: awaitingApproval ?? false };
        const rows = await listReplayItems(transaction, replayId, filter, cursor, limit + 1);
        const subjects = await readRegistrationSubjects(
          transaction,
          rows.map(({ registrationId }) => registrationId),
        );
        return pageOf(
          rows,
          limit,
          (row) => row.registrationId,
          (row) => ({
            ...row,
            ...(subjects.get(row.registrationId) ?? unknownSubject),
            reason: reasonAnswer(row.reason, language),
          }),
        );
      }),
  );
};
