import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import type { Company } from '#domain/company.ts';
import { describeExplanation, explain, type Explanation } from '#domain/explanation.ts';
import { nextActions } from '#domain/explanation-texts.ts';
import type { RecordedRegistrationEvent } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { writeAttemptOutcomes, writeAttemptsIn } from '#domain/write-attempts.ts';
import { findProbeAt } from '#persistence/connection-probes.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import { findMailboxCheckAt } from '#persistence/mailboxes.ts';
import { findReplyState } from '#persistence/reply-states.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import type { Dependencies } from './dependencies.ts';
import { reasonAnswer, reasonSchema } from './schemas.ts';

const attemptSchema = z.object({
  at: z.string(),
  operation: z.enum(['create', 'update', 'remove']).nullable(),
  outcome: z.enum(writeAttemptOutcomes),
  reasonCode: z.string().nullable(),
  microsoft: z.object({ status: z.int(), code: z.string(), requestId: z.string() }).nullable(),
  requestId: z.string().nullable(),
});

export const explanationSchema = z
  .object({
    rule: z.string(),
    message: z.string(),
    next: z.object({ action: z.enum(nextActions), at: z.string().nullable(), message: z.string() }),
    automaticReply: z
      .object({
        code: z.string(),
        message: z.string(),
        owner: z.enum(['none', 'user', 'absence-sync']),
        from: z.string().nullable(),
        to: z.string().nullable(),
        reason: reasonSchema.nullable(),
      })
      .nullable()
      .describe('Null where the company has automatic replies OFF'),
    attempts: z.array(attemptSchema),
  })
  .meta({ id: 'Explanation' });

export type ExplanationAnswer = z.infer<typeof explanationSchema>;

/** Why the registration is, or is not, in Outlook at this moment. */
export async function explainNow(
  transaction: CompanyTransaction,
  { keyring, connectionProbeSeconds }: Dependencies,
  company: Company,
  registration: Registration,
): Promise<Explanation> {
  const mailbox = registration.data?.value.employee.mailbox;
  return explain(registration, company, fingerprintWith(keyring), {
    now: new Date().toISOString(),
    mailboxCheckAt: mailbox === undefined ? null : await findMailboxCheckAt(transaction, mailbox),
    connectionProbeAt: await findProbeAt(transaction, connectionProbeSeconds),
    reply: mailbox === undefined ? null : await findReplyState(transaction, mailbox),
  });
}

export function explanationAnswer(
  explanation: Explanation,
  stream: readonly RecordedRegistrationEvent[],
  language: Language,
): ExplanationAnswer {
  const { automaticReply, ...described } = describeExplanation(explanation, language);
  return {
    ...described,
    automaticReply: automaticReply && {
      ...automaticReply,
      reason: reasonAnswer(automaticReply.reason, language),
    },
    attempts: [...writeAttemptsIn(stream)],
  };
}
