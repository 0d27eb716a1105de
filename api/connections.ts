import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import type { Connection } from '#domain/connection.ts';
import { replayAfter } from '#domain/connection-replays.ts';
import { guidPattern } from '#domain/identifiers.ts';
import { findConnection, patchConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { findCompany } from '#persistence/companies.ts';
import { saveProbed, type ConnectionWish } from './connection-save.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound } from './problems.ts';
import { startOwedReplay } from './replay-starts.ts';
import { companyParams, languageFor, reasonAnswer, reasonSchema, replayStartedSchema } from './schemas.ts';

export const guid = (what: string) =>
  z
    .string()
    .trim()
    .regex(guidPattern, `must be a GUID: the ${what} of Entra`)
    .transform((text) => text.toLowerCase());

const clientSecretSchema = z.string().trim().min(1, 'must not be empty').max(1000);
const expirySchema = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    'must be a date such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z',
  )
  .transform((text) => new Date(text).toISOString())
  .nullable();

const connectionPutSchema = z.strictObject({
  tenantId: guid('Directory (tenant) ID'),
  clientId: guid('Application (client) ID'),
  clientSecret: clientSecretSchema.optional(),
  secretExpiresAt: expirySchema.optional(),
  enabled: z.boolean(),
  confirmMove: z.boolean().optional(),
});

const connectionPatchSchema = z.strictObject({
  enabled: z.boolean().optional(),
  whenOff: z.enum(['keep', 'purge'], 'must be keep or purge').optional(),
  secretExpiresAt: expirySchema.optional(),
});

const secretPutSchema = z.strictObject({
  clientSecret: clientSecretSchema,
  secretExpiresAt: expirySchema.optional(),
});

export const connectionSchema = z
  .object({
    state: z.string(),
    since: z.string(),
    reason: reasonSchema.nullable(),
    enabled: z.boolean(),
    tenantId: z.string(),
    clientId: z.string(),
    credential: z
      .object({ kind: z.literal('secret'), hint: z.string(), expiresAt: z.string().nullable() })
      .nullable(),
    whenOff: z.enum(['keep', 'purge']),
  })
  .meta({ id: 'Connection' });

const connectionSavedSchema = connectionSchema.extend({
  replayId: replayStartedSchema.replayId.optional(),
  note: replayStartedSchema.note,
});

export type ConnectionPutBody = z.input<typeof connectionPutSchema>;
export type ConnectionPatchBody = z.input<typeof connectionPatchSchema>;
export type ConnectionAnswer = z.infer<typeof connectionSchema>;
export type ConnectionSavedAnswer = z.infer<typeof connectionSavedSchema>;

/** A company's connection to Microsoft 365. The client secret goes in and never comes out. */
export const connections: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database } = dependencies;

  server.get(
    '/v1/companies/:companyId/connection',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'The connection and its state',
        params: companyParams,
        response: { 200: connectionSchema },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, company) => {
        const connection = await findConnection(transaction);
        if (connection === null) throw notFound(`connection of ${company.companyId} yet`);
        return connectionAnswer(connection, languageFor(request, company.settings.language));
      }),
  );

  const save = async (request: FastifyRequest, wish: ConnectionWish) => {
    const language = await inKnownCompany(database, wish.companyId, async (_, { settings }) =>
      languageFor(request, settings.language),
    );
    const { connection, replayId } = await saveProbed(dependencies, wish, language);
    return { ...connectionAnswer(connection, language), replayId };
  };

  server.put(
    '/v1/companies/:companyId/connection',
    {
      schema: {
        summary: 'Save a connection, after Entra has given a token for it',
        params: companyParams,
        body: connectionPutSchema,
        response: { 200: connectionSavedSchema },
      },
      config: { access: 'administer-company', problems: [409, 422] },
    },
    (request) => save(request, { companyId: request.params.companyId, ...request.body }),
  );

  server.put(
    '/v1/companies/:companyId/connection/secret',
    {
      schema: {
        summary: 'Renew the client secret, after Entra has given a token for it',
        params: companyParams,
        body: secretPutSchema,
        response: { 200: connectionSavedSchema },
      },
      config: { access: 'administer-company', problems: [422] },
    },
    async (request) => {
      const { companyId } = request.params;
      const saved = await inKnownCompany(database, companyId, findConnection);
      if (saved === null) throw notFound(`connection of ${companyId} yet`);
      const { tenantId, clientId } = saved;
      return save(request, { companyId, tenantId, clientId, ...request.body });
    },
  );

  server.patch(
    '/v1/companies/:companyId/connection',
    {
      config: { access: 'administer-company' },
      schema: {
        summary: 'Switch the connection ON or OFF, or note what is known of the secret',
        params: companyParams,
        body: connectionPatchSchema,
        response: { 200: connectionSavedSchema },
      },
    },
    async (request) => {
      const { companyId } = request.params;
      const { before, after, company } = await inCompany(database, companyId, async (transaction) => {
        const before = await findConnection(transaction);
        const after = await patchConnection(transaction, request.body);
        const company = await findCompany(transaction);
        if (company === null) throw notFound(`company ${companyId}`);
        if (before === null || after === null) throw notFound(`connection of ${companyId} yet`);
        return { before, after, company };
      });
      const answer = connectionAnswer(after, languageFor(request, company.settings.language));
      if (replayAfter(before, after) === null) return answer;
      const started = await startOwedReplay(dependencies, company, request);
      return { ...answer, ...started };
    },
  );
};

/** The connection as it is told. */
export function connectionAnswer(connection: Connection, language: Language): ConnectionAnswer {
  const { state, since, reason, enabled, tenantId, clientId, credential, whenOff } = connection;
  return {
    state,
    since,
    reason: reasonAnswer(reason, language),
    enabled,
    tenantId,
    clientId,
    credential,
    whenOff,
  };
}
