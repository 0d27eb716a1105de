import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { ControlProblem } from '../../sandbox/control-input.ts';
import { formFields } from '../../sandbox/pages/form-fields.ts';
import { requireOwnOrigin } from '../../sandbox/pages/own-origin.ts';
import { serveAsset } from '../../sandbox/pages/page-assets.ts';
import { ToldOnce } from '../../sandbox/pages/told.ts';
import type { Delivery } from './delivery.ts';
import { actOf, HrDesk, mayBe } from './hr-desk.ts';
import { hrPage, type HrPage } from './hr-page.ts';
import { emptyFields, fieldsOf, fieldsSchema, findEmployee, readForm } from './registration-form.ts';
import { HrRegistrations, type HrRegistration } from './registrations.ts';

export type DemoHrOptions = {
  readonly port: number;
  /** Where the service listens. */
  readonly apiOrigin: string;
  /** The stack's data folder: it holds `demo-company.json`, and `demo-hr` for what is registered here. */
  readonly dataFolder: string;
  /** Origins whose pages may show this one in a frame. */
  readonly frameAncestors: readonly string[];
  /** The clock that says which absences lie ahead. */
  readonly now?: () => Date;
};

export type DemoHr = { readonly origin: string; close(): Promise<void> };

const exportFile = join(import.meta.dirname, '..', 'demo', 'hr-export.csv');

type Named = FastifyRequest<{ Params: { id?: string; act?: string }; Querystring: Record<string, unknown> }>;

/** Listens on the loopback address alone: whoever reaches the page may register absences of the demo company. */
export async function startDemoHr(options: DemoHrOptions): Promise<DemoHr> {
  const registrations = new HrRegistrations(exportFile, join(options.dataFolder, 'demo-hr'));
  const desk = new HrDesk(registrations, {
    apiOrigin: options.apiOrigin,
    companyFile: join(options.dataFolder, 'demo-company.json'),
  });
  const { now = () => new Date() } = options;
  const told = new ToldOnce();
  const app = fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );

  // A name that a stranger has pointed at this machine is another origin's page.
  app.addHook('onRequest', async (request) => {
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? ''))
      throw new ControlProblem(403, 'This page is for this machine alone.');
    if (request.method === 'POST') requireOwnOrigin(request);
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors ${options.frameAncestors.join(' ')}`,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof ControlProblem ? error.status : 500;
    return reply
      .code(status)
      .type('text/plain; charset=utf-8')
      .send(error instanceof Error ? error.message : '');
  });

  const stylesheet = serveAsset(app, '/', {
    name: 'hr-page.css',
    type: 'text/css; charset=utf-8',
    content: readFileSync(join(import.meta.dirname, 'hr-page.css'), 'utf8'),
  });
  const today = (): string => now().toISOString().slice(0, 10);
  const page = (query: Record<string, unknown>, over: Partial<HrPage> = {}): string => {
    const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
    const changing = registrations.find(text('change')) ?? null;
    const lookedUp = findEmployee(registrations.employees.values(), text('employee'));
    return hrPage({
      stylesheet,
      employees: registrations.employees,
      changing,
      fields: changing
        ? fieldsOf(changing, registrations.employees.get(changing.employeeId))
        : emptyFields(today()),
      faults: [],
      told: told.take(query['told']),
      lookedUp,
      search: text('employee'),
      listed: (lookedUp
        ? registrations.ofEmployee(lookedUp.id, today())
        : registrations.registeredHere()
      ).slice(0, 50),
      waiting: registrations.waiting().length,
      ...over,
    }).text;
  };
  const show = (reply: FastifyReply, content: string, status = 200): FastifyReply =>
    reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(content);
  const answered = (reply: FastifyReply, what: string, { state, answer }: Delivery): FastifyReply => {
    const key = told.keep({ message: `${what} ${answer}`, isFailure: state !== 'taken' });
    return reply.code(303).header('location', `/?told=${key}`).send();
  };

  app.get('/', async (request: Named, reply) => show(reply, page(request.query)));
  app.post('/registrations', async (request: Named, reply) => {
    const fields = formFields(request, fieldsSchema);
    const read = readForm(fields, registrations.employees.values());
    if ('faults' in read) return show(reply, page({}, { fields, faults: read.faults }), 422);
    return answered(reply, 'Registered.', await desk.register(read.content, fields.status === 'approved'));
  });
  app.post('/registrations/:id/change', async (request: Named, reply) => {
    const before = required(registrations, request);
    if (before.status === 'deleted') throw notPossible();
    const fields = formFields(request, fieldsSchema);
    const read = readForm(fields, registrations.employees.values());
    if ('faults' in read)
      return show(reply, page({}, { fields, changing: before, faults: read.faults }), 422);
    return answered(reply, 'Changed.', await desk.change(before, read.content));
  });
  app.post('/registrations/:id/:act', async (request: Named, reply) => {
    const act = actOf(request.params.act ?? '');
    const before = required(registrations, request);
    if (!act || !mayBe(act, before)) throw notPossible();
    const words = { approve: 'Approved.', reject: 'Rejected.', delete: 'Deleted.' }[act];
    return answered(reply, words, await desk.act(before, act));
  });
  app.post('/send', async (_request, reply) => {
    const delivery = await desk.sendWaiting();
    return answered(reply, 'Sent again.', delivery ?? { state: 'taken', answer: 'Nothing was waiting.' });
  });

  await app.listen({ port: options.port, host: '127.0.0.1' });
  // A TCP server's address is never a string; only a pipe's is.
  const { port } = app.server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => app.close() };
}

function notPossible(): ControlProblem {
  return new ControlProblem(400, 'This is not possible any more. Go back and load the page again.');
}

function required(registrations: HrRegistrations, request: Named): HrRegistration {
  const registration = registrations.find(request.params.id ?? '');
  if (!registration) throw new ControlProblem(404, 'There is no such registration.');
  return registration;
}
