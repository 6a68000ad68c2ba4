// Fills the tree of a text document: conditions are settled, table rows repeated, tags replaced. How a paragraph, a row and a piece
// of text look is the dialect's affair.

import { copyOf, isText, type Markup, markup, type Node, type Text } from './markup.ts';
import { type Answers, firstCondition, isPlain, type Piece, type PlacedTag, tagsIn, textOf } from './tags.ts';

export interface Dialect {
  readonly paragraph: ReadonlySet<string>;
  /** Of a table. */
  readonly row: string;
  /** Elements that are nothing without a paragraph in them. */
  readonly cell: ReadonlySet<string>;
  readonly table: string;
  /** Elements whose text counts; null: all do. */
  readonly words: string | null;
  /** Elements that stand for a character. */
  readonly characters: Readonly<Record<string, string>>;
  /** Whether a text needs elements of its own, e.g. for the end of a line. */
  readonly needsElements: (text: string) => boolean;
  /** Puts pieces behind the text, then `rest`. */
  insert(leaf: Leaf, pieces: readonly Piece[], rest: string): void;
}

export interface Leaf {
  readonly node: Text;
  /** From the paragraph down to the element that the text stands in. */
  readonly above: readonly Markup[];
}

/** In place: conditions first, then repeated rows, then values. */
export function fillTree(root: Markup, dialect: Dialect, answers: Answers): void {
  settleConditions(root, dialect, answers);
  fillBelow(root, dialect, answers, null);
}

/** All tags of the tree, in the order of the text; a row's tags stand together. */
export function tagsOfTree(root: Markup, dialect: Dialect): PlacedTag[][] {
  const groups: PlacedTag[][] = [];
  const visit = (node: Markup, group: PlacedTag[] | null) => {
    const own = dialect.row === node.name ? [] : group;
    if (own !== group) groups.push(own!);
    const found = dialect.paragraph.has(node.name) ? tagsIn(wordsOf(leavesOf(node, dialect))) : [];
    if (found.length > 0 && own) own.push(...found);
    else if (found.length > 0) groups.push(found);
    for (const child of node.children) if (!isText(child)) visit(child, own);
  };
  visit(root, null);
  return groups.filter((group) => group.length > 0);
}

/** Texts of one paragraph; paragraphs within it, as in text boxes, are their own. */
function leavesOf(paragraph: Markup, dialect: Dialect): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: Markup, above: readonly Markup[]) => {
    for (const child of node.children) {
      if (isText(child)) {
        if (dialect.words === null || node.name === dialect.words) leaves.push({ node: child, above });
      } else if (child.name in dialect.characters) {
        leaves.push({ node: { text: dialect.characters[child.name]! }, above: [] });
      } else if (!dialect.paragraph.has(child.name)) visit(child, [...above, child]);
    }
  };
  visit(paragraph, [paragraph]);
  return leaves;
}

const wordsOf = (leaves: readonly Leaf[]) => leaves.map(({ node }) => node.text).join('');

function settleConditions(root: Markup, dialect: Dialect, answers: Answers): void {
  for (;;) {
    const found = firstCondition(marksIn(root, dialect));
    if (!found) return;
    const [from, to] = found;
    settle(from, to, answers.holds(from.tag.condition), dialect);
  }
}

interface Mark {
  readonly kind: PlacedTag['kind'];
  readonly tag: PlacedTag;
  /** From the root down to the paragraph. */
  readonly path: readonly Markup[];
}

function marksIn(root: Markup, dialect: Dialect): Mark[] {
  const marks: Mark[] = [];
  const visit = (node: Markup, above: readonly Markup[]) => {
    const path = [...above, node];
    if (dialect.paragraph.has(node.name)) {
      for (const tag of tagsIn(wordsOf(leavesOf(node, dialect)))) if (tag.kind !== 'value') marks.push({ kind: tag.kind, tag, path });
    }
    for (const child of node.children) if (!isText(child)) visit(child, path);
  };
  visit(root, []);
  return marks;
}

function settle(from: Mark, to: Mark, holds: boolean, dialect: Dialect): void {
  const [first, last] = [from.path.at(-1)!, to.path.at(-1)!];
  if (first === last) {
    const parts = holds ? [to.tag, from.tag] : [{ start: from.tag.start, end: to.tag.end }];
    for (const { start, end } of parts) replace(leavesOf(first, dialect), start, end, [], dialect);
    return;
  }
  if (holds) {
    takeMark(to, dialect);
    takeMark(from, dialect);
    return;
  }
  // A text box is a paragraph within a paragraph: neither path ends before the fork.
  const apart = Math.min(...[from.path, to.path].map(({ length }) => length - 1), forkOf(from.path, to.path));
  const common = apart - 1;
  const parent = from.path[common]!;
  const [start, end] = [parent.children.indexOf(from.path[common + 1]!), parent.children.indexOf(to.path[common + 1]!)];
  parent.children.splice(start, end - start + 1);
  mend(from.path.slice(0, common + 1), dialect);
}

function forkOf(one: readonly Markup[], other: readonly Markup[]): number {
  const fork = one.findIndex((node, i) => node !== other[i]);
  return fork < 0 ? one.length : fork;
}

/** A paragraph that held nothing but the mark goes with it. */
function takeMark({ tag, path }: Mark, dialect: Dialect): void {
  const paragraph = path.at(-1)!;
  const leaves = leavesOf(paragraph, dialect);
  if (wordsOf(leaves).trim() !== tag.text) {
    replace(leaves, tag.start, tag.end, [], dialect);
    return;
  }
  const parent = path.at(-2)!;
  parent.children.splice(parent.children.indexOf(paragraph), 1);
  mend(path.slice(0, -1), dialect);
}

function mend(path: readonly Markup[], dialect: Dialect): void {
  for (const node of path.toReversed()) tidy(node, dialect);
}

/** Tables without rows go, cells without a paragraph get an empty one: word processors call a file without them damaged. */
function tidy(node: Markup, { table, row, cell, paragraph }: Dialect): void {
  const has = (one: Markup, names: ReadonlySet<string>) => one.children.some((child) => !isText(child) && names.has(child.name));
  node.children = node.children.filter((child) => isText(child) || child.name !== table || has(child, new Set([row])));
  if (cell.has(node.name) && !has(node, paragraph)) node.children.push(markup([...paragraph][0]!));
}

function fillBelow(parent: Markup, dialect: Dialect, answers: Answers, row: number | null): void {
  parent.children = parent.children.flatMap((child): Node[] => {
    if (isText(child)) return [child];
    const list = row === null ? listIn(child, dialect, answers) : null;
    if (list === null) {
      fillOne(child, dialect, answers, row);
      return [child];
    }
    return Array.from({ length: answers.rows(list) }, (_, i) => {
      const copy = copyOf(child);
      fillOne(copy, dialect, answers, i);
      return copy;
    });
  });
  tidy(parent, dialect);
}

function fillOne(node: Markup, dialect: Dialect, answers: Answers, row: number | null): void {
  if (dialect.paragraph.has(node.name)) fillParagraph(node, dialect, answers, row);
  fillBelow(node, dialect, answers, row);
}

/** The rows that a table row, or a paragraph outside of tables, is repeated for. */
function listIn(node: Markup, dialect: Dialect, answers: Answers): string | null {
  if (dialect.paragraph.has(node.name)) return firstList(tagsIn(wordsOf(leavesOf(node, dialect))), answers);
  if (node.name !== dialect.row) return null;
  const visit = (inner: Markup): string | null => {
    for (const child of inner.children) {
      if (isText(child) || child.name === dialect.row) continue;
      const found = dialect.paragraph.has(child.name) ? listIn(child, dialect, answers) : visit(child);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(node);
}

function firstList(tags: readonly PlacedTag[], answers: Answers): string | null {
  for (const tag of tags) {
    const list = answers.listOf(tag);
    if (list !== null) return list;
  }
  return null;
}

function fillParagraph(paragraph: Markup, dialect: Dialect, answers: Answers, row: number | null): void {
  const leaves = leavesOf(paragraph, dialect);
  // From the end, so that what stands before keeps its place.
  for (const tag of tagsIn(wordsOf(leaves)).reverse()) {
    if (tag.kind === 'value') replace(leaves, tag.start, tag.end, answers.pieces(tag, row ?? 0), dialect);
  }
}

/** Office programs cut a text into pieces where they like: what replaces it stands where it begins. */
function replace(leaves: readonly Leaf[], start: number, end: number, pieces: readonly Piece[], dialect: Dialect): void {
  let at = 0;
  let done = false;
  for (const leaf of leaves) {
    const { text } = leaf.node;
    const [from, to] = [Math.max(0, start - at), Math.min(text.length, end - at)];
    at += text.length;
    if (to <= from || from >= text.length || leaf.above.length === 0) continue;
    const [before, rest] = [text.slice(0, from), text.slice(to)];
    if (done) leaf.node.text = rest;
    else if (isPlain(pieces) && !dialect.needsElements(textOf(pieces))) leaf.node.text = before + textOf(pieces) + rest;
    else {
      leaf.node.text = before;
      dialect.insert(leaf, pieces, rest);
    }
    done = true;
  }
}
