import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isDatabaseAway } from '#persistence/availability.ts';
import { insertSignInAttempt, takeSignInAttempt } from '#persistence/sign-ins.ts';
import type { Dependencies } from '#api/dependencies.ts';
import { attemptMinutes, cookiesOf } from './cookies.ts';
import {
  identityProvider,
  makeChallenge,
  SignInFailed,
  type IdentityProvider,
  type SignInTrouble,
} from './identity-provider.ts';
import { signInLimit } from './limit.ts';
import { safeReturnTo } from './return-to.ts';
import { readRoles } from './roles.ts';
import { startSession } from './start-session.ts';
import { hashToken, makeToken } from './tokens.ts';

const options = { rateLimit: signInLimit };
const security: [] = [];
const response = { 302: z.null().meta({ description: 'To the next page' }) };

/** Signing in at the identity provider: there, and back. Each ends in a redirect, also where something went wrong. */
export const entraSignIn: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database, consoleOrigin, signIn, now } = dependencies;
  const cookies = cookiesOf(consoleOrigin);
  const callback = `${consoleOrigin}/sign-in/callback`;
  const provider = signIn === null ? noProvider : identityProvider(signIn, callback);

  server.get(
    '/sign-in/entra',
    {
      schema: {
        summary: 'Sign in to the console with Entra ID',
        security,
        querystring: z.object({ returnTo: z.unknown().optional() }),
        response,
      },
      config: options,
    },
    (request, reply) =>
      orTellTheConsole(request, reply, async () => {
        const challenge = makeChallenge();
        const address = await provider.addressFor(challenge);
        const token = makeToken();
        await insertSignInAttempt(database, {
          ...challenge,
          tokenHash: hashToken(token),
          returnTo: safeReturnTo(request.query.returnTo, consoleOrigin),
          expiresAt: new Date(now().getTime() + attemptMinutes * 60_000),
        });
        cookies.attempt.set(reply, token);
        return address.href;
      }),
  );

  server.get(
    '/sign-in/callback',
    {
      schema: { summary: 'Where Entra ID sends the browser back to', security, response },
      config: options,
    },
    (request, reply) =>
      orTellTheConsole(request, reply, async () => {
        const returned = new URL(request.url, consoleOrigin);
        const token = cookies.attempt.read(request);
        const state = returned.searchParams.get('state');
        const attempt =
          token === null || state === null
            ? null
            : await takeSignInAttempt(database, hashToken(token), state, now());
        if (attempt === null) throw new SignInFailed('sign-in-failed', 'no attempt of this browser');
        cookies.attempt.clear(reply);
        const person = await provider.personOf(returned, attempt);
        if (readRoles(person.roles).length === 0) throw new SignInFailed('no-role', 'no role');
        await startSession(dependencies, request, reply, { ...person, kind: 'entra' });
        return attempt.returnTo;
      }),
  );
};

async function orTellTheConsole(
  request: FastifyRequest,
  reply: FastifyReply,
  nextPage: () => Promise<string>,
): Promise<void> {
  const page = await nextPage().catch((error: unknown) => {
    const failure = isDatabaseAway(error) ? new SignInFailed('unavailable', 'database') : error;
    if (!(failure instanceof SignInFailed)) throw failure;
    request.log.warn({ trouble: failure.trouble, code: failure.code }, 'not signed in');
    return problemPage(failure.trouble);
  });
  await reply.redirect(page, 302);
}

const problemPage = (trouble: SignInTrouble): string => `/sign-in?problem=${trouble}`;

/** Stands where none is set up: the console offers no such sign-in then, and an old link is told so. */
const noProvider: IdentityProvider = {
  addressFor: () => Promise.reject(new SignInFailed('unavailable', 'not set up')),
  personOf: () => Promise.reject(new SignInFailed('unavailable', 'not set up')),
};
