import type { EventContent } from './calendar-event.ts';

/** Exchange stores a body as a whole HTML document, so what is read is never what was written. */
export function htmlOf(body: EventContent['body']): string {
  if (body.content === '') return '';
  if (/<html[\s>]/i.test(body.content)) return body.content;
  const inner =
    body.contentType === 'html' ? body.content : `<div class="PlainText">${escapeHtml(body.content)}</div>`;
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`;
}

export function textOf(body: EventContent['body']): string {
  if (body.contentType === 'text') return body.content;
  return body.content
    .replaceAll(/<(?:head|style|script)[\s\S]*?<\/(?:head|style|script)>/gi, '')
    .replaceAll(/<br\s*\/?>|<\/p>/gi, '\r\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .trim();
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
