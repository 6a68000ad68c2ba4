// Spreadsheets (ECMA-376 part 1, chapter 18): cells are filled, rows repeated, and what stands below moves down, formulas included.

import { type NumberStyle, readStyles } from '../import/workbook.ts';
import type { TemplateFormat } from './format.ts';
import { copyOf, find, isText, type Markup, markup, walk } from './markup.ts';
import { MovedRows } from './moved-rows.ts';
import type { OfficePackage } from './package.ts';
import { type Answers, filledText, type PlacedTag, tagsIn } from './tags.ts';

const SHEETS = /^xl\/worksheets\/[^/]+\.xml$/;
const BOOK = 'xl/workbook.xml';

export const xlsx: TemplateFormat = {
  extension: 'xlsx',
  isOne: (file) => file.names().includes(BOOK),
  tags(file) {
    const texts = textsOf(file);
    return sheetsOf(file).flatMap(([, root]) =>
      rowsOf(root)
        .map((row) => cellsOf(row).flatMap((cell) => tagsIn(textIn(cell, texts))))
        .filter((tags) => tags.length > 0),
    );
  },
  fill(file, answers) {
    const styles = file.text('xl/styles.xml');
    const book: Book = { texts: textsOf(file), styles: styles ? readStyles(styles) : [], answers };
    for (const [name, root] of sheetsOf(file)) {
      fillSheet(root, book);
      file.write(name, root);
    }
    reckonAnew(file);
  },
};

interface Book {
  readonly texts: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly answers: Answers;
}

function sheetsOf(file: OfficePackage): [string, Markup][] {
  return file
    .names()
    .filter((name) => SHEETS.test(name))
    .map((name) => [name, placed(file.read(name)!)]);
}

/** Where rows and cells do not say where they stand, they stand behind the one before. */
function placed(sheet: Markup): Markup {
  let row = 0;
  for (const one of rowsOf(sheet)) {
    row = Number(one.attributes.r ?? row + 1);
    one.attributes.r = String(row);
    let column = 0;
    for (const cell of cellsOf(one)) {
      column = cell.attributes.r ? columnOf(cell.attributes.r) : column + 1;
      cell.attributes.r = `${lettersOf(column)}${row}`;
    }
  }
  return sheet;
}

/** `A` is 1, `AA` 27. */
const columnOf = (place: string) => [...place.replace(/\d/g, '')].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0);

function lettersOf(column: number): string {
  return column === 0 ? '' : lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));
}

/** Shared texts by their number; signs for reading aloud are left out. */
function textsOf(file: OfficePackage): string[] {
  const shared = file.read('xl/sharedStrings.xml');
  return (shared?.children ?? []).filter((child): child is Markup => !isText(child)).map(wordsOf);
}

function wordsOf(node: Markup): string {
  return node.children
    .map((child) => {
      if (isText(child) || child.name === 'rPh') return '';
      return child.name === 't' ? child.children.map((text) => (isText(text) ? text.text : '')).join('') : wordsOf(child);
    })
    .join('');
}

const named = (node: Markup | undefined, name: string) =>
  (node?.children ?? []).filter((child): child is Markup => !isText(child) && child.name === name);
const rowsOf = (sheet: Markup) => named(find(sheet, 'sheetData'), 'row');
const cellsOf = (row: Markup) => named(row, 'c');

function textIn(cell: Markup, texts: readonly string[]): string {
  if (cell.attributes.t === 'inlineStr') return wordsOf(cell);
  if (cell.attributes.t !== 's') return '';
  const [number] = named(cell, 'v')[0]?.children ?? [];
  return number && isText(number) ? (texts[Number(number.text)] ?? '') : '';
}

function fillSheet(sheet: Markup, book: Book): void {
  const data = find(sheet, 'sheetData');
  if (!data) return;
  const moved = new MovedRows();
  const rows = rowsOf(sheet).map((row) => {
    const list = listOf(row, book);
    // A sum over a row that went would be broken: without rows, one stays and is empty.
    const times = list === null ? 1 : Math.max(1, book.answers.rows(list));
    moved.repeat(Number(row.attributes.r), times);
    return { row, times };
  });
  data.children = rows.flatMap(({ row, times }) =>
    Array.from({ length: times }, (_, i) => filledRow(times === 1 ? row : copyOf(row), i, book, moved)),
  );
  moveRanges(sheet, moved);
}

function listOf(row: Markup, { texts, answers }: Book): string | null {
  for (const tag of cellsOf(row).flatMap((cell) => tagsIn(textIn(cell, texts)))) {
    const list = answers.listOf(tag);
    if (list !== null) return list;
  }
  return null;
}

function filledRow(row: Markup, i: number, book: Book, moved: MovedRows): Markup {
  const old = Number(row.attributes.r);
  const now = moved.first(old) + i;
  row.attributes.r = String(now);
  for (const cell of cellsOf(row)) {
    cell.attributes.r = `${(cell.attributes.r ?? '').replace(/\d+$/, '')}${now}`;
    fillCell(cell, i, book);
    for (const formula of named(cell, 'f')) moveFormula(cell, formula, moved, old, now);
  }
  return row;
}

function moveFormula(cell: Markup, formula: Markup, moved: MovedRows, old: number, now: number): void {
  if (!moved.any) return;
  for (const child of formula.children) if (isText(child)) child.text = moved.formula(child.text, old, now);
  if (formula.attributes.ref) formula.attributes.ref = moved.range(formula.attributes.ref);
  // The result of before.
  cell.children = cell.children.filter((child) => isText(child) || child.name !== 'v');
}

function fillCell(cell: Markup, row: number, { texts, styles, answers }: Book): void {
  const text = textIn(cell, texts);
  const tags = tagsIn(text).filter(({ kind }) => kind === 'value');
  if (tags.length === 0) return;
  const [only] = tags;
  const style = styles[Number(cell.attributes.s ?? 0)]?.kind ?? 'number';
  const figure = text.trim() === only?.text ? figureOf(only, row, style, answers) : null;
  if (figure !== null) {
    delete cell.attributes.t;
    cell.children = [markup('v', {}, [{ text: figure }])];
    return;
  }
  const words = filledText(text, answers, row);
  cell.attributes.t = 'inlineStr';
  cell.children = [markup('is', {}, [markup('t', { 'xml:space': 'preserve' }, [{ text: words }])])];
}

/** What the cell is to show is the template's affair: a date in a cell that is not made for dates is written out. */
function figureOf(tag: PlacedTag, row: number, style: NumberStyle['kind'], answers: Answers): string | null {
  const figure = answers.figure(tag, row);
  if (!figure) return null;
  if (figure.kind === 'date') return style === 'date' || style === 'datetime' ? serial(figure.value) : null;
  return figure.kind === 'percent' && style === 'percent' ? String(Number(figure.value) / 100) : figure.value;
}

/** Days since 1899-12-30. */
function serial(date: string): string {
  return String((Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
}

/** Merged cells, links, formats and checks of cells. */
function moveRanges(sheet: Markup, moved: MovedRows): void {
  if (!moved.any) return;
  for (const node of walk(sheet)) {
    if (node.name === 'mergeCells') repeatMerged(node, moved);
    else if (node.name !== 'c' && node.name !== 'row' && node.name !== 'f') {
      for (const name of ['ref', 'sqref']) {
        const ranges = node.attributes[name];
        if (ranges && node.name !== 'mergeCell')
          node.attributes[name] = ranges
            .split(' ')
            .map((range) => moved.range(range))
            .join(' ');
      }
    }
  }
}

/** Cells that are merged within a row are merged in each of its copies. */
function repeatMerged(merged: Markup, moved: MovedRows): void {
  merged.children = merged.children.flatMap((child) => {
    if (isText(child)) return [];
    return moved.copies(child.attributes.ref ?? '').map((ref) => markup('mergeCell', { ref }));
  });
  merged.attributes.count = String(merged.children.length);
}

/** The order of reckoning is of before: without it, everything is reckoned when the file is opened. */
function reckonAnew(file: OfficePackage): void {
  const chain = 'xl/calcChain.xml';
  const without = (name: string, is: (node: Markup) => boolean) => {
    const root = file.read(name);
    if (!root) return;
    root.children = root.children.filter((child) => isText(child) || !is(child));
    file.write(name, root);
  };
  if (file.names().includes(chain)) {
    file.remove(chain);
    without('[Content_Types].xml', ({ attributes }) => attributes.PartName === `/${chain}`);
    without('xl/_rels/workbook.xml.rels', ({ attributes }) => /calcChain\.xml$/.test(attributes.Target ?? ''));
  }
  const book = file.read(BOOK)!;
  const known = find(book, 'calcPr');
  if (!known) return;
  known.attributes.fullCalcOnLoad = '1';
  file.write(BOOK, book);
}
