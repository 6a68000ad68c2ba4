// Statements as CSV: no two banks agree on columns, so they are known by their headings, in five languages.

import { CsvError, parse } from 'csv-parse/sync';
import { unreadable } from '../../engine/index.ts';
import { type Entry, negated, readAmount, type Statement } from './statement.ts';

const HEADINGS = {
  bookedOn:
    /^(booking ?date|book(ed)? ?on|date|entry date|kirjaus(päivä|pvm)|päivämäärä|pvm|bokförings(dag|datum)|datum|buchungs(tag|datum)|дата( проводки| операции)?)$/,
  valueOn: /^(value ?date|arvo(päivä|pvm)|valuta(dag|datum)?|wertstellung|valutadatum|дата валютирования)$/,
  amount: /^(amount|määrä|summa|belopp|betrag|umsatz|сумма)( ?[(]?(euroa?|eur|€|sek|руб)[)]?)?$/,
  paidIn: /^(credit|paid in|money in|pano|insättning|haben|kredit|приход|зачислено)$/,
  paidOut: /^(debit|paid out|money out|otto|uttag|soll|debet|расход|списано)$/,
  currency: /^(currency|valuutta|valuta|währung|валюта)$/,
  name: /^(name|counterparty|payee|payer|saaja\/maksaja|maksaja|maksaja\/saaja|nimi|namn|avsändare|mottagare|begünstigter\/zahlungspflichtiger|auftraggeber\/empfänger|zahlungspflichtige[*]?r?|контрагент|плательщик)$/,
  account: /^(account( number)?|iban|counterparty account|tilinumero|saajan tilinumero|kontonummer|kontonummer\/iban|счет|счёт)$/,
  reference: /^(reference|viite(numero)?|referens(nummer)?|kundenreferenz( [(]end-to-end[)])?|назначение)$/,
  message:
    /^(message|description|text|details|viesti|selite|meddelande|specifikation|verwendungszweck|buchungstext|описание|назначение платежа)$/,
  bankId: /^(archive id|transaction id|arkistointitunnus|arkiveringskod|verifikationsnummer|номер операции)$/,
} as const;

type Column = keyof typeof HEADINGS;

export function readCsvStatement(text: string, currency = 'EUR'): Statement[] {
  const rows = rowsOf(text);
  const start = rows.findIndex((row) => isHeader(columnsOf(row)));
  const header = rows[start];
  if (!header) throw unreadable('No row names the columns of a bank statement: a date and an amount are needed at least.');
  const columns = columnsOf(header);
  const statement: Statement = { currency, entries: [], problems: [] };
  for (const [index, row] of rows.slice(start + 1).entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    const entry = readRow(row, columns, currency);
    if (entry) statement.entries.push(entry);
    else statement.problems.push(`Row ${start + index + 2} has no date or no amount and was left out.`);
  }
  return [statement];
}

/** The separator is what the row of headings has most of; banks write a few lines of their own before it. */
function rowsOf(text: string): string[][] {
  const separators = [';', ',', '\t'] as const;
  const tried = separators.map((delimiter) => cellsOf(text, delimiter));
  return tried.find((rows) => rows.some((row) => isHeader(columnsOf(row)))) ?? [];
}

/** @throws Refusal where a quotation mark is opened and never closed: which rows are missing nobody knows. */
function cellsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true }) as string[][];
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error.message) : error;
  }
}

function isHeader(columns: ReadonlyMap<Column, number>): boolean {
  return columns.has('bookedOn') && (columns.has('amount') || columns.has('paidIn') || columns.has('paidOut'));
}

function columnsOf(row: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const [index, cell] of row.entries()) {
    const heading = cell.trim().toLowerCase();
    for (const [column, pattern] of Object.entries(HEADINGS) as [Column, RegExp][]) {
      if (pattern.test(heading) && !found.has(column)) found.set(column, index);
    }
  }
  return found;
}

function readRow(row: readonly string[], columns: ReadonlyMap<Column, number>, currency: string): Entry | null {
  const cell = (column: Column): string => row[columns.get(column) ?? -1]?.trim() ?? '';
  const bookedOn = readDay(cell('bookedOn'));
  const paidOut = readAmount(cell('paidOut'));
  const amount = readAmount(cell('amount')) ?? readAmount(cell('paidIn')) ?? (paidOut === null ? null : negated(paidOut.replace('-', '')));
  if (bookedOn === null || amount === null) return null;
  const entry: Entry = { bookedOn, amount, currency: cell('currency') || currency };
  const valueOn = readDay(cell('valueOn'));
  if (valueOn !== null) entry.valueOn = valueOn;
  for (const key of ['name', 'account', 'reference', 'message', 'bankId'] as const) {
    // Programs for tables make numbers of references unless a quote stands before them.
    const value = cell(key).replace(/^'/, '');
    if (value !== '') entry[key] = value;
  }
  return entry;
}

/** `2026-03-01`, `1.3.2026`, `01/03/2026`, `20260301`; the day stands before the month. */
function readDay(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})\b/.exec(text) ?? [];
  const [, d, m, y] = /^(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b/.exec(text) ?? [];
  const iso = year ? `${year}-${month}-${day}` : d ? `${y?.padStart(4, '20')}-${m?.padStart(2, '0')}-${d.padStart(2, '0')}` : '';
  const real = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || !real.toISOString().startsWith(iso) ? null : iso;
}
