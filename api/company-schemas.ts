import { z } from 'zod';
import { mailboxSchema, timeZoneSchema } from '#domain/cloud-event.ts';
import { companyIdPattern, toCompanyId } from '#domain/identifiers.ts';
import { dateSchema, languageSchema, localisedSchema, replayStartedSchema } from './schemas.ts';

const nameSchema = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

export const newCompanySchema = z.strictObject({
  id: z.string().regex(companyIdPattern, 'must be 1 to 40 of a-z, 0-9 and -').transform(toCompanyId),
  name: nameSchema,
  language: languageSchema,
  timeZone: timeZoneSchema,
});

export const companyMadeSchema = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  timeZone: z.string(),
  apiKey: z.string(),
  signingSecret: z.string(),
});

export const replyTextSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(10_000, 'must have at most 10000 characters');
const replyTexts = z.strictObject({ da: replyTextSchema, en: replyTextSchema });

const weekdays = z
  .array(z.int().min(1, 'must be 1 (Monday) to 7 (Sunday)').max(7, 'must be 1 (Monday) to 7 (Sunday)'))
  .transform((days) => [...new Set(days)].toSorted((one, other) => one - other));
const dates = z
  .array(dateSchema)
  .max(1000)
  .transform((days) => [...new Set(days)].toSorted());

/** One address: nothing that a mail's header would read as a list, a name or a comment. */
const mailAddressSchema = mailboxSchema.refine(
  (address) => !/[,;:<>()[\]"]/.test(address),
  'must be a mail address such as anna.holm@contoso.example',
);
const withoutRepetitions = (addresses: readonly string[]): string[] => [...new Set(addresses)];

/** Merged into what is there; each object inside too, lists as a whole. */
export const companyPatchSchema = z.strictObject({
  name: nameSchema.optional(),
  language: languageSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  nonWorkingDays: z.strictObject({ weekdays, dates }).partial().optional(),
  syncFrom: dateSchema.nullable().optional(),
  automaticReplies: z
    .strictObject({
      enabled: z.boolean(),
      audience: z.enum(['none', 'contacts', 'all'], 'must be none, contacts or all'),
      internal: replyTexts.partial(),
      external: replyTexts.partial(),
    })
    .partial()
    .optional(),
  notifications: z
    .strictObject({
      mail: z
        .array(mailAddressSchema)
        .max(20, 'must have at most 20 addresses')
        .transform(withoutRepetitions),
      webhook: z.strictObject({ url: z.string('must be an address') }).nullable(),
    })
    .partial()
    .optional(),
});

export const companySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    language: languageSchema,
    timeZone: z.string(),
    nonWorkingDays: z.object({
      weekdays: z.array(z.int()).readonly(),
      dates: z.array(z.string()).readonly(),
    }),
    syncFrom: z.string().nullable(),
    automaticReplies: z.object({
      enabled: z.boolean(),
      audience: z.enum(['none', 'contacts', 'all']),
      internal: localisedSchema,
      external: localisedSchema,
    }),
    notifications: z.object({
      mail: z.array(z.string()).readonly(),
      webhook: z.object({ url: z.string() }).nullable(),
    }),
  })
  .meta({ id: 'Company' });

/** One line among all companies: whether somebody should look. */
export const companyListedSchema = companySchema.extend({
  connectionState: z.string().nullable().describe('Null where there is no connection yet'),
  parked: z.int().describe('Registrations that wait for the connection'),
  attention: z.int().describe('Registrations that wait for somebody'),
});

export const companyPatchedSchema = companySchema.extend({
  notifications: companySchema.shape.notifications.extend({
    webhook: z.object({ url: z.string(), signingSecret: z.string().optional() }).nullable(),
  }),
  replayId: replayStartedSchema.replayId.optional(),
  note: replayStartedSchema.note,
});

export type CompanyPatchBody = z.input<typeof companyPatchSchema>;
export type CompanyPatchedAnswer = z.infer<typeof companyPatchedSchema>;
export type CompanyListedAnswer = z.infer<typeof companyListedSchema>;
export type CompanyAnswer = z.infer<typeof companySchema>;
export type CompanyMadeAnswer = z.infer<typeof companyMadeSchema>;
