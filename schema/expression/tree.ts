// Trees from outside (stored views, API bodies): JSON -> Expression, or an error. Names and types are check()'s business.

import type { Expression } from './ast.ts';
import { ExpressionError } from './error.ts';
import { MAX_DEPTH } from './parse.ts';

/** A chain of `and` is as deep as it is long; parse() could have made no longer one. */
const MOST_CHAINED = 5000;
const MOST_NODES = 20_000;

const BINARY: ReadonlySet<unknown> = new Set(['=', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '&', 'and', 'or']);
const AGGREGATES: ReadonlySet<unknown> = new Set(['sum', 'count', 'avg', 'min', 'max']);

/** @throws ExpressionError when the JSON is no tree. Members that mean nothing are dropped. */
export function expressionFromJson(json: unknown): Expression {
  return new Reader().read(json, 0);
}

type Json = Readonly<Record<string, unknown>>;

class Reader {
  #nodes = 0;

  read(json: unknown, depth: number): Expression {
    if (depth > MAX_DEPTH || ++this.#nodes > MOST_NODES) throw new ExpressionError('This expression is too big', null);
    const node = object(json);
    const inner = (name: string) => this.read(node[name], depth + 1);
    switch (node['kind']) {
      case 'text':
      case 'number':
        return { kind: node['kind'], value: string(node['value']) };
      case 'boolean':
        return { kind: 'boolean', value: node['value'] === true };
      case 'empty':
        return { kind: 'empty' };
      case 'path':
        return { kind: 'path', path: names(node['path']) };
      case 'unary':
        return { kind: 'unary', op: oneOf(node['op'], ['not', '-']), arg: inner('arg') };
      case 'binary':
        return this.#binary(node, depth);
      case 'in':
        return {
          kind: 'in',
          not: node['not'] === true,
          arg: inner('arg'),
          list: array(node['list']).map((item) => this.read(item, depth + 1)),
        };
      case 'between':
        return { kind: 'between', not: node['not'] === true, arg: inner('arg'), low: inner('low'), high: inner('high') };
      case 'is_empty':
        return { kind: 'is_empty', not: node['not'] === true, arg: inner('arg') };
      case 'call':
        return { kind: 'call', name: string(node['name']), args: array(node['args']).map((arg) => this.read(arg, depth + 1)) };
      case 'aggregate': {
        const optional = (name: string) => (node[name] === null || node[name] === undefined ? null : inner(name));
        if (!AGGREGATES.has(node['fn'])) throw noTree();
        const fn = node['fn'] as Extract<Expression, { kind: 'aggregate' }>['fn'];
        return { kind: 'aggregate', fn, over: names(node['over']), value: optional('value'), where: optional('where') };
      }
      default:
        throw noTree();
    }
  }

  /** Down the left side of a chain without recursion, and up again. */
  #binary(node: Json, depth: number): Expression {
    const chain: Json[] = [];
    let left: unknown = node;
    for (let next: Json = node; next['kind'] === 'binary' && next['op'] === node['op']; next = isObject(left) ? left : {}) {
      if (chain.push(next) > MOST_CHAINED) throw new ExpressionError('This expression is too big', null);
      left = next['left'];
    }
    if (!BINARY.has(node['op'])) throw noTree();
    const op = node['op'] as Extract<Expression, { kind: 'binary' }>['op'];
    let result = this.read(left, depth + 1);
    for (const link of chain.reverse()) result = { kind: 'binary', op, left: result, right: this.read(link['right'], depth + 1) };
    return result;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): Json {
  if (isObject(value)) return value;
  throw noTree();
}

function array(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw noTree();
}

function string(value: unknown): string {
  if (typeof value === 'string') return value;
  throw noTree();
}

function names(value: unknown): readonly string[] {
  const all = array(value).map(string);
  if (all.length === 0) throw noTree();
  return all;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw noTree();
  return found;
}

function noTree(): ExpressionError {
  return new ExpressionError('This is no expression tree', null);
}
