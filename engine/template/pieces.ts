// What values become on paper: formatted text with its bold words, lists and links (row CS-032), pictures with their size.

import type { Picture, Piece } from './tags.ts';

type Looks = Omit<Extract<Piece, { text: string }>, 'text'>;

const TOKENS = /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)\/?>|([^<]+)/gi;
const BLOCKS = /^(p|div|h[1-6]|li|tr|blockquote|pre|ul|ol|table|hr)$/;
const LOOKS: Readonly<Record<string, Looks>> = {
  ...{ b: { bold: true }, strong: { bold: true }, th: { bold: true }, i: { italic: true }, em: { italic: true } },
  ...{ u: { underlined: true }, ins: { underlined: true }, s: { struck: true }, del: { struck: true } },
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, { bold: true }])),
};
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Paragraphs become lines, items of lists lines with a sign or a number. The HTML is clean already, see schema/fields/sanitize.ts. */
export function piecesOfHtml(html: string): Piece[] {
  const pieces: Piece[] = [];
  const looks: { readonly name: string; readonly looks: Looks }[] = [];
  const lists: number[] = [];
  let fresh = true;
  const write = (text: string) => {
    if (text === '') return;
    pieces.push(Object.assign({ text }, ...looks.map((one) => one.looks)) as Piece);
    fresh = text.endsWith('\n');
  };
  const turn = () => {
    if (!fresh && pieces.length > 0) pieces.push({ text: '\n' });
    fresh = true;
  };
  for (const [, closing, tag = '', attributes = '', text] of html.matchAll(TOKENS)) {
    const name = tag.toLowerCase();
    if (text !== undefined) {
      const words = decoded(text);
      // Line ends between elements are the editor's own.
      if (!(fresh && words.trim() === '')) write(words.replace(/[\n\t ]+/g, ' '));
      continue;
    }
    if (BLOCKS.test(name)) turn();
    if (name === 'br') pieces.push({ text: '\n' });
    if (name === 'td' && closing) write('\t');
    if (closing) {
      if (name === 'ul' || name === 'ol') lists.pop();
      const at = looks.findLastIndex((one) => one.name === name);
      if (at >= 0) looks.splice(at, 1);
      continue;
    }
    if (name === 'ul' || name === 'ol') lists.push(name === 'ul' ? Number.NaN : 0);
    if (name === 'li') {
      const number = (lists.pop() ?? Number.NaN) + 1;
      lists.push(number);
      pieces.push({ text: `${'\u00a0\u00a0'.repeat(Math.max(0, lists.length - 1))}${Number.isNaN(number) ? '•' : `${number}.`} ` });
    }
    const href = name === 'a' ? /\shref="([^"]*)"/i.exec(attributes)?.[1] : undefined;
    const own = href ? { href: decoded(href) } : LOOKS[name];
    if (own) looks.push({ name, looks: own });
  }
  const last = pieces.at(-1);
  if (last && 'text' in last && last.text === '\n') pieces.pop();
  return pieces;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|([a-z]+));/gi, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole;
    return ENTITIES[name ?? ''] ?? whole;
  });
}

/** As wide as 96 points to the inch make it, and no wider than `most` millimetres; null: it is neither PNG nor JPEG. */
export function pictureOf(bytes: Buffer, most: number): Picture | null {
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0) return null;
  const width = Math.min(most, (size.width / 96) * 25.4);
  return { bytes, type: size.type, width, height: (width * size.height) / size.width };
}

interface Size {
  readonly type: Picture['type'];
  readonly width: number;
  readonly height: number;
}

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return null;
  return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The size stands in the first frame header: SOF0 to SOF15, without those that are tables. */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return null;
}
