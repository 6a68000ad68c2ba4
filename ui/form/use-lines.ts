// Rows of line items: what can be done with them, whatever they look like.

import { useMemo, useRef } from 'react';
import type { FieldDescription, Reference } from '../../client/index.ts';
import { isEmpty } from '../fields/lookup.ts';
import type { Derived } from '../parts.ts';
import { moved } from '../reorder.ts';
import { useFill } from './lines-fill.ts';
import { totalOf } from './lines-total.ts';
import { columnsOf, isUntouched, keyOf, newRow, type Row, rowsOf, sentRows } from './lines-wire.ts';
import type { Problems } from './problems.ts';
import type { Rules } from './rules.ts';

export interface LinesProps {
  field: FieldDescription;
  value: unknown;
  onChange: (rows: readonly Row[]) => void;
  /** Of a row. */
  rules: Rules;
  problems: Problems;
  /** What follows from the values of the form. */
  derived: Derived;
}

export type Lines = ReturnType<typeof useLines>;

export function useLines({ field, value, onChange, rules, problems, derived }: LinesProps) {
  const rows = rowsOf(value);
  const columns = useMemo(() => columnsOf(field), [field]);
  const latest = useRef(rows);
  latest.current = rows;
  const change = (next: readonly Row[]) => {
    latest.current = next;
    onChange(next);
  };
  const setCell = (key: string, column: FieldDescription, cell: unknown) =>
    change(latest.current.map((row) => (keyOf(row) === key ? { ...row, [column.name]: cell } : row)));
  const fill = useFill(columns, derived.fill, (row, found) =>
    change(
      latest.current.flatMap((now) => (keyOf(now) === keyOf(row) ? [filled(now, found.row), ...(found.below ?? []).map(part)] : [now])),
    ),
  );
  const part = (values: Row) => newRow({ ...rules.defaults(field.fields ?? [], {}), ...values });
  const ofRows = problemsOfRows(field, rows, problems);
  return {
    rows,
    columns,
    setCell: (row: Row, column: FieldDescription, cell: unknown) => {
      setCell(keyOf(row), column, cell);
      fill(row, column, cell);
    },
    picker: derived.picker,
    /** A new row with what was chosen for one of its columns. */
    addWith: (name: string, chosen: Reference) => {
      const column = columns.find((one) => one.name === name);
      const row = newRow({ ...rules.defaults(field.fields ?? [], {}), [name]: chosen });
      change([...latest.current.filter((other) => !isUntouched(field, other)), row]);
      if (column) fill(row, column, chosen);
    },
    add: () => change([...latest.current, newRow(rules.defaults(field.fields ?? [], {}))]),
    remove: (row: Row) => change(latest.current.filter((other) => keyOf(other) !== keyOf(row))),
    move: (from: number, to: number) => {
      if (to < 0 || to >= latest.current.length || from === to) return;
      change(moved(latest.current, from, to - from));
    },
    hasProblems: ofRows.size > 0,
    problemOf: (row: Row, column: FieldDescription) => ofRows.get(`${keyOf(row)}.${column.name}`) ?? null,
    /** Of the rows as a whole. */
    problem: problems[field.name] ?? null,
    below: derived.below ?? [],
    isPart: derived.isPart ?? (() => false),
    totals: columns.map((column) => totalOf(column, rows)),
  };
}

/** By row and column. Complaints count the rows that were sent. */
function problemsOfRows(field: FieldDescription, rows: readonly Row[], problems: Problems): ReadonlyMap<string, string> {
  const path = `${field.name}.`;
  const own = Object.entries(problems).filter(([name]) => name.startsWith(path));
  const sent = own.length > 0 ? sentRows(field, rows) : [];
  return new Map(
    own.flatMap(([name, problem]): [string, string][] => {
      const [at = '', ...column] = name.slice(path.length).split('.');
      const row = sent[Number(at)];
      return row ? [[`${keyOf(row)}.${column.join('.')}`, problem]] : [];
    }),
  );
}

/** What somebody wrote meanwhile is not written over. */
function filled(row: Row, found: Row): Row {
  return { ...row, ...Object.fromEntries(Object.entries(found).filter(([name, value]) => isEmpty(row[name]) && !isEmpty(value))) };
}
