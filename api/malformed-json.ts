/** What may stand next: the grammar of RFC 8259, walked without recursion so that no nesting overflows the stack. */
type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const whitespace = /[ \t\n\r]*/y;
// Unrolled, so that it takes linear time on a string without an end.
const scalar =
  // oxlint-disable-next-line no-control-regex -- a string of JSON holds none of them unescaped
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON, as line and column from 1. JSON.parse tells the place only sometimes, and its message
 * quotes the text, which may be personal. Undefined where the text is JSON.
 */
export function malformedAt(text: string): { line: number; column: number } | undefined {
  const offset = faultyOffset(text);
  if (offset === undefined) return undefined;
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

function faultyOffset(text: string): number | undefined {
  const open: string[] = [];
  let expected: Expectation = 'value';
  let at = skip(whitespace, text, 0);
  while (at < text.length) {
    const character = text.charAt(at);
    const isObject = open.at(-1) === '{';
    const closes = character === (isObject ? '}' : ']') && open.length > 0;
    const takesValue = expected === 'value' || expected === 'value-or-end';
    const takesKey = expected === 'key' || expected === 'key-or-end';
    let next = at + 1;
    if (closes && expected.endsWith('-end')) {
      open.pop();
      expected = open.length > 0 ? 'comma-or-end' : 'nothing';
    } else if (expected === 'colon' && character === ':') expected = 'value';
    else if (expected === 'comma-or-end' && character === ',') expected = isObject ? 'key' : 'value';
    else if (takesValue && (character === '{' || character === '[')) {
      open.push(character);
      expected = character === '{' ? 'key-or-end' : 'value-or-end';
    } else if (takesValue || (takesKey && character === '"')) {
      next = skip(scalar, text, at);
      if (next === at) return at;
      if (takesKey) expected = 'colon';
      else expected = open.length > 0 ? 'comma-or-end' : 'nothing';
    } else return at;
    at = skip(whitespace, text, next);
  }
  return expected === 'nothing' ? undefined : at;
}

/** The offset behind the match, or the same where there is none. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
