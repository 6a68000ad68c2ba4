// Saves one value of one row: shown at once, taken back with the reason when the server refuses.

import { type FieldDescription, KontorError, type RecordValues, type Values } from '../../client/index.ts';
import { toWire } from '../fields/lookup.ts';
import { errorText } from '../messages.ts';
import { client } from '../workspace.ts';
import type { Rows } from './pages.ts';

export interface Failure {
  readonly message: string;
  /** What was typed; never lost. */
  readonly attempted: unknown;
  /** The server was not reached: it is sent again when the line is back. */
  readonly lost?: true;
  /** 412: the value somebody else has put there meanwhile, and the version it came with. */
  readonly conflict?: { readonly theirs: unknown; readonly version: number };
}

/** null when saved. `version` other than the row's own means: over what others have written, knowingly. */
export async function saveCell(
  entity: string,
  pages: Rows,
  record: RecordValues,
  field: FieldDescription,
  value: unknown,
  version = versionOf(record),
): Promise<Failure | null> {
  const { name } = field;
  const before = record[name];
  if (same(toWire(field, value), toWire(field, before))) return null;
  pages.patch(record.id, { [name]: value });
  try {
    const saved = await client
      .records(entity)
      .update(record.id, { [name]: toWire(field, value) }, version === undefined ? {} : { version });
    pages.patch(record.id, readAsBefore(record, saved));
    return null;
  } catch (error) {
    const current = error instanceof KontorError && error.status === 412 ? error.body.current : undefined;
    if (current) {
      const fresh = versionOf(current);
      pages.patch(record.id, readAsBefore(record, current));
      // Somebody changed the record, but not this value: nothing stands against ours.
      if (fresh !== undefined && fresh !== version && same(toWire(field, current[name]), toWire(field, before))) {
        return saveCell(entity, pages, { ...record, ...current, [name]: before }, field, value, fresh);
      }
      return { message: errorText(error), attempted: value, conflict: { theirs: current[name] ?? null, version: fresh ?? 0 } };
    }
    pages.patch(record.id, { [name]: before });
    const message = error instanceof KontorError ? (error.problems[name] ?? errorText(error)) : errorText(error);
    return { message, attempted: value, ...(isUnreached(error) ? { lost: true } : {}) };
  }
}

export function isUnreached(error: unknown): boolean {
  return error instanceof KontorError && error.status === 0;
}

/** Only what the row shows: a whole record in each of a thousand rows would be a waste. */
function readAsBefore(record: RecordValues, saved: Values): Values {
  return Object.fromEntries(
    Object.keys(record)
      .filter((name) => name in saved)
      .map((name) => [name, saved[name]]),
  );
}

function versionOf(record: Values): number | undefined {
  return typeof record.version === 'number' ? record.version : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
