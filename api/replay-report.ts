import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { describeReason } from '#domain/reasons.ts';
import { inCompany } from '#persistence/database.ts';
import { listReplayItems, type ReplayItem } from '#persistence/replay-items.ts';
import { findReplay } from '#persistence/replays.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound } from './problems.ts';
import { replayParams } from './replays.ts';
import { languageFor, languageSchema } from './schemas.ts';

/** Rows that are read at once; the report's size doesn't show in the memory. */
const pageSize = 1000;

const headers: Readonly<Record<Language, readonly string[]>> = {
  da: ['Registrering', 'Resultat', 'Årsagskode', 'Årsag', 'Løsning'],
  en: ['Registration', 'Outcome', 'Reason code', 'Reason', 'What to do'],
};
/** In the column of outcomes, of what was set aside: until somebody decides, and where nobody is asked (any more). */
const heldOutcomes = { asked: 'awaiting-approval', 'not-asked': 'not-done' } as const;

/** A replay's report as a file. */
export const replayReports: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  server.get(
    '/v1/companies/:companyId/replays/:replayId/report',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'What a replay did with each registration, as CSV for a spreadsheet',
        params: replayParams,
        // A link carries no header of the page's choosing.
        querystring: z.object({ language: languageSchema.optional() }),
        response: { 200: z.string().meta({ description: 'text/csv, a row for each registration' }) },
      },
    },
    async (request, reply) => {
      const { companyId, replayId } = request.params;
      const { language, isAsked } = await inKnownCompany(
        dependencies.database,
        companyId,
        async (transaction, { settings }) => {
          const replay = await findReplay(transaction, replayId);
          if (replay === null) throw notFound('such replay');
          return {
            language: request.query.language ?? languageFor(request, settings.language),
            isAsked: replay.state === 'awaiting-approval',
          };
        },
      );
      return (
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="replay-${replayId}.csv"`)
          .header('cache-control', 'no-store')
          // A stream goes out as it comes, past the schema, which only describes it.
          .send(Readable.from(reportLines(dependencies, companyId, { replayId, isAsked }, language)) as never)
      );
    },
  );
};

async function* reportLines(
  { database }: Dependencies,
  companyId: CompanyId,
  { replayId, isAsked }: { readonly replayId: string; readonly isAsked: boolean },
  language: Language,
): AsyncGenerator<string> {
  // Spreadsheets take a file for UTF-8 by this mark.
  yield `\uFEFF${csvLine(headers[language])}`;
  const held = isAsked ? 'asked' : 'not-asked';
  for (const isHeld of [false, true])
    for (let cursor: string | undefined; ;) {
      const items = await inCompany(database, companyId, (transaction) =>
        listReplayItems(transaction, replayId, { outcome: undefined, isHeld }, cursor, pageSize),
      );
      const lines = items.map((item) => csvLine(fieldsOf(item, isHeld ? held : null, language)));
      if (lines.length > 0) yield lines.join('');
      cursor = items.at(-1)?.registrationId;
      if (items.length < pageSize) break;
    }
}

function fieldsOf(
  { registrationId, outcome, reason }: ReplayItem,
  held: keyof typeof heldOutcomes | null,
  language: Language,
) {
  const text = held === 'not-asked' ? null : reason && describeReason(reason, language);
  return [
    registrationId,
    held === null ? outcome : heldOutcomes[held],
    text?.code ?? '',
    text?.message ?? '',
    text?.remedy ?? '',
  ];
}

/** RFC 4180. */
const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** A spreadsheet would run what begins like a formula: https://owasp.org/www-community/attacks/CSV_Injection */
function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
