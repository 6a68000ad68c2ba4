// The words of a PDF that PDFKit has written: its fonts tell which characters their glyphs stand for.

import { inflateSync } from 'node:zlib';

export interface PdfObject {
  /** Its dictionary, or all of it. */
  readonly head: string;
  /** Of a stream, unpacked: a byte a character. */
  readonly body: string;
}

/** By number. */
export function pdfObjects(file: Buffer): ReadonlyMap<string, PdfObject> {
  const found = file.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map([...found].map(([, id, inside]) => [id!, opened(inside!)]));
}

/** All that is written, in the order it was written. */
export function pdfText(file: Buffer): string {
  const objects = pdfObjects(file);
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const { head } of objects.values())
    for (const [, name, font] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font!)?.head ?? '')?.[1];
      if (map) fonts.set(name!, charactersOf(objects.get(map)?.body ?? ''));
    }
  return [...objects.values()].map(({ body }) => wordsOf(body, fonts)).join('');
}

function opened(inside: string): PdfObject {
  const start = inside.indexOf('stream\n');
  if (start < 0) return { head: inside, body: '' };
  const head = inside.slice(0, start);
  const bytes = Buffer.from(inside.slice(start + 'stream\n'.length, inside.lastIndexOf('endstream')), 'latin1');
  return { head, body: head.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1') };
}

/** By glyph, four hexadecimal digits: `<0000> <00ff> [<0041> <0042> …]`, as PDFKit writes them. */
function charactersOf(map: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, first, list] of map.matchAll(/<([\da-f]{4})> <[\da-f]{4}> \[([^\]]*)\]/gi))
    [...list!.matchAll(/<([\da-f ]*)>/gi)].forEach(([, code], at) => {
      const glyph = (Number.parseInt(first!, 16) + at).toString(16).padStart(4, '0');
      found.set(glyph, Buffer.from(code!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    });
  return found;
}

function wordsOf(body: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let characters: ReadonlyMap<string, string> = new Map();
  const words: string[] = [];
  for (const [, font, shown] of body.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) characters = fonts.get(font) ?? new Map();
    else
      words.push(
        [...shown!.matchAll(/<([\da-f]*)>/gi)]
          .flatMap(([, glyphs]) => glyphs!.match(/.{4}/g) ?? [])
          .map((glyph) => characters.get(glyph.toLowerCase()) ?? '')
          .join(''),
      );
  }
  return words.map((word) => `${word}\n`).join('');
}
