// A row of cells as values of fields: empty words, value maps, formats. What points to other records waits for lookup.ts.

import { type Checked, type Field, fieldTypes, type Problem } from '../../schema/index.ts';
import { unguarded } from '../export/formula-guard.ts';
import type { Values } from '../types.ts';
import type { ImportPlan, PlannedColumn } from './request.ts';
import type { Source, SourceRow } from './source.ts';

export interface Pointer {
  readonly column: PlannedColumn;
  /** Titles, ids or unique values; several only for a field that takes several. */
  readonly texts: readonly string[];
}

export interface ImportRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly values: Values;
  /** Fields whose cell was empty. */
  readonly empty: readonly Field[];
  readonly pointers: readonly Pointer[];
  readonly problems: Problem[];
}

const DAMAGE: Readonly<Record<NonNullable<SourceRow['damage']>, string>> = {
  unclosed_quote: 'A quote is opened in this row and never closed.',
  cut_off: 'The file ends in the middle of this row.',
  extra_cells: 'The row has more cells than there are columns; a separator inside a value needs quotes.',
};

export class RowConverter {
  readonly #guarded: boolean;
  readonly #columns: readonly {
    readonly column: PlannedColumn;
    readonly pointing: boolean;
    readonly known: Map<string, Checked<unknown>> | null;
  }[];

  constructor(plan: ImportPlan, kind: Source['kind']) {
    // Only a CSV has apostrophes against formulas: in a workbook text is text.
    this.#guarded = kind === 'csv';
    this.#columns = plan.columns.map((column) => ({
      column,
      pointing: isPointing(column),
      known: FEW.has(column.field.type) ? new Map() : null,
    }));
  }

  convert({ number, cells, damage }: SourceRow): ImportRow {
    const values: Values = {};
    const pointers: Pointer[] = [];
    const empty: Field[] = [];
    const problems: Problem[] = [];
    if (damage) problems.push({ field: '', code: damage, message: DAMAGE[damage] });
    else
      for (const { column, pointing, known } of this.#columns) {
        const given = (cells[column.index] ?? '').trim();
        const bare = this.#guarded ? unguarded(given) : given;
        const mapped = column.values.get(bare);
        const text = mapped === undefined ? bare : mapped;
        if (text === null || text === '') empty.push(column.field);
        else if (pointing) pointers.push({ column, texts: textsOf(column, text) });
        else take(column, checked(column, text, known), values, problems);
      }
    return { number, cells, values, empty, pointers, problems };
  }
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

function take({ field, name }: PlannedColumn, result: Checked<unknown>, values: Values, problems: Problem[]): void {
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
