// The write pipeline's SQL: lock, insert, update, delete, line items, formulas and the checks of the written row.

import type { Rows, Sql } from '../db/index.ts';
import { compileValue, prepare, raw, sql } from '../db/index.ts';
import type { Entity, Expression, Field } from '../schema/index.ts';
import { check, DEFAULT_CURRENCY, fieldTypes, shape } from '../schema/index.ts';
import { type ChangeRow, changeInsert } from './changes.ts';
import { type Item, isAskedFor } from './draft.ts';
import { type IdList, idList } from './id-list.ts';
import { planned } from './planned.ts';
import { type Reader, scopeCondition } from './read.ts';
import type { Question } from './references.ts';
import { type Bound, bind, bindJoint, environment, type Prepared, type SlotValues, slot } from './slots.ts';
import type { Values, Verb } from './types.ts';
import { epochSql } from './workspace.ts';

interface TableColumn {
  readonly name: string;
  readonly type: string;
}

/** Cells of one row, one a column, in PostgreSQL's text form. */
type Cells = readonly unknown[];

export interface LockedRow {
  readonly version: number;
  readonly values: Values;
}

/** Locks the rows that the actor may reach with `verb`, in id order so that two writers never wait for each other. */
export async function lockRows(
  reader: Reader,
  entity: Entity,
  verb: Verb,
  ids: readonly string[],
  fields: readonly Field[],
  tool: Verb = verb,
): Promise<Map<string, LockedRow>> {
  const list = idList(ids);
  const key = `lock|${list.key}|${reader.rights.key}|${entity.name}|${verb}|${tool}|${fields.map((field) => field.name).join()}`;
  const statement = planned(reader.workspace, key, () => {
    const row = sql.identifier('t');
    const conditions = [...new Set([verb, tool])].flatMap((one) => scopeCondition(reader, entity, row, one) ?? []);
    const cells = fields.flatMap((field) => columnsOf(field)).map((column) => sql`t.${sql.identifier(column.name)}`);
    const columns = sql.join([epochSql(reader.workspace.space), sql`t."id"`, sql`t."version"`, ...cells], ', ');
    // An update keeps the id: who writes a record that refers to this one need not wait.
    const strength = verb === 'delete' || tool === 'merge' ? 'for update' : 'for no key update';
    const where = sql.join([list.among(sql`t."id"`), ...conditions.map((condition) => sql`(${condition})`)], ' and ');
    return prepare(sql`select ${columns} from ${table(reader, entity)} t where ${where} order by t."id" ${raw(strength)} of t`);
  });
  const { rows } = await reader.db.query(bind(statement, { ids: [list.value], bind: environment(reader.rights), literal: [] }));
  if (rows[0]) reader.assertCurrent(rows[0][0]!);
  return new Map(rows.map((cells) => [cells[1]!, { version: Number(cells[2]), values: readCells(cells, 3, fields) }]));
}

/** Line items of locked records, in order, by record id. */
export async function loadChildren(reader: Reader, field: Field, ids: readonly string[]): Promise<Map<string, Values[]>> {
  const child = childOf(reader, field);
  const fields = storedFields(child).filter((cell) => !['parent', 'position', 'id'].includes(cell.name));
  const list = idList(ids);
  const statement = planned(reader.workspace, `children|${list.key}|${child.name}`, () => {
    const columns = sql.join([sql`"parent"`, sql`"id"`, ...fields.flatMap(columnsOf).map((column) => sql.identifier(column.name))], ', ');
    return prepare(sql`select ${columns} from ${table(reader, child)} where ${list.among(sql`"parent"`)} order by "parent", "position"`);
  });
  const { rows } = await reader.db.query(bind(statement, { ids: [list.value] }));
  const found = new Map<string, Values[]>();
  for (const cells of rows) {
    const known = found.get(cells[0]!) ?? [];
    known.push({ id: cells[1], ...readCells(cells, 2, fields) });
    found.set(cells[0]!, known);
  }
  return found;
}

/** What a statement answers of the row `t` that it writes. */
export interface Returning {
  readonly key: string;
  readonly columns: Sql;
  readonly values: SlotValues;
}

/** Inserts all items and, when given, their change rows with the same statement; a single one may ask whether it is right. */
export function insertItems(
  reader: Reader,
  entity: Entity,
  items: readonly Item[],
  actor: string | null,
  changes: readonly ChangeRow[] | null,
  returning: Returning | null = null,
  question: Question | null = null,
): Promise<Rows> {
  const fields = filledFields(entity, items);
  const columns: TableColumn[] = [{ name: 'id', type: 'uuid' }, ...fields.flatMap(columnsOf)];
  const rows = items.map((item) => [item.id, ...fields.flatMap((field) => cellsOf(field, item.values[field.name]))]);
  const fixed: [string, Sql][] = [
    ['created_at', sql`now()`],
    ['created_by', sql`${slot('actor', 0)}::uuid`],
    ['updated_at', sql`now()`],
    ['updated_by', sql`${slot('actor', 0)}::uuid`],
    ['version', sql`1`],
  ];
  const key = `insert|${entity.name}|${columns.map((column) => column.name).join()}|${returning?.key ?? ''}|${question?.key ?? ''}`;
  const others = { ...returning?.values, ...question?.values, actor: [actor] };
  const write = (source: Sql | null, cells: readonly Sql[]) => {
    const answer = returning ? sql` returning ${returning.columns}` : sql``;
    const into = sql.join([...columns.map((column) => sql.identifier(column.name)), ...fixed.map(([name]) => sql.identifier(name))], ', ');
    const values = sql.join([...cells, ...fixed.map(([, value]) => value)], ', ');
    const row = question ? sql`select ${values} where ${question.condition}` : sql`values (${values})`;
    return sql`insert into ${table(reader, entity)} as t (${into}) ${source ? sql`select ${values} from ${source}` : row}${answer}`;
  };
  return writeRows(reader, key, rows, columns, others, changes, write, !changes && !returning && !question);
}

/** Stored fields that at least one of the items has a value for. */
export function filledFields(entity: Entity, items: readonly Item[]): Field[] {
  return storedFields(entity).filter(({ name }) => items.some(({ values }) => values[name] !== null && values[name] !== undefined));
}

/** Updates what changed; items that changed the same columns share a statement, and one with equal values needs no join. */
export async function updateItems(
  reader: Reader,
  entity: Entity,
  items: readonly Item[],
  actor: string | null,
  changes: ReadonlyMap<Item, ChangeRow> | null,
): Promise<void> {
  const groups = Map.groupBy(items, (item) => [...item.changed].sort().join());
  await Promise.all(
    [...groups.values()].map((group) => updateGroup(reader, entity, group, actor, changes && group.map((item) => changes.get(item)!))),
  );
}

function updateGroup(
  reader: Reader,
  entity: Entity,
  items: readonly Item[],
  actor: string | null,
  changes: readonly ChangeRow[] | null,
): Promise<Rows> {
  const fields = storedFields(entity).filter((field) => items[0]!.changed.has(field.name));
  const columns = fields.flatMap(columnsOf);
  const cells = items.map((item) => fields.flatMap((field) => cellsOf(field, item.values[field.name])));
  const touch = sql`"version" = t."version" + 1, "updated_at" = now(), "updated_by" = ${slot('actor', 0)}::uuid`;
  const key = `update|${entity.name}|${columns.map((column) => column.name).join()}`;
  const target = table(reader, entity);
  const set = (values: readonly Sql[]) =>
    sql.join([...columns.map((column, i) => sql`${sql.identifier(column.name)} = ${values[i]!}`), touch], ', ');
  const first = JSON.stringify(cells[0]);
  if (cells.every((row) => JSON.stringify(row) === first)) {
    const ids = targetOf(items);
    return writeRows(
      reader,
      `${key}|${ids.key}|same`,
      [[ids.value, ...cells[0]!]],
      [{ name: 'id', type: ids.type }, ...columns],
      { actor: [actor] },
      changes,
      (_, [id, ...values]) => sql`update ${target} t set ${set(values)} where t."id" = ${ids.match(id!)}`,
    );
  }
  const rows = items.map((item, i) => [item.id, ...cells[i]!]);
  return writeRows(
    reader,
    key,
    rows,
    [{ name: 'id', type: 'uuid' }, ...columns],
    { actor: [actor] },
    changes,
    (source, [id, ...values]) => sql`update ${target} t set ${set(values)} from ${source!} where t."id" = ${id!}`,
  );
}

export function deleteItems(reader: Reader, entity: Entity, items: readonly Item[], changes: readonly ChangeRow[] | null): Promise<Rows> {
  const ids = targetOf(items);
  return writeRows(
    reader,
    `delete|${ids.key}|${entity.name}`,
    [[ids.value]],
    [{ name: 'id', type: ids.type }],
    {},
    changes,
    (_, [id]) => sql`delete from ${table(reader, entity)} where "id" = ${ids.match(id!)}`,
  );
}

/** One id or a list of them as a cell of the statement; see id-list.ts. */
function targetOf(items: readonly Item[]) {
  return items.length === 1
    ? { key: 'one', value: items[0]!.id, type: 'uuid', match: (cell: Sql) => cell }
    : { key: 'list', value: items.map((item) => item.id), type: 'uuid[]', match: (cell: Sql) => sql`any(${cell})` };
}

/** Makes the rows of `field` what the items say: rows without a known id are new, rows left out are deleted. */
export async function writeChildren(reader: Reader, field: Field, items: readonly Item[]): Promise<void> {
  const child = childOf(reader, field);
  const touched = items.filter((item) => item.changed.has(field.name));
  // New records have new rows alone: what none of them says is left out.
  const isNew = touched.every(({ verb }) => verb === 'create');
  const isSaid = ({ name }: Field) =>
    touched.some((item) => rowsOf(item, field).some((row) => row[name] !== null && row[name] !== undefined));
  const cells = storedFields(child).filter((cell) => !['id', 'parent', 'position'].includes(cell.name));
  const fields = isNew ? cells.filter(isSaid) : cells;
  const columns: TableColumn[] = [
    { name: 'id', type: 'uuid' },
    { name: 'parent', type: 'uuid' },
    { name: 'position', type: 'integer' },
    ...fields.flatMap(columnsOf),
  ];
  const gone = touched.flatMap((item) =>
    (item.oldRows[field.name] ?? [])
      .filter((row) => !rowsOf(item, field).some((kept) => kept['id'] === row['id']))
      .map((row) => row['id'] as string),
  );
  const rows = touched.flatMap((item) =>
    rowsOf(item, field).map((row, i) => [row['id'], item.id, i + 1, ...fields.flatMap((cell) => cellsOf(cell, row[cell.name]))]),
  );
  const target = () => table(reader, child);
  const work: Promise<unknown>[] = [];
  if (gone.length > 0)
    work.push(
      writeRows(
        reader,
        `delete|${child.name}`,
        [[gone]],
        [{ name: 'id', type: 'uuid[]' }],
        {},
        null,
        (_, [id]) => sql`delete from ${target()} where "id" = any(${id!})`,
      ),
    );
  if (rows.length > 0) {
    const key = `rows|${child.name}|${isNew ? columns.map(({ name }) => name).join() : ''}`;
    work.push(writeRows(reader, key, rows, columns, {}, null, write, isNew));
    function write(source: Sql | null, cells: readonly Sql[]): Sql {
      const names = columns.map((column) => sql.identifier(column.name));
      const [into, values] = [sql.join(names, ', '), sql.join(cells, ', ')];
      const insert = sql`insert into ${target()} (${into}) ${source ? sql`select ${values} from ${source}` : sql`values (${values})`}`;
      const set = names.slice(2).map((name) => sql`${name} = excluded.${name}`);
      return isNew ? insert : sql`${insert} on conflict ("id") do update set ${sql.join(set, ', ')}`;
    }
  }
  await Promise.all(work);
}

export function rowsOf(item: Item, field: Field): readonly Values[] {
  return (item.values[field.name] as Values[] | undefined) ?? [];
}

/** What formulas came to in the database. */
export interface Computed {
  readonly records: ReadonlyMap<string, Values>;
  /** By field of line items, by row id. */
  readonly rows: Readonly<Record<string, ReadonlyMap<string, Values>>>;
}

/** Computes the formulas of written records and their line items, in the order of their dependence, and reads what came out. */
export async function computeFormulas(reader: Reader, entity: Entity, ids: readonly string[]): Promise<Computed> {
  const list = idList(ids);
  const values = { ids: [list.value], bind: environment(reader.rights) };
  const steps = entity.formulas.map((path) => {
    const [first, second] = path.split('.');
    const rows = second === undefined ? null : entity.fields[first!]!;
    const owner = rows ? childOf(reader, rows) : entity;
    return { rows, owner, field: owner.fields[second ?? first!]! };
  });
  const writes = steps.map(({ rows, owner, field }) => {
    const statement = planned(reader.workspace, `formula|${list.key}|${owner.name}|${field.name}`, () => {
      const [amount, currency] = columnsOf(field).map((column) => ({ ...column, id: sql.identifier(column.name) }));
      const set = sql`${amount!.id} = (${inlined(reader, owner, field.formula!)})::${raw(amount!.type)}`;
      const units = currency ? [...currenciesIn(reader, owner, field.formula!), sql.literal(field.currency ?? DEFAULT_CURRENCY)] : [];
      const unit = currency ? sql`, ${currency.id} = coalesce(${sql.join(units, ', ')})` : sql``;
      return prepare(
        sql`update ${table(reader, owner)} t set ${set}${unit} where ${list.among(sql`t.${sql.identifier(rows ? 'parent' : 'id')}`)}`,
      );
    });
    return reader.db.query(bind(statement, values));
  });
  const own = steps.filter((step) => !step.rows).map((step) => step.field);
  const children = [...new Set(steps.flatMap((step) => (step.rows ? [step.rows] : [])))];
  const reads = [
    readComputed(reader, entity, own, 'id', ids),
    ...children.map((rows) =>
      readComputed(
        reader,
        childOf(reader, rows),
        steps.filter((step) => step.rows === rows).map((step) => step.field),
        'parent',
        ids,
      ),
    ),
  ];
  // All are on the wire in this order; waiting comes last.
  const [, [records, ...rows]] = await Promise.all([Promise.all(writes), Promise.all(reads)]);
  return { records: records!, rows: Object.fromEntries(children.map((field, i) => [field.name, rows[i]!])) };
}

/** The currencies of the amounts that a formula is made of, in the order they stand in it: the first one there is counts. */
export function currenciesIn(reader: Reader, entity: Entity, node: Expression): Sql[] {
  switch (node.kind) {
    case 'path':
      return currencyAt(reader, entity, node.path);
    case 'aggregate':
      return currencyOfRows(reader, entity, node);
    case 'unary':
      return currenciesIn(reader, entity, node.arg);
    case 'binary':
      return [...currenciesIn(reader, entity, node.left), ...currenciesIn(reader, entity, node.right)];
    case 'call':
      return node.args.flatMap((arg) => currenciesIn(reader, entity, arg));
    default:
      return [];
  }
}

function currencyAt(reader: Reader, entity: Entity, path: readonly string[]): Sql[] {
  const { schema } = reader.workspace.state;
  let here: Entity | undefined = entity;
  let field: Field | undefined;
  for (const step of path) {
    field = here?.fields[step];
    here = field?.to[0] ? schema.entities[field.to[0]] : undefined;
  }
  return field && columnsOf(field).some((column) => column.name.endsWith('_currency'))
    ? [inlined(reader, entity, { kind: 'path', path: [...path, 'currency'] })]
    : [];
}

function currencyOfRows(reader: Reader, entity: Entity, { over, value }: Extract<Expression, { kind: 'aggregate' }>): Sql[] {
  const rows = over.length === 1 ? entity.fields[over[0]!] : undefined;
  if (rows?.type !== 'children' || value?.kind !== 'path' || value.path.length !== 1) return [];
  const child = childOf(reader, rows);
  const unit = columnsOf(child.fields[value.path[0]!]!).find((column) => column.name.endsWith('_currency'));
  return unit ? [sql`(select min(r.${sql.identifier(unit.name)}) from ${table(reader, child)} r where r."parent" = t."id")`] : [];
}

async function readComputed(
  reader: Reader,
  entity: Entity,
  fields: readonly Field[],
  by: 'id' | 'parent',
  ids: readonly string[],
): Promise<Map<string, Values>> {
  if (fields.length === 0) return new Map();
  const list = idList(ids);
  const statement = planned(reader.workspace, `computed|${list.key}|${entity.name}|${by}`, () => {
    const columns = sql.join([sql`"id"`, ...fields.flatMap(columnsOf).map((column) => sql.identifier(column.name))], ', ');
    return prepare(sql`select ${columns} from ${table(reader, entity)} where ${list.among(sql.identifier(by))}`);
  });
  const { rows } = await reader.db.query(bind(statement, { ids: [list.value] }));
  return new Map(rows.map((cells) => [cells[0]!, readCells(cells, 1, fields)]));
}

export interface Finding {
  readonly id: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

interface Test {
  readonly test: Sql;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What would be wrong with a written row: by scope, with a verb, by the entity's rules and by conditional duty. */
function testsOf(reader: Reader, entity: Entity, verb: Verb | null): Test[] {
  const outside = verb && scopeCondition(reader, entity, sql.identifier('t'), verb);
  const conditional = Object.values(entity.fields).filter(
    (field) => field.requiredIf && (!verb || isAskedFor(reader.rights, entity, field)),
  );
  return [
    ...(outside
      ? [
          {
            test: sql`not coalesce((${outside}), false)`,
            field: '',
            code: 'out_of_scope',
            message: 'With these values the record would leave your reach.',
          },
        ]
      : []),
    ...entity.rules.map((rule) => ({
      test: inlined(reader, entity, rule.when),
      field: rule.field,
      code: rule.code,
      message: `${entity.fields[rule.field]?.label ?? entity.label} ${rule.message}.`,
    })),
    ...conditional.map((field) => ({
      test: sql`(${inlined(reader, entity, field.requiredIf!)}) and t.${sql.identifier(field.name)} is null`,
      field: field.name,
      code: 'required',
      message: `${field.label} is required here.`,
    })),
  ];
}

/** Part of the key of a statement that tests written rows. */
function testKey({ rights }: Reader, entity: Entity, verb: Verb | null, list: IdList): string {
  return `${list.key}|${verb ? rights.key : ''}|${entity.name}|${verb}`;
}

/** Rows of records, or those that live in them. */
function rowsAmong(reader: Reader, entity: Entity, list: IdList): { readonly by: Sql; readonly from: Sql } {
  const by = sql.identifier(entity.parent ? 'parent' : 'id');
  return { by, from: sql`from ${table(reader, entity)} t where ${list.among(sql`t.${by}`)}` };
}

/** What is wrong with written records. For line items `ids` and the findings are those of the records they live in. */
export async function checkWritten(reader: Reader, entity: Entity, verb: Verb | null, ids: readonly string[]): Promise<Finding[]> {
  const list = idList(ids);
  const plan = planned(reader.workspace, `check|${testKey(reader, entity, verb, list)}`, () => {
    const tests = testsOf(reader, entity, verb);
    if (tests.length === 0) return { tests, statement: null };
    const { by, from } = rowsAmong(reader, entity, list);
    const columns = sql.join([sql`t.${by}`, ...tests.map(({ test }) => sql`coalesce((${test}), false)`)], ', ');
    return { tests, statement: prepare(sql`select ${columns} ${from}${entity.parent ? sql` order by t."position"` : sql``}`) };
  });
  if (!plan.statement) return [];
  const { rows } = await reader.db.query(bind(plan.statement, { ids: [list.value], bind: environment(reader.rights), literal: [] }));
  return rows.flatMap(([id, ...flags]) =>
    plan.tests.filter((_, i) => flags[i] === 't').map(({ field, code, message }) => ({ id: id!, field, code, message })),
  );
}

/** The same as a statement that raises an error where anything is wrong; null where nothing can be. */
export function questionWritten(reader: Reader, entity: Entity, verb: Verb | null, id: string): Bound | null {
  const planOf = (list: IdList) =>
    planned(reader.workspace, `right|${testKey(reader, entity, verb, list)}`, () => {
      const tests = testsOf(reader, entity, verb).map(({ test }) => sql`coalesce((${test}), false)`);
      if (tests.length === 0) return { statement: null };
      return {
        statement: prepare(
          sql`select not coalesce(bool_or(${sql.join(tests, ' or ')}), false) or kontor.not_so() ${rowsAmong(reader, entity, list).from}`,
        ),
      };
    });
  const list = idList([id]);
  const { statement } = planOf(list);
  if (!statement) return null;
  const values = { ids: [list.value], bind: environment(reader.rights), literal: [] };
  const key = `right|${testKey(reader, entity, verb, list)}`;
  return bindJoint(statement, values, { key, own: 'ids', rows: [[id]], make: () => planOf(idList([id, id])).statement! });
}

/** Records whose chain over `field` comes back to themselves. Writers of one tree wait for each other, else two could close a ring together. */
export async function findCycles(reader: Reader, entity: Entity, field: Field, ids: readonly string[]): Promise<string[]> {
  const column = sql.identifier(field.name);
  const target = table(reader, entity);
  const lock = planned(reader.workspace, `tree|${entity.name}|${field.name}`, () =>
    prepare(sql`select pg_advisory_xact_lock(hashtextextended(${slot('tree', 0)}::text, 0))`),
  );
  const walk = planned(reader.workspace, `cycle|${entity.name}|${field.name}`, () =>
    prepare(sql`with recursive up(start, id, depth) as (
      select t."id", t.${column}, 1 from ${target} t where t."id" = any(${slot('ids', 0)}::uuid[]) and t.${column} is not null
      union all
      select up.start, t.${column}, up.depth + 1 from up join ${target} t on t."id" = up.id where up.id <> up.start and t.${column} is not null and up.depth < 1000
    ) select distinct start from up where id = start or depth >= 1000`),
  );
  await reader.db.query(bind(lock, { tree: [`${reader.workspace.space}.${entity.name}.${field.name}`] }));
  const { rows } = await reader.db.query(bind(walk, { ids: [ids] }));
  return rows.map(([id]) => id!);
}

/** One row goes as plain values, many as one array a column: the statement's text stays the same for any number. */
function writeRows(
  reader: Reader,
  key: string,
  rows: readonly Cells[],
  columns: readonly TableColumn[],
  others: SlotValues,
  changes: readonly ChangeRow[] | null,
  write: (source: Sql | null, cells: readonly Sql[]) => Sql,
  isJoint = false,
): Promise<Rows> {
  const many = rows.length > 1 || (key.startsWith('update|') && !key.endsWith('|same'));
  const log = changes && changeInsert(reader.workspace.space, changes);
  const planOf = (many: boolean): Prepared =>
    planned(reader.workspace, `${key}|${many}|${log?.key ?? ''}`, () => {
      const source = many
        ? sql`unnest(${sql.join(
            columns.map((_, i) => sql`${slot('cell', i)}::text[]`),
            ', ',
          )}) as v(${sql.join(
            columns.map((_, i) => sql.identifier(`c${i}`)),
            ', ',
          )})`
        : null;
      const cells = columns.map((column, i) =>
        many ? sql`v.${sql.identifier(`c${i}`)}::${raw(column.type)}` : sql`${slot('cell', i)}::${raw(column.type)}`,
      );
      const body = write(source, cells);
      return prepare(log ? sql`with logged as (${log.sql()}) ${body}` : body);
    });
  const cell = many ? columns.map((_, i) => rows.map((row) => row[i] ?? null)) : rows[0]!;
  const values = { cell, ...others, ...log?.values };
  if (!isJoint) return reader.db.query(bind(planOf(many), values));
  return reader.db.query(bindJoint(planOf(many), values, { key, own: 'cell', rows, make: () => planOf(true) }));
}

/** With its schema. */
export function table(reader: Pick<Reader, 'workspace'>, entity: Entity): Sql {
  return sql.identifier(reader.workspace.space, entity.name);
}

/** Fields with columns of their own that a write fills (system columns are set by the statement). Found once: entities are frozen. */
export function storedFields(entity: Entity): readonly Field[] {
  const before = knownStored.get(entity);
  if (before) return before;
  const stored = Object.values(entity.fields).filter((field) => (!field.system || field.name === 'owner') && columnsOf(field).length > 0);
  knownStored.set(entity, stored);
  return stored;
}

const knownStored = new WeakMap<Entity, readonly Field[]>();

/** Of one field, by name; none for rows. */
export function columnsOf(field: Field): readonly TableColumn[] {
  const before = knownColumns.get(field);
  if (before) return before;
  const columns = fieldTypes[field.type]!.columns(field).map((column) => ({ name: field.name + column.suffix, type: column.type }));
  knownColumns.set(field, columns);
  return columns;
}

const knownColumns = new WeakMap<Field, readonly TableColumn[]>();

/** A canonical value as PostgreSQL takes it, one cell a column. */
export function cellsOf(field: Field, value: unknown): readonly unknown[] {
  const type = fieldTypes[field.type]!;
  return value === null || value === undefined ? type.columns(field).map(() => null) : type.toColumns(value, field);
}

function readCells(cells: readonly (string | null)[], at: number, fields: readonly Field[]): Values {
  const values: Values = {};
  let position = at;
  for (const field of fields) {
    const width = fieldTypes[field.type]!.columns(field).length;
    const own = cells.slice(position, position + width);
    values[field.name] = own[0] === null ? null : fieldTypes[field.type]!.fromColumns(own, field);
    position += width;
  }
  return values;
}

/** The noun of its rows. */
export function childOf(reader: Reader, field: Field): Entity {
  return reader.workspace.state.schema.entities[field.to[0]!]!;
}

/** An expression of the schema itself, over the row `t`: it sees everything, and its literals are values of the statement. */
function inlined(reader: Reader, entity: Entity, expression: Expression): Sql {
  const { schema } = reader.workspace.state;
  const typed = check(expression, schema, entity.name, undefined, { internal: true });
  return compileValue(typed, { space: reader.workspace.space, alias: sql.identifier('t'), literals: shape(typed).literals });
}
