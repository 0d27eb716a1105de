import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

type Answer = {
  readonly status: number;
  /** The body, where the status is this one; else what the problem says is thrown. */
  expect<T>(status: number, body: z.ZodType<T>): T;
};

export type Administration = {
  send(method: string, path: string, body?: object | string, contentType?: string): Promise<Answer>;
};

/** While the API is being brought back, and no longer. */
const patienceSeconds = 30;

/** The HTTP interface for administrators, as far as the stack uses it. */
export const administrationOf = (origin: string, key: string): Administration => ({
  async send(method, path, body, contentType = 'application/json') {
    const request = {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const { status, text } = await untilAnswered(`${origin}${path}`, request);
    return {
      status,
      expect(expected, schema) {
        if (status === expected) return schema.parse(JSON.parse(text));
        throw new Error(`${method} ${path} answered ${status}: ${problemIn(text)}`);
      },
    };
  },
});

async function untilAnswered(url: string, request: RequestInit): Promise<{ status: number; text: string }> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      const answer = await fetch(url, request);
      if (answer.status !== 503 || Date.now() > deadline)
        return { status: answer.status, text: await answer.text() };
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(500);
  }
}

const problemSchema = z.object({ title: z.string().optional(), detail: z.string().optional() });

function problemIn(text: string): string {
  try {
    const { title, detail } = problemSchema.parse(JSON.parse(text));
    return detail ?? title ?? text;
  } catch {
    return text.slice(0, 300);
  }
}
