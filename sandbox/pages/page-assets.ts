import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { placementStyle } from './placement-style.ts';

export interface PageAssets {
  readonly styles: readonly string[];
  readonly script: string;
  readonly icon: string;
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0f6cbd"/><path fill="#fff" d="M3 5.5A1.5 1.5 0 0 1 4.5 4h7A1.5 1.5 0 0 1 13 5.5v6a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 11.5zM4.5 7v4.5h7V7z"/></svg>`;

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

/** Serves the pages' own files. */
export function addPageAssets(app: FastifyInstance): PageAssets {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
  const serve = (name: string, type: string, content: string): string =>
    serveAsset(app, '/sandbox/pages/', { name, type, content });
  return {
    styles: [
      ...['layout.css', 'frame.css', 'calendar.css', 'event.css', 'grid.css', 'team.css'].map((name) =>
        serve(name, style, read(name)),
      ),
      serve('placement.css', style, placementStyle()),
    ],
    script: serve('pages.js', script, read('pages.js')),
    icon: serve('icon.svg', 'image/svg+xml', icon),
  };
}

/** Serves it under a name that holds its hash, so that browsers may keep it for ever; the answer is its path. */
export function serveAsset(
  app: FastifyInstance,
  folder: string,
  { name, type, content }: { readonly name: string; readonly type: string; readonly content: string },
): string {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const path = `${folder}${hash}-${name}`;
  app.get(path, async (_request, reply) =>
    reply
      .type(type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .send(content),
  );
  return path;
}
