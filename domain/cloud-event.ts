import { z } from 'zod';
import { registrationIdPattern, toRegistrationId } from './identifiers.ts';
import { invalid, valid, type Fault, type HrMessage, type Read } from './hr-message.ts';
import { InvalidPeriod, parsePeriod, type Period } from './period.ts';
import type { HrRegistrationEvent, RegistrationData } from './registration-event.ts';
import { isSupportedTimeZone } from './time-zones.ts';

/** JSON can carry both, Postgres and a URL neither. */
const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes('\0');
const unstorable = 'must not hold a NUL or half of a character';

const text = (maximum: number) =>
  z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(maximum, `must have at most ${maximum} characters`)
    .refine(isStorable, unstorable);

export const mailboxSchema = z
  .string('must be a mail address')
  .trim()
  .max(320, 'must have at most 320 characters')
  .regex(/^[^\s@/\\?#%]+@[^\s@/\\?#%]+$/, 'must be a mail address such as anna.holm@contoso.example')
  .refine(isStorable, unstorable)
  .transform((address) => address.toLowerCase());

export const timeZoneSchema = z
  .string('must be an IANA time zone')
  .refine(isSupportedTimeZone, 'must be an IANA time zone that Outlook knows, such as Europe/Copenhagen');

/** Both inclusive as dates; as local date-times the end is exclusive. */
export const periodSchema = z
  .object({ from: z.string('must be a date or date-time'), to: z.string('must be a date or date-time') })
  .transform(({ from, to }, context): Period => {
    try {
      return parsePeriod(from, to);
    } catch (error) {
      if (!(error instanceof InvalidPeriod)) throw error;
      context.addIssue({ code: 'custom', path: [error.field], message: error.message });
      return z.NEVER;
    }
  });

const employeeSchema = z.object({
  id: text(100),
  mailbox: mailboxSchema,
  name: text(200)
    .nullish()
    .transform((name) => name ?? null),
  timeZone: timeZoneSchema.nullish().transform((zone) => zone ?? null),
});

export const registrationDataSchema = z.object({
  employee: employeeSchema,
  absenceType: text(40),
  period: periodSchema,
  comment: z
    .string('must be a text')
    .max(4000, 'must have at most 4000 characters')
    .refine(isStorable, unstorable)
    .nullish()
    .transform((comment) => comment || null),
});

export const registrationIdSchema = z
  .string('must be a text')
  .regex(registrationIdPattern, 'must be 1 to 100 of letters, digits and _ . : ~ -')
  .transform(toRegistrationId);

const referenceSchema = z.object({
  registrationId: registrationIdSchema,
  version: z.int('must be a whole number').min(1, 'must be at least 1'),
  approved: z.boolean('must be true or false').nullish(),
});

const types = {
  'registration.created': 'RegistrationCreated',
  'registration.approved': 'RegistrationApproved',
  'registration.changed': 'RegistrationChanged',
  'registration.rejected': 'RegistrationRejected',
  'registration.deleted': 'RegistrationDeleted',
} as const;

const envelopeSchema = z.object({
  specversion: z.literal('1.0', 'must be "1.0"'),
  id: text(200),
  source: text(500),
  type: z.enum(
    Object.keys(types) as (keyof typeof types)[],
    `must be one of ${Object.keys(types).join(', ')}`,
  ),
  time: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-23T08:00:00Z' }).nullish(),
  data: z.record(z.string(), z.unknown(), 'must be an object'),
});

/**
 * Reads a CloudEvent 1.0 of the HR system (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 * Every fault is named by its path; no value is repeated in a message, because values are personal.
 */
export function readCloudEvent(json: unknown): Read<HrMessage> {
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return invalid(...faultsOf(envelope.error, json));
  const { id, source, type, data } = envelope.data;
  const reference = referenceSchema.safeParse(data);
  const whole = carriesWhole(types[type], data) ? registrationDataSchema.safeParse(data) : null;
  if (!reference.success || whole?.success === false)
    return invalid(
      ...(reference.success ? [] : faultsOf(reference.error, data, 'data')),
      ...(whole?.success === false ? faultsOf(whole.error, data, 'data') : []),
    );
  return valid({
    source,
    eventId: id,
    registrationId: reference.data.registrationId,
    event: toEvent(types[type], reference.data.version, reference.data.approved ?? null, whole?.data ?? null),
  });
}

function carriesWhole(type: HrRegistrationEvent['type'], data: Record<string, unknown>): boolean {
  if (type === 'RegistrationCreated' || type === 'RegistrationChanged') return true;
  return ['employee', 'absenceType', 'period'].some(
    (field) => data[field] !== undefined && data[field] !== null,
  );
}

function toEvent(
  type: HrRegistrationEvent['type'],
  version: number,
  approved: boolean | null,
  data: RegistrationData | null,
): HrRegistrationEvent {
  if (type === 'RegistrationCreated' || type === 'RegistrationChanged') {
    if (data === null) throw new TypeError(`${type} carries the whole registration.`);
    return type === 'RegistrationCreated'
      ? { type, version, data, approved: approved ?? false }
      : { type, version, data, approved };
  }
  return { type, version, data };
}

/** A field that isn't there is called missing rather than of the wrong kind. */
export function faultsOf(error: z.ZodError, input: unknown, prefix = ''): Fault[] {
  return error.issues.map((issue) => {
    const isMissing = issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined;
    const path = [...(prefix ? [prefix] : []), ...issue.path.map(String)].join('.');
    return { path, message: isMissing ? 'is missing' : issue.message };
  });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
