import { z } from 'zod';
import { windowsZoneNames, isWindowsZone } from './time-zones.ts';
import { mailboxKinds } from './mailbox.ts';

/** A control request that is wrong; the message names the field. */
export class ControlProblem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function unknownThing(what: string): ControlProblem {
  return new ControlProblem(404, `There is no ${what}.`);
}

export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const message = result.error.issues
    .map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'body'}: ${issue.message}`)
    .join('; ');
  throw new ControlProblem(400, message);
}

export const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a GUID')
  .transform((text) => text.toLowerCase());

export const tenantId = z
  .string()
  .regex(
    /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i,
    'must be a GUID or a domain name',
  )
  .transform((text) => text.toLowerCase());

const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be an ISO 8601 instant')
  .transform((text) => new Date(text).toISOString());

const address = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'must be a mail address');

export const tenantSchema = z.strictObject({ displayName: z.string().min(1) });

export const applicationSchema = z.strictObject({
  displayName: z.string().optional(),
  roles: z.array(z.string()).optional(),
  enabled: z.boolean().optional(),
  servicePrincipal: z.boolean().optional(),
  secrets: z
    .array(
      z.strictObject({
        keyId: guid.optional(),
        value: z.string().min(1),
        hint: z.string().nullish(),
        displayName: z.string().nullish(),
        startDateTime: instant.optional(),
        endDateTime: instant.optional(),
      }),
    )
    .optional(),
  rbacScopes: z
    .array(z.strictObject({ role: z.string(), mailboxes: z.array(z.string()) }))
    .nullable()
    .optional(),
  accessPolicy: z
    .strictObject({ kind: z.enum(['restrict', 'deny']), mailboxes: z.array(z.string()) })
    .nullable()
    .optional(),
  effectAfterSeconds: z.number().min(0).optional(),
});

export type ApplicationInput = z.infer<typeof applicationSchema>;

const mailboxFields = {
  displayName: z.string().optional(),
  aliases: z.array(address).optional(),
  kind: z.enum(mailboxKinds).optional(),
  timeZone: z
    .string()
    .refine((name) => name === '' || isWindowsZone(name), {
      error: `must be a Windows time zone name, such as "${windowsZoneNames()[0]}", or empty`,
    })
    .optional(),
  externalRepliesAllowed: z.boolean().optional(),
};

export const mailboxSchema = z.strictObject(mailboxFields);
export const mailboxesSchema = z.strictObject({
  mailboxes: z.array(z.strictObject({ address, ...mailboxFields })),
});
export const addressSchema = address;
export const renameSchema = z.strictObject({ address, keepAlias: z.boolean().optional() });

export type MailboxInput = z.infer<typeof mailboxSchema>;

export const clockSchema = z.union([
  z.strictObject({ now: instant }),
  z.strictObject({ advanceSeconds: z.number() }),
]);

/** The seed is what `GET /sandbox/tenants/{tenantId}` gives, so computed members are let through. */
export const seedSchema = z.object({
  tenants: z.array(
    z.object({
      tenantId,
      displayName: z.string().min(1),
      applications: z
        .array(
          z
            .object({
              appId: guid,
              objectId: z.string().optional(),
              servicePrincipalId: z.string().optional(),
            })
            .loose(),
        )
        .optional(),
      mailboxes: z.array(z.object({ address }).loose()).optional(),
    }),
  ),
});
