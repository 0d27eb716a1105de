import type { Answer } from './answer.ts';
import type { FaultEffect, FaultSubject, Strike } from './faults.ts';
import type { Sandbox } from './sandbox.ts';

/** What becomes of a request: an answer, or a connection that is cut. */
export type Outcome = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'drop' };

export interface MicrosoftRequest {
  readonly subject: FaultSubject;
  /** The mailbox's present address, or what the caller called it. */
  readonly mailbox: string | null;
  /** Takes a slot where the request falls under a limit; an answer here is the refusal. */
  readonly enter: () => { readonly leave: () => void } | Answer;
  /** Does the whole work in one go. */
  readonly perform: () => Answer;
}

/** Leads one request of Microsoft's side through faults, limits and latency to its outcome, and records it. */
export async function serve(
  sandbox: Sandbox,
  request: MicrosoftRequest,
  latencyMilliseconds: number,
): Promise<Outcome> {
  const arrivedAt = performance.now();
  const at = sandbox.state.nowText();
  const strike = sandbox.faults.strike(request.subject);
  const done = (status: number | null, errorCode: string | null): void => {
    const { operation, method, path, tenantId, applicationId } = request.subject;
    sandbox.requests.add({
      at,
      operation,
      method,
      path,
      tenantId,
      applicationId,
      mailbox: request.mailbox,
      status,
      errorCode,
      durationMilliseconds: Math.round((performance.now() - arrivedAt) * 1000) / 1000,
      fault: strike?.effect.kind ?? null,
    });
  };
  const outcome = await through(sandbox, request, strike, latencyMilliseconds);
  if (outcome.kind === 'drop') done(outcome.committed?.status ?? null, outcome.committed?.errorCode ?? null);
  else done(outcome.answer.status, outcome.answer.errorCode);
  return outcome;
}

type Passage = { kind: 'answer'; answer: Answer } | { kind: 'drop'; committed: Answer | null };

async function through(
  sandbox: Sandbox,
  request: MicrosoftRequest,
  strike: Strike | null,
  latencyMilliseconds: number,
): Promise<Passage> {
  const effect = strike?.effect;
  if (effect?.kind === 'respond') return { kind: 'answer', answer: madeUpAnswer(effect) };
  if (effect?.kind === 'dropBefore') return { kind: 'drop', committed: null };
  const slot = request.enter();
  if ('status' in slot) return { kind: 'answer', answer: slot };
  try {
    if (strike?.effect.kind === 'hold') await untilClosing(sandbox, strike.released());
    if (effect?.kind === 'delayBefore') await pause(sandbox, effect.milliseconds);
    if (latencyMilliseconds > 0) await pause(sandbox, latencyMilliseconds);
    if (sandbox.closing.aborted) return { kind: 'drop', committed: null };
    const answer = request.perform();
    switch (effect?.kind) {
      case 'commitThenDrop':
        return { kind: 'drop', committed: answer };
      case 'commitThenRespond':
        return { kind: 'answer', answer: madeUpAnswer(effect) };
      case 'commitThenDelay':
        await pause(sandbox, effect.milliseconds);
        return { kind: 'answer', answer };
      case 'commitThenHold':
        if (strike) await untilClosing(sandbox, strike.released());
        return { kind: 'answer', answer };
      case 'truncate':
        return {
          kind: 'answer',
          answer: { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) },
        };
      case 'hold':
      case 'delayBefore':
      case undefined:
        return { kind: 'answer', answer };
    }
  } finally {
    slot.leave();
  }
}

function madeUpAnswer({
  status,
  headers,
  body,
}: Extract<FaultEffect, { kind: 'respond' | 'commitThenRespond' }>): Answer {
  const isText = typeof body === 'string';
  const type =
    body === undefined ? {} : { 'content-type': isText ? 'text/html' : 'application/json; charset=utf-8' };
  const given = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    status,
    headers: { ...type, ...given },
    body: body === undefined ? '' : isText ? body : JSON.stringify(body),
    errorCode: isText || body === undefined ? null : errorCodeIn(body),
  };
}

function errorCodeIn(body: Readonly<Record<string, unknown>>): string | null {
  const error = body['error'];
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

async function pause(sandbox: Sandbox, milliseconds: number): Promise<void> {
  if (sandbox.closing.aborted) return;
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await untilClosing(sandbox, elapsed);
  clearTimeout(timer);
}

async function untilClosing(sandbox: Sandbox, wait: Promise<void>): Promise<void> {
  if (sandbox.closing.aborted) return;
  const ended = Promise.withResolvers<void>();
  const end = (): void => ended.resolve();
  sandbox.closing.addEventListener('abort', end, { once: true });
  await Promise.race([wait, ended.promise]);
  sandbox.closing.removeEventListener('abort', end);
}
