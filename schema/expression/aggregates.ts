// sum, count, avg, min and max over lists: over the lines of a record, or over what points to it.

import type { ExpressionType } from '../types.ts';
import type { Expression } from './ast.ts';
import type { Checker } from './check.ts';
import { isNumber } from './convert.ts';
import { ExpressionError } from './error.ts';
import { nameOfType } from './literals.ts';
import { findPath } from './paths.ts';
import { NUMBER, type TypedNode } from './typed.ts';

type AggregateExpression = Extract<Expression, { kind: 'aggregate' }>;

const ORDERED: readonly string[] = ['number', 'money', 'date', 'datetime', 'time'];

/** @throws ExpressionError where `over` is no list, or the function has no meaning for the type. */
export function aggregate(checker: Checker, expression: AggregateExpression): TypedNode {
  const { fn, over, at, overAt } = expression;
  const found = findPath(checker.scope, over, overAt ?? at);
  if (found.kind !== 'rows')
    throw new ExpressionError(`${fn}() goes over a list, and "${over.join('.')}" is ${nameOfType(found.type)}`, at);
  const { kind: _, rest, ...rows } = found;
  const inRows = checker.inRows(rows.entity, at);
  const wanted = valueIn(expression, rest);
  const value = wanted && inRows.value(wanted);
  const where = expression.where && inRows.condition(expression.where);
  return { kind: 'aggregate', type: value ? resultType(expression, value.type) : NUMBER, fn, rows, value, where };
}

/** The parser takes the last name for the value; when the list ended before, the names between belong to it. */
function valueIn({ fn, over, value, at, overAt }: AggregateExpression, rest: readonly string[]): Expression | null {
  const list = over.slice(0, over.length - rest.length).join('.');
  if (value === null) {
    if (fn === 'count' && rest.length === 0) return null;
    const [first] = rest;
    if (fn === 'count' && first)
      throw new ExpressionError(`count() counts a list: count(${list} where ${rest.join('.')} is not empty)`, at);
    throw new ExpressionError(`Say what of "${list}" is meant, e.g. ${fn}(${list}.amount)`, at);
  }
  if (rest.length === 0) return value;
  if (value.kind === 'path') {
    const path = [...rest, ...value.path];
    return overAt && value.at ? { kind: 'path', path, at: [overAt[0] + list.length + 1, value.at[1]] } : { kind: 'path', path };
  }
  throw new ExpressionError(`Only a list can stand before .( and "${over.join('.')}" is none`, at);
}

function resultType({ fn, at, value }: AggregateExpression, type: ExpressionType): ExpressionType {
  if (fn === 'count') return NUMBER;
  if ((fn === 'sum' || fn === 'avg') && isNumber(type)) return type;
  if ((fn === 'min' || fn === 'max') && ORDERED.includes(type.kind)) return type;
  const needed = fn === 'min' || fn === 'max' ? 'numbers or dates' : 'numbers';
  throw new ExpressionError(`${fn}() needs ${needed}, this is ${nameOfType(type)}`, value?.at ?? at);
}
