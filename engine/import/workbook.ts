// The frame of an XLSX: its sheets, and which number formats mean dates. (ECMA-376 part 1, chapter 18.)

import { notATable } from './kind.ts';
import type { SharedStrings } from './shared-strings.ts';
import { type XmlHandlers, XmlReader } from './xml.ts';
import { type Archive, brokenFile } from './zip.ts';

export interface NumberStyle {
  readonly kind: 'number' | 'percent' | 'date' | 'datetime' | 'time';
  /** ISO 4217 code that the format writes beside the number. */
  readonly currency?: string;
}

export interface Sheet {
  readonly name: string;
  readonly path: string;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Days count from 1904, as old Excel on the Mac did. */
  readonly from1904: boolean;
  readonly sharedStrings: string | null;
  /** What the number of a cell with that style means. */
  readonly styles: readonly NumberStyle[];
}

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const start = await relations(archive, '_rels/.rels', '');
  const main = [...start.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target;
  if (!main?.endsWith('.xml')) throw notATable(kindOfArchive(archive, main));
  const text = await archive.text(main);
  if (text === null) throw brokenFile(`no ${main}`);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const links = await relations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const sheets: Sheet[] = [];
  let root = '';
  let from1904 = false;
  const open: XmlHandlers['open'] = (name, attributes) => {
    root ||= name;
    if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
    if (name !== 'sheet') return;
    const link = links.get(attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '');
    if (link?.type.endsWith('/worksheet')) {
      sheets.push({
        name: attributes.name ?? '',
        path: link.target,
        hidden: attributes.state === 'hidden' || attributes.state === 'veryHidden',
      });
    }
  };
  new XmlReader({ open }).readAll(text);
  if (root !== 'workbook') throw notATable(kindOfArchive(archive, main));
  if (sheets.length === 0) throw brokenFile('no sheet');
  const part = (kind: string) => [...links.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target ?? null;
  const styles = part('styles');
  return {
    sheets,
    from1904,
    sharedStrings: part('sharedStrings'),
    styles: styles ? readStyles((await archive.text(styles)) ?? '<styleSheet/>') : [],
  };
}

export async function readSharedStrings(archive: Archive, path: string, into: SharedStrings): Promise<void> {
  let text: string | null = null;
  let inText = false;
  let phonetic = 0;
  const reader = new XmlReader({
    open(name, _, empty) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') inText = phonetic === 0 && !empty;
    },
    text(part) {
      if (inText && text !== null) text += part;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        into.add(unescapeControls(text ?? ''));
        text = null;
      }
    },
  });
  for await (const _ of reader.feed(await archive.stream(path)));
}

/** Control characters stand in a workbook as `_x000D_`, and a literal `_x000D_` as `_x005F_x000D_`. */
export function unescapeControls(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)).replace('\0', '\ufffd'));
}

async function relations(archive: Archive, path: string, folder: string): Promise<Map<string, { type: string; target: string }>> {
  const text = await archive.text(path);
  const found = new Map<string, { type: string; target: string }>();
  if (text === null) return found;
  new XmlReader({
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name === 'Relationship' && TargetMode !== 'External') found.set(Id, { type: Type, target: resolved(folder, Target) });
    },
  }).readAll(text);
  return found;
}

function resolved(folder: string, target: string): string {
  return new URL(target, `zip:///${folder}`).pathname.slice(1).split('/').map(decodeURIComponent).join('/');
}

/** Number formats by ECMA-376 18.8.30: those below 164 are fixed, the others are written out in the workbook. */
export function readStyles(text: string): NumberStyle[] {
  const custom = new Map<string, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  new XmlReader({
    open(name, attributes) {
      if (name === 'numFmt') custom.set(attributes.numFmtId ?? '', attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(styleOf(Number(attributes.numFmtId ?? 0), custom.get(attributes.numFmtId ?? '')));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  }).readAll(text);
  return styles;
}

export function styleOf(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return { kind: fixedKind(id) };
  const currency = /\[\$([A-Z]{3})[-\]]|"\s?([A-Z]{3})\s?"/.exec(code);
  return currency ? { kind: 'number', currency: currency[1] ?? currency[2] ?? '' } : { kind: kindOfCode(code) };
}

function fixedKind(id: number): NumberStyle['kind'] {
  if (id === 9 || id === 10) return 'percent';
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || (id >= 57 && id <= 58)) return 'date';
  if (id === 22) return 'datetime';
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56 ? 'time' : 'number';
}

function kindOfCode(code: string): NumberStyle['kind'] {
  const first = code.split(';')[0] ?? '';
  const bare = first.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').toLowerCase();
  if (bare.replaceAll('general', '') === '') return 'number';
  const day = /[yd]/.test(bare) || /m/.test(bare.replace(/h+[^a-z]*m+|m+[^a-z]*s+|\[m+\]/g, ''));
  const hour = /[hs]/.test(bare) || /am\/pm|\[m+\]/.test(bare);
  if (day) return hour ? 'datetime' : 'date';
  if (hour) return 'time';
  return bare.includes('%') ? 'percent' : 'number';
}

function kindOfArchive(archive: Archive, main: string | undefined): string {
  if (main?.endsWith('.bin')) return 'a binary Excel workbook (.xlsb)';
  if (main?.startsWith('word/')) return 'a Word document';
  if (main?.startsWith('ppt/')) return 'a presentation';
  if (archive.names.includes('content.xml') && archive.names.includes('mimetype')) return 'an OpenDocument file';
  return 'a ZIP archive';
}
