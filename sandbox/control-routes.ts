import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { JsonObject } from './calendar-event.ts';
import {
  addressSchema,
  applicationSchema,
  clockSchema,
  ControlProblem,
  guid,
  mailboxesSchema,
  mailboxSchema,
  read,
  renameSchema,
  tenantId as tenantIdSchema,
  tenantSchema,
  unknownThing,
} from './control-input.ts';
import {
  representControlledEvent,
  userChanges,
  userCreates,
  userDeletes,
  userSetsAutomaticReplies,
} from './event-control.ts';
import { faultSchema } from './faults.ts';
import { sandboxSettingsSchema } from './sandbox-settings.ts';
import type { Sandbox } from './sandbox.ts';
import {
  putApplication,
  putMailbox,
  removeMailbox,
  renameMailbox,
  representControlledApplication,
  representMailbox,
  representTenant,
  requireMailbox,
  requireTenant,
} from './tenant-control.ts';

const tenants = '/sandbox/tenants';
const oneTenant = `${tenants}/:tenantId`;
const oneMailbox = `${oneTenant}/mailboxes/:address`;

type Named = FastifyRequest<{ Params: Record<string, string> }>;

export function addControlRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  addTenantRoutes(app, sandbox);
  addCalendarRoutes(app, sandbox);
  addFaultRoutes(app, sandbox);
  addRunRoutes(app, sandbox);
}

function addTenantRoutes(app: FastifyInstance, { state }: Sandbox): void {
  app.get(
    tenants,
    answers(() => ({
      tenants: [...state.tenants()].map(({ id, displayName }) => ({ tenantId: id, displayName })),
    })),
  );
  app.put(
    oneTenant,
    answers((request) => {
      const tenantId = read(tenantIdSchema, parameter(request, 'tenantId'));
      state.commit({ kind: 'tenant', tenantId, ...read(tenantSchema, json(request)) });
      return representTenant(state, requireTenant(state, tenantId));
    }),
  );
  app.get(
    oneTenant,
    answers((request) => representTenant(state, requireTenant(state, parameter(request, 'tenantId')))),
  );
  app.delete(oneTenant, async (request: Named, reply) => {
    state.commit({ kind: 'tenantGone', tenantId: requireTenant(state, parameter(request, 'tenantId')).id });
    return reply.code(204).send();
  });
  app.put(
    `${oneTenant}/applications/:appId`,
    answers((request) => {
      const appId = read(guid, parameter(request, 'appId'));
      const input = read(applicationSchema, json(request));
      return representControlledApplication(
        putApplication(state, parameter(request, 'tenantId'), appId, input),
      );
    }),
  );
  app.post(
    `${oneTenant}/mailboxes`,
    answers((request) => {
      const tenantId = requireTenant(state, parameter(request, 'tenantId')).id;
      const { mailboxes } = read(mailboxesSchema, json(request));
      return {
        mailboxes: mailboxes.map(({ address, ...input }) =>
          representMailbox(putMailbox(state, tenantId, address, input)),
        ),
      };
    }),
  );
  app.get(
    oneMailbox,
    answers((request) => representMailbox(mailboxOf(request, state))),
  );
  app.put(
    oneMailbox,
    answers((request) => {
      const address = read(addressSchema, parameter(request, 'address'));
      const input = read(mailboxSchema, json(request));
      return representMailbox(putMailbox(state, parameter(request, 'tenantId'), address, input));
    }),
  );
  app.post(
    `${oneMailbox}/rename`,
    answers((request) => {
      const { address, keepAlias = true } = read(renameSchema, json(request));
      const old = parameter(request, 'address');
      return representMailbox(renameMailbox(state, parameter(request, 'tenantId'), old, address, keepAlias));
    }),
  );
  app.delete(oneMailbox, async (request: Named, reply) => {
    removeMailbox(state, parameter(request, 'tenantId'), parameter(request, 'address'));
    return reply.code(204).send();
  });
}

function addCalendarRoutes(app: FastifyInstance, { state }: Sandbox): void {
  app.get(
    `${oneTenant}/events`,
    answers((request) => ({
      events: [...requireTenant(state, parameter(request, 'tenantId')).mailboxes()].flatMap((mailbox) =>
        [...mailbox.events()].map((event) => ({
          mailbox: mailbox.profile.address,
          ...representControlledEvent(event),
        })),
      ),
    })),
  );
  app.get(
    `${oneMailbox}/events`,
    answers((request) => ({
      events: [...mailboxOf(request, state).events()].map((event) => representControlledEvent(event)),
    })),
  );
  app.post(`${oneMailbox}/events`, async (request: Named, reply) =>
    reply
      .code(201)
      .send(representControlledEvent(userCreates(state, mailboxOf(request, state), object(request)))),
  );
  app.patch(
    `${oneMailbox}/events/:eventId`,
    answers((request) =>
      representControlledEvent(
        userChanges(state, mailboxOf(request, state), parameter(request, 'eventId'), object(request)),
      ),
    ),
  );
  app.delete(`${oneMailbox}/events/:eventId`, async (request: Named, reply) => {
    userDeletes(state, mailboxOf(request, state), parameter(request, 'eventId'));
    return reply.code(204).send();
  });
  app.put(
    `${oneMailbox}/automaticRepliesSetting`,
    answers((request) => userSetsAutomaticReplies(state, mailboxOf(request, state), object(request))),
  );
}

function addFaultRoutes(app: FastifyInstance, { faults }: Sandbox): void {
  app.post('/sandbox/faults', async (request, reply) =>
    reply.code(201).send({ id: faults.add(read(faultSchema, json(request))) }),
  );
  app.get(
    '/sandbox/faults',
    answers(() => ({ faults: faults.list() })),
  );
  app.delete('/sandbox/faults', async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.delete('/sandbox/faults/:id', async (request: Named, reply) => {
    if (!faults.remove(parameter(request, 'id'))) throw unknownThing(`fault ${parameter(request, 'id')}`);
    return reply.code(204).send();
  });
  app.post(
    '/sandbox/faults/:id/release',
    answers((request) => {
      const released = faults.release(parameter(request, 'id'));
      if (released === null) throw unknownThing(`fault ${parameter(request, 'id')}`);
      return { released };
    }),
  );
}

const logQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

function addRunRoutes(app: FastifyInstance, { state, faults, requests, throttle }: Sandbox): void {
  const clock = () => ({ now: state.nowText() });
  app.get(
    '/sandbox/clock',
    answers(() => clock()),
  );
  app.put(
    '/sandbox/clock',
    answers((request) => {
      const change = read(clockSchema, json(request));
      const now = 'now' in change ? Date.parse(change.now) : state.now() + change.advanceSeconds * 1000;
      state.commit({ kind: 'clock', offsetMilliseconds: Math.round(now - Date.now()) });
      return clock();
    }),
  );
  app.get(
    '/sandbox/settings',
    answers(() => state.settings),
  );
  app.put(
    '/sandbox/settings',
    answers((request) => {
      const given = read(sandboxSettingsSchema.partial(), json(request));
      const settings = read(sandboxSettingsSchema, { ...state.settings, ...given });
      state.commit({ kind: 'settings', settings });
      return settings;
    }),
  );
  app.get(
    '/sandbox/requests',
    answers((request) => {
      const { after, limit } = read(logQuerySchema, request.query);
      return { requests: requests.after(after, limit), last: requests.last };
    }),
  );
  app.delete('/sandbox/requests', async (_request, reply) => {
    requests.clear();
    throttle.maximumConcurrent = 0;
    return reply.code(204).send();
  });
  app.get(
    '/sandbox/counts',
    answers(() => ({
      ...requests.counts(),
      maximumConcurrentPerMailbox: throttle.maximumConcurrent,
    })),
  );
  app.post('/sandbox/reset', async (_request, reply) => {
    state.commit({ kind: 'reset' });
    faults.clear();
    requests.clear();
    throttle.maximumConcurrent = 0;
    throttle.forgetWindows();
    return reply.code(204).send();
  });
}

/** A handler whose result is the answer's JSON, with status 200. */
function answers(work: (request: Named) => unknown): (request: Named) => Promise<unknown> {
  return async (request) => work(request);
}

function mailboxOf(request: Named, state: Sandbox['state']) {
  return requireMailbox(state, parameter(request, 'tenantId'), parameter(request, 'address'));
}

function parameter(request: Named, name: string): string {
  return request.params[name] ?? '';
}

function json(request: FastifyRequest): unknown {
  const text = typeof request.body === 'string' ? request.body : '';
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new ControlProblem(400, `body: ${String(error)}`);
  }
}

function object(request: FastifyRequest): JsonObject {
  return read(z.record(z.string(), z.unknown()), json(request));
}
