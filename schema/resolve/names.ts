// What may be a name: snake_case, not reserved, short enough for PostgreSQL, and not taken.

import { KEYWORDS } from '../expression/lexer.ts';
import type { Mistakes, Place } from './mistakes.ts';

/** PostgreSQL cuts longer identifiers without a word. */
const MOST_BYTES = 63;

/** Tables of the engine in every workspace, and words of the API's addresses. */
const RESERVED_ENTITIES: ReadonlySet<string> = new Set([
  'changes',
  'followers',
  'epoch',
  'jobs',
  'search',
  'sessions',
  'events',
  'entities',
  'imports',
  'session',
]);

/** Fields resolve() adds, and the generated column. */
const SYSTEM_NAMES = ['id', 'owner', 'created_at', 'created_by', 'updated_at', 'updated_by', 'version', 'search'];
const ROW_NAMES = ['id', 'parent', 'position'];

/** What may be granted on every noun: its records, then the tools over many of them (row CS-014). */
export const OWN_VERBS: readonly string[] = ['view', 'create', 'update', 'delete', 'import', 'export', 'bulk', 'merge'];

/** False, and a complaint, for a name that is none. @param what how the complaint calls it: `a job` */
export function checkName(name: string, what: string, place: Place, mistakes: Mistakes): boolean {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    mistakes.add(place, `"${name}" is no good name for ${what}: use lower-case letters, digits and single underscores${snake(name)}`);
    return false;
  }
  if (name.length > MOST_BYTES) {
    mistakes.add(place, `the name of ${what} has ${name.length} characters, PostgreSQL keeps ${MOST_BYTES}`);
    return false;
  }
  if (KEYWORDS.has(name)) {
    mistakes.add(place, `"${name}" is a word of the expression language and cannot name ${what}`);
    return false;
  }
  return true;
}

/** The same for a noun, which is a table and a part of addresses too. */
export function checkEntityName(name: string, place: Place, mistakes: Mistakes): boolean {
  if (!checkName(name, 'an entity', place, mistakes)) return false;
  if (!RESERVED_ENTITIES.has(name)) return true;
  mistakes.add(place, `"${name}" is reserved and cannot name an entity`);
  return false;
}

/** The same for a field, which is a column too. @param isRow of line items */
export function checkFieldName(name: string, isRow: boolean, place: Place, mistakes: Mistakes): boolean {
  if (!checkName(name, 'a field', place, mistakes)) return false;
  if ((isRow ? ROW_NAMES : SYSTEM_NAMES).includes(name)) {
    mistakes.add(place, `"${name}" is a field every ${isRow ? 'row' : 'record'} has anyway`);
    return false;
  }
  const isCustom = place.custom !== undefined;
  if (name.startsWith('c_') === isCustom) return true;
  mistakes.add(place, isCustom ? `the name of a custom field starts with "c_"` : `names that start with "c_" belong to custom fields`);
  return false;
}

/** Two fields may not share a column: money `price` has `price_currency` beside it. */
export function checkColumns(columns: readonly { field: string; column: string; place: Place }[], mistakes: Mistakes): void {
  const taken = new Map<string, string>();
  for (const { field, column, place } of columns) {
    const other = taken.get(column);
    if (other !== undefined) mistakes.add(place, `needs the column "${column}", which "${other}" has already`);
    else if (column.length > MOST_BYTES)
      mistakes.add(place, `its column "${column}" is longer than the ${MOST_BYTES} characters PostgreSQL keeps`);
    else taken.set(column, field);
  }
}

/** `dueDate` -> `; e.g. "due_date"`. */
function snake(name: string): string {
  const suggestion = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return suggestion === '' || suggestion === name ? '' : `, e.g. "${suggestion}"`;
}
