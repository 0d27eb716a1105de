import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Statuses of the problems that this route answers with, beside those that every route may. */
    problems?: readonly number[];
    /** Bodies by content type, where the route reads its body itself. */
    body?: Readonly<Record<string, z.ZodType>>;
  }
}

const problemTexts: Readonly<Record<number, string>> = {
  400: '`invalid-request`: each fault is named by its path',
  401: '`unauthorized`',
  403: '`forbidden`: the role or the key does not allow it, or another site has sent it',
  404: '`not-found`',
  409: '`conflict`: contradicts what is recorded or running',
  413: '`too-large`',
  415: '`invalid-request`: a content type that this address does not take',
  422: 'Refused by Microsoft 365; `code` is the reason, `reason` has its remedy',
  429: '`too-many-requests`: Retry-After says when to come again',
  503: '`unavailable`: the database, Temporal or the worker is away; Retry-After says when to come again',
};

/** Describes every route from the schemas that it is checked by, at `/openapi.json`. Call it before the routes. */
export async function describeInterface(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Absence Sync',
        version: '1',
        description:
          'Carries approved absence from an HR system into Outlook calendars. Problems are RFC 9457 problem details with a stable `code`.',
      },
      components: {
        securitySchemes: {
          administratorKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'The administrator key of this service',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'absence_sync_session',
            description:
              'Made by signing in to the console; what changes something also needs the header x-csrf-token (GET /v1/session)',
          },
          companyKey: { type: 'http', scheme: 'bearer', description: "A company's API key" },
          webhookSignature: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-signature',
            description:
              "Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature, made with the company's signing secret",
          },
        },
      },
      security: [{ administratorKey: [] }, { session: [] }],
    },
    transform: describeRoute,
    transformObject: describeSchemas,
  });
  server.get(
    '/openapi.json',
    { schema: { summary: 'This description', security: [] }, logLevel: 'warn' },
    async () => server.swagger(),
  );
}

type Transform = typeof jsonSchemaTransform;

const describeRoute: Transform = (document) => {
  const described = jsonSchemaTransform(document);
  const { config } = document.route;
  const isOpen = document.schema?.security?.length === 0;
  const isForRoles = config?.access?.startsWith('administer-') ?? false;
  const statuses = [
    ...(isOpen ? [503] : [400, 401, 404, 503]),
    ...(isForRoles ? [403] : []),
    ...(config?.problems ?? []),
  ];
  const schema = described.schema as Record<string, unknown>;
  const response = (schema['response'] ?? {}) as Record<string, unknown>;
  return {
    url: described.url,
    schema: {
      ...schema,
      ...(config?.body && { body: { content: contentOf(config.body) } }),
      response: {
        ...Object.fromEntries(statuses.map((status) => [status, problemResponse(status)])),
        ...response,
      },
    },
  };
};

/** Each shared schema is made once for what comes in and once for what goes out; most are used one way only. */
const describeSchemas: SwaggerTransformObject = (document) => {
  const described = jsonSchemaTransformObject(document);
  if (!('components' in described)) return described;
  const text = JSON.stringify(described);
  const isUsed = (name: string): boolean => text.includes(`"#/components/schemas/${name}"`);
  const schemas = Object.entries(described.components?.schemas ?? {}).filter(([name]) => isUsed(name));
  return {
    ...described,
    components: { ...described.components, schemas: Object.fromEntries(schemas) },
  } as typeof described;
};

const problemResponse = (status: number) => ({
  description: problemTexts[status] ?? 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function contentOf(bodies: Readonly<Record<string, z.ZodType>>) {
  return Object.fromEntries(
    Object.entries(bodies).map(([type, schema]) => {
      const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
      return [type, { schema: jsonSchema }];
    }),
  );
}
