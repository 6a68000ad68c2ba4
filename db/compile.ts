// Typed expression -> SQL. Every value is a parameter; every identifier comes from the schema.

import {
  type Aggregate,
  type Call,
  type FieldRead,
  folded,
  type Operation,
  quotientSql,
  type Reach,
  type Rows,
  type Typed,
  type TypedNode,
} from '../schema/index.ts';
import { type Gate, Joins, type Tables, tableIn } from './joins.ts';
import { raw, type SQL, type SQLRawValue, sql } from './sql.ts';

export interface CompileOptions {
  /** PostgreSQL schema of the workspace. */
  readonly space: string;
  /** The row the expression is about. */
  readonly alias: SQL;
  /** What stands in for tables; default: the tables. */
  readonly tables?: Tables | undefined;
  /** Takes the joins that walks need; the caller puts them into the statement. Without it walks are subselects. */
  readonly joins?: Joins | undefined;
  /** Asked for every record that is walked to and every row that is aggregated. Joins have their own. */
  readonly gate?: Gate | undefined;
  /** Condition that the actor reaches the record in `row` with a verb; null when he reaches all. For rules of access. */
  readonly reach?: ((entity: string, row: SQL, verb: 'view' | 'update') => SQL | null) | undefined;
  /** Binds these values at once, for statements that are not kept; without it there are slots. */
  readonly literals?: readonly (string | readonly string[])[] | undefined;
}

/** Stands among the values of a statement where a value of the run belongs. */
export interface ValueSlot {
  readonly slot: 'literal' | 'bind';
  /** Place among the literals; name of a bind: a function such as `me`, or `now`, or `zone`. */
  readonly name: number | string;
}

/** For WHERE: true exactly where the expression is true; otherwise false or null. Indexes can serve it. */
export function compileCondition(typed: Typed, options: CompileOptions): SQL {
  return new Compiler(options).condition(typed.root).text;
}

/** For everything else: a truth value of an operator is true or false, never null. */
export function compileValue(typed: Typed, options: CompileOptions): SQL {
  return new Compiler(options).value(typed.root).text;
}

interface Fragment {
  readonly text: SQL;
  /** Needs no parentheses inside another expression. */
  readonly closed: boolean;
}

class Compiler {
  readonly #options: CompileOptions;

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  condition(node: TypedNode): Fragment {
    switch (node.kind) {
      case 'and':
      case 'or': {
        const parts = node.args.map((arg) => parenthesised(this.condition(arg)));
        return { text: sql.join(parts, node.kind === 'and' ? ' and ' : ' or '), closed: false };
      }
      case 'not':
        return this.#not(node.arg);
      case 'call':
        return this.#among(node) ?? this.#present(node, this.#call(node));
      default:
        return this.value(node);
    }
  }

  /**
   * Without joins, to compare one thing behind a reference with what does not depend on the row is to ask whether the
   * reference is among those for which it holds. PostgreSQL finds those once, where a subselect would run for every row.
   */
  #among(node: Call): Fragment | null {
    if (this.#options.joins || node.operation.takesEmpty || node.type.kind !== 'boolean') return null;
    const reached = node.args.filter((arg) => !isOfNoRow(arg));
    const [step, ...steps] = walkOf(reached[0]) ?? [];
    if (!step || reached.length > 1) return null;
    const { alias, gate } = this.#options;
    const row = sql.identifier(Symbol(step.field));
    const joins = new Joins({ ...this.#options, alias: row });
    const inner = new Compiler({ ...this.#options, alias: row, joins }).condition({
      ...node,
      args: node.args.map((arg) => shortened(arg, steps)),
    });
    const isTitle = steps.length === 0 && fieldOf(reached[0])?.isTitle === true;
    const seen = isTitle ? null : gate?.(step.to, row);
    const where = seen ? sql`(${seen}) and ${parenthesised(inner)}` : inner.text;
    const reference = sql`${alias}.${sql.identifier(step.field)}`;
    const found = sql`${reference} in (select ${row}."id" from ${tableIn(this.#options, step.to, isTitle)} ${row}${joins.render()} where ${where})`;
    if (!step.anyEntity) return { text: found, closed: false };
    return { text: sql`${alias}.${sql.identifier(`${step.field}_entity`)} = ${sql.literal(step.to)} and ${found}`, closed: false };
  }

  /**
   * A comparison with something behind a reference cannot be true without it. fold() hides that from the planner, and a
   * join that stays an outer join cannot start from its right side.
   */
  #present({ operation, args }: Call, fragment: Fragment): Fragment {
    const { joins } = this.#options;
    if (!joins || operation.takesEmpty) return fragment;
    const reached = args.flatMap((arg) => (arg.kind === 'call' && arg.operation === folded ? arg.args : []));
    const ends = reached.flatMap((arg) => (arg.kind === 'field' && arg.steps.length > 0 ? [joins.reach(arg.steps, arg.isTitle)] : []));
    if (ends.length === 0) return fragment;
    const present = ends.map((end) => sql`${end}."id" is not null`);
    return { text: sql.join([...present, parenthesised(fragment)], ' and '), closed: false };
  }

  value(node: TypedNode): Fragment {
    switch (node.kind) {
      case 'literal':
        return closed(sql`${this.#literal(node.index)}${castTo(node.cast)}`);
      case 'constant':
        return closed(node.value === null ? sql`null${castTo(NULL_CASTS[node.type.kind] ?? 'text')}` : node.value ? sql.true : sql.false);
      case 'bind':
        return closed(sql`${bindSlot(node.name)}${castTo(node.cast)}`);
      case 'field':
        return closed(this.#field(node));
      case 'aggregate':
        return closed(this.#aggregate(node));
      case 'reach':
        return closed(this.#reach(node));
      case 'and':
      case 'or':
        return isTrue(this.condition(node));
      case 'not':
        return this.#not(node.arg);
      case 'call':
        if (node.type.kind === 'boolean' && !node.operation.neverEmpty && !CHOOSING.has(node.operation.name))
          return isTrue(this.condition(node));
        return this.#call(node);
    }
  }

  /** Of what is empty it is true; where nothing can be empty, `not` alone is better known to the planner. */
  #not(arg: TypedNode): Fragment {
    const { text, closed } = this.condition(arg);
    const isSure = arg.kind === 'aggregate' || arg.kind === 'not' || (arg.kind === 'call' && arg.operation.neverEmpty);
    if (isSure) return { text: sql`not (${text})`, closed: false };
    return { text: closed ? sql`${text} is not true` : sql`(${text}) is not true`, closed: false };
  }

  #literal(index: number): SQL {
    const { literals } = this.#options;
    return sql.value(literals ? (literals[index] as SQLRawValue) : slot({ slot: 'literal', name: index }));
  }

  #field({ steps, field, suffix, isTitle }: FieldRead): SQL {
    const column = sql.identifier(field + suffix);
    const { joins, alias } = this.#options;
    if (steps.length === 0) return sql`${alias}.${column}`;
    if (joins) return sql`${joins.reach(steps, isTitle)}.${column}`;
    const own = new Joins(this.#options);
    const end = own.reach(steps, isTitle);
    return sql`(select ${end}.${column} from (select) one${own.render()})`;
  }

  #call({ operation, args }: Call): Fragment {
    const template = templateOf(operation);
    const fragments = args.map((arg, i) => parenthesised(operation.condition && i === 0 ? this.condition(arg) : this.value(arg)));
    const parts = template.parts.map((part) => {
      if ('text' in part) return part.text;
      return 'place' in part ? (fragments[part.place] ?? sql.null) : sql.join(fragments.slice(part.from), part.separator);
    });
    return { text: sql.join(parts, ''), closed: template.closed };
  }

  #aggregate({ fn, rows, value, where }: Aggregate): SQL {
    const row = sql.identifier(Symbol(rows.name));
    const joins = new Joins({ ...this.#options, alias: row });
    const inRow = new Compiler({ ...this.#options, alias: row, joins });
    const { owner, from } = this.#owner(rows);
    const gate = rows.isChildren ? null : this.#options.gate?.(rows.entity, row);
    const conditions = [linkOf(rows, row, owner)];
    if (gate) conditions.push(sql`(${gate})`);
    if (where) conditions.push(parenthesised(inRow.condition(where)));
    const item = value && inRow.value(value).text;
    const table = sql`${from}${tableIn(this.#options, rows.entity)} ${row}${joins.render()} where ${sql.join(conditions, ' and ')}`;
    if (fn === 'exists') return sql`exists (select from ${table})`;
    if (!item) return sql`(select count(*) from ${table})`;
    if (fn === 'sum') return sql`(select coalesce(sum(${item}), 0) from ${table})`;
    if (fn !== 'avg') return sql`(select ${raw(fn)}(${item}) from ${table})`;
    return sql`(select ${raw(quotientSql('sum(item)', 'count(item)'))} from (select ${item} as item from ${table}) items)`;
  }

  /** What is gone is reached by nobody. */
  #reach({ field, to, anyEntity, verb }: Reach): SQL {
    const { alias, space, reach } = this.#options;
    if (!reach) throw new Error('reachable() and changeable() stand in rules of access only.');
    const id = sql`${alias}.${sql.identifier(field)}`;
    const parts = to.map((name) => {
      const row = sql.identifier(Symbol(name));
      const inReach = reach(name, row, verb);
      const condition = inReach ? sql` and (${inReach})` : sql.blank;
      return { name, found: sql`exists (select from ${sql.identifier(space, name)} ${row} where ${row}."id" = ${id}${condition})` };
    });
    const [only] = parts;
    if (!only) return sql.false;
    if (!anyEntity) return only.found;
    const cases = parts.map(({ name, found }) => sql`when ${sql.literal(name)} then ${found}`);
    return sql`(case ${alias}.${sql.identifier(`${field}_entity`)} ${sql.join(cases, ' ')} else false end)`;
  }

  /** The record whose rows they are. */
  #owner(rows: Rows): { owner: SQL; from: SQL } {
    const { alias, joins } = this.#options;
    if (rows.steps.length === 0) return { owner: alias, from: sql.blank };
    if (joins) return { owner: joins.reach(rows.steps), from: sql.blank };
    const own = new Joins(this.#options);
    const owner = own.reach(rows.steps);
    return { owner, from: sql`(select) one${own.render()} cross join ` };
  }
}

/** The field itself, or folded. */
function fieldOf(node: TypedNode | undefined): FieldRead | null {
  if (node?.kind === 'field') return node;
  const [arg] = node?.kind === 'call' && node.operation === folded ? node.args : [];
  return arg?.kind === 'field' ? arg : null;
}

function walkOf(node: TypedNode | undefined): FieldRead['steps'] | null {
  return fieldOf(node)?.steps ?? null;
}

function shortened(node: TypedNode, steps: FieldRead['steps']): TypedNode {
  if (node.kind === 'field') return { ...node, steps };
  return node.kind === 'call' && node.operation === folded ? { ...node, args: node.args.map((arg) => shortened(arg, steps)) } : node;
}

function isOfNoRow(node: TypedNode): boolean {
  if (node.kind === 'call') return node.args.every(isOfNoRow);
  return node.kind === 'literal' || node.kind === 'bind' || node.kind === 'constant';
}

function linkOf({ link, linkKind, of }: Rows, row: SQL, owner: SQL): SQL {
  const column = sql`${row}.${sql.identifier(link)}`;
  if (linkKind === 'references') return sql`${column} @> array[${owner}."id"]`;
  if (linkKind === 'reference') return sql`${column} = ${owner}."id"`;
  return sql`${column} = ${owner}."id" and ${row}.${sql.identifier(`${link}_entity`)} = ${sql.literal(of)}`;
}

const NULL_CASTS: Readonly<Record<string, string>> = {
  number: 'numeric',
  money: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
  reference: 'uuid',
  references: 'uuid[]',
  choices: 'jsonb',
  file: 'uuid',
};

const CHOOSING: ReadonlySet<string> = new Set(['if', 'coalesce']);

function closed(text: SQL): Fragment {
  return { text, closed: true };
}

function isTrue(fragment: Fragment): Fragment {
  return { text: sql`(${parenthesised(fragment)} is true)`, closed: true };
}

function parenthesised({ text, closed }: Fragment): SQL {
  return closed ? text : sql`(${text})`;
}

const casts = new Map<string, SQL>();

function castTo(type: string): SQL {
  let known = casts.get(type);
  if (!known) {
    known = raw(`::${type}`);
    casts.set(type, known);
  }
  return known;
}

// pg-sql2 passes values through untouched; its types know only those that `pg` takes.
function slot(value: ValueSlot): SQLRawValue {
  return value as unknown as SQLRawValue;
}

const bindSlots = new Map<string, SQL>();

function bindSlot(name: string): SQL {
  let known = bindSlots.get(name);
  if (!known) {
    known = sql.value(slot({ slot: 'bind', name }));
    bindSlots.set(name, known);
  }
  return known;
}

// Templates of operations, cut once.

type Part = { readonly place: number } | { readonly from: number; readonly separator: string } | { readonly text: SQL };

interface Template {
  readonly parts: readonly Part[];
  readonly closed: boolean;
}

const templates = new WeakMap<Operation, Template>();

function templateOf(operation: Operation): Template {
  let known = templates.get(operation);
  if (!known) {
    known = { parts: operation.sql.split(/(\$(?:\d|\*|\||now|zone|rest))/).map(partOf), closed: isClosed(operation.sql) };
    templates.set(operation, known);
  }
  return known;
}

function partOf(text: string): Part {
  switch (text) {
    case '$*':
      return { from: 0, separator: ', ' };
    case '$|':
      return { from: 0, separator: ' || ' };
    case '$rest':
      return { from: 1, separator: ', ' };
    case '$now':
      // Whoever does not set the clock gets the database's.
      return { text: sql`coalesce(${bindSlot('now')}::timestamptz, now())` };
    case '$zone':
      return { text: sql`coalesce(${bindSlot('zone')}::text, 'UTC')` };
    default:
      return /^\$\d$/.test(text) ? { place: Number(text[1]) - 1 } : { text: raw(text) };
  }
}

/** A single argument, a call, or something in parentheses. */
function isClosed(text: string): boolean {
  if (/^\$(\d|now)$/.test(text)) return true;
  const open = text.indexOf('(');
  if (!/^[a-z_.]*$/.test(text.slice(0, open))) return false;
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}
