// A small random world of records over the sample schema: in tables, and at hand for evaluate().

import fc from 'fast-check';
import { type CompileOptions, compileCondition, compileValue } from '../../db/compile.ts';
import { expressionFunctions } from '../../db/functions.ts';
import { Joins } from '../../db/joins.ts';
import type { Queryable } from '../../db/pool.ts';
import { compile, type SQL, sql } from '../../db/sql.ts';
import { type Environment, evaluate, type Field, fieldTypes, type RecordValues, type Rows, type Typed } from '../../schema/index.ts';
import { ACCOUNTS, id, randomDate, randomInstant, randomNumber, randomText, TIMES, USERS, ZONES } from './random.ts';
import { sample } from './sample.ts';

export const SPACE = 'sample';

export type World = Readonly<Record<string, readonly RecordValues[]>>;

const DEALS = [id(3, 1), id(3, 2), id(3, 3), id(3, 4)];
const LINES = [id(4, 1), id(4, 2), id(4, 3), id(4, 4), id(4, 5)];
const GROUPS = [id(5, 1), id(5, 2)];

/** Entities that have rows, parents of references first. */
const ORDER = ['users', 'accounts', 'deals', 'deal_lines'] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });
const oneOf = (ids: readonly string[]) => (ids.length > 0 ? maybe(fc.constantFrom(...ids)) : fc.constant(null));
const someOf = (values: readonly string[]) => fc.subarray([...values]).map((some) => (some.length > 0 ? some : null));

function randomValue(field: Field): fc.Arbitrary<unknown> {
  switch (fieldTypes[field.type]?.expression(field).kind) {
    case 'boolean':
      return maybe(fc.boolean());
    case 'number':
      return field.type === 'integer' ? maybe(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger())) : maybe(randomNumber);
    case 'money':
      return maybe(fc.record({ amount: randomNumber, currency: fc.constantFrom('EUR', 'SEK') }));
    case 'choice':
      return maybe(fc.constantFrom(...field.options.map(({ value }) => value)));
    case 'choices':
      return someOf(field.options.map(({ value }) => value));
    case 'date':
      return maybe(randomDate);
    case 'datetime':
      return maybe(randomInstant);
    case 'time':
      return maybe(fc.constantFrom(...TIMES));
    case 'references':
      return someOf(USERS);
    case 'reference':
      if (field.type === 'any_reference') {
        const target = fc.oneof(
          fc.constantFrom(...ACCOUNTS).map((key) => ({ entity: 'accounts', id: key })),
          fc.constantFrom(...DEALS).map((key) => ({ entity: 'deals', id: key })),
        );
        return maybe(target);
      }
      return oneOf(
        field.to.includes('accounts')
          ? ACCOUNTS
          : field.to.includes('owner_groups')
            ? [...USERS, ...GROUPS]
            : field.to.includes('users')
              ? USERS
              : [],
      );
    case 'file':
      return oneOf([id(6, 1)]);
    default:
      return maybe(randomText);
  }
}

function randomRecord(entity: string, key: string): fc.Arbitrary<RecordValues> {
  const fields = storedFields(entity);
  const values: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields.map((field) => [field.name, randomValue(field)]));
  values['id'] = fc.constant(key);
  if (entity === 'deal_lines') values['parent'] = fc.constantFrom(...DEALS);
  return fc.record(values);
}

export const randomWorld: fc.Arbitrary<World> = fc.record({
  users: fc.tuple(...USERS.map((key) => randomRecord('users', key))),
  accounts: fc.tuple(...ACCOUNTS.map((key) => randomRecord('accounts', key))),
  deals: fc.tuple(...DEALS.map((key) => randomRecord('deals', key))),
  deal_lines: fc.tuple(...LINES.map((key) => randomRecord('deal_lines', key))),
});

/** Nobody asks in the year 2 or 9999. */
const randomNow = randomInstant.map((instant) => (/^[12]/.test(instant) ? instant : '2024-02-29T23:59:59.999Z'));

export const randomMoment = fc.record({
  now: randomNow,
  zone: fc.constantFrom(...ZONES),
  me: oneOf(USERS),
  myAccount: oneOf(ACCOUNTS),
  myGroups: fc.subarray(GROUPS),
});

export type Moment = typeof randomMoment extends fc.Arbitrary<infer T> ? T : never;

export function environmentOf(world: World, moment: Moment): Environment {
  const records = new Map(
    Object.entries(world).flatMap(([entity, all]) => all.map((record) => [`${entity}/${record['id']}`, record] as const)),
  );
  return {
    now: moment.now,
    zone: moment.zone,
    binds: { me: moment.me, my_account: moment.myAccount, my_groups: moment.myGroups },
    record: (entity, key) => records.get(`${entity}/${key}`) ?? null,
    rows: (rows, of) => (world[rows.entity] ?? []).filter((row) => pointsTo(row[rows.link], rows, of)),
  };
}

function pointsTo(value: unknown, rows: Rows, of: RecordValues): boolean {
  if (rows.linkKind !== 'any_reference') return value === of['id'];
  const reference = value as { entity: string; id: string } | null;
  return reference?.entity === rows.of && reference.id === of['id'];
}

// Tables.

function storedFields(entity: string): readonly Field[] {
  return Object.values(sample.entities[entity]?.fields ?? {}).filter((field) => columnsOf(field).length > 0);
}

function columnsOf(field: Field): readonly { name: string; type: string }[] {
  return (fieldTypes[field.type]?.columns(field) ?? []).map(({ suffix, type }) => ({ name: field.name + suffix, type }));
}

export function tableSql(entity: string): string {
  const columns = storedFields(entity).flatMap(columnsOf);
  return `create table ${SPACE}.${entity} (${columns.map(({ name, type }) => `"${name}" ${type}${name === 'id' ? ' primary key' : ''}`).join(', ')})`;
}

/** Schema, functions and tables of the sample. */
export function createSampleSql(): string {
  const tables = Object.keys(sample.entities).map(tableSql);
  return ['create schema kontor', ...expressionFunctions(18), `create schema ${SPACE}`, ...tables].join(';\n');
}

export async function store(db: Queryable, world: World): Promise<void> {
  const inserts = ORDER.map((entity) => {
    const fields = storedFields(entity);
    const names = fields.flatMap(columnsOf);
    const rows = (world[entity] ?? []).map((record) =>
      fields.flatMap((field) => fieldTypes[field.type]?.toColumns(record[field.name] ?? null, field) ?? []),
    );
    const values = rows.map(
      (row) =>
        sql`(${sql.join(
          row.map((cell, i) => sql`${sql.value(cell)}::${castOf(names[i]?.type)}`),
          ', ',
        )})`,
    );
    const columns = sql.join(
      names.map(({ name }) => sql.identifier(name)),
      ', ',
    );
    return sql`${sql.identifier(entity)} as (insert into ${sql.identifier(SPACE, entity)} (${columns}) values ${sql.join(values, ', ')})`;
  });
  await db.query(
    compile(
      sql`truncate ${sql.join(
        ORDER.map((entity) => sql.identifier(SPACE, entity)),
        ', ',
      )}`,
    ),
  );
  await db.query(compile(sql`with ${sql.join(inserts, ', ')} select 1`));
}

function castOf(type = 'text'): SQL {
  return sql(Object.assign([type], { raw: [type] }));
}

// Both answers.

/** For every deal: what PostgreSQL says of each expression, and whether it is in WHERE. */
export async function askDatabase(db: Queryable, all: readonly Typed[], moment: Moment): Promise<{ values: unknown[]; kept: boolean[] }[]> {
  const alias = sql.identifier('t');
  const joins = new Joins({ space: SPACE, alias });
  const columns = all.map((typed, i) => {
    // Both ways of reading behind a reference.
    const options: CompileOptions = { space: SPACE, alias, joins: i % 2 === 0 ? joins : undefined, literals: typed.shape.literals };
    const value = sql`(${compileValue(typed, options)})::text`;
    return typed.type.kind === 'boolean' ? sql`${value}, (${compileCondition(typed, options)}) is true` : sql`${value}, false`;
  });
  const from = sql`${sql.identifier(SPACE, 'deals')} ${alias}${joins.render()}`;
  const { text, values } = compile(sql`select ${sql.join(columns, ', ')} from ${from} order by ${alias}."id"`);
  const bound = values.map((value) => (isBind(value) ? bindOf(value.name, moment) : value));
  const { rows } = await db.query({ text, values: bound });
  return rows.map((cells) => ({
    values: all.map((typed, i) => canonical(cells[2 * i] ?? null, typed.type.kind)),
    kept: all.map((_, i) => cells[2 * i + 1] === 't'),
  }));
}

function isBind(value: unknown): value is { slot: 'bind'; name: string } {
  return typeof value === 'object' && value !== null && 'slot' in value;
}

function bindOf(name: string, moment: Moment): unknown {
  const values: Record<string, unknown> = {
    now: moment.now,
    zone: moment.zone,
    me: moment.me,
    my_account: moment.myAccount,
    my_groups: moment.myGroups,
  };
  return values[name];
}

function canonical(cell: string | null, kind: string): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'boolean':
      return cell === 'true';
    case 'number':
    case 'money':
      return plain(cell);
    case 'date':
      return isoYear(cell);
    case 'datetime':
      return new Date(
        isoYear(cell)
          .replace(/^(\d{5})/, '+0$1')
          .replace(' ', 'T')
          .replace('+00', 'Z'),
      ).toISOString();
    case 'time':
      return cell.replace(/:00$/, '');
    default:
      return cell;
  }
}

/** Just outside the calendar, where zones lead: the year before 0001 is 0000 in ISO 8601, and 0001 BC in PostgreSQL. */
function isoYear(cell: string): string {
  return cell.replace(/^0001(.*) BC$/, '0000$1');
}

/** Without zeros that say nothing. */
function plain(number: string): string {
  const short = number.includes('.') ? number.replace(/0+$/, '').replace(/\.$/, '') : number;
  return short === '-0' ? '0' : short;
}

export function askBrowser(world: World, all: readonly Typed[], moment: Moment): { values: unknown[]; kept: boolean[] }[] {
  const environment = environmentOf(world, moment);
  return (world['deals'] ?? []).map((record) => {
    const values = all.map((typed) => shortened(evaluate(typed, record, environment), typed.type.kind));
    return { values, kept: all.map((typed, i) => typed.type.kind === 'boolean' && values[i] === true) };
  });
}

function shortened(value: unknown, kind: string): unknown {
  return kind === 'number' || kind === 'money' ? value && plain(String(value)) : value;
}
