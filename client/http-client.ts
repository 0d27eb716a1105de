import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { ReplayAct } from './replays.ts';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { AbsenceTypePreviewAnswer, AbsenceTypePreviewBody } from '#api/absence-type-preview.ts';
import type { ActivityAnswer } from '#api/activity.ts';
import type { AbsenceTypeAnswer, AbsenceTypeChange } from '#api/absence-types.ts';
import type { ReplyPreviewAnswer, ReplyPreviewBody } from '#api/automatic-replies.ts';
import type {
  CompanyAnswer,
  CompanyListedAnswer,
  CompanyMadeAnswer,
  CompanyPatchBody,
  CompanyPatchedAnswer,
} from '#api/company-schemas.ts';
import type {
  ConnectionAnswer,
  ConnectionPatchBody,
  ConnectionPutBody,
  ConnectionSavedAnswer,
} from '#api/connections.ts';
import type { ConnectionGuideAnswer } from '#api/connection-guide.ts';
import type { ConnectionTestAnswer, ConnectionTestBody } from '#api/connection-tests.ts';
import type { BatchRecordedAnswer, EventRecordedAnswer } from '#api/hr-events.ts';
import type { ImportedAnswer } from '#api/imports.ts';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import type { OverviewAnswer } from '#api/overview.ts';
import type { RegistrationAnswer, RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import type { ReplayItemAnswer } from '#api/replay-items.ts';
import type { ReplayAnswer, ReplayRequestBody } from '#api/replays.ts';
import type { SignInLinkAnswer } from '#api/sign-in/session.ts';

/** The service has answered with a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Stable, to match on. */
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** The answer as it came. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['detail'] === 'string' ? body['detail'] : `The service answered ${status}.`);
    this.status = status;
    this.code = typeof body['code'] === 'string' ? body['code'] : '';
    this.errors = Array.isArray(body['errors']) ? body['errors'] : [];
    this.body = body;
  }
}

/** Nobody listens there. */
export class ServiceUnreachable extends Error {
  override readonly name = 'ServiceUnreachable';
  constructor(url: string, cause: unknown) {
    super(`Nothing answers at ${url}.`, { cause });
  }
}

/** The connection broke before there was an answer: whether the call was carried out isn't known. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  constructor(url: string, cause: unknown) {
    super(`The connection to ${url} broke before there was an answer.`, { cause });
  }
}

export interface HttpClientOptions {
  /** Where the service is, such as `https://absence.contoso.example`. */
  readonly url: string;
  /** A company's API key for its events; the administrator key for all else. */
  readonly key: string;
  /** Of the sentences in answers; else the company's own. */
  readonly language?: 'da' | 'en';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type HttpClient = ReturnType<typeof httpClient>;

/**
 * The service's HTTP interface, typed. Every call
 * @throws ApiProblem where the service answers with a problem, ServiceUnreachable where nothing
 * listens, AnswerLost where the connection breaks.
 */
export function httpClient(options: HttpClientOptions) {
  const call = <Answer>(method: string, path: string, rest: CallRest = {}): Promise<Answer> =>
    send<Answer>(options, method, path, rest);
  const of = (companyId: string) => `/v1/companies/${encodeURIComponent(companyId)}`;
  const registration = (companyId: string, registrationId: string) =>
    `${of(companyId)}/registrations/${encodeURIComponent(registrationId)}`;

  return {
    addCompany: (company: { id: string; name: string; language: string; timeZone: string }) =>
      call<CompanyMadeAnswer>('POST', '/v1/companies', { json: company }),
    /** A link that signs an administrator in to the console, once. */
    makeSignInLink: () => call<SignInLinkAnswer>('POST', '/v1/sign-in-links'),
    listCompanies: (query: Query = {}) => call<Page<CompanyListedAnswer>>('GET', '/v1/companies', { query }),

    /** An HR event: https://cloudevents.io, as JSON. */
    recordEvent: (companyId: string, event: object) =>
      call<EventRecordedAnswer>('POST', `${of(companyId)}/events`, {
        json: event,
        contentType: 'application/cloudevents+json',
      }),
    /** At most 500, all or none. */
    recordEvents: (companyId: string, events: readonly object[]) =>
      call<BatchRecordedAnswer>('POST', `${of(companyId)}/events`, {
        json: events,
        contentType: 'application/cloudevents-batch+json',
      }),
    importFile: (companyId: string, file: Readable, contentType: string, query: { skipInvalid: boolean }) =>
      call<ImportedAnswer>('POST', `${of(companyId)}/imports`, { stream: file, contentType, query }),

    company: (companyId: string) => call<CompanyAnswer>('GET', of(companyId)),
    changeCompany: (companyId: string, change: CompanyPatchBody) =>
      call<CompanyPatchedAnswer>('PATCH', of(companyId), { json: change }),
    overview: (companyId: string, query: { days: 1 | 7 | 30 }) =>
      call<OverviewAnswer>('GET', `${of(companyId)}/overview`, { query }),
    previewReply: (companyId: string, preview: ReplyPreviewBody) =>
      call<ReplyPreviewAnswer>('POST', `${of(companyId)}/automatic-replies/preview`, { json: preview }),

    connection: (companyId: string) => call<ConnectionAnswer>('GET', `${of(companyId)}/connection`),
    setConnection: (companyId: string, connection: ConnectionPutBody) =>
      call<ConnectionSavedAnswer>('PUT', `${of(companyId)}/connection`, { json: connection }),
    changeConnection: (companyId: string, change: ConnectionPatchBody) =>
      call<ConnectionSavedAnswer>('PATCH', `${of(companyId)}/connection`, { json: change }),
    renewSecret: (companyId: string, secret: { clientSecret: string; secretExpiresAt?: string }) =>
      call<ConnectionSavedAnswer>('PUT', `${of(companyId)}/connection/secret`, { json: secret }),
    testConnection: (companyId: string, test: ConnectionTestBody = {}) =>
      call<ConnectionTestAnswer>('POST', `${of(companyId)}/connection/test`, { json: test }),
    connectionGuide: (companyId: string, query: { tenantId?: string; clientId?: string } = {}) =>
      call<ConnectionGuideAnswer>('GET', `${of(companyId)}/connection/guide`, { query }),

    listAbsenceTypes: (companyId: string) =>
      call<Page<AbsenceTypeAnswer>>('GET', `${of(companyId)}/absence-types`),
    setAbsenceType: (companyId: string, type: string, change: AbsenceTypeChange) =>
      call<AbsenceTypeAnswer & ReplayNote>(
        'PUT',
        `${of(companyId)}/absence-types/${encodeURIComponent(type)}`,
        { json: change },
      ),
    previewAbsenceType: (companyId: string, type: string, preview: AbsenceTypePreviewBody = {}) =>
      call<AbsenceTypePreviewAnswer>(
        'POST',
        `${of(companyId)}/absence-types/${encodeURIComponent(type)}/preview`,
        { json: preview },
      ),

    listRegistrations: (companyId: string, query: Query = {}) =>
      call<Page<RegistrationAnswer>>('GET', `${of(companyId)}/registrations`, { query }),
    registration: (companyId: string, registrationId: string) =>
      call<RegistrationWithHistoryAnswer>('GET', registration(companyId, registrationId)),
    syncRegistration: (companyId: string, registrationId: string) =>
      call<RegistrationWithHistoryAnswer>('POST', `${registration(companyId, registrationId)}/sync`),

    listMailboxes: (companyId: string, query: Query = {}) =>
      call<Page<MailboxAnswer>>('GET', `${of(companyId)}/mailboxes`, { query }),
    checkMailbox: (companyId: string, mailbox: string) =>
      call<MailboxAnswer>('POST', `${of(companyId)}/mailboxes/${encodeURIComponent(mailbox)}/check`),

    /** Newest first. */
    listActivity: (companyId: string, query: Query = {}) =>
      call<Page<ActivityAnswer>>('GET', `${of(companyId)}/activity`, { query }),

    startReplay: (companyId: string, replay: ReplayRequestBody) =>
      call<ReplayAnswer>('POST', `${of(companyId)}/replays`, { json: replay }),
    actOnReplay: (companyId: string, replayId: string, act: ReplayAct) =>
      call<ReplayAnswer>('POST', `${of(companyId)}/replays/${encodeURIComponent(replayId)}/${act}`),
    listReplays: (companyId: string, query: Query = {}) =>
      call<Page<ReplayAnswer>>('GET', `${of(companyId)}/replays`, { query }),
    replay: (companyId: string, replayId: string) =>
      call<ReplayAnswer>('GET', `${of(companyId)}/replays/${encodeURIComponent(replayId)}`),
    listReplayItems: (companyId: string, replayId: string, query: Query = {}) =>
      call<Page<ReplayItemAnswer>>('GET', `${of(companyId)}/replays/${encodeURIComponent(replayId)}/items`, {
        query,
      }),
    /** CSV, as it comes. */
    replayReport: (companyId: string, replayId: string) =>
      download(options, `${of(companyId)}/replays/${encodeURIComponent(replayId)}/report`),
  };
}

interface ReplayNote {
  readonly replayId?: string | null | undefined;
  readonly note?: string | undefined;
}

interface CallRest {
  readonly json?: object;
  readonly stream?: Readable;
  readonly contentType?: string;
  readonly query?: Query;
}

async function send<Answer>(
  { url, key, language }: HttpClientOptions,
  method: string,
  path: string,
  { json, stream, contentType = 'application/json', query = {} }: CallRest,
): Promise<Answer> {
  const address = new URL(path, url);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  const headers = {
    ...headersOf({ key, language }),
    ...((json ?? stream) && { 'content-type': contentType }),
  };
  const body = json === undefined ? stream : JSON.stringify(json);
  const { status, text } = await exchange(address, method, headers, body);
  const answer = parse(text);
  if (status >= 400) throw new ApiProblem(status, answer ?? {});
  if (answer === undefined)
    throw new ApiProblem(status, { detail: `What answers at ${address.origin} is no Absence Sync.` });
  return answer as Answer;
}

const headersOf = ({
  key,
  language,
}: {
  readonly key: string;
  readonly language?: 'da' | 'en' | undefined;
}) => ({
  authorization: `Bearer ${key}`,
  ...(language && { 'accept-language': language }),
});

/** A file that may be too large for the memory; whoever reads it is told by an error where it breaks off. */
async function download(options: HttpClientOptions, path: string): Promise<Readable> {
  const address = new URL(path, options.url);
  const { request } = address.protocol === 'https:' ? https : http;
  const sent = request(address, { method: 'GET', headers: headersOf(options) });
  sent.end();
  const [answer] = await (once(sent, 'response') as Promise<[http.IncomingMessage]>).catch(
    (error: unknown) => {
      throw unanswered(address, error);
    },
  );
  const status = answer.statusCode ?? 0;
  if (status >= 400) throw new ApiProblem(status, parse(await readText(answer)) ?? {});
  return answer;
}

/** Not by `fetch`: it gives up after five minutes without an answer, and a large import may take longer. */
async function exchange(
  address: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: Readable | string | undefined,
): Promise<{ status: number; text: string }> {
  const { request } = address.protocol === 'https:' ? https : http;
  const sent = request(address, { method, headers });
  const answered = once(sent, 'response') as Promise<[http.IncomingMessage]>;
  try {
    // A service that refuses a file half-way has answered, whatever becomes of the rest of it.
    if (typeof body === 'object') void pipeline(body, sent).catch(() => undefined);
    else sent.end(body);
    const [answer] = await answered;
    return { status: answer.statusCode ?? 0, text: await readText(answer) };
  } catch (error) {
    throw unanswered(address, error);
  } finally {
    sent.destroy();
  }
}

const unanswered = (address: URL, error: unknown): Error =>
  isUnreachable(error)
    ? new ServiceUnreachable(address.origin, error)
    : new AnswerLost(address.origin, error);

function isUnreachable(error: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
