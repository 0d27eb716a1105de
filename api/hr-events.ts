import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CompanyId } from '#domain/identifiers.ts';
import type { HrMessage } from '#domain/hr-message.ts';
import { recordHrMessages, type MessageFault } from '#persistence/hr-messages.ts';
import { requireCompanyKey, verifySignature } from './authentication.ts';
import { contentTypes, readCloudEventRequest, type CloudEventRequest } from './cloud-event-request.ts';
import { cloudEventSchema } from './cloud-event-schema.ts';
import type { Dependencies } from './dependencies.ts';
import { conflict, invalidRequest, notFound } from './problems.ts';
import { companyParams } from './schemas.ts';

const recordedSchema = z.object({ eventId: z.string(), sequence: z.int(), duplicate: z.boolean() });
const batchRecordedSchema = z.object({ events: z.array(recordedSchema) });

export type EventRecordedAnswer = z.infer<typeof recordedSchema>;
export type BatchRecordedAnswer = z.infer<typeof batchRecordedSchema>;

const maximumBytes = 1024 * 1024;

/**
 * The HR system's way in. The answer comes after the commit, and nothing here waits for Temporal: the worker's relay
 * delivers what the commit announces.
 */
export const hrEvents: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  server.removeAllContentTypeParsers();
  // The signature is over the bytes as they came.
  server.addContentTypeParser(Object.values(contentTypes), { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  server.addHook('onRequest', requireCompanyKey(dependencies));

  server.post(
    '/v1/companies/:companyId/events',
    {
      bodyLimit: maximumBytes,
      schema: {
        summary:
          'Record what the HR system says of registrations: one CloudEvent, or at most 500, all or none',
        params: companyParams,
        security: [{ companyKey: [] }, { webhookSignature: [] }],
        response: { 202: z.union([recordedSchema, batchRecordedSchema]) },
      },
      config: {
        access: 'hr-system',
        problems: [403, 409, 413, 415],
        body: {
          [contentTypes.event]: cloudEventSchema,
          [contentTypes.batch]: z.array(cloudEventSchema).max(500),
          [contentTypes.json]: z.union([cloudEventSchema, cloudEventSchema.shape.data]),
        },
      },
    },
    async (request, reply) => {
      const { companyId } = request.params;
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await verifySignature(dependencies, request, companyId, rawBody);
      const given = readCloudEventRequest(request.headers, rawBody);
      const recorded = await record(dependencies, companyId, given);
      const [first] = recorded;
      return reply.code(202).send(given.isBatch || first === undefined ? { events: recorded } : first);
    },
  );
};

async function record(
  { database, keyring }: Dependencies,
  companyId: CompanyId,
  { messages, pathOf }: CloudEventRequest<HrMessage>,
): Promise<EventRecordedAnswer[]> {
  const result = await recordHrMessages(database, keyring, companyId, messages, { deliver: true });
  switch (result.kind) {
    case 'no-such-company':
      throw notFound(`company ${companyId}`);
    case 'refused':
      throw refusal(result.faults, pathOf);
    case 'recorded':
      return result.messages.map(({ eventId, sequence, duplicate }) => ({ eventId, sequence, duplicate }));
  }
}

/** What is wrong in itself goes before what contradicts the store: mending it may mend the other. */
function refusal(faults: readonly MessageFault[], pathOf: (index: number, path: string) => string) {
  const named = faults.map(({ index, path, message }) => ({ path: pathOf(index, path), message }));
  if (faults.some(({ isConflict }) => !isConflict)) return invalidRequest(named);
  const [first] = named;
  return conflict(first ? `${first.path}: ${first.message}.` : 'Contradicts what is recorded.', {
    errors: named,
  });
}
