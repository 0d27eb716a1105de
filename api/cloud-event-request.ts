import type { IncomingHttpHeaders } from 'node:http';
import { readCloudEvent } from '#domain/cloud-event.ts';
import type { Fault, HrMessage } from '#domain/hr-message.ts';
import { parseJsonBody } from './json.ts';
import { invalidRequest, Problem } from './problems.ts';

export const contentTypes = {
  event: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
  json: 'application/json',
} as const;

const maximumBatch = 500;

export interface CloudEventRequest<Message> {
  readonly isBatch: boolean;
  readonly messages: readonly Message[];
  /** Where a fault of the message at `index` stands in the request as it came. */
  readonly pathOf: (index: number, path: string) => string;
}

/**
 * Reads a request by the CloudEvents HTTP binding, in any of its content modes
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md).
 * @throws Problem that names every fault by its path: `[3].data.period.from` in a batch, `ce-type` for a header.
 */
export function readCloudEventRequest(
  headers: IncomingHttpHeaders,
  rawBody: Buffer,
): CloudEventRequest<HrMessage> {
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const json = parseJsonBody(rawBody);
  if (contentType === contentTypes.batch) return readAll(batchOf(json), inBatch, true);
  if (contentType === contentTypes.json && headers['ce-specversion'] !== undefined)
    return readAll([binaryEvent(headers, json)], inHeaders, false);
  return readAll([json], (_, path) => path, false);
}

function readAll(
  events: readonly unknown[],
  pathOf: CloudEventRequest<HrMessage>['pathOf'],
  isBatch: boolean,
): CloudEventRequest<HrMessage> {
  const messages: HrMessage[] = [];
  const faults: Fault[] = [];
  for (const [index, event] of events.entries()) {
    const read = readCloudEvent(event);
    if (read.isValid) messages.push(read.value);
    else faults.push(...read.faults.map(({ path, message }) => ({ path: pathOf(index, path), message })));
  }
  if (faults.length > 0) throw invalidRequest(faults);
  return { isBatch, messages, pathOf };
}

function batchOf(json: unknown): readonly unknown[] {
  if (!Array.isArray(json))
    throw invalidRequest([{ path: '', message: 'A batch must be a JSON array of CloudEvents' }]);
  if (json.length > maximumBatch)
    throw new Problem(
      413,
      'too-large',
      `A batch holds at most ${maximumBatch} events; this one has ${json.length}.`,
    );
  return json;
}

const inBatch = (index: number, path: string): string => (path === '' ? `[${index}]` : `[${index}].${path}`);

/** In binary mode the envelope's attributes stand in headers and the body is the data. */
function binaryEvent(headers: IncomingHttpHeaders, data: unknown): Record<string, unknown> {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), decodeHeader(name, String(value))]);
  return { ...Object.fromEntries(attributes), data };
}

const inHeaders = (_: number, path: string): string =>
  path === 'data' || path.startsWith('data.') ? path : `ce-${path}`;

/** As the binding says (3.1.3.2): the quotes and backslashes of HTTP first, then the percent-encoding. */
function decodeHeader(name: string, value: string): string {
  const unquoted = /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : value;
  try {
    return decodeURIComponent(unquoted);
  } catch {
    throw invalidRequest([{ path: name, message: 'is not percent-encoded UTF-8' }]);
  }
}
