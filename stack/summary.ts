import { join } from 'node:path';
import { z } from 'zod';
import { type Config, readAdministratorKey } from '#config.ts';
import { administrationOf } from './administration.ts';
import type { Demo } from './demo.ts';
import { apiOrigin, demoHrOrigin, sandboxOrigin } from './pieces.ts';

/** A link that signs in to the console, once; null where the API makes none at the moment. */
export async function signInLinkOf(config: Config): Promise<string | null> {
  const api = administrationOf(apiOrigin(config), readAdministratorKey(config));
  try {
    const made = await api.send('POST', '/v1/sign-in-links');
    return made.expect(201, z.object({ url: z.string() })).url;
  } catch {
    return null;
  }
}

/** What is where, and what to try first; the last line is the one that scripts wait for. */
export function summaryOf(config: Config, demo: Demo | undefined, signInLink: string | null): string {
  const api = apiOrigin(config);
  const administratorKey = config.givenAdministratorKey
    ? 'the one of ABSENCE_SYNC_ADMIN_KEY'
    : join(config.dataFolder, 'admin.key');
  const rows: readonly (readonly [name: string, place: string])[] = [
    ['console', config.consoleOrigin],
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
    ...(demo
      ? [
          [
            'demo HR system',
            `${demoHrOrigin(config)}  (register an absence; also beside the calendars)`,
          ] as const,
        ]
      : []),
  ];
  return [
    '',
    ...rows.map(([name, place]) => `  ${name.padEnd(18)} ${place}`),
    '',
    ...(signInLink === null
      ? []
      : ['  Sign in to the console, once and within 15 minutes:', `  ${signInLink}`]),
    '  Another link: npm exec absence-sync -- sign-in',
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
