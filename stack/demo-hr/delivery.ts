import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { webhookHeaders } from '#client/standard-webhooks.ts';

const companySchema = z.object({ id: z.string(), signingSecret: z.string().nullable() });
const answerSchema = z.object({ sequence: z.number().optional(), duplicate: z.boolean().optional() });
const problemSchema = z.object({ detail: z.string().optional(), title: z.string().optional() });

/** `waiting` is sent again; `taken` and `refused` are final. */
export type Delivery = { readonly state: 'taken' | 'refused' | 'waiting'; readonly answer: string };

export type DeliveryOptions = {
  /** Where the service listens. */
  readonly apiOrigin: string;
  /** `demo-company.json`, which names the company and holds its signing secret. */
  readonly companyFile: string;
};

/** Sends one CloudEvent, signed by Standard Webhooks. Never throws: what goes wrong is an answer too. */
export async function deliver(
  { apiOrigin, companyFile }: DeliveryOptions,
  cloudEvent: Readonly<Record<string, unknown>>,
): Promise<Delivery> {
  const company = readCompany(companyFile);
  if (!company)
    return {
      state: 'waiting',
      answer: "The demo company isn't made yet. Send it again once npm start is ready.",
    };
  if (company.signingSecret === null)
    return {
      state: 'waiting',
      answer:
        'The signing secret of the demo company is not in this data folder. Start over with an empty one.',
    };
  const id = String(cloudEvent['id']);
  const body = JSON.stringify(cloudEvent);
  try {
    const response = await fetch(`${apiOrigin}/v1/companies/${company.id}/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json',
        ...webhookHeaders(company.signingSecret, id, body),
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    return read(response.status, await response.text());
  } catch {
    return { state: 'waiting', answer: 'The service did not answer. Send it again in a moment.' };
  }
}

function read(status: number, text: string): Delivery {
  const json = parse(text);
  if (status === 202) {
    const { sequence, duplicate } = answerSchema.parse(json);
    const sequenceWords = sequence === undefined ? '' : ` as sequence ${sequence}`;
    return {
      state: 'taken',
      answer: `202: recorded${sequenceWords}${duplicate ? ', it was known already' : ''}`,
    };
  }
  const { success, data } = problemSchema.safeParse(json);
  const words = success ? (data.detail ?? data.title ?? '') : '';
  return { state: status >= 500 || status === 429 ? 'waiting' : 'refused', answer: `${status}: ${words}` };
}

function readCompany(file: string): z.infer<typeof companySchema> | null {
  try {
    return companySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
