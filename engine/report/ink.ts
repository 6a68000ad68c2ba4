// What all papers share: fonts, colours, values as people write them, and pages that are handed on as they are finished.

import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import type PDFDocument from 'pdfkit';
import { type Field, fieldTypes } from '../../schema/index.ts';

const find = createRequire(import.meta.url);
export const REGULAR = find.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
const STRONG = find.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf');

export const INK = '#1c1d21';
export const QUIET = '#5f626b';
export const RULE = '#d9dbe0';

export type Document = InstanceType<typeof PDFDocument>;

/** PDFKit and its fonts come with the first paper: a process that prints nothing does without the megabytes they take. */
export function newDocument(options: ConstructorParameters<typeof PDFDocument>[0]): Document {
  const Made = find('pdfkit') as typeof PDFDocument;
  return new Made(options);
}

const fonts = new Map<string, Font>();

/** Read once: to read a font takes longer than to write a page with it. */
function fontAt(path: string): Font {
  const font = fonts.get(path) ?? (find('fontkit') as typeof import('fontkit')).openSync(path);
  fonts.set(path, font);
  return font;
}

/**
 * The font for one document. A glyph remembers which letters it was first asked for, and none where it was a part of another, as the c of
 * a č: with glyphs of all documents in one store, whoever copies words out of a later one would miss that letter.
 */
function fontFor(path: string): Font {
  const font = fontAt(path);
  const own: Font['_glyphs'] = {};
  const layout: Font['layout'] = (...text) => {
    const shared = font._glyphs;
    font._glyphs = own;
    try {
      return font.layout(...text);
    } finally {
      font._glyphs = shared;
    }
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}

/** What can be drawn of a text: a letter that the font lacks becomes a question mark, in place of an empty box that no archive takes. */
export function drawable(text: string): string {
  const font = fontAt(REGULAR);
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\n\x20-\x7e]/gu, (letter) => (font.hasGlyphForCodePoint(letter.codePointAt(0)!) ? letter : '?'));
}

/** With the fonts `regular` and `strong`; what goes wrong while writing is thrown where it is read. */
export async function* written(document: Document, write: () => Promise<void>): AsyncGenerator<Buffer> {
  // PDFKit takes opened fonts as well; its types do not know.
  document.registerFont('regular', fontFor(REGULAR) as never).registerFont('strong', fontFor(STRONG) as never);
  const writing = write().then(
    () => document.end(),
    (error: unknown) => document.destroy(error as Error),
  );
  try {
    for await (const chunk of document) yield chunk as Buffer;
  } finally {
    document.destroy();
    await writing;
  }
}

const NUMERIC = ['integer', 'decimal', 'percent', 'money'];
export const isNumeric = ({ type }: Field) => NUMERIC.includes(type);

/** As people write it in their language and zone. */
export function printed(field: Field, value: unknown, place: { readonly language: string; readonly zone: string }): string {
  const { language, zone } = place;
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => printed(field, one, place)).join(', ');
  if (typeof value === 'object' && 'amount' in value) {
    const { amount, currency } = value as { amount: string; currency: string | null };
    return `${digits(amount, language, Math.max(2, amount.split('.')[1]?.length ?? 0))}${currency ? ` ${currency}` : ''}`;
  }
  if (typeof value === 'object' && 'title' in value) return String((value as { title: string | null }).title ?? '');
  if (field.type === 'date')
    return new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(`${String(value)}T00:00:00Z`));
  if (field.type === 'datetime')
    return new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(String(value)));
  if (field.type === 'checkbox') return value === true ? '✓' : '';
  if (isNumeric(field))
    return `${digits(String(value), language, String(value).split('.')[1]?.length ?? 0)}${field.type === 'percent' ? ' %' : ''}`;
  if (field.options.length > 0 || field.open) return field.options.find((option) => option.value === value)?.label ?? String(value);
  return fieldTypes[field.type]?.print(value, field) ?? '';
}

/** Decimals stay text until they are digits: a double would lose the last ones. */
export function digits(text: string, language: string, scale: number): string {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: scale, maximumFractionDigits: scale });
  return format.format(text as unknown as number).replace(/\s/g, '\u00a0');
}
