import type { Language } from '../texts.tsx';

/** The service has answered with a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Stable, to match on. */
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['detail'] === 'string' ? body['detail'] : `HTTP ${status}`);
    this.status = status;
    this.code = typeof body['code'] === 'string' ? body['code'] : '';
    this.errors = Array.isArray(body['errors']) ? body['errors'] : [];
    this.body = body;
  }
}

/** There was no answer: the service is away, or the network. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What every call carries; set by the shell as the reader signs in and chooses a language. */
export const caller: { language: Language; csrfToken: string | null; onSignedOut: () => void } = {
  language: 'en',
  csrfToken: null,
  onSignedOut: () => undefined,
};

export interface CallRest {
  readonly json?: object;
  readonly file?: Blob;
  readonly contentType?: string;
  readonly query?: Query;
  /** Told the share of the file that has left, from 0 to 1. */
  readonly onSent?: (share: number) => void;
}

/** @throws ApiProblem where the service answers with a problem, Unreachable where there is no answer. */
export async function call<Answer>(method: string, path: string, rest: CallRest = {}): Promise<Answer> {
  const response = await send(method, path, rest);
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
  if (response.status === 401) caller.onSignedOut();
  throw new ApiProblem(response.status, parse(text));
}

async function send(method: string, path: string, { json, file, contentType, query, onSent }: CallRest) {
  const address = addressOf(path, query);
  const body = json === undefined ? file : JSON.stringify(json);
  const headers = {
    accept: 'application/json',
    'accept-language': caller.language,
    ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
    ...(method !== 'GET' && caller.csrfToken !== null && { 'x-csrf-token': caller.csrfToken }),
  };
  try {
    if (onSent !== undefined && body !== undefined)
      return await sendTold(method, address, headers, body, onSent);
    return await fetch(address, { method, headers, ...(body !== undefined && { body }) });
  } catch (error) {
    throw new Unreachable('no answer', { cause: error });
  }
}

/** By the older way, which alone tells how much has left. */
function sendTold(
  method: string,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string | Blob,
  onSent: (share: number) => void,
): Promise<Pick<Response, 'ok' | 'status' | 'text'>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded / total));
    request.addEventListener('error', () => reject(new Error('no answer')));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      resolve({ ok: status >= 200 && status < 300, status, text: async () => responseText });
    });
    request.send(body);
  });
}

/** An address of this origin; what is null, undefined or empty is left out. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  const search = parameters.toString();
  return search === '' ? path : `${path}?${search}`;
}

function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
