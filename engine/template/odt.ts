// OpenDocument texts (ISO/IEC 26300): the content, and headers and footers, which stand among the styles.

import { type Dialect, fillTree, type Leaf, tagsOfTree } from './fill.ts';
import { extensionOf, type TemplateFormat } from './format.ts';
import { find, isText, type Markup, markup, type Node } from './markup.ts';
import type { OfficePackage } from './package.ts';
import type { Picture, Piece } from './tags.ts';

const PARTS = ['content.xml', 'styles.xml'];
const MANIFEST = 'META-INF/manifest.xml';

export const odt: TemplateFormat = {
  extension: 'odt',
  isOne: (file) => file.text('mimetype')?.startsWith('application/vnd.oasis.opendocument.text') === true,
  tags: (file) =>
    partsOf(file).flatMap(([, root]) =>
      tagsOfTree(
        root,
        dialectOf(() => '', new Set()),
      ),
    ),
  fill(file, answers) {
    let count = 0;
    const place = (picture: Picture) => addPicture(file, picture, `Pictures/kontor${++count}.${extensionOf(picture)}`);
    for (const [name, root] of partsOf(file)) {
      const looks = new Set<string>();
      fillTree(root, dialectOf(place, looks), answers);
      addLooks(root, looks);
      root.attributes = { ...NAMESPACES, ...root.attributes };
      file.write(name, root);
    }
  },
};

const NAMESPACES = {
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:draw': 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0',
  'xmlns:svg': 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
  'xmlns:fo': 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
  'xmlns:style': 'urn:oasis:names:tc:opendocument:xmlns:style:1.0',
};

function partsOf(file: OfficePackage): [string, Markup][] {
  return PARTS.flatMap((name): [string, Markup][] => {
    const root = file.read(name);
    return root ? [[name, root]] : [];
  });
}

function dialectOf(place: (picture: Picture) => string, looks: Set<string>): Dialect {
  return {
    paragraph: new Set(['text:p', 'text:h']),
    row: 'table:table-row',
    cell: new Set(['table:table-cell']),
    table: 'table:table',
    words: null,
    characters: { 'text:tab': '\t', 'text:line-break': '\n', 'text:s': ' ' },
    // Blanks in a row count as one.
    needsElements: (text) => /[\n\t]|\s\s|^\s|\s$/.test(text),
    insert: ({ node, above }: Leaf, pieces, rest) => {
      const parent = above.at(-1)!;
      const made = pieces.flatMap((piece) => ('text' in piece ? styled(piece, looks) : [frame(piece.picture, place(piece.picture))]));
      parent.children.splice(parent.children.indexOf(node) + 1, 0, ...made, { text: rest });
    },
  };
}

function styled(piece: Extract<Piece, { text: string }>, looks: Set<string>): Node[] {
  const words = wordsOf(piece.text);
  const { bold, italic, underlined, struck } = piece;
  const name = [bold && 'b', italic && 'i', underlined && 'u', struck && 's'].filter(Boolean).join('');
  if (name) looks.add(name);
  const inside = name ? [markup('text:span', { 'text:style-name': styleName(name) }, words)] : words;
  return piece.href ? [markup('text:a', { 'xlink:type': 'simple', 'xlink:href': piece.href }, inside)] : inside;
}

function wordsOf(text: string): Node[] {
  return text.split(/([\n\t]|\s{2,}|^\s|\s$)/).flatMap((part): Node[] => {
    if (part === '\n') return [markup('text:line-break')];
    if (part === '\t') return [markup('text:tab')];
    if (part !== '' && part.trim() === '') return [markup('text:s', { 'text:c': String(part.length) })];
    return part === '' ? [] : [{ text: part }];
  });
}

const styleName = (name: string) => `Kontor_${name}`;

const PROPERTIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  b: { 'fo:font-weight': 'bold' },
  i: { 'fo:font-style': 'italic' },
  u: { 'style:text-underline-style': 'solid', 'style:text-underline-width': 'auto', 'style:text-underline-color': 'font-color' },
  s: { 'style:text-line-through-style': 'solid' },
};

function addLooks(root: Markup, looks: ReadonlySet<string>): void {
  if (looks.size === 0) return;
  let styles = find(root, 'office:automatic-styles');
  if (!styles) {
    styles = markup('office:automatic-styles');
    const body = root.children.findIndex((child) => !isText(child) && /^office:(body|master-styles)$/.test(child.name));
    root.children.splice(Math.max(0, body), 0, styles);
  }
  for (const name of looks) {
    const properties = markup('style:text-properties', Object.assign({}, ...[...name].map((letter) => PROPERTIES[letter])));
    styles.children.push(markup('style:style', { 'style:name': styleName(name), 'style:family': 'text' }, [properties]));
  }
}

function addPicture(file: OfficePackage, picture: Picture, path: string): string {
  file.add(path, picture.bytes);
  const manifest = file.read(MANIFEST);
  if (manifest) {
    const entry = { 'manifest:full-path': path, 'manifest:media-type': `image/${picture.type}` };
    manifest.children.push(markup('manifest:file-entry', entry));
    file.write(MANIFEST, manifest);
  }
  return path;
}

function frame({ width, height }: Picture, href: string): Markup {
  const size = { 'svg:width': `${width.toFixed(2)}mm`, 'svg:height': `${height.toFixed(2)}mm` };
  const link = { 'xlink:href': href, 'xlink:type': 'simple', 'xlink:show': 'embed', 'xlink:actuate': 'onLoad' };
  return markup('draw:frame', { 'draw:name': href, 'text:anchor-type': 'as-char', ...size }, [markup('draw:image', link)]);
}
