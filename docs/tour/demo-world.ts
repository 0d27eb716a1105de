import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readAdministratorKey, type Config } from '#config.ts';
import { administrationOf } from '#stack/administration.ts';
import { apiOrigin, demoHrOrigin, demoSeed, sandboxOrigin } from '#stack/pieces.ts';

/** The running demo, and what the tour needs of it beside its pages. */
export interface DemoWorld {
  readonly consoleOrigin: string;
  readonly sandboxOrigin: string;
  readonly demoHrOrigin: string;
  readonly tenantId: string;
  /** Signs in once. */
  signInLink(): Promise<string>;
  /** Connection, application, types and Microsoft's clock as after the first start, with nothing under way. */
  reset(): Promise<void>;
}

const seedSchema = z.object({
  tenants: z.tuple([
    z.object({
      tenantId: z.string(),
      applications: z.tuple([
        z.object({
          appId: z.string(),
          secrets: z.tuple([
            z.object({
              keyId: z.string(),
              value: z.string(),
              displayName: z.string(),
              startDateTime: z.string(),
              endDateTime: z.string(),
            }),
          ]),
        }),
      ]),
    }),
  ]),
});

const company = '/v1/companies/demo';
const restingStates = new Set(['completed', 'cancelled', 'failed']);

/** @throws where no demo runs at the addresses of the settings, with the way to start one. */
export async function openDemoWorld(config: Config): Promise<DemoWorld> {
  const origins = [config.consoleOrigin, sandboxOrigin(config), demoHrOrigin(config)];
  for (const origin of origins) await requireAnswer(origin);
  const api = administrationOf(apiOrigin(config), readAdministratorKey(config));
  const [{ tenantId, applications }] = seedSchema.parse(JSON.parse(readFileSync(demoSeed, 'utf8'))).tenants;
  const [{ appId, secrets }] = applications;
  const [secret] = secrets;
  const send = async (method: string, path: string, body: object) =>
    (await api.send(method, `${company}${path}`, body)).expect(200, z.unknown());
  return {
    consoleOrigin: config.consoleOrigin,
    sandboxOrigin: sandboxOrigin(config),
    demoHrOrigin: demoHrOrigin(config),
    tenantId,
    async signInLink() {
      const made = await api.send('POST', '/v1/sign-in-links');
      return made.expect(201, z.object({ url: z.string() })).url;
    },
    async reset() {
      await control(sandboxOrigin(config), '/clock', { now: new Date().toISOString() });
      await control(sandboxOrigin(config), `/tenants/${tenantId}/applications/${appId}`, {
        secrets,
        enabled: true,
        accessPolicy: null,
        rbacScopes: null,
      });
      const { value: clientSecret, endDateTime: secretExpiresAt } = secret;
      await send('PUT', '/connection/secret', { clientSecret, secretExpiresAt });
      await send('PUT', '/absence-types/course', { subject: usualSubject });
      await untilAtRest();
    },
  };

  async function untilAtRest(): Promise<void> {
    const newest = z.object({ items: z.array(z.object({ state: z.string() })) });
    for (;;) {
      const [replay] = (await api.send('GET', `${company}/replays?limit=1`)).expect(200, newest).items;
      if (replay === undefined || restingStates.has(replay.state)) return;
      await delay(500);
    }
  }
}

const usualSubject = { da: 'Arbejder andet sted', en: 'Working elsewhere' };

async function requireAnswer(origin: string): Promise<void> {
  try {
    await fetch(origin, { signal: AbortSignal.timeout(10_000) });
  } catch {
    throw new Error(
      `Nothing answers at ${origin}. The tour needs the demo: run npm start in another terminal, with the same PORT, SANDBOX_PORT, DEMO_HR_PORT and ABSENCE_SYNC_DATA, wait until it is ready, and run the tour again.`,
    );
  }
}

async function control(origin: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${origin}/sandbox${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`PUT /sandbox${path} answered ${answer.status}: ${await answer.text()}`);
}
