import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokenClaims } from './access-token.ts';
import type { Answer } from './answer.ts';
import { GraphFailure } from './graph-failure.ts';
import { performGraphCall } from './graph-operations.ts';
import { parseGraphRoute, type GraphRoute } from './graph-route.ts';
import { serve, type MicrosoftRequest, type Outcome } from './microsoft-endpoint.ts';
import type { Sandbox } from './sandbox.ts';
import { answerTokenRequest } from './token-endpoint.ts';

const jsonType =
  'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8';
const diagnostic =
  '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"SANDBOX"}}';

/** The paths of login.microsoftonline.com and graph.microsoft.com, both on the sandbox's one origin. */
export function addMicrosoftRoutes(
  app: FastifyInstance,
  sandbox: Sandbox,
  onDefect: (error: unknown) => void,
): void {
  app.post(
    '/:tenant/oauth2/v2.0/token',
    async (request: FastifyRequest<{ Params: { tenant: string } }>, reply) => {
      await send(request, reply, onDefect, () => serve(sandbox, tokenRequest(sandbox, request), 0));
    },
  );
  app.all('/v1.0/*', async (request, reply) => {
    await send(request, reply, onDefect, () =>
      serve(sandbox, graphRequest(sandbox, request), sandbox.state.settings.latencyMilliseconds),
    );
  });
}

function tokenRequest(
  sandbox: Sandbox,
  request: FastifyRequest<{ Params: { tenant: string } }>,
): MicrosoftRequest {
  const tenant = request.params.tenant;
  const parameters = new URLSearchParams(bodyText(request));
  return {
    subject: {
      operation: 'token',
      method: request.method,
      path: pathOf(request.raw),
      tenantId: tenant.toLowerCase(),
      applicationId: parameters.get('client_id')?.toLowerCase() ?? null,
      mailboxNames: [],
    },
    mailbox: null,
    enter: () => ({ leave: () => {} }),
    perform: () =>
      answerTokenRequest(sandbox.state, sandbox.tokens, {
        tenant,
        parameters,
        clientRequestId: header(request.raw, 'client-request-id'),
      }),
  };
}

function graphRequest(sandbox: Sandbox, request: FastifyRequest): MicrosoftRequest {
  const { state, tokens, throttle } = sandbox;
  const { raw } = request;
  const method = request.method;
  const path = pathOf(raw);
  const requestId = randomUUID();
  const clientRequestId = header(raw, 'client-request-id') ?? requestId;
  const common = {
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': diagnostic,
  };
  const refusal = (failure: GraphFailure): Answer => ({
    status: failure.status,
    headers: { ...common, 'content-type': jsonType, ...failure.headers },
    body: failure.body(requestId, clientRequestId, state.nowText()),
    errorCode: failure.code,
  });
  const route = failureOr(() => parseGraphRoute(method, path));
  const claims = tokens.read(raw.headers.authorization, state.now() / 1000);
  const caller = claims instanceof GraphFailure ? null : claims;
  const user = route instanceof GraphFailure ? null : userOf(route);
  const profile =
    user === null || caller === null ? undefined : state.tenant(caller.tid)?.mailbox(user)?.profile;

  return {
    subject: {
      operation: route instanceof GraphFailure ? 'other' : route.operation,
      method,
      path,
      tenantId: caller?.tid ?? null,
      applicationId: caller?.appid ?? null,
      mailboxNames: [user, profile?.address, profile?.objectId, ...(profile?.aliases ?? [])]
        .filter((name) => typeof name === 'string')
        .map((name) => name.toLowerCase()),
    },
    mailbox: profile?.address ?? user,
    enter: () => {
      if (claims instanceof GraphFailure) return refusal(claims);
      if (user === null) return { leave: () => {} };
      const slot = throttle.enter(claims.appid, profile?.objectId ?? `${claims.tid} ${user.toLowerCase()}`);
      return slot instanceof GraphFailure ? refusal(slot) : slot;
    },
    perform: () => {
      if (claims instanceof GraphFailure) return refusal(claims);
      const success = failureOr(() => {
        if (route instanceof GraphFailure) throw route;
        return performGraphCall(state, graphCall(request, route, claims, path));
      });
      if (success instanceof GraphFailure) return refusal(success);
      const type: Record<string, string> = success.json === null ? {} : { 'content-type': jsonType };
      return {
        status: success.status,
        headers: { ...common, ...type, ...success.headers },
        body: success.json === null ? '' : JSON.stringify(success.json),
        errorCode: null,
      };
    },
  };
}

function graphCall(request: FastifyRequest, route: GraphRoute, claims: AccessTokenClaims, path: string) {
  const { raw } = request;
  const url = raw.url ?? '';
  return {
    route,
    claims,
    path,
    query: new URLSearchParams(url.slice(path.length)),
    prefer: header(raw, 'prefer'),
    ifMatch: header(raw, 'if-match'),
    contentType: header(raw, 'content-type'),
    body: bodyText(request),
  };
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  onDefect: (error: unknown) => void,
  outcome: () => Promise<Outcome>,
): Promise<void> {
  reply.hijack();
  const result = await outcome().catch((error: unknown): Outcome => {
    onDefect(error);
    const body = JSON.stringify({ error: { code: 'SandboxDefect', message: String(error) } });
    return { kind: 'answer', answer: { status: 500, headers: {}, body, errorCode: null } };
  });
  if (result.kind === 'drop') {
    request.raw.socket.destroy();
    return;
  }
  const { status, headers, body } = result.answer;
  const length: Record<string, string> =
    status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  reply.raw.writeHead(status, { ...headers, ...length });
  reply.raw.end(status === 204 ? undefined : body);
}

function failureOr<T>(work: () => T): T | GraphFailure {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}

function userOf(route: GraphRoute): string | null {
  return 'user' in route ? route.user : null;
}

function pathOf(raw: IncomingMessage): string {
  const url = raw.url ?? '';
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function header(raw: IncomingMessage, name: string): string | undefined {
  const value = raw.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function bodyText(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}
