import { Problem } from './problems.ts';
import { malformedAt } from './malformed-json.ts';

/**
 * Reads a JSON body.
 * @throws Problem that says where it stops being JSON.
 */
export function parseJsonBody(body: Buffer | string): unknown {
  const text = decodeUtf8(body);
  try {
    return JSON.parse(text);
  } catch {
    const where = malformedAt(text);
    const place = where ? ` at line ${where.line}, column ${where.column}` : '';
    const detail = text.trim() === '' ? 'The body is empty.' : `The body stops being JSON${place}.`;
    throw new Problem(400, 'invalid-request', detail, {
      errors: [{ path: '', message: `is not JSON${place}` }],
    });
  }
}

function decodeUtf8(body: Buffer | string): string {
  if (typeof body === 'string') return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'invalid-request', 'The body is not UTF-8.');
  }
}
