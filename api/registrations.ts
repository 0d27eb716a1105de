import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { signalRecordedEvent } from '#client/registrations.ts';
import type { Language } from '#domain/absence-types.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { fold } from '#domain/registration.ts';
import { readStream } from '#persistence/event-store.ts';
import { listRegistrations, registrationOrders } from '#persistence/registration-list.ts';
import { findRegistrationRow } from '#persistence/registrations.ts';
import { requestSync } from '#persistence/sync-requests.ts';
import { registrationWorkflowId } from '#workflows/messages.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound } from './problems.ts';
import { explainNow, explanationAnswer, explanationSchema } from './registration-explanation.ts';
import { historyOf } from './registration-history.ts';
import {
  companyParams,
  dateSchema,
  languageFor,
  listOf,
  pageOf,
  pageQuery,
  reasonAnswer,
  reasonSchema,
  registrationParams,
} from './schemas.ts';
import { askTemporal } from './temporal.ts';

const states = ['waiting', 'syncing', 'synced', 'parked', 'attention', 'removed', 'ignored'] as const;
const stateSchema = z.enum(states, `must be one of ${states.join(', ')}`);

const registrationSchema = z
  .object({
    registrationId: z.string(),
    version: z.int(),
    state: stateSchema,
    reason: reasonSchema.nullable(),
    employeeId: z.string().nullable(),
    employeeName: z.string().nullable(),
    mailbox: z.string().nullable(),
    absenceType: z.string().nullable(),
    approval: z.enum(['pending', 'approved', 'rejected', 'deleted']),
    period: z.object({ from: z.string(), to: z.string() }).nullable(),
    calendarEventId: z.string().nullable(),
    syncedAt: z.string().nullable(),
    nextAttemptAt: z.string().nullable(),
    changedAt: z.string().describe('When something was last recorded of it'),
    workflowId: z.string(),
  })
  .meta({ id: 'Registration' });

const registrationWithHistorySchema = registrationSchema
  .extend({
    history: z.array(
      z.object({
        at: z.string(),
        sequence: z.int(),
        type: z.string(),
        summary: z.string(),
        requestId: z.string().optional(),
      }),
    ),
    explanation: explanationSchema,
  })
  .meta({ id: 'RegistrationWithHistory' });

export type RegistrationAnswer = z.infer<typeof registrationSchema>;
export type RegistrationWithHistoryAnswer = z.infer<typeof registrationWithHistorySchema>;

const filterQuery = pageQuery.extend({
  state: stateSchema.optional(),
  employeeId: z.string().max(100).optional(),
  mailbox: z.string().max(320).optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  q: z.string().min(1).max(100).optional(),
  sort: z
    .enum(registrationOrders, `must be one of ${registrationOrders.join(', ')}`)
    .default('id')
    .describe('By id, or what was recorded last first; a cursor belongs to one order'),
});

/** What is, or isn't, in Outlook, and why. */
export const registrations: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database, temporal } = dependencies;

  server.get(
    '/v1/companies/:companyId/registrations',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'Registrations and where they stand',
        params: companyParams,
        querystring: filterQuery,
        response: { 200: listOf(registrationSchema) },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const { limit, cursor, sort, ...filter } = request.query;
        const language = languageFor(request, company.settings.language);
        const rows = await listRegistrations(transaction, filter, sort, cursor, limit + 1);
        return pageOf(
          rows,
          limit,
          (row) => row.cursor,
          (row) => toAnswer(company.companyId, row, language),
        );
      }),
  );

  const read = (request: FastifyRequest, companyId: CompanyId, registrationId: RegistrationId) =>
    inKnownCompany(database, companyId, async (transaction, company) => {
      const row = await findRegistrationRow(transaction, registrationId);
      if (row === undefined) throw notFound(`registration ${registrationId}`);
      const language = languageFor(request, company.settings.language);
      const stream = await readStream(transaction, dependencies.keyring, registrationId);
      const registration = fold(registrationId, stream);
      const explanation = await explainNow(transaction, dependencies, company, registration);
      return {
        ...toAnswer(companyId, row, language),
        // Not the row's: what the company has chosen since may not have reached that, and one answer says one thing.
        state: explanation.state,
        reason: reasonAnswer(explanation.reason, language),
        nextAttemptAt: explanation.nextAttemptAt,
        history: historyOf(stream, company.absenceTypes, language),
        explanation: explanationAnswer(explanation, stream, language),
      };
    });

  server.get(
    '/v1/companies/:companyId/registrations/:registrationId',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'Why a registration is, or is not, in Outlook',
        params: registrationParams,
        response: { 200: registrationWithHistorySchema },
      },
    },
    async (request) => {
      const { companyId, registrationId } = request.params;
      return read(request, companyId, registrationId);
    },
  );

  server.post(
    '/v1/companies/:companyId/registrations/:registrationId/sync',
    {
      config: { access: 'administer-company' },
      schema: {
        summary: 'Bring a registration to Outlook now, also after a final failure',
        params: registrationParams,
        response: { 202: registrationWithHistorySchema },
      },
    },
    async (request, reply) => {
      const { companyId, registrationId } = request.params;
      await read(request, companyId, registrationId);
      await askTemporal(temporal, () => temporal.workflowService.getSystemInfo({}));
      const sequence = await requestSync(database, dependencies.keyring, companyId, registrationId);
      if (sequence === null) throw notFound(`registration ${registrationId}`);
      await askTemporal(temporal, () => signalRecordedEvent(temporal, companyId, registrationId, sequence));
      return reply.code(202).send(await read(request, companyId, registrationId));
    },
  );
};

type Row = NonNullable<Awaited<ReturnType<typeof findRegistrationRow>>>;

function toAnswer(companyId: CompanyId, row: Row, language: Language): RegistrationAnswer {
  return {
    registrationId: row.registration_id,
    version: Number(row.version),
    state: row.state,
    reason: reasonAnswer(row.reason, language),
    employeeId: row.employee_id,
    employeeName: row.employee_name,
    mailbox: row.mailbox,
    absenceType: row.absence_type,
    approval: row.approval,
    period:
      row.period_from === null || row.period_to === null
        ? null
        : { from: row.period_from, to: row.period_to },
    calendarEventId: row.calendar_event_id,
    syncedAt: row.synced_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    changedAt: row.changed_at.toISOString(),
    workflowId: registrationWorkflowId(companyId, row.registration_id),
  };
}
