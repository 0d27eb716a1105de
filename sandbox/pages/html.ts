import { escapeHtml } from '../html-body.ts';

/** Markup that is safe to send; only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | false | null | undefined | readonly Part[];

/** A template of markup: whatever is put into it is text, unless `html` made it. Attributes need double quotes. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    markup.map((piece, index) => (index === 0 ? '' : textOf(parts[index - 1])) + piece).join(''),
  );
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map((inner) => textOf(inner)).join('');
}
