import { vi } from 'vitest';

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests assert on whatever the API answers
  readonly body: any;
}

export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Calls the API as an administrator does. */
export function administratorOf(origin: string, key: string): Call {
  return (method, path, body) =>
    call(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && {
          'content-type': typeof body === 'string' ? 'text/csv' : 'application/json',
        }),
      },
      body: typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body),
    });
}

export async function call(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

export async function untilAnswering(url: string, explain: () => string): Promise<void> {
  await vi.waitFor(
    async () => {
      const response = await fetch(url).catch(() => null);
      if (response?.ok !== true) throw new Error(`${url} answers ${response?.status}\n${explain()}`);
    },
    { timeout: 45_000, interval: 100 },
  );
}
