// Whether a PDF keeps the rules of PDF/A-3b (ISO 19005-3), as far as they concern what PDFKit writes. Rules go by the clauses and numbers of
// the validation profile that veraPDF publishes. What such a file must not have at all, forms or scripts, is looked for by name.

import { readXml } from '../engine/index.ts';
import { type PdfObject, pdfObjects } from './pdf-text.ts';

type Tell = (rule: string, what: string) => void;
type Objects = ReadonlyMap<string, PdfObject>;

/** Each a rule and what breaks it; none: nothing was found. */
export function pdfAFaults(file: Buffer): string[] {
  const faults = new Set<string>();
  const tell: Tell = (rule, what) => void faults.add(`${rule} ${what}`);
  const objects = pdfObjects(file);
  checkFile(file, tell);
  checkForbidden(objects, tell);
  for (const { head } of objects.values()) if (head.includes('/Filter')) checkFilter(head, tell);
  const catalog = [...objects.values()].find(({ head }) => /\/Type \/Catalog\b/.test(head))?.head ?? '';
  checkColours(catalog, objects, tell);
  for (const { head } of objects.values()) if (/\/Type \/Font\b/.test(head)) checkFont(head, objects, tell);
  for (const content of contentsOf(objects)) checkContent(content, tell);
  checkMetadata(streamOf(catalog, 'Metadata', objects), tell);
  checkFiles(catalog, objects, tell);
  return [...faults];
}

function checkFile(file: Buffer, tell: Tell): void {
  const text = file.toString('latin1');
  if (!/^%PDF-1\.[0-7]\n/.test(text)) tell('6.1.2-1', 'the first line is no header');
  if (!/^%[^\n]*\n%[\x80-\xff]{4}/.test(text)) tell('6.1.2-2', 'the second line has not four bytes above 127');
  const trailer = text.slice(text.lastIndexOf('trailer'));
  if (!/\/ID \[<[\da-f]+> <[\da-f]+>\]/i.test(trailer)) tell('6.1.3-1', 'the trailer has no ID');
  if (trailer.includes('/Encrypt')) tell('6.1.3-2', 'it is encrypted');
  if (!/%%EOF\r?\n?$/.test(text)) tell('6.1.3-3', 'something stands behind its end');
  if (!/\nxref\n\d+ \d+\n(\d{10} \d{5} [nf] ?\r?\n)+trailer\n/.test(text))
    tell('6.1.4-1', 'the cross-reference table is not as it must be');
  for (const [, head, body] of text.matchAll(/\n\d+ 0 obj\n([^\n][\s\S]*?)\nstream\n([\s\S]*?)\nendstream\nendobj/g)) {
    const told = Number(/\/Length (\d+)\b(?! \d+ R)/.exec(head!)?.[1]);
    if (told !== body!.length) tell('6.1.7.1-1', `a stream of ${body!.length} bytes says ${told}`);
  }
}

/** Rules about things that a paper has none of. */
const FORBIDDEN: readonly (readonly [rule: string, name: RegExp])[] = [
  ['6.1.12-1', /\/Perms\b/],
  ['6.2.5-1', /\/(TR|TR2|HTP) /],
  ['6.2.8-1', /\/Alternates\b/],
  ['6.2.8-2', /\/OPI\b/],
  ['6.2.8-3', /\/Interpolate true/],
  ['6.2.9-3', /\/Subtype \/PS\b/],
  ['6.2.10', /\/(SMask \d|ca 0|CA 0|BM \/(?!Normal))/],
  ['6.3.1-1', /\/Type \/Annot\b/],
  ['6.4.1-3', /\/AcroForm\b/],
  ['6.4.2-2', /\/NeedsRendering\b/],
  ['6.5.1-1', /\/(OpenAction|JavaScript|JS|Launch)\b/],
  ['6.5.2-1', /\/AA\b/],
  ['6.9-1', /\/OCProperties\b/],
  ['6.10-1', /\/(AlternatePresentations|PresSteps)\b/],
  ['6.11-1', /\/Requirements\b/],
];

function checkForbidden(objects: Objects, tell: Tell): void {
  for (const { head } of objects.values())
    for (const [rule, name] of FORBIDDEN) if (name.test(head)) tell(rule, `${name.exec(head)?.[0]} is in it`);
}

const FILTERS = [
  'ASCIIHexDecode',
  'ASCII85Decode',
  'FlateDecode',
  'RunLengthDecode',
  'CCITTFaxDecode',
  'JBIG2Decode',
  'DCTDecode',
  'JPXDecode',
];

function checkFilter(head: string, tell: Tell): void {
  for (const [, names] of head.matchAll(/\/Filter (\/\w+|\[[^\]]*\])/g))
    for (const [, name] of names!.matchAll(/\/(\w+)/g)) if (!FILTERS.includes(name!)) tell('6.1.7.2-1', `a stream is packed by ${name}`);
}

/** sRGB as output intent; all colours are RGB or grey, see checkContent. */
function checkColours(catalog: string, objects: Objects, tell: Tell): void {
  const intents = [...objects.values()].filter(({ head }) => head.includes('/S /GTS_PDFA1'));
  if (!catalog.includes('/OutputIntents') || intents.length !== 1) {
    tell('6.2.4.3-2', `there are ${intents.length} output intents`);
    return;
  }
  const profile = streamOf(intents[0]!.head, 'DestOutputProfile', objects);
  const [version, kind, space] = [profile.charCodeAt(8), profile.slice(12, 16), profile.slice(16, 20)];
  if (!(version <= 4) || kind !== 'mntr' || space !== 'RGB ') tell('6.2.3-1', `the output profile is ${kind} ${space} ${version}`);
}

function checkFont(head: string, objects: Objects, tell: Tell): void {
  const subtype = /\/Subtype \/(\w+)/.exec(head)?.[1] ?? '';
  const name = /\/BaseFont \/([\w+-]+)/.exec(head)?.[1];
  if (!name) tell('6.2.11.2-3', `a ${subtype} font has no name`);
  if (subtype === 'Type0') {
    if (!/\/Encoding \/Identity-[HV]/.test(head)) tell('6.2.11.3.1-1', `${name} is not Identity`);
    return;
  }
  if (!subtype.startsWith('CIDFont')) {
    tell('6.2.11.4.1-1', `${name} is a ${subtype} font, which PDFKit does not embed whole`);
    return;
  }
  if (subtype === 'CIDFontType2' && !head.includes('/CIDToGIDMap')) tell('6.2.11.3.2-1', `${name} has no CIDToGIDMap`);
  const descriptor = objects.get(/\/FontDescriptor (\d+) 0 R/.exec(head)?.[1] ?? '')?.head ?? '';
  const program = streamOf(descriptor, 'FontFile[23]?', objects);
  if (!program) {
    tell('6.2.11.4.1-1', `${name} is not embedded`);
    return;
  }
  checkWidths(head, Buffer.from(program, 'latin1'), (what) => tell('6.2.11.5-1', `${name}: ${what}`));
}

/** What the dictionary says of each glyph's width is what the font itself says. */
function checkWidths(head: string, font: Buffer, tell: (what: string) => void): void {
  const table = (name: string) => {
    for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16)
      if (font.toString('latin1', at, at + 4) === name) return font.subarray(font.readUInt32BE(at + 8));
    return null;
  };
  const [header, metrics, widths] = [table('head'), table('hhea'), table('hmtx')];
  if (!header || !metrics || !widths) {
    tell('it has no widths of its own');
    return;
  }
  const [em, known] = [header.readUInt16BE(18), metrics.readUInt16BE(34)];
  const list = /\/W \[(\d+) \[([\d. -]*)\]\]/.exec(head.replace(/\s+/g, ' '));
  if (!list) {
    tell('the dictionary tells no widths');
    return;
  }
  list[2]!
    .trim()
    .split(/\s+/)
    .forEach((width, i) => {
      // The first stands for what is missing, and is never shown: 6.2.11.8.
      if (Number(list[1]) + i === 0) return;
      const glyph = Math.min(Number(list[1]) + i, known - 1);
      const own = (widths.readUInt16BE(glyph * 4) * 1000) / em;
      if (Math.abs(own - Number(width)) > 1) tell(`glyph ${glyph} is ${own} wide, not ${width}`);
    });
}

function contentsOf(objects: Objects): string[] {
  const ids = [...objects.values()].flatMap(({ head }) => [...head.matchAll(/\/Contents (\d+) 0 R/g)].map(([, id]) => id!));
  return ids.map((id) => objects.get(id)?.body ?? '');
}

/** All that PDFKit draws with, but for colours that are neither RGB nor grey. */
const OPERATORS = new Set(
  'q Q cm w J j M d gs m l c v y h re S s f F f* B B* b b* n W W* CS cs SC SCN sc scn G g RG rg BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ Do'.split(
    ' ',
  ),
);

function checkContent(content: string, tell: Tell): void {
  // A glyph is two bytes, and the first of a font stands for what it lacks.
  for (const [, shown] of content.matchAll(/<([\da-f]*)>/gi))
    if (shown!.match(/.{4}/g)?.includes('0000')) tell('6.2.11.8-1', 'a letter has no glyph');
  let depth = 0;
  const bare = content.replace(/\[[^\]]*\]|<[^>]*>|\((?:\\.|[^\\)])*\)/g, ' ');
  for (const word of bare.split(/\s+/).filter((part) => part && !/^[\d.+-]|^\//.test(part))) {
    if (!OPERATORS.has(word)) tell('6.2.2-1', `“${word}” is no operator that a paper needs`);
    if (word === 'q') depth++;
    if (word === 'Q') depth--;
    if (depth > 28) tell('6.1.13-8', 'states are nested deeper than 28');
  }
  for (const [, space] of content.matchAll(/\/(\w+) (?:cs|CS)\b/g))
    if (!['DeviceRGB', 'DeviceGray', 'sRGB'].includes(space!)) tell('6.2.4.3', `colours of ${space}`);
}

/** Namespaces of XMP that need no description. */
const KNOWN = ['x', 'rdf', 'dc', 'xmp', 'xmpMM', 'pdf', 'pdfaid', 'pdfaExtension', 'pdfaSchema', 'pdfaProperty'];

function checkMetadata(packet: string, tell: Tell): void {
  if (!packet) {
    tell('6.6.2.1-1', 'there are no metadata');
    return;
  }
  const text = Buffer.from(packet, 'latin1').toString('utf8');
  const [opening = ''] = /<\?xpacket begin=[^?]*\?>/.exec(text) ?? [];
  if (!opening || /\b(bytes|encoding)=/.test(opening)) tell('6.6.2.1-2', `the packet begins with ${opening}`);
  if (text.includes('\ufffd')) tell('6.6.2.1-5', 'the metadata are not UTF-8');
  try {
    readXml(/<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(text)?.[0] ?? '', 'any');
  } catch (error) {
    tell('6.6.2.1-4', (error as Error).message);
  }
  if (!text.includes('<pdfaid:part>3</pdfaid:part>')) tell('6.6.4-2', 'it does not say that it is PDF/A-3');
  if (!/<pdfaid:conformance>[ABU]<\/pdfaid:conformance>/.test(text)) tell('6.6.4-3', 'it says no conformance level');
  const described = describedIn(text, tell);
  for (const [, prefix, name] of text.matchAll(/<(\w+):(\w+)/g))
    if (!KNOWN.includes(prefix!) && !described.has(`${prefix}:${name}`)) tell('6.6.2.3.1-1', `${prefix}:${name} is not described`);
}

/** Properties of extension schemas: `fx:Version`. */
function describedIn(text: string, tell: Tell): ReadonlySet<string> {
  const described = new Set<string>();
  for (const [schema] of text.matchAll(/<pdfaSchema:schema>[\s\S]*?<\/rdf:Seq>/g)) {
    const of = (name: string) => new RegExp(`<pdfaSchema:${name}>([^<]+)<`).exec(schema)?.[1];
    const [prefix, uri] = [of('prefix'), of('namespaceURI')];
    if (!prefix || !uri || !text.includes(`xmlns:${prefix}="${uri}"`)) tell('6.6.2.3.3-3', `the schema ${prefix} is not that of ${uri}`);
    for (const [property] of schema.matchAll(/<rdf:li rdf:parseType="Resource"><pdfaProperty[\s\S]*?<\/rdf:li>/g)) {
      const told = (name: string) => new RegExp(`<pdfaProperty:${name}>([^<]+)<`).exec(property)?.[1];
      if (told('valueType') !== 'Text' || !['external', 'internal'].includes(told('category') ?? '') || !told('description'))
        tell('6.6.2.3.3-8', `${told('name')} is described by halves`);
      described.add(`${prefix}:${told('name')}`);
    }
  }
  return described;
}

function checkFiles(catalog: string, objects: Objects, tell: Tell): void {
  for (const [id, { head }] of objects) {
    if (/\/Type \/EmbeddedFile\b/.test(head) && !/\/Subtype \/[-\w+.]+#2F[-\w+.]+/i.test(head))
      tell('6.8-1', 'a file does not say what it is');
    if (!/\/Type \/Filespec\b/.test(head)) continue;
    if (!/\/F \(/.test(head) || !/\/UF \(/.test(head)) tell('6.8-2', 'a file has no name in both forms');
    if (!/\/AFRelationship \/\w+/.test(head)) tell('6.8-3', 'a file does not say how it belongs to the document');
    const listed = /\/AF (\[[^\]]*\]|\d+ 0 R)/.exec(catalog)?.[1] ?? '';
    const associated = listed.startsWith('[') ? listed : (objects.get(listed.split(' ')[0]!)?.head ?? '');
    if (!new RegExp(`\\b${id} 0 R`).test(associated)) tell('6.8-4', 'a file is not associated with the document');
  }
}

function streamOf(head: string, key: string, objects: Objects): string {
  return objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1] ?? '')?.body ?? '';
}
