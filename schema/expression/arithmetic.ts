// Arithmetic with numbers, money, dates and instants; and the joining of texts.

import type { ExpressionType } from '../types.ts';
import type { Expression, Span } from './ast.ts';
import type { Checker } from './check.ts';
import { asText, callOf, convert, isNumber, isText } from './convert.ts';
import { ExpressionError } from './error.ts';
import { nameOfType } from './literals.ts';
import { addDays, addTime, arithmetic, daysBetween, joined, negative, orBlank, startOfDate, timeBetween } from './operations.ts';
import { DATE, DATETIME, NUMBER, TEXT, type TypedNode } from './typed.ts';

type Sign = '+' | '-' | '*' | '/';

export function arithmeticOf(checker: Checker, expression: Extract<Expression, { kind: 'binary' }>, op: Sign): TypedNode {
  const { at } = expression;
  const [left, right] = operands(checker, expression, op);
  const isDay = (node: TypedNode) => node.type.kind === 'date' || node.type.kind === 'datetime';
  if ((op === '+' || op === '-') && isDay(left) && isDay(right)) return difference(left, right, op, at);
  if ((op === '+' || op === '-') && isDay(left)) return shifted(left, right, op, at);
  if (op === '+' && isDay(right)) return shifted(right, left, op, at);
  for (const node of [left, right]) {
    if (isNumber(node.type) || node.type.kind === 'empty') continue;
    const hint = isText(node.type) && op === '+' ? '&, which joins texts,' : null;
    throw new ExpressionError(`${op} needs numbers, this is ${nameOfType(node.type)}`, at, hint);
  }
  if (op === '*' || op === '/') checker.countProduct(at);
  return callOf(arithmetic[op], resultType(left.type, right.type, op), convert(left, NUMBER, at), convert(right, NUMBER, at));
}

/** `closed_on - "2026-01-01"`: the text is a date there. */
function operands(checker: Checker, { left, right }: Extract<Expression, { kind: 'binary' }>, op: Sign): [TypedNode, TypedNode] {
  const a = left.kind === 'text' ? null : checker.value(left);
  const b = right.kind === 'text' ? null : checker.value(right);
  const hint = (node: TypedNode | null) =>
    op === '-' && node && (node.type.kind === 'date' || node.type.kind === 'datetime') ? node.type : undefined;
  return [a ?? checker.value(left, hint(b)), b ?? checker.value(right, hint(a))];
}

function resultType(a: ExpressionType, b: ExpressionType, op: Sign): ExpressionType {
  const money = (a.kind === 'money' ? 1 : 0) + (b.kind === 'money' ? 1 : 0);
  // Euros a euro are a ratio, and nobody has square euros.
  if (op === '*') return money === 1 ? { kind: 'money' } : NUMBER;
  if (op === '/') return a.kind === 'money' && b.kind !== 'money' ? { kind: 'money' } : NUMBER;
  return money > 0 ? { kind: 'money' } : NUMBER;
}

function difference(left: TypedNode, right: TypedNode, op: Sign, at: Span | null | undefined): TypedNode {
  if (op === '+') throw new ExpressionError('Two dates cannot be added; a date and a number of days can', at);
  if (left.type.kind === 'date' && right.type.kind === 'date') return callOf(daysBetween, NUMBER, left, right);
  const [from, to] = [left, right].map((node) => (node.type.kind === 'date' ? callOf(startOfDate, DATETIME, node) : node));
  return callOf(timeBetween, NUMBER, from as TypedNode, to as TypedNode);
}

function shifted(day: TypedNode, amount: TypedNode, op: Sign, at: Span | null | undefined): TypedNode {
  if (!isNumber(amount.type) && amount.type.kind !== 'empty') {
    throw new ExpressionError(`To a date a number of days can be added, this is ${nameOfType(amount.type)}`, at);
  }
  if (amount.kind === 'call' && (amount.operation.name === 'hours' || amount.operation.name === 'minutes')) {
    const { name } = amount.operation;
    throw new ExpressionError(
      `${name}() makes ${name} of days; to move an instant by 2 ${name} add 2 / ${name === 'hours' ? 24 : 1440}`,
      at,
    );
  }
  const days = convert(amount, NUMBER, at);
  const signed = op === '-' ? callOf(negative, NUMBER, days) : days;
  return day.type.kind === 'date' ? callOf(addDays, DATE, day, signed) : callOf(addTime, DATETIME, day, signed);
}

export function negate(checker: Checker, expression: Extract<Expression, { kind: 'unary' }>): TypedNode {
  const arg = checker.value(expression.arg);
  if (!isNumber(arg.type) && arg.type.kind !== 'empty')
    throw new ExpressionError(`- needs a number, this is ${nameOfType(arg.type)}`, expression.at);
  return callOf(negative, arg.type.kind === 'money' ? arg.type : NUMBER, convert(arg, NUMBER, expression.at));
}

/** `&` and concat(): what is empty adds nothing. */
export function join(checker: Checker, parts: readonly Expression[]): TypedNode {
  const texts = parts.map((part) => asText(checker.value(part), part.at));
  return callOf(joined, TEXT, ...texts.map((text) => (text.kind === 'literal' ? text : callOf(orBlank, TEXT, text))));
}
