// Which indexes the table of an entity has. Every one costs each write, so every one says here what it is for.

import { type Entity, type Field, fieldTypes } from '../schema/index.ts';
import { quote } from './ddl.ts';
import { searchOrder, searchText } from './search-text.ts';
import { compile, sql } from './sql.ts';
import { type Index, index, isOurs, nameOf } from './table.ts';

/**
 * All but the primary key. A B-tree is read in both directions, and nulls stand at the end that our sort orders want, so
 * no index is descending.
 *
 * Search: new entries gather in a list before they are sorted in: half the cost of a write and a fifth of that of an
 * import. search-lists.ts empties it before it is full and a writer must. Measured in docs/decisions/0042-indexes.md.
 */
export function indexesOf(entity: Entity): Index[] {
  const { name: table, fields } = entity;
  const found = entity.parent ? rowIndexes(table) : recordIndexes(entity);
  for (const field of Object.values(fields)) if (!field.system) found.push(...fieldIndexes(table, field));
  const sorted = entity.parent ? [] : [titleField(entity), fields[entity.list.sort.split(',')[0]?.replace('-', '').trim() ?? '']];
  for (const field of sorted) if (field && !field.system) found.push(...sortIndex(table, field));
  return withoutRepeats(found);
}

/** Field that a unique index is there for; null for any other constraint. */
export function uniqueFieldOf(entity: Entity, constraint: string): string | null {
  return indexesOf(entity).find(({ unique, name }) => unique && name === constraint)?.columns[0] ?? null;
}

/** Line items come with their record, in order. */
function rowIndexes(table: string): Index[] {
  return [index(table, ['parent', 'position'], 'using btree ("parent", "position")')];
}

function recordIndexes({ name, owned, board, searched, area }: Entity): Index[] {
  const indexes = [
    // The order of most lists, and live updates of all.
    index(name, ['updated_at', 'id'], 'using btree ("updated_at", "id")'),
  ];
  if (owned) {
    // My records, my open deals: by owner, within it by state, within that in the order of the list.
    const columns = ['owner', ...(board ? [board] : []), 'updated_at', 'id'];
    indexes.push(index(name, columns, `using btree (${columns.map(quote).join(', ')})`));
    // What somebody created is his own too, whoever owns it now.
    if (area === 'business') indexes.push(index(name, ['created_by'], 'using btree ("created_by")'));
  }
  if (searched.length > 0) indexes.push(searchIndex(name, searchOrder(searched)));
  return indexes;
}

function searchIndex(table: string, columns: readonly string[]): Index {
  const definition = compile(sql`using gin (${searchText(columns)} gin_trgm_ops)`).text;
  return { name: nameOf('ix', table, ['search'], definition), unique: false, definition, columns };
}

/** The one that serves search; a table has no more than one, but for the time in which the next is built. */
export function isSearchIndex({ name, definition }: Index): boolean {
  return isOurs(name) && definition.includes('gin_trgm_ops');
}

function fieldIndexes(table: string, field: Field): Index[] {
  const { kind } = kindOf(field);
  // The records of an account, and the check that none is left when one is deleted.
  if (kind === 'reference' && field.to.length > 0)
    return [index(table, [field.name], `using btree (${quote(field.name)}) ${filled(field)}`)];
  if (kind === 'references') return [index(table, [field.name], `using gin (${quote(field.name)}) with (fastupdate=off)`)];
  if (field.unique) return [index(table, [field.name], `using btree (${compared(field)})`, true)];
  // The same number however it is written, for duplicates.
  if (field.type === 'phone')
    return [index(table, [field.name, 'digits'], `using btree (kontor.digits(${quote(field.name)})) ${filled(field)}`)];
  return field.indexed ? sortIndex(table, field) : [];
}

/** Nobody looks for what is empty by an index that is asked for one value: then the many empty ones cost a write nothing. */
function filled({ name }: Field): string {
  return `where (${quote(name)} is not null)`;
}

/** For `=`, ranges and sorting alike; the id after it makes pages of equal values cheap. */
function sortIndex(table: string, field: Field): Index[] {
  if (!fieldTypes[field.type]?.sortable || kindOf(field).kind === 'reference') return [];
  // A unique one serves to sort as well.
  if (field.unique || (field.length ?? 0) > LONGEST) return [];
  return [index(table, [field.name, 'id'], `using btree (${compared(field)}, "id")`)];
}

/** Characters of four bytes that fit the third of a page an entry may take. */
const LONGEST = 650;

/** What people sort by when they sort by the title: of several parts the one that is never empty. */
function titleField({ title, fields }: Entity): Field | undefined {
  const parts = title.flatMap((name) => fields[name] ?? []);
  return parts.find(({ required }) => required) ?? parts[0];
}

function kindOf(field: Field) {
  return fieldTypes[field.type]?.expression(field) ?? { kind: 'empty' };
}

/** Texts are compared and sorted without case and accents. */
function compared(field: Field): string {
  return kindOf(field).kind === 'text' ? `kontor.fold(${quote(field.name)})` : quote(field.name);
}

function withoutRepeats(indexes: readonly Index[]): Index[] {
  return [...new Map(indexes.map((one) => [one.name, one])).values()];
}
