import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { testConnection } from '#client/connection-checks.ts';
import type { Language } from '#domain/absence-types.ts';
import { mailboxSchema } from '#domain/cloud-event.ts';
import { graphPermissions, type ConnectionTestResult } from '#domain/connection-test.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { insertConnectionTest, takeConnectionTest } from '#persistence/connection-tests.ts';
import { findClientSecret } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound, unavailable } from './problems.ts';
import { companyParams, languageFor, reasonAnswer, reasonSchema } from './schemas.ts';
import { askTemporal } from './temporal.ts';

const testRequestSchema = z
  .strictObject({
    mailbox: mailboxSchema.optional().describe('Tried first, before mailboxes of approved registrations'),
    outsideMailbox: mailboxSchema.optional().describe('One that the application must not reach; only read'),
  })
  .refine(({ mailbox, outsideMailbox }) => mailbox === undefined || mailbox !== outsideMailbox, {
    path: ['outsideMailbox'],
    message: 'must be another mailbox than mailbox',
  });

const permissionSchema = z.enum(graphPermissions);

const testSchema = z
  .object({
    ok: z.boolean(),
    missing: z.array(permissionSchema),
    checks: z.array(
      z.object({
        name: z.string(),
        ok: z.boolean(),
        reason: reasonSchema.nullable(),
        skipped: z.literal(true).optional(),
        mailbox: z.string().optional(),
        permissions: z.array(permissionSchema).optional(),
        expiresAt: z.string().nullable().optional(),
      }),
    ),
  })
  .meta({ id: 'ConnectionTest' });

export type ConnectionTestBody = z.input<typeof testRequestSchema>;
export type ConnectionTestAnswer = z.infer<typeof testSchema>;

/** Whether a company's connection works, check by check, without changing anything. */
export const connectionTests: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  server.post(
    '/v1/companies/:companyId/connection/test',
    {
      config: { access: 'administer-company' },
      schema: {
        summary:
          'Try the saved connection: Entra, both permissions in up to 5 mailboxes, the secret’s last day',
        params: companyParams,
        body: testRequestSchema,
        response: { 200: testSchema },
      },
    },
    async (request) => {
      const { companyId } = request.params;
      const { mailbox = null, outsideMailbox = null } = request.body;
      const testId = randomUUID();
      const language = await inKnownCompany(
        dependencies.database,
        companyId,
        async (transaction, { settings }) => {
          if ((await findClientSecret(transaction)) === null)
            throw notFound(`connection of ${companyId} yet`);
          await insertConnectionTest(transaction, { testId, mailbox, outsideMailbox });
          return languageFor(request, settings.language);
        },
      );
      return toAnswer(await resultOf(dependencies, companyId, testId), language);
    },
  );
};

/** @throws Problem where no worker has made the test in time. */
async function resultOf(
  { database, temporal, workerPatienceSeconds }: Dependencies,
  companyId: CompanyId,
  testId: string,
): Promise<ConnectionTestResult> {
  let result: ConnectionTestResult | null = null;
  try {
    await askTemporal(temporal, () => temporal.workflowService.getSystemInfo({}));
    await testConnection(temporal, { companyId, testId }, workerPatienceSeconds);
  } finally {
    // Without its row, a test that a worker takes up later sends nothing.
    result = await inCompany(database, companyId, (transaction) => takeConnectionTest(transaction, testId));
  }
  if (result === null)
    throw unavailable('Nothing was tested: no worker has tried the connection with Microsoft in time.', 30);
  return result;
}

function toAnswer({ checks, ...rest }: ConnectionTestResult, language: Language): ConnectionTestAnswer {
  return {
    ...rest,
    missing: [...rest.missing],
    checks: checks.map(({ reason, permissions, ...check }) => ({
      ...check,
      reason: reasonAnswer(reason, language),
      ...(permissions && { permissions: [...permissions] }),
    })),
  };
}
