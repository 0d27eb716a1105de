import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { recordHrMessages } from '#persistence/hr-messages.ts';
import { countUnfinished } from '#persistence/registration-counts.ts';
import { cloudEventSchema } from './cloud-event-schema.ts';
import { readCsvFile } from './csv-file.ts';
import { inLanguage } from './danish.ts';
import type { Dependencies } from './dependencies.ts';
import {
  faultyRow,
  TooManyFaults,
  UnreadableFile,
  type ExportFile,
  type FaultyRow,
  type ReadRow,
} from './export-file.ts';
import { readJsonLinesFile } from './json-lines-file.ts';
import { inKnownCompany } from './known-company.ts';
import { invalidRequest, notFound, Problem } from './problems.ts';
import { oweReplay } from '#persistence/owed-replays.ts';
import { startOwedReplay } from './replay-starts.ts';
import { companyParams, languageFor, replayStartedSchema } from './schemas.ts';

const faultyRowSchema = z.object({
  line: z.int(),
  column: z.string(),
  message: z.string(),
  raw: z.string(),
});

const importedSchema = z
  .object({
    rows: z.int(),
    recorded: z.int(),
    duplicates: z.int(),
    skipped: z.int(),
    faulty: z.array(faultyRowSchema),
    header: z.string().nullable(),
    ...replayStartedSchema,
  })
  .meta({ id: 'Imported' });

export type ImportedAnswer = z.infer<typeof importedSchema>;

const maximumBytes = 200 * 1024 * 1024;
const readers: Readonly<Record<string, (chunks: AsyncIterable<Uint8Array>) => Promise<ExportFile>>> = {
  'text/csv': readCsvFile,
  'application/jsonl': readJsonLinesFile,
  'application/x-ndjson': readJsonLinesFile,
};

/** A company's first registrations, or all of them again: recorded in one transaction, then replayed into Outlook. */
export const imports: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  server.removeAllContentTypeParsers();
  // Read as it arrives: a file of this size in one piece would stand in memory twice.
  server.addContentTypeParser(Object.keys(readers), (_, payload, done) => done(null, payload));

  server.post(
    '/v1/companies/:companyId/imports',
    {
      bodyLimit: maximumBytes,
      schema: {
        summary: 'Record an HR export, all of it or (skipInvalid) all rows that are right',
        params: companyParams,
        querystring: z.object({ skipInvalid: z.stringbool().default(false) }),
        response: { 200: importedSchema },
      },
      config: {
        access: 'administer-company',
        problems: [413, 415],
        body: {
          'text/csv': z.string(),
          'application/jsonl': cloudEventSchema,
          'application/x-ndjson': cloudEventSchema,
        },
      },
    },
    async (request) => {
      const { companyId } = request.params;
      const { skipInvalid } = request.query;
      const language = languageFor(request, 'en');
      await inKnownCompany(dependencies.database, companyId, async () => undefined);
      const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
      const read = readers[contentType];
      if (read === undefined || request.body === undefined)
        throw new Problem(400, 'invalid-request', 'The body is empty.');
      const file = await readFile(read, limited(request.body as Readable), language);
      if (!skipInvalid && file.faulty.length > 0) throw refusal(file.faulty, language);
      const recorded = await record(dependencies, companyId, file, { skipInvalid, language });
      const started = await startReplay(dependencies, companyId, request);
      return { rows: file.rows, header: file.header, ...recorded, ...started };
    },
  );
};

async function* limited(payload: Readable): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBytes)
      throw new Problem(413, 'too-large', 'A file has at most 200 MiB; split it.', {
        headers: { connection: 'close' },
      });
    yield chunk;
  }
}

async function readFile(
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<ExportFile>,
  chunks: AsyncIterable<Uint8Array>,
  language: Language,
): Promise<ExportFile> {
  try {
    return await read(chunks);
  } catch (error) {
    if (error instanceof TooManyFaults) throw refusal(error.faulty, language);
    if (!(error instanceof UnreadableFile)) throw error;
    throw refusal([{ line: error.line, column: '', message: error.message, raw: '' }], language);
  }
}

/** Contradictions show only against the store; with `skipInvalid` their rows are dropped and the rest is tried again. */
async function record(
  { database, keyring }: Dependencies,
  companyId: CompanyId,
  file: ExportFile,
  { skipInvalid, language }: { readonly skipInvalid: boolean; readonly language: Language },
) {
  const faulty = [...file.faulty];
  for (let rows = file.read; ;) {
    const messages = rows.map(({ message }) => message);
    const skipped = new Set(faulty.map(({ line }) => line)).size;
    const result = await recordHrMessages(database, keyring, companyId, messages, {
      deliver: false,
      owesReplay: true,
      activity: (results) => ({
        actor: 'administrator',
        action: 'export-imported',
        details: { ...countsOf(results), skipped },
      }),
    });
    switch (result.kind) {
      case 'no-such-company':
        throw notFound(`company ${companyId}`);
      case 'recorded': {
        return { ...countsOf(result.messages), skipped, faulty: toldInOrder(faulty, language) };
      }
      case 'refused': {
        faulty.push(...result.faults.flatMap((fault) => inFile(file, rows[fault.index], fault)));
        if (!skipInvalid) throw refusal(faulty, language);
        const dropped = new Set(result.faults.map(({ index }) => index));
        rows = rows.filter((_, index) => !dropped.has(index));
      }
    }
  }
}

function countsOf(results: readonly { readonly duplicate: boolean }[]) {
  const duplicates = results.filter(({ duplicate }) => duplicate).length;
  return { recorded: results.length - duplicates, duplicates };
}

function inFile(
  { columnOf }: ExportFile,
  row: ReadRow | undefined,
  { path, message }: { readonly path: string; readonly message: string },
): FaultyRow[] {
  return row === undefined ? [] : [faultyRow(row.line, row.raw, { path: columnOf(path), message })];
}

const toldInOrder = (faulty: readonly FaultyRow[], language: Language): FaultyRow[] =>
  faulty
    .toSorted((one, other) => one.line - other.line)
    .map((row) => ({ ...row, message: inLanguage(language, row.message) }));

/** What a refusal names one by one; a file with more is wrong as a whole. */
const namedFaults = 1000;

/** The rows themselves stay out of a refusal: nobody has asked for people's data there. */
function refusal(faulty: readonly FaultyRow[], language: Language): Problem {
  const places = toldInOrder(faulty, language)
    .slice(0, namedFaults)
    .map(({ line, column, message }) => ({ line, column, message }));
  return invalidRequest(
    places.map(({ line, column, message }) => ({
      path: column === '' ? `line ${line}` : `line ${line}, column ${column}`,
      message,
    })),
    { faulty: places },
  );
}

async function startReplay(dependencies: Dependencies, companyId: CompanyId, request: FastifyRequest) {
  const { company, unfinished } = await inKnownCompany(
    dependencies.database,
    companyId,
    async (transaction, company) => {
      const unfinished = await countUnfinished(transaction);
      if (unfinished > 0 && company.connection.isOpen)
        await oweReplay(transaction, { cause: 'import', scope: { scope: 'unsynced' } });
      return { company, unfinished };
    },
  );
  if (unfinished === 0) {
    const note = 'Nothing of it has to be brought to Outlook now.';
    return {
      replayId: null,
      note: inLanguage(languageFor(request, company.settings.language), note),
    };
  }
  return startOwedReplay(dependencies, company, request);
}
