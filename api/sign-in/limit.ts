import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#api/problems.ts';

/** More than a person needs, and too few to guess by. */
export const signInLimit = { max: 30, timeWindow: '1 minute' };

/** Lets routes limit how often one address asks: those whose `rateLimit` says so. Call it before the routes. */
export async function limitRates(server: FastifyInstance): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_, { ttl }) => {
      const seconds = Math.ceil(ttl / 1000);
      return new Problem(
        429,
        'too-many-requests',
        `There were too many tries. Wait ${seconds} seconds and try again.`,
        { headers: { 'retry-after': String(seconds) } },
      );
    },
  });
}
