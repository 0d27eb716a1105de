import type { FastifyRequest } from 'fastify';
import { ControlProblem } from '../control-input.ts';

/**
 * Refuses a form that another origin's page has sent: a browser says where a POST comes from, and one that says
 * nothing is no browser with our page in it.
 * @throws ControlProblem 403
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin, host } = request.headers;
  const isOwn = site === undefined ? origin === `http://${host}` : site === 'same-origin';
  if (!isOwn)
    throw new ControlProblem(
      403,
      'This form takes only what its own page sends. Programs use the control API.',
    );
}
