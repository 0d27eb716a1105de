import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AbsenceType } from '#domain/absence-types.ts';
import { periodSchema } from '#domain/cloud-event.ts';
import type { Company, CompanySettings } from '#domain/company.ts';
import { replyFaultAt, replyTextFaults, replyTextPath, wordsAgainst } from '#domain/reply-faults.ts';
import { previewReply } from '#domain/reply-preview.ts';
import { replyTextSchema } from './company-schemas.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { invalidRequest } from './problems.ts';
import { companyParams, languageSchema } from './schemas.ts';

const previewBodySchema = z.strictObject({
  from: z.string('must be a date or date-time').describe('As in a registration’s period'),
  to: z.string('must be a date or date-time'),
  name: z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters').optional(),
  language: languageSchema.optional().describe('The company’s unless given'),
  internal: replyTextSchema.optional().describe('A text to try; the company’s unless given'),
  external: replyTextSchema.optional(),
});

const previewSchema = z
  .object({
    internal: z.string().describe('HTML, as it would stand in the mailbox'),
    external: z.string(),
    firstDay: z.string(),
    lastDay: z.string(),
    returnDay: z.string(),
  })
  .meta({ id: 'ReplyPreview' });

export type ReplyPreviewBody = z.input<typeof previewBodySchema>;
export type ReplyPreviewAnswer = z.infer<typeof previewSchema>;

/** What a company's automatic replies would say. What it chooses of them is part of the company itself. */
export const automaticReplies: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.post(
    '/v1/companies/:companyId/automatic-replies/preview',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'What an automatic reply would say of an absence; nothing is saved or sent',
        params: companyParams,
        body: previewBodySchema,
        response: { 200: previewSchema },
      },
    },
    ({ params: { companyId }, body }) =>
      inKnownCompany(database, companyId, async (_, company) => {
        const { from, to, name = null, ...rest } = body;
        const faults = [
          ...textFaults('internal', rest.internal, company),
          ...textFaults('external', rest.external, company),
        ];
        if (faults.length > 0) throw invalidRequest(faults);
        const period = periodSchema.safeParse({ from, to });
        if (!period.success)
          throw invalidRequest(
            period.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
          );
        return previewReply(company, { period: period.data, name, ...rest });
      }),
  );
};

function textFaults(path: string, text: string | undefined, { absenceTypes }: Company) {
  if (text === undefined) return [];
  return wordsAgainst(text, absenceTypes.values()).map((fault) => replyFaultAt(path, fault));
}

/**
 * Refuses texts that nobody may read, or that name a placeholder nobody fills.
 * @throws Problem that names the field.
 */
export function refuseWrongReplyTexts({ settings, absenceTypes }: Company): void {
  const faults = replyTextFaults(settings.automaticReplies, absenceTypes.values());
  if (faults.length > 0)
    throw invalidRequest(faults.map((fault) => replyFaultAt(replyTextPath(fault), fault)));
}

/**
 * Refuses a name for a type that tells of illness, where one of the company's replies has it already.
 * @throws Problem that names the label.
 */
export function refuseLabelInReplies(
  before: AbsenceType | undefined,
  after: AbsenceType,
  { settings }: Company,
): void {
  const known = wordsIn(settings, []);
  const faults = (['da', 'en'] as const)
    .filter((language) => after.label[language] !== before?.label[language])
    .flatMap((language) => {
      const label = after.label[language];
      const named = { ...after, label: { da: label, en: label } };
      return wordsIn(settings, [named])
        .filter(({ word }) => !known.some((other) => other.word === word))
        .map((fault) => ({
          path: `label.${language}`,
          message: `stands in ${replyTextPath(fault)}, and a reply may not tell of illness; change that text first`,
        }));
    });
  if (faults.length > 0) throw invalidRequest(faults);
}

const wordsIn = ({ automaticReplies }: CompanySettings, types: readonly AbsenceType[]) =>
  replyTextFaults(automaticReplies, types).filter(({ kind }) => kind === 'sensitive-word');
