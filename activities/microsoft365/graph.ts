import {
  AuthenticationHandler,
  Client,
  GraphError,
  ResponseType,
  TelemetryHandler,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import type { AccessTokens } from './access-tokens.ts';
import { Microsoft365Error, retryAfterSeconds, type GraphAnswer } from './failures.ts';
import { mailboxWaits } from './mailbox-waits.ts';
import { fetchFromMicrosoft, type Microsoft365Settings } from './transport.ts';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /v1.0, its variable parts percent-encoded: the library encodes nothing. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Ends the wait for the answer; what has been sent may still be carried out. */
  readonly signal: AbortSignal;
  /** Asked right before the request leaves; false keeps it back. */
  readonly maySend: () => boolean;
}

export type GraphResult =
  | { readonly isSuccess: true; readonly json: unknown; readonly requestId: string }
  | { readonly isSuccess: false; readonly answer: GraphAnswer };

export interface Graph {
  /**
   * Sends one request, once; where Graph refuses the token, once more with a fresh one. Nothing is sent to a mailbox
   * before the Retry-After of a 429 to any request for it is over.
   * @throws Microsoft365Error where no answer came, the token was refused by Entra, or it wasn't sent.
   */
  send(request: GraphRequest): Promise<GraphResult>;
}

/**
 * Microsoft's client with its own chain: retries are Temporal's, so the library's RetryHandler (which repeats POSTs
 * and sleeps through cancellation) is left out.
 */
export function graph(tokens: AccessTokens, settings: Microsoft365Settings): Graph {
  const authentication = new AuthenticationHandler({ getAccessToken: () => tokens.get() });
  const telemetry = new TelemetryHandler();
  authentication.setNext(telemetry);
  telemetry.setNext(sender(settings));
  const client = Client.initWithMiddleware({ middleware: authentication });
  // A lease lasts twice the time of an answer, which has to fit in behind the wait.
  const waits = mailboxWaits(settings.timeoutSeconds / 2);

  const sendOnce = async (request: GraphRequest): Promise<GraphResult> => {
    await waits.untilOver(request.path, request.signal);
    await unlessAborted(request.signal, tokens.get());
    if (!request.maySend()) throw new Microsoft365Error({ kind: 'not-sent' });
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(settings.timeoutSeconds * 1000)]);
    try {
      const result = await readResponse(await perform(client, request, signal));
      if (!result.isSuccess) waits.note(request.path, result.answer);
      return result;
    } catch (error) {
      if (error instanceof Microsoft365Error) throw error;
      if (request.signal.aborted) throw request.signal.reason;
      throw new Microsoft365Error(lostAnswer(error));
    }
  };

  return {
    async send(request) {
      const result = await sendOnce(request);
      if (result.isSuccess || !isRefusedToken(result.answer)) return result;
      await unlessAborted(request.signal, tokens.get({ refresh: true }));
      return sendOnce(request);
    },
  };
}

/** A token is asked for on behalf of many: one that no longer waits doesn't end it for the others. */
function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const isRefusedToken = ({ status, code }: GraphAnswer): boolean =>
  status === 401 && code === 'InvalidAuthenticationToken';

/** The chain's last link. */
function sender(settings: Microsoft365Settings): Middleware {
  return {
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      context.response = await fetchFromMicrosoft(url, context.options as RequestInit, settings);
    },
  };
}

async function perform(client: Client, request: GraphRequest, signal: AbortSignal): Promise<Response> {
  const call = client
    .api(request.path)
    .headers({ ...request.headers })
    .option('signal', signal)
    .responseType(ResponseType.RAW);
  switch (request.method) {
    case 'GET':
      return (await call.get()) as Response;
    case 'POST':
      return (await call.post(request.body)) as Response;
    case 'PATCH':
      return (await call.patch(request.body)) as Response;
    case 'DELETE':
      return (await call.delete()) as Response;
  }
}

/** @throws SyntaxError where a success can't be read: the request was carried out, but its answer is lost. */
async function readResponse(response: Response): Promise<GraphResult> {
  const text = await response.text();
  const requestId = response.headers.get('request-id') ?? '';
  if (response.ok) return { isSuccess: true, json: text === '' ? null : JSON.parse(text), requestId };
  const { code, message, existingEventId } = readError(text);
  return {
    isSuccess: false,
    answer: {
      status: response.status,
      code,
      message,
      existingEventId,
      requestId,
      retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), Date.now()),
    },
  };
}

function readError(text: string) {
  const { error } = parsed(text);
  const field = (name: string): string | null => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
    return typeof value === 'string' ? value : null;
  };
  return {
    code: field('code') ?? 'UnknownError',
    message: field('message') ?? '',
    existingEventId: field('@event.existingEventId'),
  };
}

function parsed(text: string): { readonly error?: unknown } {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}

function lostAnswer(error: unknown) {
  const code = error instanceof GraphError ? (error.code ?? 'network_error') : 'unreadable_answer';
  return {
    kind: 'unavailable',
    reason: { code: 'microsoft-unavailable', microsoft: { status: 0, code, requestId: '' } },
    retryAfterSeconds: null,
    mayHaveHappened: true,
  } as const;
}
