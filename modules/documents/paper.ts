// A document on paper: issuer, customer, lines over as many pages as it takes, sums, how to pay. Made of values alone.

import { buffer } from 'node:stream/consumers';
import { drawable, INK, newDocument, QUIET, RULE, type Values, written } from '../../engine/index.ts';
import type { Money, Reference } from '../../schema/index.ts';
import { epcCode } from './epc.ts';
import { type Figures, figuresOf } from './figures.ts';
import { issuerLines } from './issuer-lines.ts';
import { filled, type PaperWords, paperTitle, paperWords } from './paper-words.ts';
import { notesBelow, sumRows } from './sum-rows.ts';

export interface Paper {
  /** The noun: `invoices`. */
  readonly entity: string;
  /** As it is read. */
  readonly record: Values;
  /** The own company as it was when the document was issued. */
  readonly issuer: Values;
  /** PNG or JPEG. */
  readonly logo: Buffer | null;
  readonly language: string;
  /** How its currency is marked, e.g. `€`. */
  readonly sign: string;
}

/** A file inside the PDF, which then is one for archives: PDF/A-3. */
export interface Carried {
  readonly name: string;
  readonly contentType: string;
  readonly description: string;
  readonly content: Uint8Array;
  /** Says in the metadata (XMP) what the file is. */
  readonly metadata: string;
}

const MARGIN = 50;
const BOTTOM = 80;
const SIZE = 9;

const COLUMNS = [
  ['description', 200],
  ['quantity', 70],
  ['price', 70],
  ['discount', 45],
  ['tax', 40],
  ['amount', 70],
] as const;

type Document = ReturnType<typeof newDocument>;

export async function writePaper(paper: Paper, carried?: Carried): Promise<Buffer> {
  const page = { size: 'A4', margin: MARGIN, bufferPages: true };
  // PDFKit writes these into XML as they are, and archives want them the same in both places.
  const info = { Title: carried ? paperTitle(paper).replace(/[&<>]/g, '') : paperTitle(paper), Creator: 'Kontor' };
  const document = carried
    ? newDocument({ ...page, info, ...ARCHIVED })
    : newDocument({ ...page, info: { ...info, Author: String(paper.issuer.name ?? '') } });
  const write = async () => {
    new Writer(document, paper).write();
    if (carried) carry(document, carried);
  };
  return buffer(written(document, write));
}

const ARCHIVED = { pdfVersion: '1.7', subset: 'PDF/A-3b' } as const;

function carry(document: Document, { name, contentType, description, content, metadata }: Carried): void {
  const now = new Date();
  const how = { name, type: contentType, description, relationship: 'Alternative', creationDate: now, modifiedDate: now };
  document.file(Buffer.from(content), how);
  document.appendXML(metadata);
}

class Writer {
  readonly #document: Document;
  readonly #paper: Paper;
  readonly #words: PaperWords;
  readonly #figures: Figures;
  readonly #right: number;
  readonly #foot: number;
  #y = MARGIN;

  constructor(document: Document, paper: Paper) {
    this.#document = document;
    this.#paper = paper;
    this.#words = paperWords(paper.language);
    this.#figures = figuresOf(paper.language, paper.sign);
    this.#right = document.page.width - MARGIN;
    this.#foot = document.page.height - BOTTOM;
  }

  write(): void {
    this.#head();
    this.#lines();
    this.#sums();
    this.#notes();
    this.#payment();
    this.#feet();
  }

  #head(): void {
    const { record, issuer, logo } = this.#paper;
    if (logo) this.#document.image(logo, MARGIN, MARGIN - 10, { fit: [160, 50] });
    else this.#text(String(issuer.name ?? ''), MARGIN, MARGIN, 240, { strong: true, size: 15 });
    this.#text(paperTitle(this.#paper), 300, MARGIN, this.#right - 300, { strong: true, size: 15, side: 'right' });
    this.#text(
      [
        issuer.name,
        ...String(issuer.address ?? '')
          .split('\n')
          .slice(1),
      ]
        .filter(Boolean)
        .join(' · '),
      MARGIN,
      118,
      260,
      { size: 7, quiet: true },
    );
    this.#text(String(record.billing_address ?? ''), MARGIN, 134, 250, { size: 10 });
    this.#facts();
    this.#y = Math.max(this.#y, 230);
    if (record.subject) {
      this.#y += this.#text(String(record.subject), MARGIN, this.#y, this.#right - MARGIN, { strong: true, size: 11 }) + 10;
    }
    if (record.description) this.#paragraph(String(record.description));
  }

  /** Dates and numbers, at the right of the address. */
  #facts(): void {
    const { record } = this.#paper;
    const words = this.#words;
    const facts: [string, unknown][] = [
      [words.date, this.#figures.day(record.issued_on)],
      [words.due, this.#figures.day(record.due_on)],
      [words.validUntil, this.#figures.day(record.valid_until)],
      [words.delivery, this.#figures.day(record.delivered_on ?? record.delivery_on)],
      [
        words.period,
        [record.period_from, record.period_to]
          .map((day) => this.#figures.day(day))
          .filter(Boolean)
          .join(' – '),
      ],
      [words.credits, (record.original as Reference | null | undefined)?.title],
      [words.theirReference, record.their_reference],
      [words.vatNumber, record.customer_vat_number],
    ];
    this.#y = 134;
    for (const [label, value] of facts.filter(([, value]) => value)) {
      this.#text(label, 330, this.#y, 100, { quiet: true });
      this.#y += this.#text(String(value), 430, this.#y, this.#right - 430, { side: 'right' }) + 3;
    }
    this.#y += 16;
  }

  #lines(): void {
    this.#columnHeads();
    for (const line of this.#paper.record.lines as readonly Values[]) this.#line(line);
    this.#y += 6;
  }

  #columnHeads(): void {
    let x = MARGIN;
    for (const [name, width] of COLUMNS) {
      const head = name === 'amount' ? `${this.#words.amount} ${this.#paper.sign}` : this.#words[name];
      this.#text(head, x, this.#y, width - 4, { strong: true, size: 8, quiet: true, side: name === 'description' ? 'left' : 'right' });
      x += width;
    }
    this.#y += 14;
    this.#rule(QUIET);
  }

  #line(line: Values): void {
    const cells: Record<(typeof COLUMNS)[number][0], string> = {
      description: String(line.description ?? ''),
      quantity: `${this.#figures.number(line.quantity)} ${this.#words.units[String(line.unit)] ?? line.unit ?? ''}`.trim(),
      price: this.#figures.amount(line.unit_price),
      discount: Number(line.discount ?? 0) === 0 ? '' : `${this.#figures.number(line.discount)} %`,
      tax: `${this.#figures.number(line.tax_rate)} %`,
      amount: this.#figures.amount(line.amount),
    };
    // The parts of a bundle stand below it, indented.
    const indent = line.bundle === 'part' ? 12 : 0;
    const height = Math.max(
      12,
      this.#document
        .font('regular')
        .fontSize(SIZE)
        .heightOfString(cells.description, { width: 190 - indent }),
    );
    if (this.#y + height + (line.subtotal ? 18 : 0) > this.#foot) {
      this.#turn();
      this.#columnHeads();
    }
    let x = MARGIN;
    for (const [name, width] of COLUMNS) {
      if (name === 'description') this.#text(cells[name], x + indent, this.#y, 190 - indent);
      else this.#text(cells[name], x, this.#y, width - 4, { side: 'right' });
      x += width;
    }
    this.#y += height + 4;
    this.#rule(RULE);
    if (line.subtotal) this.#subtotal(line.subtotal);
  }

  #subtotal(amount: unknown): void {
    this.#text(this.#words.subtotalHere, MARGIN, this.#y, 200, { strong: true });
    this.#text(this.#figures.amount(amount), this.#right - 70, this.#y, 66, { strong: true, side: 'right' });
    this.#y += 16;
    this.#rule(QUIET);
  }

  #sums(): void {
    const rows = sumRows(this.#paper.record, this.#words, this.#figures);
    if (this.#y + rows.length * 15 > this.#foot) this.#turn();
    for (const { label, value, strong = false } of rows) {
      if (strong) {
        this.#y += 2;
        this.#rule(QUIET, 270);
      }
      const size = strong ? 11 : SIZE;
      this.#text(label, 270, this.#y, 180, { strong, size });
      this.#y += this.#text(value, 430, this.#y, this.#right - 434, { strong, size, side: 'right' }) + 3;
    }
    this.#y += 12;
  }

  #notes(): void {
    for (const note of notesBelow(this.#paper.record, this.#words)) this.#paragraph(note);
  }

  /** Pages turn between the lines of a long text too. */
  #paragraph(text: string): void {
    for (const part of text.split('\n')) {
      const width = this.#right - MARGIN;
      if (
        this.#y +
          this.#document
            .font('regular')
            .fontSize(SIZE)
            .heightOfString(part || ' ', { width }) >
        this.#foot
      )
        this.#turn();
      this.#y += this.#text(part || ' ', MARGIN, this.#y, width) + 1;
    }
    this.#y += 6;
  }

  #payment(): void {
    const { entity, record, issuer } = this.#paper;
    const accounts = (issuer.bank_accounts as readonly Values[] | undefined) ?? [];
    const open = (record.open ?? record.payable) as Money;
    if (entity !== 'invoices' || accounts.length === 0 || Number(open.amount) <= 0) return;
    if (this.#y + 110 > this.#foot) this.#turn();
    const top = this.#y;
    this.#y += this.#text(this.#words.payment, MARGIN, this.#y, 200, { strong: true }) + 4;
    for (const { iban, bic, bank } of accounts)
      this.#y += this.#text([bank, iban, bic].filter(Boolean).join('   '), MARGIN, this.#y, 380) + 3;
    if (record.number) this.#text(`${this.#words.reference}: ${record.number}`, MARGIN, this.#y, 380);
    this.#y = Math.max(this.#y + 16, top + 100);
    const main = accounts.find((account) => account.main) ?? accounts[0]!;
    if (open.currency !== 'EUR' || !record.number) return;
    const [name, iban, bic] = [issuer.name, main.iban, main.bic].map((value) => String(value ?? ''));
    this.#code(
      epcCode({ name: name!, iban: iban!, bic: bic!, amount: open.amount, reference: String(record.number) }),
      this.#right - 90,
      top,
      90,
    );
  }

  #code(rows: readonly (readonly boolean[])[], x: number, y: number, width: number): void {
    const one = width / rows.length;
    for (const [down, row] of rows.entries())
      for (const [across, dark] of row.entries()) if (dark) this.#document.rect(x + across * one, y + down * one, one, one);
    this.#document.fill(INK);
  }

  /** On each page, once it is known how many there are. */
  #feet(): void {
    const { issuer } = this.#paper;
    const { count } = this.#document.bufferedPageRange();
    const [address, ...rest] = issuerLines(issuer, this.#paper.language);
    const own = [[issuer.name, address].filter(Boolean).join(' · '), ...rest];
    for (let page = 0; page < count; page++) {
      this.#document.switchToPage(page);
      // Below the margin PDFKit would begin a new page.
      this.#document.page.margins.bottom = 0;
      let y = this.#foot + 14;
      for (const text of [...own, ...String(issuer.footer ?? '').split('\n')].filter(Boolean))
        y += this.#text(text, MARGIN, y, this.#right - MARGIN - 90, { size: 7, quiet: true }) + 1;
      const of = filled(this.#words.page, { page: String(page + 1), pages: String(count) });
      this.#text(of, this.#right - 90, this.#foot + 14, 90, { size: 7, quiet: true, side: 'right' });
    }
  }

  #turn(): void {
    this.#document.addPage();
    this.#y = MARGIN;
  }

  #rule(color: string, from = MARGIN): void {
    this.#document
      .moveTo(from, this.#y - 2)
      .lineTo(this.#right, this.#y - 2)
      .lineWidth(0.5)
      .strokeColor(color)
      .stroke();
    this.#y += 2;
  }

  /** Answers how high it came out. */
  #text(
    text: string,
    x: number,
    y: number,
    width: number,
    how: { strong?: boolean; size?: number; quiet?: boolean; side?: 'left' | 'right' } = {},
  ): number {
    const { strong = false, size = SIZE, quiet = false, side = 'left' } = how;
    const document = this.#document
      .font(strong ? 'strong' : 'regular')
      .fontSize(size)
      .fillColor(quiet ? QUIET : INK);
    const options = { width, align: side };
    const letters = drawable(text);
    const { page } = document;
    document.text(letters, x, y, options);
    // Where PDFKit has turned the page in the middle of it, the last line does not tell.
    return document.page === page ? document.y - y : document.heightOfString(letters, options);
  }
}
