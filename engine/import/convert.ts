// A row of cells as values of fields: empty words, value maps, formats. What points to other records waits for lookup.ts.

import { type Checked, type Field, fieldTypes, type Problem } from '../../schema/index.ts';
import { unguarded } from '../export/formula-guard.ts';
import type { Values } from '../types.ts';
import type { RowGroup } from './groups.ts';
import type { ImportPlan, PlannedColumn } from './request.ts';
import type { Source, SourceRow } from './source.ts';

/** A cell that names a record. */
export interface Pointer {
  readonly column: PlannedColumn;
  /** Titles, ids or unique values; several only for a field that takes several. */
  readonly texts: readonly string[];
  /** The line item that points; null: the record itself. */
  readonly line: { readonly field: string; readonly at: number } | null;
}

/** `row` where it is not the first row of the record. */
export type RowProblem = Problem & { readonly row?: number };

/** Line items of one field: what each row said. */
export interface ImportLine {
  /** Row of the file. */
  readonly number: number;
  readonly values: Values;
  readonly empty: readonly Field[];
}

/** What one record of the file says, in canonical values; it goes on to be written where `problems` stay empty. */
export interface ImportRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly values: Values;
  /** Fields whose cell was empty. */
  readonly empty: readonly Field[];
  readonly pointers: readonly Pointer[];
  readonly problems: RowProblem[];
  /** Line items by field; none where no column goes there. */
  readonly lines: Readonly<Record<string, readonly ImportLine[]>>;
  /** Further rows of the file that are lines of this record. */
  readonly more: readonly SourceRow[];
}

/** Number of its last row in the file. */
export function lastRowOf({ number, more }: ImportRow): number {
  return more.at(-1)?.number ?? number;
}

const DAMAGE: Readonly<Record<NonNullable<SourceRow['damage']>, string>> = {
  unclosed_quote: 'A quote is opened in this row and never closed.',
  cut_off: 'The file ends in the middle of this row.',
  extra_cells: 'The row has more cells than there are columns; a separator inside a value needs quotes.',
};

interface Reader {
  readonly column: PlannedColumn;
  readonly pointing: boolean;
  readonly known: Map<string, Checked<unknown>> | null;
}

/** Where what a row says is put. */
interface Taken {
  readonly values: Values;
  readonly empty: Field[];
  readonly pointers: Pointer[];
  readonly problems: RowProblem[];
}

/** Made once for an import; remembers what repeats. */
export class RowConverter {
  readonly #guarded: boolean;
  readonly #columns: readonly Reader[];
  readonly #lines: readonly { readonly field: Field; readonly columns: readonly Reader[] }[];

  constructor(plan: ImportPlan, kind: Source['kind']) {
    // Only a CSV has apostrophes against formulas: in a workbook text is text.
    this.#guarded = kind === 'csv';
    this.#columns = plan.columns.map(readerOf);
    this.#lines = plan.lines.map(({ field, columns }) => ({ field, columns: columns.map(readerOf) }));
  }

  convert({ rows, apart }: RowGroup): ImportRow {
    const [row, ...more] = rows as readonly [SourceRow, ...SourceRow[]];
    const { number, cells } = row;
    const record: Taken = { values: {}, empty: [], pointers: [], problems: [] };
    const lines: Record<string, ImportLine[]> = {};
    if (apart) record.problems.push({ field: '', code: 'apart', message: APART });
    if (row.damage) record.problems.push({ field: '', code: row.damage, message: DAMAGE[row.damage] });
    else this.#take(this.#columns, cells, record, null);
    for (const other of more) this.#compare(row, other, record.problems);
    for (const { field, columns } of this.#lines) lines[field.name] = this.#linesOf(field, columns, rows, record);
    return { number, cells, ...record, lines, more };
  }

  #take(columns: readonly Reader[], cells: readonly string[], into: Taken, line: Pointer['line']): void {
    for (const { column, pointing, known } of columns) {
      const given = (cells[column.index] ?? '').trim();
      const bare = this.#guarded ? unguarded(given) : given;
      const mapped = column.values.get(bare);
      const text = mapped === undefined ? bare : mapped;
      if (text === null || text === '') into.empty.push(column.field);
      else if (pointing) into.pointers.push({ column, texts: textsOf(column, text), line });
      else take(column, checked(column, text, known), into.values, into.problems);
    }
  }

  /** What further rows say of the record is nothing, or the same. */
  #compare(first: SourceRow, row: SourceRow, problems: RowProblem[]): void {
    if (row.damage) problems.push({ field: '', code: row.damage, message: DAMAGE[row.damage], row: row.number });
    for (const { column } of this.#columns) {
      const said = (row.cells[column.index] ?? '').trim();
      const before = (first.cells[column.index] ?? '').trim();
      if (said === '' || said === before) continue;
      const message = `${column.name}: here is "${said}", but row ${first.number}, of the same record, says "${before}".`;
      problems.push({ field: column.field.name, code: 'contradicts', message, row: row.number });
      return;
    }
  }

  /** A row that says nothing of a line is none. */
  #linesOf(field: Field, columns: readonly Reader[], rows: readonly SourceRow[], record: Taken): ImportLine[] {
    const lines: ImportLine[] = [];
    for (const { number, cells, damage } of rows) {
      if (damage || columns.every(({ column }) => (cells[column.index] ?? '').trim() === '')) continue;
      const line: Taken = { values: {}, empty: [], pointers: record.pointers, problems: [] };
      this.#take(columns, cells, line, { field: field.name, at: lines.length });
      for (const problem of line.problems) record.problems.push({ ...problem, field: `${field.name}.${problem.field}`, row: number });
      lines.push({ number, values: line.values, empty: line.empty });
    }
    return lines;
  }
}

const APART = 'Rows of this record stand further up; the lines of a record must follow each other.';

function readerOf(column: PlannedColumn): Reader {
  return { column, pointing: isPointing(column), known: FEW.has(column.field.type) ? new Map() : null };
}

/** Types whose columns repeat few values: each is read once. */
const FEW = new Set(['picklist', 'radio', 'state', 'multi_picklist', 'checkbox', 'date']);
const KNOWN = 10_000;

function checked(column: PlannedColumn, text: string, known: Map<string, Checked<unknown>> | null): Checked<unknown> {
  const before = known?.get(text);
  if (before) return before;
  const made = fieldTypes[column.field.type]?.parse(text, column.field, column.format) ?? {
    ok: false,
    code: 'type',
    message: 'cannot be imported',
  };
  if (known && known.size < KNOWN) known.set(detached(text), made);
  return made;
}

/** A cell is a slice of the chunk it was read in, and would keep all of it in memory. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

function take({ field, name }: PlannedColumn, result: Checked<unknown>, values: Values, problems: RowProblem[]): void {
  if (result.ok) values[field.name] = result.value;
  else problems.push({ field: field.name, code: result.code, message: `${name}: ${result.message}` });
}

/** The own id is compared, not looked up. */
export function isPointing({ field }: Pick<PlannedColumn, 'field'>): boolean {
  return field.name !== 'id' && field.to.length > 0;
}

function textsOf({ field, format }: PlannedColumn, text: string): string[] {
  if (fieldTypes[field.type]?.expression(field).kind !== 'references') return [text];
  return [...new Set(text.split(format.separator ?? ';').map((part) => part.trim()))].filter((part) => part !== '');
}
