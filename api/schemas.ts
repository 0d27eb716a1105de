import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import {
  companyIdPattern,
  registrationIdPattern,
  toCompanyId,
  toRegistrationId,
} from '#domain/identifiers.ts';
import { describeReason, type Reason } from '#domain/reasons.ts';

/** The shapes that several routes share. */

export const companyParams = z.object({
  companyId: z.string().regex(companyIdPattern).transform(toCompanyId),
});

export const registrationParams = companyParams.extend({
  registrationId: z.string().regex(registrationIdPattern).transform(toRegistrationId),
});

export const languageSchema = z.enum(['da', 'en'], 'must be da or en');
export const dateSchema = z.iso.date('must be a date such as 2026-12-24');
export const localisedSchema = z.strictObject({ da: z.string(), en: z.string() });

export const reasonSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    microsoft: z.object({ status: z.int(), code: z.string(), requestId: z.string() }).optional(),
  })
  .meta({ id: 'Reason' });

export const pageQuery = z.object({
  limit: z.coerce.number('must be a number').int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(500).optional(),
});

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** One page out of `limit + 1` rows: the row too many tells that there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** Where a change of settings has to reach Outlook: the replay that does it, or why none was started. */
export const replayStartedSchema = {
  replayId: z.string().nullable(),
  note: z.string().optional(),
};

/** The language of the sentences in an answer: the request's, else the company's. */
export function languageFor(request: FastifyRequest, companyLanguage: Language): Language {
  const accepted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: name.slice(0, 2), quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ language }) => language);
  return accepted.find((language) => language === 'da' || language === 'en') ?? companyLanguage;
}

/** A reason as the answer carries it. */
export function reasonAnswer(reason: Reason | null, language: Language): z.infer<typeof reasonSchema> | null {
  return reason === null ? null : describeReason(reason, language);
}
