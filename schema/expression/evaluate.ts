// A typed expression -> its value, in the browser too: the twin of db/compile.ts. tests hold the two together.

import type { ExpressionType } from '../types.ts';
import { dayFromText, instantFromText, printDay, printInstant, timeFromText } from './days.ts';
import { Exact, type Moment, quotient, type Value } from './operation.ts';
import { number, order } from './operations.ts';
import type { Aggregate, FieldRead, Literal, Rows, Step, Typed, TypedNode } from './typed.ts';

export interface Environment {
  /** RFC 3339. */
  readonly now: string;
  /** IANA name. */
  readonly zone: string;
  /** Values of me(), my_groups() and so on, by function name. */
  readonly binds: Readonly<Record<string, string | readonly string[] | null>>;
  /** The record that a reference points to, if it is at hand: null when there is none or it may not be seen. */
  readonly record?: (entity: string, id: string) => RecordValues | null | undefined;
  /** The records that belong to one, if they are at hand. */
  readonly rows?: (rows: Rows, of: RecordValues) => readonly RecordValues[] | undefined;
}

/** Canonical values by field name. A reference may also be `{id, title}`; children are lists of records. */
export type RecordValues = Readonly<Record<string, unknown>>;

/**
 * The canonical value (decimals as text, dates `YYYY-MM-DD`, instants RFC 3339; see FieldType), or undefined when it depends
 * on a record that is not at hand.
 */
export function evaluate(typed: Typed, record: RecordValues, environment: Environment): unknown {
  try {
    const { now, zone } = environment;
    const moment = { now: instantFromText(now) ?? Number.NaN, zone };
    const value = new Evaluation(environment, moment).value(typed.root, record);
    return canonical(typed.root.type.kind === 'boolean' && isLogical(typed.root) ? value === true : value, typed.type);
  } catch (error) {
    if (error instanceof NotAtHand) return undefined;
    throw error;
  }
}

class NotAtHand extends Error {}

class Evaluation {
  readonly #environment: Environment;
  readonly #moment: Moment;

  constructor(environment: Environment, moment: Moment) {
    this.#environment = environment;
    this.#moment = moment;
  }

  value(node: TypedNode, record: RecordValues): Value {
    switch (node.kind) {
      case 'literal':
        return literalValue(node);
      case 'constant':
        return node.value;
      case 'bind':
        return (this.#environment.binds[node.name] ?? null) as Value;
      case 'field':
        return this.#field(node, record);
      case 'and':
        return node.args.every((arg) => this.value(arg, record) === true);
      case 'or':
        return node.args.some((arg) => this.value(arg, record) === true);
      case 'not':
        return this.value(node.arg, record) !== true;
      case 'call': {
        const { operation, args } = node;
        if (operation.condition) return this.#branch(args, record);
        const values = args.map((arg) => this.value(arg, record));
        if (!operation.takesEmpty && values.includes(null)) return isLogical(node) ? false : null;
        const value = operation.js(values, this.#moment);
        return isLogical(node) ? value === true : value;
      }
      case 'reach':
        throw new NotAtHand();
      case 'aggregate':
        return this.#aggregate(node, record);
    }
  }

  /** Only the branch that is taken must be at hand. */
  #branch([when, yes, no]: readonly TypedNode[], record: RecordValues): Value {
    const taken = when && this.value(when, record) === true ? yes : no;
    return taken ? this.value(taken, record) : null;
  }

  #field(node: FieldRead, record: RecordValues): Value {
    const holder = this.#walk(node.steps, record);
    return holder ? fieldValue(holder[node.field], node.suffix, node.type) : null;
  }

  #walk(steps: readonly Step[], record: RecordValues): RecordValues | null {
    let here: RecordValues | null = record;
    for (const { field, to } of steps) {
      const reference: unknown = here[field];
      if (reference === undefined) throw new NotAtHand();
      if (reference === null) return null;
      if (entityOf(reference) !== null && entityOf(reference) !== to) return null;
      const next = this.#environment.record?.(to, idOf(reference));
      if (next === undefined) throw new NotAtHand();
      if (next === null) return null;
      here = next;
    }
    return here;
  }

  #aggregate({ fn, rows, value, where }: Aggregate, record: RecordValues): Value {
    const of = this.#walk(rows.steps, record);
    const all = of === null ? [] : this.#rows(rows, of);
    const kept = where ? all.filter((row) => this.value(where, row) === true) : all;
    if (fn === 'exists') return kept.length > 0;
    if (fn === 'count' && !value) return new Exact(kept.length);
    const values = value ? kept.map((row) => this.value(value, row)).filter((item) => item !== null) : [];
    return summary(fn, values);
  }

  #rows(rows: Rows, of: RecordValues): readonly RecordValues[] {
    const own = rows.isChildren ? of[rows.name] : undefined;
    const found = Array.isArray(own) ? (own as RecordValues[]) : this.#environment.rows?.(rows, of);
    if (!found) throw new NotAtHand();
    return found;
  }
}

function summary(fn: Aggregate['fn'], values: readonly Value[]): Value {
  const sum = () => values.reduce((total: ReturnType<typeof number>, value) => total.plus(number(value)), new Exact(0));
  switch (fn) {
    case 'count':
      return new Exact(values.length);
    case 'sum':
      return sum();
    case 'avg':
      return quotient(sum(), new Exact(values.length));
    default: {
      const sign = fn === 'min' ? 1 : -1;
      return values.reduce((best, value) => (best === null || sign * order(value, best) < 0 ? value : best), null);
    }
  }
}

/** Truth values of operators are never empty, those of fields may be. */
function isLogical(node: TypedNode): boolean {
  return (
    node.type.kind === 'boolean' &&
    node.kind !== 'field' &&
    !(node.kind === 'call' && CHOOSING.has(node.operation.name)) &&
    node.kind !== 'constant'
  );
}

const CHOOSING: ReadonlySet<string> = new Set(['if', 'coalesce']);

function literalValue(node: Literal): Value {
  if (typeof node.value !== 'string') return node.value.map((item) => scalar(item, node.cast.slice(0, -2))) as readonly string[];
  return scalar(node.value, node.cast);
}

function scalar(text: string, cast: string): string | number | InstanceType<typeof Exact> {
  switch (cast) {
    case 'numeric':
    case 'bigint':
    case 'int':
      return new Exact(text);
    case 'date':
      return dayFromText(text) ?? Number.NaN;
    case 'timestamptz':
      return instantFromText(text) ?? Number.NaN;
    case 'timestamp':
      return instantFromText(`${text}Z`) ?? Number.NaN;
    default:
      return text;
  }
}

/** Canonical value -> what operations reckon with. */
function fieldValue(value: unknown, suffix: string, type: ExpressionType): Value {
  if (value === undefined) throw new NotAtHand();
  if (value === null) return null;
  if (suffix !== '') return ((value as Record<string, unknown>)[suffix.slice(1)] ?? null) as Value;
  switch (type.kind) {
    case 'number':
      return new Exact(value as string | number);
    case 'money': {
      const amount = typeof value === 'object' ? (value as { amount: string | null }).amount : (value as string);
      return amount === null ? null : new Exact(amount);
    }
    case 'date':
      return dayFromText(value as string);
    case 'datetime':
      return instantFromText(value as string);
    case 'time':
      return timeFromText(value as string);
    case 'reference':
    case 'file':
      return idOf(value);
    case 'references':
      return (value as unknown[]).map(idOf);
    default:
      return value as Value;
  }
}

function idOf(reference: unknown): string {
  return typeof reference === 'object' && reference !== null ? String((reference as { id: unknown }).id) : String(reference);
}

function entityOf(reference: unknown): string | null {
  return typeof reference === 'object' && reference !== null ? ((reference as { entity?: string }).entity ?? null) : null;
}

function canonical(value: Value, type: ExpressionType): unknown {
  if (value === null) return null;
  if (value instanceof Exact) return value.isZero() ? '0' : value.toFixed();
  if (type.kind === 'date') return printDay(Number(value));
  if (type.kind === 'datetime') return printInstant(Number(value));
  if (type.kind === 'time') return String(value).replace(/:00$/, '');
  return value;
}
