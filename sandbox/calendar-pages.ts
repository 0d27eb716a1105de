import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CalendarEvent } from './calendar-event.ts';
import { unknownThing } from './control-input.ts';
import { escapeHtml } from './html-body.ts';
import type { Mailbox } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';
import type { Tenant } from './tenant.ts';

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}caption,h1,h2{text-align:left}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #767676}
a{color:#0f4f99}input,button{font:inherit;padding:.3rem .6rem}`;

const showAsWords: Readonly<Record<CalendarEvent['showAs'], string>> = {
  unknown: 'Unknown',
  free: 'Free',
  tentative: 'Tentative',
  busy: 'Busy',
  oof: 'Away (oof)',
  workingElsewhere: 'Working elsewhere',
};

export function addCalendarPages(app: FastifyInstance, state: SandboxState): void {
  app.get('/', async (request: FastifyRequest<{ Querystring: { mailbox?: string } }>, reply) =>
    sendPage(reply, indexPage(state, request.query.mailbox ?? '')),
  );
  app.get(
    '/calendars/:tenantId/:address',
    async (request: FastifyRequest<{ Params: { tenantId: string; address: string } }>, reply) => {
      const { tenantId, address } = request.params;
      const tenant = state.tenant(tenantId);
      const mailbox = tenant?.mailbox(address);
      if (!tenant || !mailbox) throw unknownThing(`mailbox ${address}`);
      return sendPage(reply, mailboxPage(tenant, mailbox));
    },
  );
}

function indexPage(state: SandboxState, search: string): string {
  const wanted = search.trim().toLowerCase();
  const sections = [...state.tenants()].map((tenant) => {
    const found = [...tenant.mailboxes()]
      .filter(({ profile }) => `${profile.address} ${profile.displayName}`.toLowerCase().includes(wanted))
      .toSorted((a, b) => a.profile.address.localeCompare(b.profile.address));
    const rows = found.map(
      (mailbox) =>
        `<tr><th scope="row"><a href="${linkTo(tenant, mailbox)}">${escapeHtml(mailbox.profile.address)}</a></th><td>${escapeHtml(mailbox.profile.displayName)}</td><td>${escapeHtml(mailbox.profile.kind)}</td><td>${visibleEvents(mailbox).length}</td></tr>`,
    );
    return `<h2>${escapeHtml(tenant.displayName)}</h2>
<table><caption>${found.length} of ${tenant.mailboxCount} mailboxes in tenant ${escapeHtml(tenant.id)}</caption>
<thead><tr><th scope="col">Mailbox</th><th scope="col">Name</th><th scope="col">State</th><th scope="col">Events</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
  });
  return page(
    'Microsoft 365 sandbox',
    `<form role="search" action="/" method="get"><label for="mailbox">Mailbox</label>
<input id="mailbox" name="mailbox" type="search" value="${escapeHtml(search)}"> <button type="submit">Search</button></form>
${sections.join('\n') || '<p>There are no tenants yet.</p>'}`,
  );
}

function mailboxPage(tenant: Tenant, mailbox: Mailbox): string {
  const { profile } = mailbox;
  const events = visibleEvents(mailbox).toSorted((a, b) => a.startsAt - b.startsAt);
  const rows = events.map(
    (event) =>
      `<tr><th scope="row">${escapeHtml(event.subject || '(no subject)')}</th><td>${escapeHtml(when(event))}</td><td>${showAsWords[event.showAs]}</td><td>${event.sensitivity === 'normal' ? 'Not private' : escapeHtml(capitalised(event.sensitivity))}</td></tr>`,
  );
  const replies = profile.automaticReplies.status;
  return page(
    `Calendar of ${profile.displayName}`,
    `<p><a href="/">All mailboxes</a></p>
<p>${escapeHtml(profile.address)}, ${escapeHtml(tenant.displayName)}. Time zone: ${escapeHtml(profile.timeZone || 'not set')}. Automatic replies: ${escapeHtml(replies)}.</p>
<table><caption>${events.length} events</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">When</th><th scope="col">Shows as</th><th scope="col">Private</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function visibleEvents(mailbox: Mailbox): readonly CalendarEvent[] {
  return [...mailbox.events()].filter((event) => !event.inDeletedItems);
}

/** All-day events by their first and last day, others as their creator wrote them. */
function when(event: CalendarEvent): string {
  if (!event.isAllDay)
    return `${minutes(event.start.dateTime)} to ${minutes(event.end.dateTime)}, ${event.start.timeZone}`;
  const first = event.start.dateTime.slice(0, 10);
  const lastDay = new Date(Date.parse(event.end.dateTime.slice(0, 10)) - 24 * 60 * 60 * 1000);
  const last = lastDay.toISOString().slice(0, 10);
  return first === last ? `${first}, all day` : `${first} to ${last}, all day`;
}

function minutes(dateTime: string): string {
  return dateTime.slice(0, 16).replace('T', ' ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function linkTo(tenant: Tenant, mailbox: Mailbox): string {
  return `/calendars/${encodeURIComponent(tenant.id)}/${encodeURIComponent(mailbox.profile.address)}`;
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${main}
</main></body></html>
`;
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
    .send(html);
}
