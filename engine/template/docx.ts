// Word documents (ECMA-376 part 1, chapter 17): body, headers, footers and notes are filled; everything else stays as it is.

import { type Dialect, fillTree, type Leaf, tagsOfTree } from './fill.ts';
import { ENGLISH_METRIC, extensionOf, type TemplateFormat } from './format.ts';
import { copyOf, isText, type Markup, markup, type Node } from './markup.ts';
import type { OfficePackage } from './package.ts';
import type { Answers, Picture, Piece } from './tags.ts';

const PARTS = /^word\/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$/;

export const docx: TemplateFormat = {
  extension: 'docx',
  isOne: (file) => file.names().includes('word/document.xml'),
  tags: (file) =>
    partsOf(file).flatMap(([, root]) =>
      tagsOfTree(
        root,
        dialectOf(() => ''),
      ),
    ),
  fill(file, answers) {
    const pictures = new Pictures(file);
    for (const [name, root] of partsOf(file)) fillPart(file, name, root, answers, pictures);
  },
};

function partsOf(file: OfficePackage): [string, Markup][] {
  return file
    .names()
    .filter((name) => PARTS.test(name))
    .map((name) => [name, file.read(name)!]);
}

function fillPart(file: OfficePackage, name: string, root: Markup, answers: Answers, pictures: Pictures): void {
  fillTree(
    root,
    dialectOf((picture) => pictures.add(picture, name)),
    answers,
  );
  root.attributes = { ...root.attributes, ...NAMESPACES };
  file.write(name, root);
}

/** Those that pieces are written with, should the document not have them. */
const NAMESPACES = {
  'xmlns:r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'xmlns:wp': 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
};

/** `place` stores a picture and answers its relation. */
function dialectOf(place: (picture: Picture) => string): Dialect {
  return {
    paragraph: new Set(['w:p']),
    row: 'w:tr',
    cell: new Set(['w:tc']),
    table: 'w:tbl',
    words: 'w:t',
    characters: { 'w:tab': '\t', 'w:br': '\n', 'w:cr': '\n' },
    needsElements: (text) => /[\n\t]|^\s|\s$/.test(text),
    insert: (leaf, pieces, rest) => insert(leaf, pieces, rest, place),
  };
}

/** The run is cut where the tag was: pieces become runs of the same looks. */
function insert({ above }: Leaf, pieces: readonly Piece[], rest: string, place: (picture: Picture) => string): void {
  const [parent, run, words] = above.slice(-3) as [Markup, Markup, Markup];
  const looks = run.children.find((child): child is Markup => !isText(child) && child.name === 'w:rPr');
  const at = run.children.indexOf(words);
  const after = run.children.splice(at + 1);
  words.attributes['xml:space'] = 'preserve';
  const made = pieces.map((piece) =>
    'text' in piece ? linked(piece, looks) : runOf(looks, [drawing(piece.picture, place(piece.picture))]),
  );
  const last = runOf(looks, [...wordsOf(rest), ...after]);
  parent.children.splice(parent.children.indexOf(run) + 1, 0, ...made, last);
}

type TextPiece = Extract<Piece, { text: string }>;

/** A field says where a link leads without a relation of its own. */
function linked(piece: TextPiece, looks: Markup | undefined): Markup {
  const run = runOf(styled(looks, piece), wordsOf(piece.text));
  return piece.href ? markup('w:fldSimple', { 'w:instr': ` HYPERLINK "${piece.href.replaceAll('"', '%22')}" ` }, [run]) : run;
}

function runOf(looks: Markup | undefined, children: Node[]): Markup {
  return markup('w:r', {}, [...(looks ? [copyOf(looks)] : []), ...children]);
}

function wordsOf(text: string): Markup[] {
  return text.split(/([\n\t])/).flatMap((part) => {
    if (part === '\n') return [markup('w:br')];
    if (part === '\t') return [markup('w:tab')];
    return part === '' ? [] : [markup('w:t', { 'xml:space': 'preserve' }, [{ text: part }])];
  });
}

/** The schema wants properties in this order. */
const ORDER = ['w:rStyle', 'w:rFonts', 'w:b', 'w:bCs', 'w:i', 'w:iCs', 'w:caps', 'w:smallCaps', 'w:strike'];
const LATE = ['w:u', 'w:effect', 'w:bdr', 'w:shd', 'w:fitText', 'w:vertAlign', 'w:rtl', 'w:cs', 'w:em', 'w:lang'];

function styled(looks: Markup | undefined, { bold, italic, struck, underlined }: TextPiece): Markup | undefined {
  const added = [
    ...(bold ? [markup('w:b')] : []),
    ...(italic ? [markup('w:i')] : []),
    ...(struck ? [markup('w:strike')] : []),
    ...(underlined ? [markup('w:u', { 'w:val': 'single' })] : []),
  ];
  if (added.length === 0) return looks;
  const names = added.map(({ name }) => name);
  const kept = (looks?.children ?? []).filter((child): child is Markup => !isText(child) && !names.includes(child.name));
  const rank = ({ name }: Markup) => {
    if (ORDER.includes(name)) return ORDER.indexOf(name);
    return LATE.includes(name) ? 200 + LATE.indexOf(name) : 100;
  };
  return markup(
    'w:rPr',
    {},
    [...kept.map(copyOf), ...added].sort((a, b) => rank(a) - rank(b)),
  );
}

const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const PICTURE = 'http://schemas.openxmlformats.org/drawingml/2006/picture';

function drawing({ width, height }: Picture, relation: string): Markup {
  const id = relation.replace(/\D/g, '');
  const size = { cx: String(Math.round(width * ENGLISH_METRIC)), cy: String(Math.round(height * ENGLISH_METRIC)) };
  const shape = markup('pic:spPr', {}, [
    markup('a:xfrm', {}, [markup('a:off', { x: '0', y: '0' }), markup('a:ext', size)]),
    markup('a:prstGeom', { prst: 'rect' }, [markup('a:avLst')]),
  ]);
  const picture = markup('pic:pic', { 'xmlns:pic': PICTURE }, [
    markup('pic:nvPicPr', {}, [markup('pic:cNvPr', { id, name: `Picture ${id}` }), markup('pic:cNvPicPr')]),
    markup('pic:blipFill', {}, [markup('a:blip', { 'r:embed': relation }), markup('a:stretch', {}, [markup('a:fillRect')])]),
    shape,
  ]);
  const graphic = markup('a:graphic', { 'xmlns:a': DRAWING }, [markup('a:graphicData', { uri: PICTURE }, [picture])]);
  const inline = markup('wp:inline', { distT: '0', distB: '0', distL: '0', distR: '0' }, [
    markup('wp:extent', size),
    markup('wp:docPr', { id, name: `Picture ${id}` }),
    graphic,
  ]);
  return markup('w:drawing', {}, [inline]);
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = '[Content_Types].xml';

/** Puts pictures into the package; each part that shows one needs a relation of its own. */
class Pictures {
  readonly #file: OfficePackage;
  #count = 9000;

  constructor(file: OfficePackage) {
    this.#file = file;
  }

  add(picture: Picture, part: string): string {
    const id = `rId${++this.#count}`;
    const name = `media/kontor${this.#count}.${extensionOf(picture)}`;
    this.#file.add(`word/${name}`, picture.bytes);
    this.#declare(picture);
    const path = part.replace(/^word\//, 'word/_rels/').concat('.rels');
    const relations = this.#file.read(path) ?? markup('Relationships', { xmlns: RELATIONS });
    relations.children.push(markup('Relationship', { Id: id, Type: `${NAMESPACES['xmlns:r']}/image`, Target: name }));
    this.#file.write(path, relations);
    return id;
  }

  #declare(picture: Picture): void {
    const types = this.#file.read(TYPES)!;
    const extension = extensionOf(picture);
    const known = types.children.some((child) => !isText(child) && child.attributes.Extension?.toLowerCase() === extension);
    if (known) return;
    types.children.unshift(markup('Default', { Extension: extension, ContentType: `image/${picture.type}` }));
    this.#file.write(TYPES, types);
  }
}
