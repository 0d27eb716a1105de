import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deleteSession } from '#persistence/sessions.ts';
import { insertSignInLink, takeSignInLink } from '#persistence/sign-ins.ts';
import { unauthorized } from '#api/authentication.ts';
import type { Dependencies } from '#api/dependencies.ts';
import type { Problem } from '#api/problems.ts';
import { findCaller, refuseForgery, refuseOtherOrigins, type Caller } from './callers.ts';
import { cookiesOf } from './cookies.ts';
import { signInLimit } from './limit.ts';
import { administratorRole } from './roles.ts';
import { startSession } from './start-session.ts';
import { hashToken, makeToken } from './tokens.ts';

const linkMinutes = 15;

const sessionSchema = z
  .object({
    actor: z
      .object({ name: z.string(), kind: z.enum(['administrator-key', 'entra', 'one-time-link']) })
      .nullable(),
    access: z
      .array(
        z.object({
          role: z.enum(['administrator', 'company-administrator', 'reader']),
          companyId: z.string().nullable(),
        }),
      )
      .meta({ description: 'companyId null: all companies' }),
    csrfToken: z
      .string()
      .nullable()
      .meta({ description: 'Goes into the header x-csrf-token of every request that changes something' }),
    signIn: z.object({ entra: z.boolean() }),
    links: z.object({
      temporalUi: z.string().nullable(),
      temporalNamespace: z.string(),
      sandbox: z.string().nullable(),
    }),
    isEmbedded: z.boolean(),
    expiresAt: z.string().nullable().meta({ description: 'When the session ends unless it is used again' }),
  })
  .meta({ id: 'Session' });

const linkSchema = z.object({ url: z.string(), expiresAt: z.string() });

export type SessionAnswer = z.infer<typeof sessionSchema>;
export type SignInLinkAnswer = z.infer<typeof linkSchema>;

/** Who is signed in with this browser, and the one-time links that sign in without an identity provider. */
export const sessions: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database, consoleOrigin, now } = dependencies;
  const cookie = cookiesOf(consoleOrigin).session;

  server.get(
    '/v1/session',
    {
      schema: {
        summary: 'Who is signed in, and what that person may do; 200 also where nobody is',
        security: [],
        response: { 200: sessionSchema },
      },
      config: { access: 'anyone' },
    },
    async (request) => toAnswer(dependencies, await findCaller(dependencies, request, { isUse: false })),
  );

  server.post(
    '/v1/session',
    {
      schema: {
        summary: 'Sign in by a one-time link',
        security: [],
        body: z.strictObject({ oneTimeToken: z.string().min(1).max(200) }),
        response: { 200: sessionSchema },
      },
      config: { access: 'anyone', rateLimit: signInLimit, problems: [400, 401, 403, 429] },
    },
    async (request, reply) => {
      refuseOtherOrigins(dependencies, request);
      if (!(await takeSignInLink(database, hashToken(request.body.oneTimeToken), now()))) throw uselessLink();
      const { role: name } = administratorRole;
      const person = { kind: 'one-time-link', subject: null, name, roles: [name] } as const;
      return toAnswer(dependencies, await startSession(dependencies, request, reply, person));
    },
  );

  server.delete(
    '/v1/session',
    {
      schema: {
        summary: 'Sign out',
        security: [],
        response: { 204: z.null().meta({ description: 'Nobody is signed in with this browser any more' }) },
      },
      config: { access: 'anyone', problems: [403] },
    },
    async (request, reply) => {
      const caller = await findCaller(dependencies, request);
      if (caller !== null) refuseForgery(dependencies, request, caller);
      if (caller !== null && caller.kind !== 'administrator-key')
        await deleteSession(database, caller.tokenHash);
      cookie.clear(reply);
      return reply.code(204).send(null);
    },
  );

  server.post(
    '/v1/sign-in-links',
    {
      schema: {
        summary: 'Make a link that signs an administrator in to the console, once and within 15 minutes',
        response: { 201: linkSchema },
      },
      config: { access: 'administer-service' },
    },
    async (_, reply) => {
      const token = makeToken();
      const expiresAt = new Date(now().getTime() + linkMinutes * 60_000);
      await insertSignInLink(database, { tokenHash: hashToken(token), expiresAt });
      // Behind the #, so that neither a server's log, a proxy nor a Referer sees it.
      const url = `${consoleOrigin}/sign-in/link#${token}`;
      return reply.code(201).send({ url, expiresAt: expiresAt.toISOString() });
    },
  );
};

function toAnswer({ signIn, links, isEmbedded }: Dependencies, caller: Caller | null): SessionAnswer {
  const shared = { signIn: { entra: signIn !== null }, isEmbedded };
  if (caller === null)
    return {
      ...shared,
      actor: null,
      access: [],
      csrfToken: null,
      // Addresses inside the network are for those who are signed in.
      links: { ...links, temporalUi: null, sandbox: null },
      expiresAt: null,
    };
  const { kind, name, roles } = caller;
  const isByKey = caller.kind === 'administrator-key';
  return {
    ...shared,
    actor: { name, kind },
    access: [...roles],
    csrfToken: isByKey ? null : caller.csrfToken,
    links,
    expiresAt: isByKey ? null : caller.expiresAt.toISOString(),
  };
}

const uselessLink = (): Problem =>
  unauthorized(
    'The link has been used, has expired or is unknown. Get a new one with: npm exec absence-sync -- sign-in',
  );
