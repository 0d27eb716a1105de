import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ControlProblem, read } from '../control-input.ts';
import { requireOwnOrigin } from './own-origin.ts';
import type { Told, ToldOnce } from './told.ts';

export type FormRequest = FastifyRequest<{ Params: Record<string, string> }>;

/** The fields of a form as it was sent, in one value each. */
export function formFields<T>({ body }: { readonly body: unknown }, schema: z.ZodType<T>): T {
  const text = typeof body === 'string' ? body : '';
  return read(schema, Object.fromEntries(new URLSearchParams(text)));
}

/** Does what a form of our own pages asks for, and leads back to the page with what it did. */
export function formRoute(told: ToldOnce, work: (request: FormRequest) => Told) {
  return async (request: FormRequest, reply: FastifyReply): Promise<FastifyReply> => {
    requireOwnOrigin(request);
    const back = new URL(backOf(request), 'http://sandbox');
    let result: Told;
    try {
      result = work(request);
    } catch (error) {
      if (!(error instanceof ControlProblem)) throw error;
      result = { message: error.message, isFailure: true };
    }
    back.searchParams.set('told', told.keep(result));
    return reply.header('location', `${back.pathname}${back.search}`).code(303).send();
  };
}

/** A path of this origin; anything else leads to the list of mailboxes. */
function backOf(request: FormRequest): string {
  const text = typeof request.body === 'string' ? request.body : '';
  const back = new URLSearchParams(text).get('back') ?? '/';
  return /^\/(?:$|(?:calendars|controls)\/)/.test(back) ? back : '/';
}
