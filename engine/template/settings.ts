// Templates without a file: a PDF of a title, texts and a table, or a sheet of columns, formed from what was typed in (row CS-129).

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { writeXlsx } from '../export/xlsx.ts';
import { type Document, INK, newDocument, QUIET, RULE, written } from '../report/ink.ts';
import { BARE } from '../report/plan.ts';
import { piecesOfHtml } from './pieces.ts';
import { type Answers, filledText, firstCondition, type Piece, tagsIn, textOf } from './tags.ts';
import { openTemplate, type Template } from './template.ts';

export interface TypedTemplate {
  /** Text with tags. */
  readonly title: string;
  /** Formatted text with tags, above and below the table. */
  readonly body: string;
  readonly closing: string;
  /** `Heading: [lines.name]`, one a line. */
  readonly columns: string;
}

interface Column {
  readonly heading: string;
  readonly cell: string;
}

/** What stands before the first colon is the heading. */
function columnsOf(text: string): Column[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const [, heading = '', cell = line] = /^([^:[{]*):\s*(.*)$/.exec(line) ?? [];
    return { heading, cell };
  });
}

/** The columns as a workbook of two rows, which is filled like any other. */
export async function typedSheet({ title, columns }: TypedTemplate): Promise<Template> {
  const cells = columnsOf(columns);
  const fields = cells.map(({ heading }, i) => ({ path: `c${i}`, heading, field: BARE, rows: null }));
  const row = Object.fromEntries(cells.map(({ cell }, i) => [`c${i}`, cell]));
  const pages = (async function* () {
    yield [row];
  })();
  const bytes = await buffer(Readable.from(writeXlsx(fields, pages, title && tagsIn(title).length === 0 ? { sheet: title } : {})));
  return openTemplate(bytes, 'xlsx');
}

export function typedPaper(typed: TypedTemplate): Template {
  const columns = columnsOf(typed.columns);
  const texts = [typed.title, plain(typed.body), plain(typed.closing)].map((text) => tagsIn(text));
  const cells = columns.flatMap(({ cell }) => tagsIn(cell));
  return {
    tags: [...texts, cells],
    outside: texts.flat(),
    unsettled: cells.filter(({ kind }) => kind !== 'value'),
    fill: (answers) => {
      const info = { Title: filledText(typed.title, answers), Creator: 'Kontor' };
      const document = newDocument({ size: 'A4', margin: MARGIN, info });
      return buffer(written(document, async () => new Writer(document, answers).write(typed, columns)));
    },
  };
}

/** Pieces of a text with tags; what a tag becomes looks like the text around it. */
function filled(html: string, answers: Answers): Piece[] {
  return piecesOfHtml(settled(html, answers)).flatMap((piece) => {
    if (!('text' in piece)) return [piece];
    const { text, ...looks } = piece;
    const parts: Piece[] = [];
    let at = 0;
    for (const tag of tagsIn(text)) {
      parts.push({ ...looks, text: text.slice(at, tag.start) });
      parts.push(...answers.pieces(tag, 0).map((one) => ('text' in one ? { ...looks, ...one } : one)));
      at = tag.end;
    }
    parts.push({ ...looks, text: text.slice(at) });
    return parts.filter((part) => !('text' in part) || part.text !== '');
  });
}

function settled(html: string, answers: Answers): string {
  for (let text = html; ; ) {
    const found = firstCondition(tagsIn(text));
    if (!found) return text;
    const [from, to] = found;
    const inside = answers.holds(plain(from.condition)) ? text.slice(from.end, to.start) : '';
    text = text.slice(0, from.start) + inside + text.slice(to.end);
  }
}

const plain = (html: string): string => textOf(piecesOfHtml(html));

const MARGIN = 50;
const SIZE = 10;
const POINTS = 72 / 25.4;

class Writer {
  readonly #document: Document;
  readonly #answers: Answers;
  readonly #width: number;

  constructor(document: Document, answers: Answers) {
    this.#document = document;
    this.#answers = answers;
    this.#width = document.page.width - 2 * MARGIN;
  }

  write({ title, body, closing }: TypedTemplate, columns: readonly Column[]): void {
    if (title) this.#text([{ text: filledText(settled(title, this.#answers), this.#answers) }], 16, true);
    if (body) this.#text(filled(body, this.#answers), SIZE);
    if (columns.length > 0) this.#table(columns);
    if (closing) this.#text(filled(closing, this.#answers), SIZE);
  }

  #text(pieces: readonly Piece[], size: number, strong = false): void {
    const document = this.#document;
    for (const [i, piece] of pieces.entries()) {
      if ('picture' in piece) this.#picture(piece);
      else {
        const next = pieces[i + 1];
        document
          .font(strong || piece.bold ? 'strong' : 'regular')
          .fontSize(size)
          .fillColor(INK);
        document.text(piece.text, {
          width: this.#width,
          continued: next !== undefined && 'text' in next,
          // Of a text that goes on, what is not said stays as it was.
          oblique: piece.italic ?? false,
          underline: (piece.underlined ?? false) || piece.href !== undefined,
          strike: piece.struck ?? false,
          link: piece.href ?? null,
        });
      }
    }
    document.moveDown(0.8);
  }

  #picture({ picture }: Extract<Piece, { picture: unknown }>): void {
    const height = picture.height * POINTS;
    if (this.#document.y + height > this.#document.page.height - MARGIN) this.#document.addPage();
    this.#document.image(picture.bytes, { width: picture.width * POINTS });
    this.#document.moveDown(0.5);
  }

  #table(columns: readonly Column[]): void {
    const list =
      columns
        .flatMap(({ cell }) => tagsIn(cell))
        .map((tag) => this.#answers.listOf(tag))
        .find((name) => name !== null) ?? null;
    this.#head(columns);
    for (let row = 0; row < (list === null ? 1 : this.#answers.rows(list)); row++) {
      const cells = columns.map(({ cell }) => filledText(cell, this.#answers, row));
      if (this.#document.y + this.#heightOf(cells) > this.#document.page.height - MARGIN) {
        this.#document.addPage();
        this.#head(columns);
      }
      this.#row(cells, columns, false);
    }
    this.#document.x = MARGIN;
    this.#document.moveDown(1);
  }

  #head(columns: readonly Column[]): void {
    if (columns.every(({ heading }) => heading === '')) return;
    this.#row(
      columns.map(({ heading }) => heading),
      columns,
      true,
    );
  }

  #row(cells: readonly string[], columns: readonly Column[], head: boolean): void {
    const document = this.#document;
    const [top, height, width] = [document.y, this.#heightOf(cells), this.#width / cells.length];
    document
      .font(head ? 'strong' : 'regular')
      .fontSize(SIZE - 1)
      .fillColor(head ? QUIET : INK);
    for (const [i, text] of cells.entries()) {
      const align = this.#isFigure(columns[i]!.cell) ? 'right' : 'left';
      document.text(text, MARGIN + i * width, top + 3, { width: width - 8, align });
    }
    const bottom = top + height;
    document
      .moveTo(MARGIN, bottom)
      .lineTo(MARGIN + this.#width, bottom)
      .lineWidth(0.5)
      .strokeColor(head ? QUIET : RULE)
      .stroke();
    document.y = bottom;
  }

  #heightOf(cells: readonly string[]): number {
    const document = this.#document.font('regular').fontSize(SIZE - 1);
    const width = this.#width / cells.length - 8;
    return 7 + Math.max(...cells.map((text) => document.heightOfString(text || ' ', { width })));
  }

  #isFigure(cell: string): boolean {
    const tags = tagsIn(cell);
    return tags.length === 1 && tags[0]!.text === cell && ['number', 'percent'].includes(this.#answers.figure(tags[0]!, 0)?.kind ?? '');
  }
}
