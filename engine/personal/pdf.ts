// Personal data on paper: upright, with nothing cut off, to be signed for or sent by post.

import { type Document, drained, INK, newDocument, QUIET, RULE, written } from '../report/ink.ts';
import type { PersonalForm } from './form.ts';

const MARGIN = 44;
const LABEL = 130;

/** @param made for whom and when, at the foot of each page */
export function personalPdf(form: PersonalForm, made: string): AsyncGenerator<Buffer> {
  const document = newDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 12 },
    autoFirstPage: false,
    info: { Title: form.title, Creator: 'Kontor' },
  });
  return written(document, () => write(document, form, made));
}

async function write(document: Document, { title, sections }: PersonalForm, made: string): Promise<void> {
  document.on('pageAdded', () => foot(document, made));
  document.addPage();
  const width = document.page.width - 2 * MARGIN;
  document.font('strong').fontSize(15).fillColor(INK).text(title, MARGIN, MARGIN, { width });
  for (const { label, records } of sections) {
    document.moveDown(0.8).font('strong').fontSize(11).fillColor(INK).text(label, MARGIN, undefined, { width });
    for (const record of records) {
      document.moveDown(0.4).font('strong').fontSize(8.5).fillColor(QUIET).text(record.title, MARGIN, undefined, { width });
      const y = document.y + 1;
      document
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + width, y)
        .lineWidth(0.4)
        .strokeColor(RULE)
        .stroke();
      document.y = y + 3;
      for (const line of record.lines) row(document, line, width);
      await drained(document);
    }
  }
}

function row(document: Document, { label, text }: { label: string; text: string }, width: number): void {
  const wide = width - LABEL - 8;
  document.font('regular').fontSize(8.5);
  const high = Math.max(document.heightOfString(label, { width: LABEL }), Math.min(document.heightOfString(text, { width: wide }), 60));
  if (document.y + high > document.page.height - document.page.margins.bottom) document.addPage();
  const top = document.y;
  const { page } = document;
  document.fillColor(QUIET).text(label, MARGIN, top, { width: LABEL });
  const below = document.y;
  document.fillColor(INK).text(text, MARGIN + LABEL + 8, top, { width: wide });
  // A long text may have gone on on another page.
  if (document.page === page) document.y = Math.max(document.y, below);
  document.y += 2;
}

function foot(document: Document, made: string): void {
  const { y, page } = document;
  const { bottom } = page.margins;
  page.margins.bottom = 0;
  document
    .font('regular')
    .fontSize(7)
    .fillColor(QUIET)
    .text(made, MARGIN, page.height - MARGIN, { lineBreak: false });
  page.margins.bottom = bottom;
  document.x = MARGIN;
  document.y = y;
}
