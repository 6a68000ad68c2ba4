// Comparisons: what may be compared with what, how each side is prepared for it, and periods of dates.

import type { ExpressionType } from '../types.ts';
import type { Expression, Span } from './ast.ts';
import type { Period } from './calls.ts';
import type { Checker } from './check.ts';
import { callOf, isExact, isNumber, isText, refuseStrangers, withoutCase } from './convert.ts';
import { ExpressionError } from './error.ts';
import { empty, literal, nameOfType } from './literals.ts';
import type { Operation } from './operation.ts';
import {
  anyOf,
  between,
  dayOfInstant,
  endOfDate,
  equal,
  exact,
  hasChoice,
  hasReference,
  isEmpty,
  isEmptyChoices,
  isEmptyReferences,
  isNotEmpty,
  isReferenceAmong,
  isReferenceIn,
  oneOf,
  orders,
  overlaps,
  startOfDate,
  within,
} from './operations.ts';
import { findPath } from './paths.ts';
import { type Aggregate, BOOLEAN, DATE, DATETIME, type Literal, type TypedNode } from './typed.ts';

/** Operators that answer yes or no. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
type Ordering = Exclude<Comparison, '!='>;
type Operand = TypedNode | Period;

const FLIPPED: Readonly<Record<Ordering, Ordering>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** `=` with nothing on one side asks for emptiness; a date beside an instant means the whole day. @throws ExpressionError */
export function compare(checker: Checker, op: Comparison, left: Expression, right: Expression): TypedNode {
  const at = spanning(left, right);
  if (isEmptyExpression(left) || isEmptyExpression(right)) {
    if (op !== '=' && op !== '!=') throw new ExpressionError(`Nothing is ${op} empty; write is empty`, at);
    return emptiness(checker, isEmptyExpression(left) ? right : left, op === '!=');
  }
  const exists = existence(checker, op, left, right);
  if (exists) return exists;
  const [a, b] = pair(checker, left, right);
  return compared(op, a, b, at);
}

function isEmptyExpression(expression: Expression): boolean {
  return expression.kind === 'empty' || (expression.kind === 'text' && expression.value === '');
}

function pair(checker: Checker, left: Expression, right: Expression): [Operand, Operand] {
  const [a, b] = alike(checker, [left, right]);
  return [a as Operand, b as Operand];
}

/** Texts take the type of what they are compared with, which is therefore looked at first, and only once. */
function alike(checker: Checker, expressions: readonly Expression[]): Operand[] {
  const found = expressions.map((expression) =>
    expression.kind === 'text' || expression.kind === 'empty' ? null : checker.operand(expression),
  );
  const known = found.find((operand) => operand !== null);
  const hint = known ? typeOfOperand(known) : undefined;
  return expressions.map((expression, i) => found[i] ?? checker.operand(expression, hint));
}

function typeOfOperand(operand: Operand): ExpressionType {
  return operand.kind === 'period' ? DATE : operand.type;
}

/** `count(...) > 0` asks whether there is any: the first row answers. */
function existence(checker: Checker, op: Comparison, left: Expression, right: Expression): TypedNode | null {
  if (left.kind !== 'aggregate' || left.fn !== 'count' || left.value !== null || right.kind !== 'number') return null;
  const any = (op === '>' && right.value === '0') || (op === '!=' && right.value === '0') || (op === '>=' && right.value === '1');
  const none = (op === '=' && right.value === '0') || (op === '<' && right.value === '1');
  if (!any && !none) return null;
  const exists: TypedNode = { ...(checker.value(left) as Aggregate), type: BOOLEAN, fn: 'exists' };
  return any ? exists : { kind: 'not', type: BOOLEAN, arg: exists };
}

function compared(op: Comparison, a: Operand, b: Operand, at: Span | null): TypedNode {
  // The opposite of equal in every case, also where something is empty.
  if (op === '!=') return { kind: 'not', type: BOOLEAN, arg: compared('=', a, b, at) };
  if (a.kind === 'period' || (b.kind !== 'period' && a.type.kind === 'date' && b.type.kind === 'datetime')) {
    if (b.kind === 'period') throw new ExpressionError('Two periods cannot be compared; compare a date with each', at);
    return withPeriod(FLIPPED[op], b, a, at);
  }
  if (b.kind === 'period' || (a.type.kind === 'datetime' && b.type.kind === 'date')) return withPeriod(op, a, b, at);
  if (op === '=' && (a.type.kind === 'references' || b.type.kind === 'references')) return membership(a, b, at);
  const [left, right] = sides(a, b, op, at);
  return callOf(op === '=' ? equal : orders[op], BOOLEAN, left, right);
}

/** Both sides as SQL compares them. */
function sides(a: TypedNode, b: TypedNode, op: Comparison | 'in', at: Span | null | undefined): [TypedNode, TypedNode] {
  const [x, y] = [a.type, b.type];
  if (x.kind === 'empty') return [empty(y), b];
  if (y.kind === 'empty') return [a, empty(x)];
  if (x.kind === 'choices' || y.kind === 'choices') throw new ExpressionError('A list of choices is asked with contains(list, choice)', at);
  if (x.kind === 'file' || y.kind === 'file') throw new ExpressionError('This field can only be empty or not empty', at);
  if (isNumber(x) && isNumber(y)) return [asColumn(a, b), asColumn(b, a)];
  if (isText(x) && isText(y)) {
    if (x.kind === 'choice' && y.kind === 'choice') {
      if (op !== '=' && op !== 'in') throw new ExpressionError('Choices have no order; compare with = or in', at);
      return [a, b];
    }
    return isExact(a) || isExact(b) ? [a, b] : [withoutCase(a), withoutCase(b)];
  }
  if (x.kind !== y.kind) throw new ExpressionError(`${nameOfType(x)} cannot be compared with ${nameOfType(y)}`, at);
  refuseStrangers(x, y, at);
  if (op !== '=' && op !== 'in' && (x.kind === 'reference' || x.kind === 'boolean')) {
    throw new ExpressionError(`There is no order between ${x.kind === 'boolean' ? 'yes and no' : 'references'}; compare with = or in`, at);
  }
  return [a, b];
}

/** A whole number that is compared with a column of whole numbers is one too: else no index would serve. */
function asColumn(node: TypedNode, other: TypedNode): TypedNode {
  if (node.kind !== 'literal' || other.kind !== 'field' || other.column !== 'bigint') return node;
  const values = typeof node.value === 'string' ? [node.value] : node.value;
  if (!values.every((value) => /^-?\d{1,18}$/.test(value))) return node;
  return { ...node, cast: node.cast.replace('numeric', 'bigint') };
}

// Emptiness.

/** Also of a list of rows: whether there is none. @param not `is not empty` */
export function emptiness(checker: Checker, arg: Expression, not: boolean): TypedNode {
  if (arg.kind === 'path') {
    const found = findPath(checker.scope, arg.path, arg.at);
    if (found.kind === 'rows' && found.rest.length === 0) {
      const { kind: _, rest: __, ...rows } = found;
      const exists: TypedNode = { kind: 'aggregate', type: BOOLEAN, fn: 'exists', rows, value: null, where: null };
      return not ? exists : { kind: 'not', type: BOOLEAN, arg: exists };
    }
  }
  return isEmptyNode(checker.value(arg), not);
}

function isEmptyNode(node: TypedNode, not: boolean): TypedNode {
  const several: Operation | null =
    node.type.kind === 'choices' ? isEmptyChoices : node.type.kind === 'references' ? isEmptyReferences : null;
  if (!several) return callOf(not ? isNotEmpty : isEmpty, BOOLEAN, node);
  const blank = callOf(several, BOOLEAN, node);
  return not ? { kind: 'not', type: BOOLEAN, arg: blank } : blank;
}

// Periods. A date beside an instant is a period too: that day.

interface Bounds {
  readonly first: TypedNode;
  readonly last: TypedNode;
}

function withPeriod(op: Ordering, node: TypedNode, period: Operand, at: Span | null | undefined): TypedNode {
  // A date that meets an instant: the day of the instant decides.
  if (node.type.kind === 'date' && period.kind !== 'period' && period.type.kind === 'datetime') {
    return callOf(op === '=' ? equal : orders[op], BOOLEAN, node, callOf(dayOfInstant, DATE, period));
  }
  if (op === '=' && period.kind !== 'period' && !isSmall(period)) return callOf(equal, BOOLEAN, callOf(dayOfInstant, DATE, node), period);
  const { first, last } = bounds(node, period, at);
  if (op === '=') return inBounds(node, first, last);
  return callOf(orders[op], BOOLEAN, node, op === '<' || op === '>=' ? first : last);
}

/** First and last moment of a period, in the type of what is compared with it. */
function bounds(node: TypedNode, period: Operand, at: Span | null | undefined): Bounds {
  const { first, last } = period.kind === 'period' ? period : { first: period, last: period };
  if (node.type.kind === 'date') return { first, last };
  if (node.type.kind === 'datetime') return { first: callOf(startOfDate, DATETIME, first), last: callOf(endOfDate, DATETIME, last) };
  throw new ExpressionError(`${nameOfType(node.type)} cannot be compared with ${period.kind === 'period' ? 'a period' : 'a date'}`, at);
}

function inBounds(node: TypedNode, first: TypedNode, last: TypedNode): TypedNode {
  return callOf(isColumn(node) ? between : within, BOOLEAN, node, first, last);
}

/** Also a folded one. */
function isColumn(node: TypedNode): boolean {
  return node.kind === 'field' || (node.kind === 'call' && node.operation.name === 'fold' && node.args[0]?.kind === 'field');
}

/** May stand in a statement twice: it does not grow with the expression. */
function isSmall(node: TypedNode): boolean {
  return node.kind === 'call' ? node.args.every(isLeaf) : isLeaf(node);
}

function isLeaf(node: TypedNode): boolean {
  return node.kind === 'field' || node.kind === 'literal' || node.kind === 'constant' || node.kind === 'bind';
}

/** Both bounds count. @throws ExpressionError */
export function isBetween(checker: Checker, expression: Extract<Expression, { kind: 'between' }>): TypedNode {
  const at = expression.at ?? null;
  const [node, low, high] = alike(checker, [expression.arg, expression.low, expression.high]);
  if (!node || !low || !high || node.kind === 'period') throw new ExpressionError('A period cannot stand before between', at);
  // Nothing lies between empty bounds.
  if ([node, low, high].some((operand) => typeOfOperand(operand).kind === 'empty'))
    return { kind: 'constant', type: BOOLEAN, value: false };
  const first = bound(node, low, 'first', at);
  const last = bound(node, high, 'last', at);
  if (!isExact(node) && isExact(first) !== isExact(last))
    throw new ExpressionError('Write exact() around both bounds, or around neither', at);
  const [value, lowest] = sides(node, first, '<', at);
  const [, highest] = sides(node, last, '<', at);
  return inBounds(value, lowest, highest);
}

function bound(node: TypedNode, operand: Operand, end: 'first' | 'last', at: Span | null): TypedNode {
  if (operand.kind === 'period' || (node.type.kind === 'datetime' && operand.type.kind === 'date')) return bounds(node, operand, at)[end];
  return node.type.kind === 'date' && operand.type.kind === 'datetime' ? callOf(dayOfInstant, DATE, operand) : operand;
}

// Lists.

/** Choices, references and periods may stand in the list beside plain values. @throws ExpressionError */
export function isIn(checker: Checker, { arg, list, at }: Extract<Expression, { kind: 'in' }>): TypedNode {
  const written = list.filter((part) => !isEmptyExpression(part));
  const [node, ...parts] = alike(checker, [arg, ...written]);
  if (!node || node.kind === 'period') throw new ExpressionError('A period cannot stand before in', at);
  const found = parts.length === 0 ? null : isAnyOf(node, parts, at);
  if (written.length === list.length && found) return found;
  const blank = isEmptyNode(node, false);
  if (!found) return blank;
  requireSmall(node, at);
  return { kind: 'or', type: BOOLEAN, args: [found, blank] };
}

function isAnyOf(node: TypedNode, parts: readonly Operand[], at: Span | null | undefined): TypedNode {
  const scalars: TypedNode[] = [];
  const others: Operand[] = [];
  for (const part of parts) (isScalarFor(node, part) ? scalars : others).push(part as TypedNode);
  const found = others.map((part) =>
    part.kind !== 'period' && part.type.kind === 'choices' ? inChoices(node, part, at) : compared('=', node, part, at ?? null),
  );
  if (scalars.length > 0) found.push(inScalars(node, scalars, at));
  const [only] = found;
  if (only && found.length === 1) return only;
  requireSmall(node, at);
  return { kind: 'or', type: BOOLEAN, args: found };
}

function isScalarFor(node: TypedNode, part: Operand): boolean {
  if (part.kind === 'period' || node.type.kind === 'references' || part.type.kind === 'references' || part.type.kind === 'choices')
    return false;
  return !(node.type.kind !== part.type.kind && (node.type.kind === 'date' || node.type.kind === 'datetime'));
}

/** Written values are bound as one list, so that lists of all lengths share a statement. */
function inScalars(node: TypedNode, parts: readonly TypedNode[], at: Span | null | undefined): TypedNode {
  const [first] = parts;
  if (first && parts.length === 1) {
    const [left, right] = sides(node, first, 'in', at);
    return callOf(equal, BOOLEAN, left, right);
  }
  const arg = parts.some(isExact) ? exactly(node) : node;
  const prepared = parts.map((part) => sides(arg, part, 'in', at));
  const left = prepared[0]?.[0] ?? node;
  const rights = prepared.map(([, right]) => right);
  const literals = rights.filter((right): right is Literal => right.kind === 'literal' && typeof right.value === 'string');
  if (literals.length < rights.length) return callOf(oneOf, BOOLEAN, left, ...rights);
  const casts = new Set(literals.map(({ cast }) => cast));
  const cast = casts.size === 1 ? [...casts][0] : 'numeric';
  const values = [...new Set(literals.map(({ value }) => value as string))];
  return callOf(anyOf, BOOLEAN, left, literal(node.type, values, `${cast}[]`));
}

/** exact() around one of a list counts for all. */
function exactly(node: TypedNode): TypedNode {
  return isText(node.type) && !isExact(node) ? callOf(exact, node.type, node) : node;
}

function inChoices(node: TypedNode, list: TypedNode, at: Span | null | undefined): TypedNode {
  if (isText(node.type)) return callOf(hasChoice, BOOLEAN, list, node);
  throw new ExpressionError(`${nameOfType(node.type)} cannot be one of the choices`, at);
}

/** One of them is a list of references. */
export function membership(a: TypedNode, b: TypedNode, at: Span | null | undefined): TypedNode {
  const isReference = (type: ExpressionType) => type.kind === 'reference' || type.kind === 'references';
  if (!isReference(a.type) || !isReference(b.type))
    throw new ExpressionError(`${nameOfType(a.type)} cannot be compared with ${nameOfType(b.type)}`, at);
  refuseStrangers(a.type, b.type, at);
  if (a.type.kind === 'references' && b.type.kind === 'references') return callOf(overlaps, BOOLEAN, a, b);
  const [list, item] = a.type.kind === 'references' ? [a, b] : [b, a];
  if (list.kind === 'field') return callOf(hasReference, BOOLEAN, list, item);
  return callOf(list.kind === 'bind' && list.ordered ? isReferenceAmong : isReferenceIn, BOOLEAN, item, list);
}

function requireSmall(node: TypedNode, at: Span | null | undefined): void {
  if (!isSmall(node)) throw new ExpressionError('This list is too mixed for a computed value; write the comparisons one by one', at);
}

function spanning(left: Expression, right: Expression): Span | null {
  return left.at && right.at ? [left.at[0], right.at[1]] : null;
}
