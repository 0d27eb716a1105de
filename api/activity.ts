import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import { activityActors, describeActivity } from '#domain/activity.ts';
import { listActivity, type ActivityRow } from '#persistence/activity.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { historyOf } from './registration-history.ts';
import { companyParams, languageFor, listOf, pageOf, pageQuery } from './schemas.ts';

const activitySchema = z
  .object({
    at: z.string(),
    actor: z.string().meta({ description: 'The person who did it where one is known, else as actorKind' }),
    actorKind: z.enum(activityActors),
    action: z.string(),
    summary: z.string(),
    requestId: z.string().optional(),
    registrationId: z.string().optional(),
    microsoft: z.object({ status: z.int(), code: z.string(), requestId: z.string() }).optional(),
  })
  .meta({ id: 'Activity' });

export type ActivityAnswer = z.infer<typeof activitySchema>;

const activityQuery = pageQuery.extend({
  actor: z.enum(activityActors, `must be one of ${activityActors.join(', ')}`).optional(),
});

/** Who did what, and what Microsoft has answered. */
export const activity: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.get(
    '/v1/companies/:companyId/activity',
    {
      config: { access: 'read-company' },
      schema: {
        summary:
          'Administrators’ acts, state changes of the connection and requests to Microsoft, newest first',
        params: companyParams,
        querystring: activityQuery,
        response: { 200: listOf(activitySchema) },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const { limit, ...filter } = request.query;
        const language = languageFor(request, company.settings.language);
        const rows = await listActivity(transaction, filter, limit + 1);
        return pageOf(
          rows,
          limit,
          (row) => row.cursor,
          (row) => toAnswer(row, language),
        );
      }),
  );
};

function toAnswer(row: ActivityRow, language: Language): ActivityAnswer {
  return row.kind === 'act' ? actAnswer(row, language) : microsoftAnswer(row, language);
}

function actAnswer(
  { at, actor, actorName, action, details, requestId }: Extract<ActivityRow, { kind: 'act' }>,
  language: Language,
): ActivityAnswer {
  const summary = describeActivity({ action, details }, language);
  return {
    at,
    actor: actorName ?? actor,
    actorKind: actor,
    action,
    summary,
    ...(requestId !== null && { requestId }),
  };
}

function microsoftAnswer(
  { at, answer }: Extract<ActivityRow, { kind: 'answer' }>,
  language: Language,
): ActivityAnswer {
  const { event, registrationId } = answer;
  // What Microsoft answers names no absence type.
  const [entry] = historyOf([answer], new Map(), language);
  const microsoft = 'reason' in event ? event.reason.microsoft : undefined;
  return {
    at,
    actor: 'microsoft',
    actorKind: 'microsoft',
    action: actionOf(event.type),
    summary: entry?.summary ?? '',
    ...(entry?.requestId !== undefined && { requestId: entry.requestId }),
    registrationId,
    ...(microsoft && { microsoft }),
  };
}

/** The fact's name as actions are written: CalendarEventCreated is `calendar-event-created`. */
const actionOf = (type: string): string =>
  type.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
