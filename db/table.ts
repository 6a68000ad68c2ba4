// A table as plain data: the one that is wanted (of a schema, see tables.ts) and the one found (see catalog.ts) look alike.

import { hash } from 'node:crypto';

export interface Table {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  /** What the workspace's role may do with its rows; the table itself is never its own. */
  readonly grants: readonly Grant[];
}

export type Grant = 'select' | 'insert' | 'update' | 'delete';

export interface TableColumn {
  readonly name: string;
  /** As PostgreSQL's format_type() writes it: `timestamp with time zone`, not `timestamptz`. */
  readonly type: string;
  readonly notNull: boolean;
  /** Expression in SQL. */
  readonly default: string | null;
  /** Numbered by the server; nobody else may. */
  readonly identity: boolean;
  /** Computed and stored by the server. `of`: columns it is made of. */
  readonly generated: { readonly expression: string; readonly of: readonly string[] } | null;
}

export interface Index {
  /** Holds a hash of the definition, so that equal names are equal indexes. */
  readonly name: string;
  readonly unique: boolean;
  /** What follows the table's name: `using btree (owner, updated_at, id)`. */
  readonly definition: string;
  /** Columns it is made of, expressions' included. */
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  readonly column: string;
  /** The table it points to, by its id. */
  readonly table: string;
  /** Rows go with what they point to. */
  readonly cascade: boolean;
}

/** PostgreSQL cuts longer names without a word. */
const LONGEST_NAME = 63;

/** `ix_contacts_account_4f2a90bc`; cut where it is too long, the hash keeps it unique. */
export function nameOf(prefix: 'ix' | 'fk' | 'sort', table: string, columns: readonly string[], definition: string): string {
  const mark = hash('sha1', `${table} ${definition}`).slice(0, 8);
  const name = [prefix, table, ...columns].join('_').slice(0, LONGEST_NAME - mark.length - 1);
  return `${name}_${mark}`;
}

/** Made of the schema by Kontor; not those of an administrator of the database, nor what sort-indexes.ts makes. */
export function isOurs(name: string): boolean {
  return /^(ix|fk)_.+_[0-9a-f]{8}$/.test(name);
}

/**
 * One over these columns.
 * @param definition what follows the table's name
 * @param unique no two rows alike, those with an empty column apart
 */
export function index(table: string, columns: readonly string[], definition: string, unique = false): Index {
  return { name: nameOf('ix', table, columns, unique ? `unique ${definition}` : definition), unique, definition, columns };
}

/** @param type short or as format_type() writes it */
export function column(name: string, type: string, more: Partial<TableColumn> = {}): TableColumn {
  return { name, type: fullType(type), notNull: false, default: null, identity: false, generated: null, ...more };
}

const fullNames: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  decimal: 'numeric',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  varchar: 'character varying',
};

/** `varchar(20)[]` -> `character varying(20)[]` */
function fullType(type: string): string {
  return type.replace(/^[a-z0-9]+/, (name) => fullNames[name] ?? name);
}
