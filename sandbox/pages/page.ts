import type { FastifyReply } from 'fastify';
import type { Sandbox } from '../sandbox.ts';
import type { Tenant } from '../tenant.ts';
import { conditionsOf } from './conditions.ts';
import { html, type Html } from './html.ts';
import type { PageAssets } from './page-assets.ts';
import { toldBox, type Told, type ToldOnce } from './told.ts';

/** A page of another program that is shown beside the calendars; all that is known of it is its address. */
export interface Companion {
  readonly url: string;
  readonly title: string;
}

export interface Pages {
  readonly sandbox: Sandbox;
  readonly told: ToldOnce;
  readonly assets: PageAssets;
  readonly companion: Companion | null;
}

export interface PageContent {
  readonly title: string;
  readonly tenant: Tenant | null;
  readonly current: 'mailboxes' | 'calendar' | 'team' | 'controls';
  readonly told: Told | null;
  readonly main: Html;
}

export function sendPage(
  reply: FastifyReply,
  pages: Pages,
  content: PageContent,
  status = 200,
): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policyOf(pages.companion))
    .header('referrer-policy', 'same-origin')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(page(pages, content).text);
}

function policyOf(companion: Companion | null): string {
  const frames = companion ? new URL(companion.url).origin : "'none'";
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src ${frames}`;
}

function page({ sandbox, assets, companion }: Pages, content: PageContent): Html {
  const { title, tenant, current, told, main } = content;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title} – Microsoft 365 sandbox</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">${assets.styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
<script type="module" src="${assets.script}"></script></head>
<body${companion && html` class="with-companion"`}><a class="skip" href="#main">Skip to the content</a>
<header class="top"><a class="brand" href="/"><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 4.5A1.5 1.5 0 0 1 3.5 3H4V2h1.5v1h5V2H12v1h.5A1.5 1.5 0 0 1 14 4.5v8a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-8ZM3.5 7v5.5h9V7h-9Z"/></svg> Microsoft 365 <span class="tag">sandbox</span></a>
<nav aria-label="Pages"><ul>${link('/', 'Mailboxes', current === 'mailboxes')}${
    tenant && [
      link(`/calendars/${encodeURIComponent(tenant.id)}`, 'Team', current === 'team'),
      link(`/controls/${encodeURIComponent(tenant.id)}`, 'Controls', current === 'controls'),
    ]
  }</ul></nav>${tenant && html`<p class="tenant">${tenant.displayName}</p>`}</header>
<section class="conditions" id="conditions" aria-label="Out of the ordinary" data-live>${conditionsOf(sandbox, tenant)}</section>
<div id="told" class="told" role="status">${toldBox(told)}</div>
<main id="main" tabindex="-1">${main}</main>
${
  companion &&
  html`<aside class="companion" aria-labelledby="companion-title">
    <h2 id="companion-title">${companion.title}</h2>
    <iframe src="${companion.url}" title="${companion.title}"></iframe>
  </aside>`
}
<footer><p>An imitation for demonstrations and tests; nothing here reaches Microsoft. <span id="keys" hidden></span></p></footer>
</body></html>
`;
}

function link(href: string, words: string, isCurrent: boolean): Html {
  return html`<li><a href="${href}" ${isCurrent && html` aria-current="page"`}>${words}</a></li>`;
}
