// Tells the database of lists whose order it could keep in an index: those that took long, by a column of their own.

import { fieldTypes } from '../schema/index.ts';
import { orderKeys } from './order.ts';
import { frameOf, orderFrame, type Reader } from './read.ts';
import type { ListQuery } from './types.ts';

/** Milliseconds. */
const LONG = 150;
/** Characters of four bytes that fit the third of a page which an entry of an index may take. */
const LONGEST = 650;

/** To be called when the list was read; who asked for it does not wait. */
export function noticeSort(reader: Reader, name: string, { sort, skip, q, asOf, count }: ListQuery, milliseconds: number): void {
  // Where it may have been something else that took long, nothing is learnt of the order.
  if (milliseconds < LONG || !sort || skip || q || asOf || (count && count !== 'none')) return;
  const entity = reader.rights.schema.entities[name]!;
  const path = sort.split(',')[0]?.trim().replace(/^-/, '') ?? '';
  const field = entity.fields[path];
  if (!field || field.type === 'url' || (field.length ?? 0) > LONGEST || fieldTypes[field.type]?.expression(field).kind === 'reference')
    return;
  // Columns are named by the table itself, as an index does.
  const [key] = orderKeys(orderFrame(frameOf(reader, entity, 'view', entity.name)), entity, path);
  if (key) void reader.workspace.sortIndexes.noticed(entity, key.value);
}
