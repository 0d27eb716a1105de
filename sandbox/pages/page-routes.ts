import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ControlProblem } from '../control-input.ts';
import type { Sandbox } from '../sandbox.ts';
import { requireMailbox, requireTenant } from '../tenant-control.ts';
import { addControlForms } from './control-forms.ts';
import { controlsPage } from './controls-page.ts';
import { html } from './html.ts';
import { indexPage } from './index-page.ts';
import { addMailboxForms } from './mailbox-forms.ts';
import { mailboxPage } from './mailbox-page.ts';
import { addPageAssets } from './page-assets.ts';
import { sendPage, type Companion, type PageContent, type Pages } from './page.ts';
import { teamPage } from './team-page.ts';
import { ToldOnce } from './told.ts';

type PageRequest = FastifyRequest<{
  Params: { tenantId?: string; address?: string };
  Querystring: Record<string, unknown>;
}>;

/** The pages for people: mailboxes, calendars, team and controls. */
export function addPages(app: FastifyInstance, sandbox: Sandbox, companion: Companion | null): void {
  const pages: Pages = { sandbox, told: new ToldOnce(), assets: addPageAssets(app), companion };
  const { state } = sandbox;
  const show = (path: string, content: (request: PageRequest) => Omit<PageContent, 'told'>): void => {
    app.get(path, async (request: PageRequest, reply: FastifyReply) => {
      try {
        const told = pages.told.take(request.query['told']);
        return sendPage(reply, pages, { ...content(request), told });
      } catch (error) {
        if (!(error instanceof ControlProblem)) throw error;
        return sendPage(reply, pages, problemContent(error), error.status);
      }
    });
  };
  show('/', ({ query }) => ({
    title: 'Mailboxes',
    tenant: oneTenant(sandbox),
    current: 'mailboxes',
    main: indexPage(state, typeof query['mailbox'] === 'string' ? query['mailbox'] : ''),
  }));
  show('/calendars/:tenantId', ({ params, query }) => {
    const tenant = requireTenant(state, params.tenantId ?? '');
    return { title: 'Team calendar', tenant, current: 'team', main: teamPage(pages, tenant, query) };
  });
  show('/calendars/:tenantId/:address', ({ params, query }) => {
    const tenant = requireTenant(state, params.tenantId ?? '');
    const mailbox = requireMailbox(state, tenant.id, params.address ?? '');
    const title = `Calendar of ${mailbox.profile.displayName}`;
    return { title, tenant, current: 'calendar', main: mailboxPage(pages, tenant, mailbox, query) };
  });
  show('/controls/:tenantId', ({ params }) => {
    const tenant = requireTenant(state, params.tenantId ?? '');
    return { title: 'Controls', tenant, current: 'controls', main: controlsPage(pages, tenant) };
  });
  addMailboxForms(app, pages);
  addControlForms(app, pages);
  addChanges(app, sandbox);
}

/** A text that differs whenever something has changed since, over restarts too; pages ask for it each second. */
function addChanges(app: FastifyInstance, { state, faults }: Sandbox): void {
  const life = randomUUID();
  app.get('/sandbox/changes', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ changes: `${life}/${state.changes}/${faults.changes}` }),
  );
}

/** Where there is one tenant alone, its pages are found from everywhere. */
function oneTenant({ state }: Sandbox) {
  const [tenant = null, ...others] = state.tenants();
  return others.length === 0 ? tenant : null;
}

function problemContent({ message }: ControlProblem): PageContent {
  return {
    title: 'Not found',
    tenant: null,
    current: 'mailboxes',
    told: null,
    main: html`<div class="heading"><h1>Not found</h1></div>
      <p class="card">${message} <a href="/">All mailboxes</a></p>`,
  };
}
