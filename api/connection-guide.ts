import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { connectionGuide } from '#domain/connection-guide.ts';
import { findConnection } from '#persistence/connections.ts';
import { guid } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { companyParams, languageFor } from './schemas.ts';

/** A field that is still empty counts as not given. Anything else must be a GUID: it goes into commands. */
const idSchema = (what: string) =>
  z.union([z.literal(''), guid(what)], `must be a GUID: the ${what} of Entra`).optional();

const guideQuery = z.object({
  tenantId: idSchema('Directory (tenant) ID'),
  clientId: idSchema('Application (client) ID'),
});

const labelled = z.object({ label: z.string(), value: z.string() });
const guideSchema = z
  .object({
    steps: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        text: z.string().describe('Paragraphs, apart by an empty line'),
        links: z.array(z.object({ label: z.string(), url: z.string() })).readonly(),
        values: z.array(labelled).readonly(),
        commands: z
          .array(z.object({ label: z.string(), shell: z.literal('powershell'), text: z.string() }))
          .readonly(),
      }),
    ),
  })
  .meta({ id: 'ConnectionGuide' });

export type ConnectionGuideAnswer = z.infer<typeof guideSchema>;

/** How a company is connected, step by step, with its ids in the commands. */
export const connectionGuides: FastifyPluginAsyncZod<Dependencies> = async (server, { database }) => {
  server.get(
    '/v1/companies/:companyId/connection/guide',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'The steps in Entra and Exchange; ids that are not given are those that are saved',
        params: companyParams,
        querystring: guideQuery,
        response: { 200: guideSchema },
      },
    },
    (request) =>
      inKnownCompany(database, request.params.companyId, async (transaction, { companyId, settings }) => {
        const saved = await findConnection(transaction);
        const { tenantId, clientId } = request.query;
        const subject = {
          companyId,
          tenantId: tenantId || (saved?.tenantId ?? null),
          clientId: clientId || (saved?.clientId ?? null),
        };
        return { steps: [...connectionGuide(subject, languageFor(request, settings.language))] };
      }),
  );
};
