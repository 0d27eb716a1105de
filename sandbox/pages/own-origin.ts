import type { FastifyRequest } from 'fastify';
import { ControlProblem } from '../control-input.ts';

/** Whether a browser says that a page of another origin has sent this; programs say nothing of it. */
export function isFromOtherOrigin({ headers }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers;
  if (site !== undefined) return site !== 'same-origin';
  return origin !== undefined && origin !== `http://${host}`;
}

/**
 * Refuses a form that another origin's page has sent: a browser says where a POST comes from, and one that says
 * nothing is no browser with our page in it.
 * @throws ControlProblem 403
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  const { 'sec-fetch-site': site, origin } = request.headers;
  if ((site === undefined && origin === undefined) || isFromOtherOrigin(request))
    throw new ControlProblem(
      403,
      'This form takes only what its own page sends. Programs use the control API.',
    );
}
