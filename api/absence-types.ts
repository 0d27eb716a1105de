import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { absenceTypePattern, absenceTypesWith, type AbsenceType } from '#domain/absence-types.ts';
import { changedFields } from '#domain/changed-fields.ts';
import { noteActivity } from '#persistence/activity.ts';
import { findCompany, lockCompany, mergeAbsenceType } from '#persistence/companies.ts';
import { inCompany } from '#persistence/database.ts';
import { refuseLabelInReplies } from './automatic-replies.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { merge } from './merge.ts';
import { invalidRequest, notFound } from './problems.ts';
import { followChangedChoices, startOwedReplay } from './replay-starts.ts';
import { companyParams, listOf, localisedSchema, replayStartedSchema } from './schemas.ts';

export const showAsSchema = z.enum(['oof', 'workingElsewhere'], 'must be oof or workingElsewhere');
const text = z.string().trim().min(1, 'must not be empty').max(255, 'must have at most 255 characters');
const texts = z.strictObject({ da: text, en: text });

/** Merged into what the company has chosen for the type before. */
export const absenceTypePatchSchema = z.strictObject({
  label: texts.partial().optional(),
  synced: z.boolean().optional(),
  showAs: showAsSchema.optional(),
  subject: texts.partial().optional(),
  showType: z.boolean().optional(),
  private: z.boolean().optional(),
  automaticReply: z.boolean().optional(),
});

const absenceTypeSchema = z
  .object({
    type: z.string(),
    label: localisedSchema,
    synced: z.boolean(),
    showAs: showAsSchema,
    subject: localisedSchema,
    showType: z.boolean(),
    private: z.boolean(),
    automaticReply: z.boolean(),
  })
  .meta({ id: 'AbsenceType' });

const absenceTypeChangedSchema = absenceTypeSchema.extend({
  replayId: replayStartedSchema.replayId.optional(),
  note: replayStartedSchema.note,
});

export type AbsenceTypeAnswer = z.infer<typeof absenceTypeSchema>;
export type AbsenceTypeChange = z.infer<typeof absenceTypePatchSchema>;

/** A company's type table: what is synced and how it shows. */
export const absenceTypes: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database } = dependencies;

  server.get(
    '/v1/companies/:companyId/absence-types',
    {
      config: { access: 'read-company' },
      schema: {
        summary: "The company's absence types",
        params: companyParams,
        response: { 200: listOf(absenceTypeSchema) },
      },
    },
    ({ params: { companyId } }) =>
      inKnownCompany(database, companyId, async (_, company) => ({
        items: [...company.absenceTypes.values()],
        nextCursor: null,
      })),
  );

  server.put(
    '/v1/companies/:companyId/absence-types/:type',
    {
      config: { access: 'administer-company' },
      schema: {
        summary: "Change an absence type, or make one of the company's own",
        params: companyParams.extend({ type: z.string() }),
        body: absenceTypePatchSchema,
        response: { 200: absenceTypeChangedSchema },
      },
    },
    async (request) => {
      const { body } = request;
      const { companyId, type } = request.params;
      if (!absenceTypePattern.test(type))
        throw invalidRequest([{ path: 'type', message: 'must be 1 to 40 of a-z, 0-9 and -' }]);
      const changed = await inCompany(database, companyId, async (transaction) => {
        await lockCompany(transaction);
        const known = await findCompany(transaction);
        if (known === null) throw notFound(`company ${companyId}`);
        const before = known.absenceTypes.get(type);
        await mergeAbsenceType(transaction, type, overrideOf(before ?? ownType(type), body));
        const company = await findCompany(transaction);
        const after = company?.absenceTypes.get(type);
        if (!company || !after) throw notFound(`company ${companyId}`);
        refuseLabelInReplies(before, after, company);
        const fields = changedFields(before, after);
        if (fields.length > 0)
          await noteActivity(transaction, {
            actor: 'administrator',
            action: 'absence-type-changed',
            details: { type, fields },
          });
        const isOther = before !== undefined && showsOtherwise(before, after);
        if (isOther) await followChangedChoices(transaction, dependencies, company);
        return { company, after, isOther };
      });
      const started = changed.isOther ? await startOwedReplay(dependencies, changed.company, request) : {};
      return { ...changed.after, ...started };
    },
  );
};

/** What a type of the company's own is before anything is said of it. */
export function ownType(type: string): AbsenceType | undefined {
  return absenceTypesWith(new Map([[type, {}]])).get(type);
}

/** The store merges field by field, so a text in one language brings along what the other says now. */
export function overrideOf(current: AbsenceType | undefined, { label, subject, ...rest }: AbsenceTypeChange) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(label && current && { label: merge(current.label, label) }),
    ...(subject && current && { subject: merge(current.subject, subject) }),
  };
}

/** A type that is new has no registrations yet, and automatic replies are no event. */
function showsOtherwise(before: AbsenceType, after: AbsenceType): boolean {
  return (['label', 'synced', 'showAs', 'subject', 'showType', 'private', 'automaticReply'] as const).some(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
