// What must be done so that the tables that are there fit the tables that are wanted. Adds and widens; data is never dropped.

import type { FoundIndex, FoundTable } from './catalog.ts';
import * as ddl from './ddl.ts';
import { isSearchIndex } from './indexes.ts';
import { type ForeignKey, type Index, isOurs, type Table, type TableColumn } from './table.ts';

export interface Plan {
  /** In one transaction, in this order. */
  readonly steps: readonly Step[];
  /**
   * On tables with many rows: work that takes long, without a lock that writers would feel. Each on its own, in this order,
   * afterwards.
   */
  readonly later: readonly Step[];
  /** Of tables whose search waits for `later`, by name: what serves it until then. */
  readonly searching: ReadonlyMap<string, ServedSearch>;
  /** Why it cannot be done; then nothing may be. */
  readonly problems: readonly TableProblem[];
}

/** What search finds at the moment. */
export interface ServedSearch {
  readonly fields: readonly string[];
  /** The stored text that tables had before it was an expression; null: the expression over the fields. */
  readonly column: string | null;
}

export interface TableProblem {
  readonly table: string;
  readonly column: string;
  /** `type` and `target`: the column has another one. `empty`, `not_unique`, `dangling`: rows break a new rule. */
  readonly code: 'type' | 'target' | 'empty' | 'not_unique' | 'dangling';
  readonly message: string;
}

export interface Step {
  readonly kind:
    | 'create table'
    | 'grant'
    | 'add column'
    | 'widen column'
    | 'drop column'
    | 'create index'
    | 'drop index'
    | 'analyze'
    | 'add foreign key'
    | 'drop foreign key';
  /** `contacts.email`, `contacts.ix_contacts_email_0a1b2c3d` */
  readonly of: string;
  readonly text: string;
  /** Cannot run in a transaction. */
  readonly alone?: boolean;
}

export interface PlanOptions {
  /** The wanted tables are not all of it (custom fields are missing): what they lack is left as it is. */
  readonly partial?: boolean;
  /** From how many bytes on a table has many rows. */
  readonly large?: number;
}

/** Some 30,000 rows: an index takes a tenth of a second. */
const LARGE = 16 * 1024 * 1024;

/** @param space PostgreSQL schema of the workspace @param found all tables in it, as readCatalog() tells them */
export function plan(space: string, wanted: readonly Table[], found: readonly FoundTable[], options: PlanOptions = {}): Plan {
  const work = new Work(space, options);
  const tables = new Map(found.map((table) => [table.name, table]));
  for (const table of wanted) {
    const there = tables.get(table.name);
    if (there) work.change(table, there);
    else work.create(table);
  }
  // Last: they point to tables and columns made above.
  for (const table of wanted) work.connect(table, tables.get(table.name));
  return work;
}

class Work implements Plan {
  readonly steps: Step[] = [];
  readonly later: Step[] = [];
  readonly searching = new Map<string, ServedSearch>();
  readonly problems: TableProblem[] = [];
  readonly #space: string;
  readonly #partial: boolean;
  readonly #large: number;

  constructor(space: string, { partial = false, large = LARGE }: PlanOptions) {
    this.#space = space;
    this.#partial = partial;
    this.#large = large;
  }

  create(table: Table): void {
    this.#now('create table', table.name, ddl.createTable(this.#space, table), ddl.grant(this.#space, table));
    for (const index of table.indexes)
      this.#now('create index', `${table.name}.${index.name}`, ddl.createIndex(this.#space, table.name, index));
  }

  change(table: Table, found: FoundTable): void {
    const missing = table.grants.filter((right) => !found.grants.includes(right));
    if (missing.length > 0) this.#now('grant', table.name, ddl.grant(this.#space, table));
    this.#changeColumns(table, found);
    for (const index of table.indexes) if (!isSearchIndex(index)) this.#addIndex(table, found, index);
    if (this.#partial) return;
    this.#changeSearch(table, found);
    this.#dropSuperseded(
      table,
      found.indexes.filter((index) => !isSearchIndex(index)),
    );
  }

  connect(table: Table, found: FoundTable | undefined): void {
    const large = this.#isLarge(found);
    for (const key of table.foreignKeys) {
      const of = `${table.name}.${key.column}`;
      const there = found?.foreignKeys.find(({ name }) => name === key.name);
      const other = found?.foreignKeys.find(({ name, column, table }) => isOurs(name) && column === key.column && table !== key.table);
      if (other)
        this.#problem(
          table,
          key.column,
          'target',
          `points to ${other.table} and should point to ${key.table}: values would mean something else`,
        );
      else if (!there) this.#now('add foreign key', of, ddl.addForeignKey(this.#space, table.name, key, !large));
      if (there ? !there.valid : large) this.#validate(table, key);
    }
    for (const { name, column } of found?.foreignKeys ?? []) {
      const wanted = table.columns.some((one) => one.name === column) && !table.foreignKeys.some((key) => key.column === column);
      if (isOurs(name) && wanted)
        this.#now('drop foreign key', `${table.name}.${column}`, ddl.dropConstraint(this.#space, table.name, name));
    }
  }

  #changeColumns(table: Table, found: FoundTable): void {
    for (const column of table.columns) {
      const there = found.columns.find(({ name }) => name === column.name);
      const of = `${table.name}.${column.name}`;
      if (!there && column.notNull && column.default === null && found.bytes > 0) {
        this.#problem(table, column.name, 'empty', 'must never be empty, but rows that are there have no value for it');
      } else if (!there) {
        this.#now('add column', of, ddl.addColumn(this.#space, table.name, column));
      } else if (isWidening(there.type, column.type)) {
        if (there.type === column.type) continue;
        // PostgreSQL changes no column that another one is computed from.
        const computed = found.columns.find(({ generated }) => generated?.of.includes(column.name));
        if (computed) this.#dropColumn(table, computed);
        this.#now('widen column', of, ddl.changeType(this.#space, table.name, column.name, column.type));
      } else {
        const cure = 'a field that was removed keeps its column until it is purged';
        this.#problem(table, column.name, 'type', `is ${there.type} and should be ${column.type}: values would be lost; ${cure}`);
      }
    }
  }

  #addIndex(table: Table, found: FoundTable, index: Index): void {
    const there = found.indexes.find(({ name }) => name === index.name);
    if (there?.valid) return;
    const of = `${table.name}.${index.name}`;
    // Half-built, on a table of any size, it may be under way in another process: finish() knows.
    if (there) this.later.push({ kind: 'drop index', of, text: ddl.dropIndex(this.#space, index.name, true), alone: true });
    if (there || this.#isLarge(found))
      this.later.push({ kind: 'create index', of, text: ddl.createIndex(this.#space, table.name, index, true), alone: true });
    else this.#now('create index', of, ddl.createIndex(this.#space, table.name, index));
  }

  /** What served search so far goes when its successor stands: until then searches ask it. */
  #changeSearch(table: Table, found: FoundTable): void {
    const wanted = table.indexes.find(isSearchIndex);
    const later = this.later.length;
    if (wanted) this.#addIndex(table, found, wanted);
    if (this.later.length > later) {
      // How common words are is known to the planner only then.
      this.later.push({ kind: 'analyze', of: table.name, text: ddl.analyze(this.#space, table.name), alone: true });
      const served = servedSearch(found);
      if (served) this.searching.set(table.name, served);
      return;
    }
    this.#dropSuperseded(table, found.indexes.filter(isSearchIndex));
    const column = found.columns.find(({ generated }) => generated);
    if (column) this.#dropColumn(table, column);
  }

  /** Superseded ones cost every write. The index of a removed field stays with its column. */
  #dropSuperseded(table: Table, indexes: readonly FoundIndex[]): void {
    const columns = new Set(table.columns.map(({ name }) => name));
    for (const index of indexes) {
      const unwanted = isOurs(index.name) && !table.indexes.some(({ name }) => name === index.name);
      if (unwanted && (isSearchIndex(index) || index.columns.every((name) => columns.has(name))))
        this.#now('drop index', `${table.name}.${index.name}`, ddl.dropIndex(this.#space, index.name));
    }
  }

  #dropColumn(table: Table, { name }: TableColumn): void {
    const step: Step = { kind: 'drop column', of: `${table.name}.${name}`, text: ddl.dropColumn(this.#space, table.name, name) };
    if (!this.steps.some(({ of }) => of === step.of)) this.steps.push(step);
  }

  #validate(table: Table, key: ForeignKey): void {
    const text = ddl.validateForeignKey(this.#space, table.name, key.name);
    this.later.push({ kind: 'add foreign key', of: `${table.name}.${key.column}`, text });
  }

  #isLarge(found: FoundTable | undefined): boolean {
    return (found?.bytes ?? 0) >= this.#large;
  }

  #problem(table: Table, column: string, code: TableProblem['code'], message: string): void {
    this.problems.push({ table: table.name, column, code, message: `${table.name}.${column} ${message}` });
  }

  #now(kind: Step['kind'], of: string, ...text: string[]): void {
    this.steps.push({ kind, of, text: text.join(';\n') });
  }
}

function servedSearch({ columns, indexes }: FoundTable): ServedSearch | null {
  const index = indexes.find((one) => one.valid && isSearchIndex(one));
  if (!index) return null;
  const column = columns.find(({ name, generated }) => generated && index.columns.includes(name));
  return column?.generated ? { fields: column.generated.of, column: column.name } : { fields: index.columns, column: null };
}

/** Changes of type that keep every value as it is; no change is one. */
export function isWidening(from: string, to: string): boolean {
  const [source, target] = [takeApart(from), takeApart(to)];
  if (source.name === target.name) return fits(source.sizes, target.sizes);
  if (target.sizes.length > 0) return false;
  return wider[source.name]?.includes(target.name) ?? false;
}

const wider: Readonly<Record<string, readonly string[]>> = {
  'character varying': ['text'],
  character: ['text'],
  smallint: ['integer', 'bigint', 'numeric'],
  integer: ['bigint', 'numeric'],
  bigint: ['numeric'],
  real: ['double precision'],
  json: ['jsonb'],
};

/** No sizes: any size. Of numeric(10,2) the digits before the point are 8. */
function fits(from: readonly number[], to: readonly number[]): boolean {
  if (to.length === 0) return true;
  if (from.length === 0) return false;
  const [length = 0, scale = 0] = from;
  const [newLength = 0, newScale = 0] = to;
  return newScale >= scale && newLength - newScale >= length - scale;
}

/** `numeric(10,2)` -> numeric, [10, 2] */
function takeApart(type: string): { name: string; sizes: number[] } {
  const [, name = type, sizes] = /^([^(]+)\(([\d,]+)\)$/.exec(type) ?? [];
  return { name: name.trim(), sizes: sizes ? sizes.split(',').map(Number) : [] };
}
