import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { exampleWeek, previewAbsenceType, type AbsenceTypePreview } from '#domain/absence-type-preview.ts';
import { absenceTypePattern, absenceTypesWith } from '#domain/absence-types.ts';
import { periodSchema } from '#domain/cloud-event.ts';
import type { Company } from '#domain/company.ts';
import type { Period } from '#domain/period.ts';
import { findAbsenceTypeOverride } from '#persistence/companies.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import {
  absenceTypePatchSchema,
  overrideOf,
  ownType,
  showAsSchema,
  type AbsenceTypeChange,
} from './absence-types.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { invalidRequest, notFound } from './problems.ts';
import { companyParams, languageSchema } from './schemas.ts';

const previewBodySchema = absenceTypePatchSchema.extend({
  example: z
    .strictObject({
      from: z.string('must be a date or date-time').describe('As in a registration’s period'),
      to: z.string('must be a date or date-time'),
    })
    .optional()
    .describe('A week from the next Monday unless given'),
  language: languageSchema.optional().describe('The company’s unless given'),
});

const previewSchema = z
  .object({
    event: z
      .object({
        subject: z.string(),
        showAs: showAsSchema,
        isAllDay: z.boolean(),
        isPrivate: z.boolean(),
        start: z.string(),
        end: z.string(),
        timeZone: z.string().describe('By its Windows name'),
        body: z.null(),
      })
      .nullable()
      .describe('Null where the type does not go to Outlook'),
    automaticReply: z
      .object({
        internal: z.string().describe('HTML, as it would stand in the mailbox'),
        external: z.string().describe('Empty where nobody outside is answered'),
      })
      .nullable()
      .describe('Null where none would be set'),
  })
  .meta({ id: 'AbsenceTypePreview' });

export type AbsenceTypePreviewBody = z.input<typeof previewBodySchema>;
export type AbsenceTypePreviewAnswer = z.infer<typeof previewSchema>;

/** What colleagues would see of a type, with a draft of the choices that a PUT would save. */
export const absenceTypePreviews: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.post(
    '/v1/companies/:companyId/absence-types/:type/preview',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'What colleagues would see of an absence of this type; nothing is saved or sent',
        params: companyParams.extend({ type: z.string() }),
        body: previewBodySchema,
        response: { 200: previewSchema },
      },
    },
    ({ params: { companyId, type }, body: { example, language, ...draft } }) => {
      if (!absenceTypePattern.test(type))
        throw invalidRequest([{ path: 'type', message: 'must be 1 to 40 of a-z, 0-9 and -' }]);
      return inKnownCompany(database, companyId, async (transaction, company) => {
        const drafted = await withDraft(transaction, company, type, draft);
        const period = readPeriod(
          example ?? exampleWeek(new Date().toISOString(), company.settings.timeZone),
        );
        return toAnswer(previewAbsenceType(drafted, { type, period, language }));
      });
    },
  );
};

/** The company as it would be after a PUT of the draft. */
async function withDraft(
  transaction: CompanyTransaction,
  company: Company,
  type: string,
  draft: AbsenceTypeChange,
): Promise<Company> {
  const saved = await findAbsenceTypeOverride(transaction, type);
  const override = { ...saved, ...overrideOf(company.absenceTypes.get(type) ?? ownType(type), draft) };
  const drafted = absenceTypesWith(new Map([[type, override]])).get(type);
  if (drafted === undefined) throw notFound(`absence type ${type}`);
  return { ...company, absenceTypes: new Map([...company.absenceTypes, [type, drafted]]) };
}

function readPeriod(example: { readonly from: string; readonly to: string }): Period {
  const read = periodSchema.safeParse(example);
  if (read.success) return read.data;
  throw invalidRequest(
    read.error.issues.map(({ path, message }) => ({ path: ['example', ...path].join('.'), message })),
  );
}

function toAnswer({ event, automaticReply }: AbsenceTypePreview): AbsenceTypePreviewAnswer {
  if (event === null) return { event, automaticReply };
  const { sensitivity, ...rest } = event;
  return { event: { ...rest, isPrivate: sensitivity === 'private', body: null }, automaticReply };
}
