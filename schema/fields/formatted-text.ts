// Formatted text: HTML within an allow-list. The browser keeps its bundle small: there `#sanitize` changes nothing.

import { sanitize } from '#sanitize';
import type { Checked, Field, FieldType } from '../types.ts';
import { accept, orNull } from './checked.ts';
import { checkLines, textArea } from './text.ts';

const LIMIT = 1_048_576;

/** `[^<>]`, not `[^>]`: the time stays in proportion to the length, whatever the text. */
const TAG = /<(?:p|br|div|span|h[1-6]|b|strong|i|em|u|ul|ol|li|table|a|img|blockquote|pre|hr)(?:\s[^<>]*)?\/?>/i;

export const formattedText: FieldType = {
  ...textArea,
  name: 'formatted_text',
  check: checkHtml,
  /** Text with common tags is HTML; any other is plain text, each of its lines a paragraph. */
  parse: (given, field) => checkHtml(TAG.test(given) ? given : paragraphs(given), field),
  print: (value) => plainText((value as string | null) ?? ''),
  jsonSchema: (field) => orNull({ type: 'string', maxLength: field.length ?? LIMIT, contentMediaType: 'text/html' }, field),
  operators: ['contains', 'is empty', 'is not empty'],
};

function checkHtml(input: unknown, field: Field): Checked<string> {
  const lines = checkLines(input, field.length ?? LIMIT);
  if (!lines.ok || lines.value === null) return lines;
  const html = sanitize(lines.value).trim();
  // An editor that was emptied leaves its paragraph behind.
  return plainText(html) === '' && !html.includes('<img') ? accept<string>(null) : accept(html);
}

function paragraphs(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split(/\r\n?|\n/)
    .map((line) => `<p>${line}</p>`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Only for sanitised HTML: there every `<` that is no tag is escaped. */
function plainText(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr|\/blockquote|\/pre)\b[^>]*>/g, '\n')
    .replace(/<\/t[dh]>/g, '\t')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|([a-z]+));/g, (whole, code: string | undefined, name: string | undefined) => {
      if (code !== undefined) return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole;
      return ENTITIES[name ?? ''] ?? whole;
    })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
