import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dependencies } from './dependencies.ts';
import { languageFor } from './schemas.ts';

/** Where the build wants the nonce by which the pages' own styles are let in. */
const noncePlaceholder = '__CSP_NONCE__';
/** Never a page of the console, whatever is wanted there. */
const otherPaths = /^\/(v1|assets|openapi\.json|healthz|readyz|metrics|sign-in\/(entra|callback))(\/|$)/;
/** What a page names beside its assets, such as its icon. */
const topFile = /^\/([\w-]+\.(?:svg|png|ico|webmanifest|txt))$/;

/**
 * Serves the console's assets, whose names carry a hash of what is in them, each as small as the browser takes it, and
 * sees to it that nothing else is stored anywhere. Call it before the routes.
 */
export async function serveConsole(server: FastifyInstance, { consoleFolder }: Dependencies): Promise<void> {
  server.addHook('onRequest', async (_, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  await server.register(fastifyStatic, {
    root: join(consoleFolder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    redirect: false,
    // Before the first build there are none, and the page says so.
    suppressWarning: true,
    setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
    logLevel: 'warn',
  });
}

/**
 * Answers a browser that asks for a page with the console, which reads the address itself.
 * @returns false where no page is asked for; nothing is answered then.
 */
export async function answerWithConsole(
  { consoleFolder, consoleOrigin }: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const path = request.url.split('?')[0] ?? '';
  if (!['GET', 'HEAD'].includes(request.method) || otherPaths.test(path)) return false;
  const file = topFile.exec(path)?.[1];
  if (file !== undefined && existsSync(join(consoleFolder, file))) {
    await reply.sendFile(file, consoleFolder, { immutable: false, maxAge: '1h' });
    return true;
  }
  if (!(request.headers.accept ?? '').includes('text/html')) return false;
  const nonce = randomBytes(16).toString('base64');
  const page = await readPage(consoleFolder);
  await reply
    .code(page === null ? 503 : 200)
    .headers(pageHeaders(nonce, consoleOrigin))
    .type('text/html; charset=utf-8')
    .send((page ?? notBuilt(languageFor(request, 'en'))).replaceAll(noncePlaceholder, nonce));
  return true;
}

/** Read each time, so that a new build needs no restart. */
async function readPage(consoleFolder: string): Promise<string | null> {
  try {
    return await readFile(join(consoleFolder, 'index.html'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function pageHeaders(nonce: string, consoleOrigin: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)',
    ...(consoleOrigin.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

const notBuilt = (language: 'da' | 'en'): string =>
  language === 'da'
    ? page('da', 'Konsollen er ikke bygget endnu.', 'Byg den med', 'og genindlæs siden.')
    : page('en', 'The console has not been built yet.', 'Build it with', 'and reload this page.');

const page = (language: string, title: string, before: string, after: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Absence Sync</title>
<style nonce="${noncePlaceholder}">body { font: 1rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 34rem; padding: 0 1rem }</style>
</head>
<body><main><h1>${title}</h1><p>${before} <code>npm run build:console</code> ${after}</p></main></body>
</html>
`;
