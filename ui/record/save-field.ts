// Saves one field of a record in place: shown at once, taken back with the reason when it is refused.

import { type EntityDescription, type FieldDescription, KontorError, type RecordAnswer, type Values } from '../../client/index.ts';
import { toWire } from '../fields/lookup.ts';
import { same } from '../form/draft.ts';
import { problemOf, problemsIn } from '../form/problems.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';

export interface Refused {
  readonly message: string;
  /** What was typed; never lost. */
  readonly attempted: unknown;
  /** Other fields that the new value wants filled or changed. */
  readonly others?: readonly string[];
  /** Somebody else has put another value there meanwhile. */
  readonly theirs?: { readonly value: unknown; readonly version: number };
}

/** null when saved. `version`: knowingly over what others have written. */
export async function saveField(
  entity: EntityDescription,
  record: Values & { id: string },
  field: FieldDescription,
  value: unknown,
  version = versionOf(record),
): Promise<Refused | null> {
  const { name } = field;
  const before = record[name] ?? null;
  if (same(toWire(field, value), toWire(field, before))) return null;
  const key = keys.record(entity.name, record.id);
  await queryClient.cancelQueries({ queryKey: key });
  patch(key, { [name]: value });
  try {
    const saved = await client
      .records(entity.name)
      .update(record.id, { [name]: toWire(field, value) }, version === undefined ? {} : { version });
    patch(key, saved);
    refresh(entity.name, record.id);
    return null;
  } catch (error) {
    patch(key, { [name]: before });
    const now = error instanceof KontorError && error.status === 412 ? error.body.current : undefined;
    if (!now) {
      const others = Object.keys(problemsIn(error) ?? {}).filter((other) => other !== '' && other !== name);
      return { message: problemOf(error, name), attempted: value, others };
    }
    const fresh = versionOf(now);
    const theirs = now[name] ?? null;
    void queryClient.invalidateQueries({ queryKey: key });
    // Somebody changed the record, but not this value: nothing stands against ours.
    if (fresh !== undefined && fresh !== version && sameStored(field, theirs, before)) {
      return saveField(entity, record, field, value, fresh);
    }
    return { message: problemOf(error, name), attempted: value, theirs: { value: theirs, version: fresh ?? 0 } };
  }
}

/** What of them every screen knows from the start: the name of the workspace, signs of currencies. */
const TOLD_AT_START: ReadonlySet<string> = new Set(['general_settings', 'currencies']);

/** The record, its history, and everything that is counted or listed from records of this noun. */
export function refresh(entity: string, id: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.record(entity, id) });
  void queryClient.invalidateQueries({ queryKey: keys.history(entity, id) });
  void queryClient.invalidateQueries({ queryKey: ['timeline', entity, id] });
  void queryClient.invalidateQueries({ queryKey: keys.entity(entity) });
  if (TOLD_AT_START.has(entity)) void queryClient.invalidateQueries({ queryKey: keys.entities });
}

function patch(key: readonly unknown[], values: Values): void {
  queryClient.setQueryData<RecordAnswer>(key, (answer) => answer && { ...answer, record: { ...answer.record, ...values } });
}

/** The server tells a reference in a conflict by its id alone. */
function sameStored(field: FieldDescription, stored: unknown, read: unknown): boolean {
  return same(toWire(field, stored), toWire(field, read)) || same(stored, toWire(field, read));
}

export function versionOf(record: Values): number | undefined {
  return typeof record.version === 'number' ? record.version : undefined;
}
