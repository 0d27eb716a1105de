import { ConfidentialClientApplication, type INetworkModule, type NetworkResponse } from '@azure/msal-node';
import {
  Client,
  HTTPMessageHandler,
  TelemetryHandler,
  AuthenticationHandler,
} from '@microsoft/microsoft-graph-client';
import { startSandbox, type RunningSandbox } from '../../sandbox/server.ts';

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const appId = '22222222-2222-4222-8222-222222222222';
export const anna = 'anna.holm@contoso.example';
export const bo = 'bo.lind@contoso.example';
export const secret = 'Ap6~a-secret-value';
export const calendarRoles = ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'];
export const immutable = { prefer: 'IdType="ImmutableId"' };
export const tagId = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name AbsenceKey';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** A sandbox with one tenant, one application that may do all, and two mailboxes. */
export class Microsoft365 {
  readonly origin: string;
  #token = '';

  constructor(origin: string) {
    this.origin = origin;
  }

  async prepare(): Promise<void> {
    await this.control('POST', '/reset');
    await this.control('PUT', `/tenants/${tenantId}`, { displayName: 'Contoso' });
    await this.application({ displayName: 'Absence', roles: calendarRoles, secrets: [{ value: secret }] });
    await this.control('POST', `/tenants/${tenantId}/mailboxes`, {
      mailboxes: [{ address: anna, timeZone: 'Romance Standard Time' }, { address: bo }],
    });
    await this.signIn();
  }

  async application(change: Record<string, unknown>): Promise<void> {
    await this.control('PUT', `/tenants/${tenantId}/applications/${appId}`, change);
  }

  async mailbox(address: string, change: Record<string, unknown>): Promise<void> {
    await this.control('PUT', `/tenants/${tenantId}/mailboxes/${address}`, change);
  }

  /** Answers with the JSON, or throws with the control API's message. */
  async control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const reply = await send(`${this.origin}/sandbox${path}`, method, {}, body);
    if (reply.status >= 400) throw new Error(`${reply.status} ${reply.text}`);
    return reply.json;
  }

  async tokenRequest(change: Record<string, string> = {}, tenant = tenantId): Promise<Reply> {
    const body = new URLSearchParams({
      client_id: appId,
      scope: 'https://graph.microsoft.com/.default',
      grant_type: 'client_credentials',
      client_secret: secret,
      ...change,
    });
    const response = await fetch(`${this.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
    return readReply(response);
  }

  async signIn(change: Record<string, string> = {}): Promise<string> {
    const reply = await this.tokenRequest(change);
    this.#token = String(reply.json['access_token']);
    return this.#token;
  }

  async graph(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return send(
      `${this.origin}/v1.0${path}`,
      method,
      { authorization: `Bearer ${this.#token}`, ...headers },
      body,
    );
  }

  async create(change: Record<string, unknown> = {}, mailbox = anna): Promise<Record<string, unknown>> {
    const reply = await this.graph('POST', `/users/${mailbox}/events`, vacation(change), immutable);
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.json;
  }

  async calendarOf(address: string): Promise<Record<string, unknown>[]> {
    const { events } = await this.control('GET', `/tenants/${tenantId}/mailboxes/${address}/events`);
    return events as Record<string, unknown>[];
  }

  async fault(fault: Record<string, unknown>): Promise<string> {
    return String((await this.control('POST', '/faults', fault))['id']);
  }
}

export function vacation(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    subject: 'Absent',
    isAllDay: true,
    showAs: 'oof',
    start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Romance Standard Time' },
    end: { dateTime: '2026-12-06T00:00:00', timeZone: 'Romance Standard Time' },
    ...change,
  };
}

export function errorOf(reply: Reply): Record<string, unknown> {
  return reply.json['error'] as Record<string, unknown>;
}

export function pathTo(mailbox: string, id: unknown): string {
  return `/users/${mailbox}/events/${encodeURIComponent(String(id))}`;
}

async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return readReply(response);
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not JSON: the test reads the text.
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** The real msal-node; only the origin is another. */
export function msalClient(
  origin: string,
  clientSecret = secret,
  tenant = tenantId,
): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: { clientId: appId, clientSecret, authority: `https://login.microsoftonline.com/${tenant}` },
    system: { networkClient: networkClientTo(origin) },
  });
}

function networkClientTo(origin: string): INetworkModule {
  const request = async <T>(
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ) => {
    const response = await fetch(url.replace('https://login.microsoftonline.com', origin), {
      method,
      ...(options?.headers && { headers: options.headers }),
      ...(options?.body !== undefined && { body: options.body }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
    } satisfies NetworkResponse<T>;
  };
  return {
    sendGetRequestAsync: (url, options) => request('GET', url, options),
    sendPostRequestAsync: (url, options) => request('POST', url, options),
  };
}

/** The real Graph client; its last middleware sends to the sandbox. */
export function graphClient(origin: string, msal = msalClient(origin)): Client {
  const authentication = new AuthenticationHandler({
    getAccessToken: async () => {
      const result = await msal.acquireTokenByClientCredential({
        scopes: ['https://graph.microsoft.com/.default'],
      });
      return result?.accessToken ?? '';
    },
  });
  const telemetry = new TelemetryHandler();
  const http = new HTTPMessageHandler();
  authentication.setNext(telemetry);
  telemetry.setNext({
    execute: async (context) => {
      context.request = String(context.request).replace('https://graph.microsoft.com', origin);
      await http.execute(context);
    },
  });
  return Client.initWithMiddleware({ middleware: authentication });
}

export async function startMicrosoft365(): Promise<{ outlook: Microsoft365; sandbox: RunningSandbox }> {
  const sandbox = await startSandbox();
  const outlook = new Microsoft365(sandbox.origin);
  return { outlook, sandbox };
}
