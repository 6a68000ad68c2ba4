// Saves many cells at once, a call for each record, shown at once; what is refused is marked in its cell, and all of it can be undone.

import { KontorError, type RecordValues, type Values } from '../../client/index.ts';
import { toWire } from '../fields/lookup.ts';
import { errorText } from '../messages.ts';
import { client } from '../workspace.ts';
import type { Column } from './columns.ts';
import type { Rows } from './pages.ts';
import { type Failure, isUnreached } from './save-cell.ts';

export interface CellChange {
  readonly id: string;
  readonly column: Column;
  readonly value: unknown;
}

export interface BlockResult {
  readonly saved: number;
  readonly refused: number;
  /** What brings everything back, in the order to do it. */
  readonly undo: readonly CellChange[];
}

/** At a time: a block must not take every connection there is. */
const LANES = 4;

export async function saveBlock(
  entity: string,
  pages: Rows,
  changes: readonly CellChange[],
  note: (id: string, path: string, failure: Failure | null) => void,
): Promise<BlockResult> {
  const byRecord = [...Map.groupBy(changes, (change) => change.id)];
  const undo: CellChange[] = [];
  let [saved, refused, next] = [0, 0, 0];
  const lane = async () => {
    for (let at = next++; at < byRecord.length; at = next++) {
      const [id, cells] = byRecord[at] as [string, CellChange[]];
      const done = await saveRecord(entity, pages, id, cells, note);
      saved += done.saved.length;
      refused += done.refused;
      undo.push(...done.saved);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { saved, refused, undo };
}

interface RecordResult {
  /** With what they held before. What was so already is not written and not counted. */
  readonly saved: readonly CellChange[];
  readonly refused: number;
}

async function saveRecord(
  entity: string,
  pages: Rows,
  id: string,
  cells: readonly CellChange[],
  note: (id: string, path: string, failure: Failure | null) => void,
): Promise<RecordResult> {
  const before = pages.find(id);
  if (!before) return { saved: [], refused: 0 };
  const wire = (change: CellChange) => toWire(change.column.field, change.value);
  const different = cells.filter((change) => !same(wire(change), toWire(change.column.field, before[change.column.path])));
  let left = different;
  while (left.length > 0) {
    pages.patch(id, Object.fromEntries(left.map((change) => [change.column.path, change.value])));
    try {
      const version = typeof before.version === 'number' ? { version: before.version } : {};
      const saved = await client
        .records(entity)
        .update(id, Object.fromEntries(left.map((change) => [change.column.path, wire(change)])), version);
      pages.patch(id, shownOf(before, saved));
      for (const change of left) note(id, change.column.path, null);
      return {
        saved: left.map((change) => ({ id, column: change.column, value: before[change.column.path] ?? null })),
        refused: different.length - left.length,
      };
    } catch (error) {
      pages.patch(id, Object.fromEntries(left.map((change) => [change.column.path, before[change.column.path] ?? null])));
      const problems = error instanceof KontorError ? error.problems : {};
      const wrong = left.filter((change) => problems[change.column.path] !== undefined);
      // What is wrong in one cell does not keep the others of the row from being saved.
      const blamed = wrong.length > 0 && error instanceof KontorError && error.status === 422 ? wrong : left;
      for (const change of blamed)
        note(id, change.column.path, {
          message: problems[change.column.path] ?? errorText(error),
          attempted: change.value,
          ...(isUnreached(error) ? { lost: true } : {}),
        });
      left = left.filter((change) => !blamed.includes(change));
    }
  }
  return { saved: [], refused: different.length };
}

/** Only what the row shows. */
function shownOf(record: RecordValues, saved: Values): Values {
  return Object.fromEntries(
    Object.keys(record)
      .filter((name) => name in saved)
      .map((name) => [name, saved[name]]),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
