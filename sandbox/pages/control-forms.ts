import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Application } from '../application.ts';
import { unknownThing } from '../control-input.ts';
import { sandboxSettingsSchema } from '../sandbox-settings.ts';
import { putApplication, requireTenant } from '../tenant-control.ts';
import { clockWords } from './conditions.ts';
import { formFields, formRoute, type FormRequest } from './form-fields.ts';
import type { Pages } from './page.ts';
import { endThrottling, startThrottling } from './throttling.ts';
import type { Told } from './told.ts';

const tokensSchema = z.object({ tokens: z.literal('end').optional() });
const enabledSchema = tokensSchema.extend({ enabled: z.enum(['yes', 'no']) });
const throttleSchema = z.discriminatedUnion('throttle', [
  z.object({ throttle: z.literal('on'), retryAfterSeconds: z.coerce.number().int().min(1).max(3600) }),
  z.object({ throttle: z.literal('off') }),
]);
const latencySchema = z.object({ latencyMilliseconds: z.coerce.number().int().min(0).max(60_000) });
const clockSchema = z.object({
  advanceSeconds: z.union([z.literal('back'), z.coerce.number().int().min(1).max(31_536_000)]),
});

/** The forms of a tenant's controls page. */
export function addControlForms(app: FastifyInstance, pages: Pages): void {
  const on = (path: string, work: (pages: Pages, request: FormRequest) => Told): void => {
    app.post(
      `/controls/:tenantId${path}`,
      formRoute(pages.told, (request) => {
        requireTenant(pages.sandbox.state, tenantOf(request));
        return work(pages, request);
      }),
    );
  };
  on('/applications/:appId/renew', renewSecret);
  on('/applications/:appId/expire', expireSecrets);
  on('/applications/:appId/enabled', setEnabled);
  on('/throttle', setThrottling);
  on('/latency', setLatency);
  on('/clock', moveClock);
  on('/faults', ({ sandbox }) => {
    sandbox.faults.clear();
    return { message: 'All faults are removed, throttling included.' };
  });
}

function renewSecret({ sandbox }: Pages, request: FormRequest): Told {
  const { state } = sandbox;
  const application = applicationOf(sandbox, request);
  const value = newSecretValue();
  const keyId = randomUUID();
  const displayName = `Made ${state.nowText().slice(0, 10)}`;
  const { secrets } = putApplication(state, tenantOf(request), application.appId, {
    secrets: [...application.secrets, { keyId, value, displayName }],
  });
  const made = secrets.find((secret) => secret.keyId === keyId);
  return {
    message: `${application.displayName} has a new client secret. Copy its Value now; it isn't shown again.`,
    secret: { value, keyId, endDateTime: made?.endDateTime ?? '' },
  };
}

function expireSecrets({ sandbox }: Pages, request: FormRequest): Told {
  const { state } = sandbox;
  const application = applicationOf(sandbox, request);
  const { tokens } = formFields(request, tokensSchema);
  const aSecondAgo = new Date(state.now() - 1000).toISOString();
  putApplication(state, tenantOf(request), application.appId, {
    secrets: application.secrets.map((secret) =>
      Date.parse(secret.endDateTime) > state.now() ? { ...secret, endDateTime: aSecondAgo } : secret,
    ),
  });
  if (tokens) sandbox.tokens.endIssued(application.appId);
  return {
    message: `Every client secret of ${application.displayName} has expired${tokens ? ', and its tokens have ended' : '. Tokens issued before stay good until they run out'}.`,
  };
}

function setEnabled({ sandbox }: Pages, request: FormRequest): Told {
  const { state } = sandbox;
  const application = applicationOf(sandbox, request);
  const { enabled, tokens } = formFields(request, enabledSchema);
  putApplication(state, tenantOf(request), application.appId, { enabled: enabled === 'yes' });
  if (enabled === 'yes') return { message: `${application.displayName} is enabled again.` };
  if (tokens) sandbox.tokens.endIssued(application.appId);
  return { message: `${application.displayName} is disabled: it gets no token.` };
}

function setThrottling({ sandbox }: Pages, request: FormRequest): Told {
  const { id } = requireTenant(sandbox.state, tenantOf(request));
  const wanted = formFields(request, throttleSchema);
  if (wanted.throttle === 'off') {
    endThrottling(sandbox.faults, id);
    return { message: 'Graph answers as usual again.' };
  }
  startThrottling(sandbox.faults, id, wanted.retryAfterSeconds);
  return {
    message: `Every Graph request of this tenant is now answered 429 with Retry-After ${wanted.retryAfterSeconds} s.`,
  };
}

function setLatency({ sandbox }: Pages, request: FormRequest): Told {
  const { latencyMilliseconds } = formFields(request, latencySchema);
  const settings = sandboxSettingsSchema.parse({ ...sandbox.state.settings, latencyMilliseconds });
  sandbox.state.commit({ kind: 'settings', settings });
  return {
    message:
      latencyMilliseconds === 0
        ? 'Graph answers at once again.'
        : `Each Graph request now takes ${latencyMilliseconds} ms longer.`,
  };
}

function moveClock({ sandbox }: Pages, request: FormRequest): Told {
  const { state } = sandbox;
  const { advanceSeconds } = formFields(request, clockSchema);
  const offsetMilliseconds =
    advanceSeconds === 'back' ? 0 : Math.round(state.now() - Date.now() + advanceSeconds * 1000);
  state.commit({ kind: 'clock', offsetMilliseconds });
  return { message: `In this sandbox it is now ${clockWords(state.nowText())}.` };
}

function tenantOf(request: FormRequest): string {
  return request.params['tenantId'] ?? '';
}

function applicationOf({ state }: Pages['sandbox'], request: FormRequest): Application {
  const appId = request.params['appId'] ?? '';
  const application = state.application(tenantOf(request), appId);
  if (!application) throw unknownThing(`application ${appId}`);
  return application;
}

/** Shaped as Entra's: 40 characters, a `~` among them, and nothing that a GUID could be taken for. */
function newSecretValue(): string {
  const text = randomBytes(40).toString('base64url').replaceAll('-', '.');
  return `${text.slice(0, 3)}8Q~${text.slice(3, 37)}`;
}
