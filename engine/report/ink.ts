// What all papers share: fonts, colours, values as people write them, and pages that are handed on as they are finished.

import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { Font, Glyph, Run } from 'fontkit';
import { LRUCache } from 'lru-cache';
import type PDFDocument from 'pdfkit';
import { type Field, fieldTypes } from '../../schema/index.ts';

const find = createRequire(import.meta.url);
const REGULAR = find.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
const STRONG = find.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf');

/** Colours of paper: text, what is beside the point, and lines. */
export const INK = '#1c1d21';
export const QUIET = '#5f626b';
export const RULE = '#d9dbe0';

export type Document = InstanceType<typeof PDFDocument>;

/**
 * PDFKit and its fonts come with the first paper: a process that prints nothing does without the megabytes they take. A document begins
 * without a font, where PDFKit would open one that nobody writes with.
 */
export function newDocument(options: ConstructorParameters<typeof PDFDocument>[0]): Document {
  const Made = find('pdfkit') as typeof PDFDocument;
  return new Made({ ...options, font: '' });
}

const fonts = new Map<string, Font>();

/** Read once: to read a font takes longer than to write a page with it. What it has laid out serves all documents. */
function fontAt(path: string): Font {
  const known = fonts.get(path);
  if (known) return known;
  const font = (find('fontkit') as typeof import('fontkit')).openSync(path);
  tellGlyphsApart(font);
  keepWords(font);
  fonts.set(path, font);
  return font;
}

/** Shapes are a few thousand; letters that they stand for are whatever somebody writes. */
const GLYPHS = 5000;

/**
 * A glyph remembers which letters it was first asked for, and none where it was a part of another, as the c of a č: whoever copies words
 * out of a paper would miss that letter. So the shape of other letters is a glyph of its own.
 */
function tellGlyphsApart(font: Font): void {
  const { getGlyph } = font;
  const glyphs = new LRUCache<string, Glyph>({ max: GLYPHS });
  font.getGlyph = (id, letters = []) => {
    const key = `${id} ${letters.join()}`;
    const known = glyphs.get(key);
    if (known) return known;
    font._glyphs = {};
    const glyph = getGlyph.call(font, id, letters);
    glyphs.set(key, glyph);
    return glyph;
  };
}

/** Papers say the same words again and again. */
const WORDS = 5000;
const LONGEST_WORD = 40;

function keepWords(font: Font): void {
  const { layout } = font;
  const words = new LRUCache<string, Run>({ max: WORDS });
  font.layout = (text, features) => {
    if (features || text.length > LONGEST_WORD) return layout.call(font, text, features);
    const run = words.get(text) ?? layout.call(font, text);
    words.set(text, run);
    // PDFKit scales the places where they stand.
    return Object.create(run, { positions: { value: run.positions.map((position) => ({ ...position })) } }) as Run;
  };
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
  document.registerFont('regular', fontAt(REGULAR) as never).registerFont('strong', fontAt(STRONG) as never);
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

/** Waits while whoever reads is slower than we write. @throws when nobody reads any more */
export async function drained(document: Document): Promise<void> {
  // It is a stream of Node's; the types of PDFKit know a lesser one.
  const stream = document as Document & Pick<Readable, 'readableLength' | 'destroyed'>;
  while (stream.readableLength > 1_000_000 && !stream.destroyed) await new Promise((resolve) => setImmediate(resolve));
  if (stream.destroyed) throw new Error('Nobody reads the paper any more.');
}

const NUMERIC = ['integer', 'decimal', 'percent', 'money'];
/** Numbers stand to the right. */
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
  return numberFormat(language, scale)
    .format(text as `${number}`)
    .replace(/\s/g, '\u00a0');
}

/** To make one takes longer than to write a number with it. */
const numberFormats = new LRUCache<string, Intl.NumberFormat>({ max: 50 });

function numberFormat(language: string, scale: number): Intl.NumberFormat {
  const key = `${language} ${scale}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: scale, maximumFractionDigits: scale });
  numberFormats.set(key, format);
  return format;
}
