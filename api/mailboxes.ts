import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { lookAtReply } from '#client/automatic-replies.ts';
import { checkMailbox } from '#client/mailbox-checks.ts';
import type { Language } from '#domain/absence-types.ts';
import { mailboxSchema } from '#domain/cloud-event.ts';
import type { Company } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { describeReason, type Reason } from '#domain/reasons.ts';
import { inCompany } from '#persistence/database.ts';
import { ensureMailboxKey } from '#persistence/mailbox-checks.ts';
import { findMailbox, listMailboxes } from '#persistence/mailbox-list.ts';
import { forgetReplyRefusal, isReplyHeld } from '#persistence/reply-states.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound, Problem, unavailable } from './problems.ts';
import { startOwedReplay } from './replay-starts.ts';
import {
  companyParams,
  languageFor,
  listOf,
  pageOf,
  pageQuery,
  reasonAnswer,
  reasonSchema,
} from './schemas.ts';
import { askTemporal } from './temporal.ts';

const states = ['ok', 'attention', 'unknown'] as const;
const stateSchema = z.enum(states, `must be one of ${states.join(', ')}`);

const mailboxParams = companyParams.extend({ mailbox: mailboxSchema });

const filterQuery = pageQuery.extend({
  state: stateSchema.optional(),
  q: z.string().min(1).max(100).optional().describe('Part of an address or of an employee’s name'),
});

const mailboxAnswerSchema = z
  .object({
    mailbox: z.string(),
    employeeIds: z.array(z.string()),
    state: stateSchema,
    reason: reasonSchema.nullable(),
    checkedAt: z.string().nullable(),
    nextCheckAt: z.string().nullable(),
    automaticReply: z.object({
      owner: z.enum(['none', 'user', 'absence-sync']),
      from: z.string().nullable(),
      to: z.string().nullable(),
      reason: reasonSchema.nullable(),
    }),
  })
  .meta({ id: 'Mailbox' });

export type MailboxAnswer = z.infer<typeof mailboxAnswerSchema>;

/** The mailboxes that registrations name: which work, and which need somebody. */
export const mailboxes: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database } = dependencies;

  server.get(
    '/v1/companies/:companyId/mailboxes',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'Mailboxes that registrations name, and their trouble',
        params: companyParams,
        querystring: filterQuery,
        response: { 200: listOf(mailboxAnswerSchema) },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const { limit, cursor, ...filter } = request.query;
        const language = languageFor(request, company.settings.language);
        const rows = await listMailboxes(transaction, filter, cursor, limit + 1);
        return pageOf(
          rows,
          limit,
          (row) => row.mailbox,
          (row) => toAnswer(row, language),
        );
      }),
  );

  server.post(
    '/v1/companies/:companyId/mailboxes/:mailbox/check',
    {
      schema: {
        summary: 'Check a mailbox with Microsoft now',
        params: mailboxParams,
        response: { 200: mailboxAnswerSchema },
      },
      config: { access: 'administer-company', problems: [409] },
    },
    async (request) => {
      const { companyId, mailbox } = request.params;
      const { mailboxKey, company, language } = await inKnownCompany(
        database,
        companyId,
        async (transaction, company) => {
          const language = languageFor(request, company.settings.language);
          const mailboxKey = await ensureMailboxKey(transaction, mailbox);
          if (mailboxKey === null) throw notFound(`registration of ${companyId} that names this mailbox`);
          const { reason } = company.connection;
          if (reason !== null) throw connectionClosed(reason, language);
          return { mailboxKey, company, language };
        },
      );
      const begunAt = performance.now();
      await check(dependencies, companyId, mailboxKey, language);
      await startOwedReplay(dependencies, company, request);
      const leftSeconds = dependencies.workerPatienceSeconds - (performance.now() - begunAt) / 1000;
      await lookAtItsReply(dependencies, company, mailboxKey, leftSeconds);
      return inKnownCompany(database, companyId, async (transaction) => {
        const row = await findMailbox(transaction, mailbox);
        if (row === undefined) throw notFound(`registration of ${companyId} that names this mailbox`);
        return toAnswer(row, language);
      });
    },
  );
};

/** @throws Problem where the check has told nothing of the mailbox. */
async function check(
  { temporal, workerPatienceSeconds }: Dependencies,
  companyId: CompanyId,
  mailboxKey: string,
  language: Language,
): Promise<void> {
  await askTemporal(temporal, () => temporal.workflowService.getSystemInfo({}));
  const result = await checkMailbox(temporal, { companyId, mailboxKey }, workerPatienceSeconds);
  switch (result?.kind) {
    case 'checked':
      return;
    case 'connection-closed':
      throw connectionClosed(result.reason, language);
    case 'unanswered':
      throw unavailable(inWords(result.reason, language), 60);
    case undefined:
      throw unavailable('Nothing was checked: no worker has asked Microsoft in time.', 30);
  }
}

/** Where the company has replies, or one of ours stands there still. What isn't found in time is shown by the next list. */
async function lookAtItsReply(
  { database, temporal }: Dependencies,
  { companyId, settings }: Company,
  mailboxKey: string,
  timeoutSeconds: number,
): Promise<void> {
  const isDue = await inCompany(
    database,
    companyId,
    async (transaction) => settings.automaticReplies.enabled || (await isReplyHeld(transaction, mailboxKey)),
  );
  if (!isDue) return;
  await inCompany(database, companyId, (transaction) => forgetReplyRefusal(transaction, mailboxKey));
  await lookAtReply(temporal, companyId, mailboxKey, Math.max(1, timeoutSeconds));
}

const inWords = (reason: Reason, language: Language): string => {
  const { message, remedy } = describeReason(reason, language);
  return `${message} ${remedy}`;
};

function connectionClosed(reason: Reason, language: Language): Problem {
  return new Problem(409, reason.code, inWords(reason, language), {
    members: { reason: describeReason(reason, language) },
  });
}

type Row = Awaited<ReturnType<typeof listMailboxes>>[number];

function toAnswer(row: Row, language: Language): MailboxAnswer {
  return {
    mailbox: row.mailbox,
    employeeIds: row.employee_ids.toSorted(),
    state: row.state,
    // Of one that is no longer known to be in trouble, the trouble that it was in says nothing.
    reason: row.state === 'attention' ? reasonAnswer(row.reason, language) : null,
    checkedAt: row.checked_at?.toISOString() ?? null,
    nextCheckAt: row.next_check_at?.toISOString() ?? null,
    automaticReply: {
      owner: row.reply_owner,
      from: row.reply_from?.toISOString() ?? null,
      to: row.reply_to?.toISOString() ?? null,
      reason: reasonAnswer(row.reply_reason, language),
    },
  };
}
