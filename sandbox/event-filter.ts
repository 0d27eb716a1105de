import type { CalendarEvent } from './calendar-event.ts';
import { sameExtendedPropertyId } from './extended-properties.ts';
import { GraphFailure, notModelled } from './graph-failure.ts';

export interface EventFilter {
  readonly matches: (event: CalendarEvent) => boolean;
  /** Where the filter asks for one extended property's exact value, which the mailbox has an index for. */
  readonly property: { readonly id: string; readonly value: string } | null;
}

const quoted = String.raw`'((?:[^']|'')*)'`;
const anyClause = /^singleValueExtendedProperties\/any\(\s*(\w+)\s*:\s*([\s\S]*)\)$/i;
const idClause = new RegExp(String.raw`^\w+/id\s+eq\s+${quoted}$`, 'i');
const valueClause = new RegExp(String.raw`^\w+/value\s+(eq|ne)\s+${quoted}$`, 'i');
const functionClause = new RegExp(String.raw`^(startswith|contains)\(\s*([\w/]+)\s*,\s*${quoted}\s*\)$`, 'i');
const comparison = new RegExp(String.raw`^([\w/]+)\s+(eq|ne|ge|gt|le|lt)\s+(?:${quoted}|(\S+))$`, 'i');

export function parseEventFilter(text: string): EventFilter {
  let property: EventFilter['property'] = null;
  const tests = splitByAnd(text).map((clause) => {
    const any = anyClause.exec(clause);
    if (!any) return plainClause(clause);
    const { id, test, exact } = anyOfProperties(any[2] ?? '');
    if (exact !== null) property = { id, value: exact };
    return (event: CalendarEvent) =>
      event.extendedProperties.some((entry) => sameExtendedPropertyId(entry.id, id) && test(entry.value));
  });
  return { property, matches: (event) => tests.every((test) => test(event)) };
}

function anyOfProperties(inner: string): {
  id: string;
  test: (value: string) => boolean;
  exact: string | null;
} {
  let id: string | null = null;
  let test: ((value: string) => boolean) | null = null;
  let exact: string | null = null;
  for (const part of splitByAnd(inner)) {
    const idMatch = idClause.exec(part);
    const valueMatch = valueClause.exec(part);
    const functionMatch = functionClause.exec(part);
    if (idMatch) id = unquoted(idMatch[1]);
    else if (valueMatch) {
      const value = unquoted(valueMatch[2]);
      const isEqual = valueMatch[1]?.toLowerCase() === 'eq';
      if (isEqual) exact = value;
      test = (candidate) => (candidate === value) === isEqual;
    } else if (functionMatch && /\/value$/i.test(functionMatch[2] ?? '')) {
      const value = unquoted(functionMatch[3]);
      test = textTest(functionMatch[1] ?? '', value);
    } else throw invalidFilter(part);
  }
  if (id === null || test === null) throw invalidFilter(inner);
  return { id, test, exact };
}

function plainClause(clause: string): (event: CalendarEvent) => boolean {
  const functionMatch = functionClause.exec(clause);
  if (functionMatch) {
    if (functionMatch[2] !== 'subject') throw notModelled(`$filter on ${functionMatch[2]}`);
    const test = textTest(functionMatch[1] ?? '', unquoted(functionMatch[3]));
    return (event) => test(event.subject);
  }
  const match = comparison.exec(clause);
  if (!match) throw invalidFilter(clause);
  const operator = (match[2] ?? '').toLowerCase();
  const literal = match[3] === undefined ? (match[4] ?? '') : unquoted(match[3]);
  const field = match[1] ?? '';
  switch (field) {
    case 'start/dateTime':
      return (event) => compare(event.startsAt, instantLiteral(literal), operator);
    case 'end/dateTime':
      return (event) => compare(event.endsAt, instantLiteral(literal), operator);
    case 'createdDateTime':
      return (event) => compare(Date.parse(event.createdAt), instantLiteral(literal), operator);
    case 'lastModifiedDateTime':
      return (event) => compare(Date.parse(event.lastModifiedAt), instantLiteral(literal), operator);
    case 'subject':
    case 'showAs':
    case 'sensitivity':
    case 'importance':
      return (event) => compare(event[field], literal, operator);
    case 'isAllDay':
      return (event) => compare(String(event.isAllDay), literal, operator);
    default:
      throw notModelled(`$filter on ${field}`);
  }
}

function compare<T extends string | number>(left: T, right: T, operator: string): boolean {
  switch (operator) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'ge':
      return left >= right;
    case 'gt':
      return left > right;
    case 'le':
      return left <= right;
    default:
      return left < right;
  }
}

/** Times without an offset are UTC, whatever Prefer says. */
export function instantLiteral(text: string): number {
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const withTime = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text;
  const instant = Date.parse(hasOffset ? text : `${withTime}Z`);
  if (Number.isNaN(instant)) throw invalidFilter(text);
  return instant;
}

function textTest(name: string, value: string): (candidate: string) => boolean {
  return name.toLowerCase() === 'startswith'
    ? (candidate) => candidate.startsWith(value)
    : (candidate) => candidate.includes(value);
}

/** Splits at ` and ` outside of quotes and brackets. */
function splitByAnd(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let inQuotes = false;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && /^ and /i.test(text.slice(index, index + 5))) {
      parts.push(text.slice(from, index).trim());
      from = index + 5;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

function unquoted(text: string | undefined): string {
  return (text ?? '').replaceAll("''", "'");
}

function invalidFilter(part: string): GraphFailure {
  return new GraphFailure(
    400,
    'ErrorInvalidUrlQueryFilter',
    `The query filter contains one or more invalid nodes: '${part}'.`,
  );
}
