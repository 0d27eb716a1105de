import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from '#client/cli/program.ts';
import { openApi, type TestApi } from './api/api.ts';

/** What can be done: by the API, on the command line, and in the console (its function in console/api/operations.ts). */
type Row = readonly [operation: string, commands: readonly string[], consoleAction: string];

const company = '/v1/companies/{companyId}';
const replay = `${company}/replays/{replayId}`;
const actions: readonly Row[] = [
  ['GET /v1/companies', ['company list'], 'listCompanies'],
  ['POST /v1/companies', ['company add'], 'addCompany'],
  [`GET ${company}`, ['company show', 'replies show'], 'company'],
  [`PATCH ${company}`, ['company set', 'replies set'], 'changeCompany'],
  [`GET ${company}/overview`, ['status'], 'overview'],
  [`POST ${company}/imports`, ['import'], 'importFile'],
  // Its own address answers 404 before the first one is saved; the overview carries it or null.
  [`GET ${company}/connection`, ['connection show'], 'overview'],
  [`PUT ${company}/connection`, ['connection set'], 'setConnection'],
  [`PATCH ${company}/connection`, ['connection on', 'connection off', 'secret expires'], 'changeConnection'],
  [`PUT ${company}/connection/secret`, ['secret renew'], 'renewSecret'],
  [`POST ${company}/connection/test`, ['connection test'], 'testConnection'],
  [`GET ${company}/connection/guide`, ['connection guide'], 'connectionGuide'],
  [`GET ${company}/absence-types`, ['absence-types list'], 'listAbsenceTypes'],
  [`PUT ${company}/absence-types/{type}`, ['absence-types set'], 'setAbsenceType'],
  [`POST ${company}/absence-types/{type}/preview`, ['absence-types preview'], 'previewAbsenceType'],
  [`POST ${company}/automatic-replies/preview`, ['replies preview'], 'previewReply'],
  [`GET ${company}/registrations`, ['registrations list'], 'listRegistrations'],
  [
    `GET ${company}/registrations/{registrationId}`,
    ['registrations show', 'registrations explain'],
    'registration',
  ],
  [`POST ${company}/registrations/{registrationId}/sync`, ['registrations sync'], 'syncRegistration'],
  [`GET ${company}/mailboxes`, ['mailboxes list'], 'listMailboxes'],
  [`POST ${company}/mailboxes/{mailbox}/check`, ['mailboxes check'], 'checkMailbox'],
  [`GET ${company}/activity`, ['activity'], 'listActivity'],
  [`POST ${company}/replays`, ['replay start'], 'startReplay'],
  [`GET ${company}/replays`, ['replay list'], 'listReplays'],
  [`GET ${replay}`, ['replay status'], 'replay'],
  // On a terminal `--wait` asks for the replay time and again, which needs no stream.
  [`GET ${replay}/progress`, ['replay status'], 'followReplay'],
  [`GET ${replay}/items`, ['replay items'], 'listReplayItems'],
  [`GET ${replay}/report`, ['replay report'], 'replayReport'],
  [`POST ${replay}/pause`, ['replay pause'], 'actOnReplay'],
  [`POST ${replay}/resume`, ['replay resume'], 'actOnReplay'],
  [`POST ${replay}/cancel`, ['replay cancel'], 'actOnReplay'],
  [`POST ${replay}/approve`, ['replay approve'], 'actOnReplay'],
  [`POST ${replay}/reject`, ['replay reject'], 'actOnReplay'],
  ['POST /v1/sign-in-links', ['sign-in'], 'makeSignInLink'],
];

/** Operations that are no action of an administrator, and why. */
const exempt: Readonly<Record<string, string>> = {
  'GET /healthz': 'for machines that watch the service',
  'GET /readyz': 'for machines that watch the service',
  'GET /metrics': 'for machines that watch the service',
  'GET /openapi.json': 'describes all others',
  [`POST ${company}/events`]: 'the HR system’s own',
  'GET /v1/session': 'a browser’s session; the command line has a key',
  'POST /v1/session': 'a browser’s session; the command line has a key',
  'DELETE /v1/session': 'a browser’s session; the command line has a key',
  'GET /sign-in/entra': 'a browser on its way to Entra',
  'GET /sign-in/callback': 'a browser on its way back from Entra',
};

const consoleFolder = join(import.meta.dirname, '..', 'console');
const sourceOf = (path: string): string => readFileSync(join(consoleFolder, path), 'utf8');

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();

test('every operation of the API is an action, or exempt with its reason, and no other is listed', async () => {
  const { body } = await api.send('GET', '/openapi.json');
  const operations = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(sorted([...actions.map(([operation]) => operation), ...Object.keys(exempt)])).toEqual(
    sorted(operations),
  );
});

test('every action is a command, and every command an action', () => {
  const leaves = (command: Command, path: readonly string[]): string[] =>
    command.commands.length === 0
      ? [path.join(' ')]
      : command.commands.flatMap((sub) => leaves(sub, [...path, sub.name()]));
  expect(sorted(actions.flatMap(([, commands]) => commands))).toEqual(sorted(leaves(program(), [])));
});

describe('the console', () => {
  test('has a function for every action, and every function is one', () => {
    const functions = sourceOf('api/operations.ts').matchAll(/^export (?:const|function) (\w+)/gm);
    expect(sorted(actions.map(([, , action]) => action))).toEqual(
      sorted([...functions].map(([, name = '']) => name)),
    );
  });

  test('uses every function on a page', () => {
    const pages = globSync('**/*.{ts,tsx}', { cwd: consoleFolder }).filter((path) => !path.startsWith('api'));
    const used = new Set(pages.flatMap((path) => namesImportedBy(sourceOf(path))));
    const unused = actions.map(([, , action]) => action).filter((action) => !used.has(action));
    expect(sorted(unused)).toEqual([]);
  });

  test('has a button for everything that can be done to a replay', () => {
    const acts = actions
      .filter(([, , action]) => action === 'actOnReplay')
      .map(([operation]) => operation.slice(operation.lastIndexOf('/') + 1));
    const sources = globSync('pages/**/*.tsx', { cwd: consoleFolder }).map(sourceOf);
    const given = (pattern: RegExp) => sorted(sources.flatMap((source) => actsGiven(source, pattern)));
    expect(given(/\bact\(([^)]+)\)/g)).toEqual(sorted(acts));
    // The button of an act is the one that is busy with it; where it asks first, its dialog acts.
    expect(given(/\bisBusy=\{busyWith === ([^}]+)\}/g)).toEqual(sorted(acts));
  });
});

/** What stands where the pattern captures: a literal, or a constant that is one of several. */
function actsGiven(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].flatMap(([, given = '']) => {
    const choice = new RegExp(`const ${given} = [^?;]*\\?([^;]*);`).exec(source)?.[1];
    return [...(choice ?? given).matchAll(/'(\w+)'/g)].map(([, act = '']) => act);
  });
}

/** From the operations' module, types left out. */
function namesImportedBy(source: string): string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '[^']*\/api\/operations\.ts'/g);
  return [...imports].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );
}
