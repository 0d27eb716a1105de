import { join } from 'node:path';
import type { Config } from '#config.ts';
import type { Demo } from './demo.ts';
import { apiOrigin, sandboxOrigin } from './pieces.ts';

/** What is where, and what to try first; the last line is the one that scripts wait for. */
export function summaryOf(config: Config, demo: Demo | undefined): string {
  const api = apiOrigin(config);
  const administratorKey = config.givenAdministratorKey
    ? 'the one of ABSENCE_SYNC_ADMIN_KEY'
    : join(config.dataFolder, 'admin.key');
  const rows: readonly (readonly [name: string, place: string])[] = [
    ['API', `${api}  (${api}/openapi.json)`],
    [
      'Temporal',
      config.givenTemporalAddress ??
        `http://127.0.0.1:${config.temporalUiPort}  (gRPC: ${config.temporalAddress})`,
    ],
    [
      'Microsoft 365',
      config.microsoft.isRedirected
        ? config.microsoft.graphOrigin
        : `${sandboxOrigin(config)}  (the sandbox: every calendar)`,
    ],
    ['Postgres', config.givenDatabaseUrl ? 'the one of DATABASE_URL' : config.databaseUrl],
    ['data and logs', config.dataFolder],
    ['administrator key', administratorKey],
    ...(demo ? [['demo company', `${demo.file}  (its keys)`] as const] : []),
  ];
  return [
    '',
    ...rows.map(([name, place]) => `  ${name.padEnd(18)} ${place}`),
    '',
    ...(config.givenAdministratorKey ? [] : exampleOf(api, administratorKey, demo !== undefined)),
    '  Ctrl-C stops all of it; npm start brings it back with its data.',
    ...(demo?.trouble
      ? ['', `  The demo company isn't complete: ${demo.trouble}`, '  The next start goes on from there.']
      : []),
    '',
    `Absence Sync is ready on ${api}`,
  ].join('\n');
}

const exampleOf = (api: string, administratorKey: string, hasDemo: boolean): readonly string[] => [
  `  curl -H "Authorization: Bearer $(cat ${quoted(administratorKey)})" ${api}/v1/companies${hasDemo ? '/demo/registrations?limit=3' : ''}`,
  '',
];

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
