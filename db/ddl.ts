// SQL text that makes and changes tables. Text, not statements with values: PostgreSQL takes none here.

import pg from 'pg';
import type { ForeignKey, Index, Table, TableColumn } from './table.ts';

/** An identifier in its quotes. */
export const quote = pg.escapeIdentifier;
/** A text in its quotes. */
export const quoteText = pg.escapeLiteral;

export function createTable(space: string, table: Table): string {
  const columns = table.columns.map(columnText);
  const key = table.primaryKey.length > 0 ? [`primary key (${table.primaryKey.map(quote).join(', ')})`] : [];
  return `create table ${path(space, table.name)} (${[...columns, ...key].join(', ')})`;
}

export function addColumn(space: string, table: string, added: TableColumn): string {
  return `alter table ${path(space, table)} add column ${columnText(added)}`;
}

export function dropColumn(space: string, table: string, name: string): string {
  return `alter table ${path(space, table)} drop column ${quote(name)}`;
}

/** Rewrites the table unless the types are stored alike; indexes over the column are made anew. */
export function changeType(space: string, table: string, name: string, type: string): string {
  return `alter table ${path(space, table)} alter column ${quote(name)} type ${type}`;
}

/** Says what a generated column is made of: PostgreSQL rewrites the expression, so it cannot be compared. */
export function noteSources(space: string, table: string, { name, generated }: TableColumn): string {
  return `comment on column ${path(space, table)}.${quote(name)} is ${quoteText(generated ? generated.of.join(', ') : '')}`;
}

export function createIndex(space: string, table: string, { name, unique, definition }: Index, concurrently = false): string {
  return `create ${unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}${quote(name)} on ${path(space, table)} ${definition}`;
}

export function dropIndex(space: string, name: string, concurrently = false): string {
  return `drop index ${concurrently ? 'concurrently ' : ''}${path(space, name)}`;
}

/** Tells the planner what is in a table; cannot be left out after much was written at once. */
export function analyze(space: string, table: string): string {
  return `analyze ${path(space, table)}`;
}

/**
 * Checked at the end of each statement, and at the end of the transaction for who says `set constraints all deferred`.
 * @param valid false: rows that are there already are checked later
 */
export function addForeignKey(space: string, table: string, key: ForeignKey, valid = true): string {
  return `alter table ${path(space, table)} add constraint ${quote(key.name)} foreign key (${quote(key.column)})
    references ${path(space, key.table)} (id)${key.cascade ? ' on delete cascade' : ''} deferrable initially immediate${valid ? '' : ' not valid'}`;
}

export function dropConstraint(space: string, table: string, name: string): string {
  return `alter table ${path(space, table)} drop constraint ${quote(name)}`;
}

export function validateForeignKey(space: string, table: string, name: string): string {
  return `alter table ${path(space, table)} validate constraint ${quote(name)}`;
}

/** What the workspace's role, which has the name of the schema, may do with the rows. */
export function grant(space: string, { name, grants }: Table): string {
  return `grant ${grants.join(', ')} on ${path(space, name)} to ${quote(space)}`;
}

/** `"ws_demo"."deals"` */
export function path(space: string, name: string): string {
  return `${quote(space)}.${quote(name)}`;
}

function columnText({ name, type, notNull, default: initial, identity, generated }: TableColumn): string {
  return [
    `${quote(name)} ${type}`,
    notNull ? 'not null' : '',
    initial === null ? '' : `default ${initial}`,
    identity ? 'generated always as identity' : '',
    generated ? `generated always as (${generated.expression}) stored` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
