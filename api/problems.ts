import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Language } from '#domain/absence-types.ts';
import { faultsOf } from '#domain/cloud-event.ts';
import type { Fault } from '#domain/hr-message.ts';
import type { ReasonCode, ReasonText } from '#domain/reasons.ts';
import { isDatabaseAway, isSchemaMissing } from '#persistence/availability.ts';
import { UnreadableCursor } from '#persistence/cursors.ts';
import { inLanguage } from './danish.ts';
import { describeError, kindOf } from './logger.ts';
import { languageFor } from './schemas.ts';
import { isTemporalAway } from './temporal.ts';

export type ProblemCode =
  | ReasonCode
  | 'invalid-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'too-large'
  | 'too-many-requests'
  | 'unavailable'
  | 'internal-error';

/** RFC 9457 problem details; `code` is what other systems match on. Its id puts it into the interface's description. */
z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
}).meta({ id: 'Problem' });

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'Who is asking is not known',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Contradicts what is there',
  413: 'Too large',
  415: 'Content type not supported',
  422: 'Refused by Microsoft 365',
  429: 'Too many requests',
  500: 'The service has failed',
  503: 'Not available at the moment',
};

interface ProblemExtras {
  readonly errors?: readonly Fault[];
  /** Members of the answer beside those of RFC 9457. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is a problem; thrown anywhere below a route. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(status: number, code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }
}

/** How the answer names what is wrong: by path, and in words. */
export function invalidRequest(
  faults: readonly Fault[],
  members?: Readonly<Record<string, unknown>>,
): Problem {
  return new Problem(400, 'invalid-request', summaryOf(faults, 'en'), {
    errors: faults,
    ...(members && { members }),
  });
}

function summaryOf([first, ...rest]: readonly Fault[], language: Language): string {
  if (first === undefined) return inLanguage(language, 'Nothing to do.');
  const place = first.path === '' ? '' : `${first.path} `;
  const more = { en: ` (and ${rest.length} more)`, da: ` (og ${rest.length} mere)` }[language];
  return `${place}${first.message}${rest.length === 0 ? '' : more}.`;
}

export const notFound = (what: string): Problem => new Problem(404, 'not-found', `There is no ${what}.`);

export function conflict(detail: string, extras: ProblemExtras = {}): Problem {
  return new Problem(409, 'conflict', detail, extras);
}

export function unavailable(detail: string, retryAfterSeconds = 5): Problem {
  return new Problem(503, 'unavailable', detail, { headers: { 'retry-after': String(retryAfterSeconds) } });
}

export function refusedByMicrosoft(reason: ReasonText): Problem {
  return new Problem(422, reason.code, `${reason.message} ${reason.remedy}`, { members: { reason } });
}

/** What a schema says of a body, a query string or a path. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly statusCode = 400;
  readonly faults: readonly Fault[];
  /** Set by Fastify. */
  declare readonly validationContext?: 'body' | 'querystring' | 'params' | 'headers';

  constructor(error: z.ZodError, input: unknown) {
    super('invalid input');
    this.faults = error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, key].join('.'),
            message: 'is not known here',
          }))
        : faultsOf(new z.ZodError([issue]), input),
    );
  }
}

/** Turns whatever was thrown into the problem that the caller is told. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidInput)
    return error.validationContext === 'params'
      ? new Problem(404, 'not-found', 'There is nothing at this address.')
      : invalidRequest(error.faults);
  if (error instanceof UnreadableCursor)
    return invalidRequest([
      { path: 'cursor', message: 'must be the nextCursor of the page before, in the same order' },
    ]);
  if (isSchemaMissing(error))
    return unavailable("The database is not set up yet: run the service's migrations.", 30);
  if (isDatabaseAway(error)) return unavailable('The database does not answer.');
  if (isTemporalAway(error)) return unavailable('Temporal does not answer.');
  return (
    fromFastify(error) ?? new Problem(500, 'internal-error', 'The service has failed; its log has more.')
  );
}

function fromFastify(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { code, statusCode } = error as FastifyError;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem(413, 'too-large', 'The body is larger than this address takes.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem(415, 'invalid-request', 'This address takes no such content type.');
    default:
      return statusCode !== undefined && statusCode >= 400 && statusCode < 500 && code.startsWith('FST_')
        ? new Problem(400, 'invalid-request', 'The request is not understood.')
        : null;
  }
}

/**
 * A problem's words in the language asked for, English unless told: a system that matches on words has them as ever.
 */
function wordsOf({ status, message, extras: { errors } }: Problem, language: Language) {
  const faults = errors?.map(({ path, message }) => ({ path, message: inLanguage(language, message) }));
  const isSummary = errors !== undefined && message === summaryOf(errors, 'en');
  return {
    title: inLanguage(language, titles[status] ?? 'Problem'),
    detail: isSummary && faults ? summaryOf(faults, language) : inLanguage(language, message),
    ...(faults && { errors: faults }),
  };
}

/** Answers with the problem; what the service itself is to blame for goes to the log. */
export async function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error);
  if (problem.status === 503) request.log.warn(kindOf(error), problem.message);
  else if (problem.status >= 500) request.log.error(describeError(error), problem.message);
  const { members, headers } = problem.extras;
  const { title, detail, ...errors } = wordsOf(problem, languageFor(request, 'en'));
  return reply
    .code(problem.status)
    .headers(headers ?? {})
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `urn:absence-sync:problem:${problem.code}`,
      title,
      status: problem.status,
      detail,
      code: problem.code,
      ...members,
      ...errors,
    });
}
