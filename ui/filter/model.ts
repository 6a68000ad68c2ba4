// A filter as the builder sees it: conditions in groups. Made of an expression and printed as one again; what the builder has
// no controls for stays as it is and is shown as its text.

import { type Expression, print } from '../../schema/index.ts';

export interface Condition {
  readonly kind: 'condition';
  readonly path: readonly string[];
  readonly operator: Operator;
  /** One for most operators, two for `between`, none for `is empty`, any number for `in`. */
  readonly values: readonly Expression[];
  /** Steps of the path up to a list: `lines.quantity > 5` with 1 is true where any line has more than five. */
  readonly over?: number;
}

export interface Group {
  readonly kind: 'group';
  readonly join: 'and' | 'or';
  readonly items: readonly Item[];
}

/** Right, but beyond the builder: `amount * 2 > 10`, `count(deals) > 3`. */
export interface Beyond {
  readonly kind: 'beyond';
  readonly expression: Expression;
}

export type Item = Condition | Group | Beyond;

const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
const functions = ['contains', 'starts_with', 'ends_with'] as const;

export type Operator =
  | (typeof comparisons)[number]
  | (typeof functions)[number]
  | 'does not contain'
  | 'in'
  | 'not in'
  | 'between'
  | 'is empty'
  | 'is not empty';

/** How many values an operator takes. */
export function valueCount(operator: Operator): 0 | 1 | 2 | 'many' {
  if (operator === 'is empty' || operator === 'is not empty') return 0;
  if (operator === 'between') return 2;
  return operator === 'in' || operator === 'not in' ? 'many' : 1;
}

export function toModel(expression: Expression | null): Group {
  if (expression === null) return { kind: 'group', join: 'and', items: [] };
  const item = toItem(expression);
  return item.kind === 'group' ? item : { kind: 'group', join: 'and', items: [item] };
}

function toItem(expression: Expression): Item {
  if (expression.kind === 'binary' && (expression.op === 'and' || expression.op === 'or')) {
    return { kind: 'group', join: expression.op, items: chain(expression, expression.op).map(toItem) };
  }
  return toCondition(expression) ?? { kind: 'beyond', expression };
}

/** `a and b and c` leans to the left; the builder shows one flat group. */
function chain(expression: Expression, op: 'and' | 'or'): Expression[] {
  const items: Expression[] = [];
  let left = expression;
  while (left.kind === 'binary' && left.op === op) {
    items.push(left.right);
    left = left.left;
  }
  return [left, ...items.reverse()];
}

function toCondition(expression: Expression): Condition | null {
  switch (expression.kind) {
    case 'binary': {
      const inRows = rowsCondition(expression);
      if (inRows) return inRows;
      const operator = comparisons.find((comparison) => comparison === expression.op);
      return operator ? condition(expression.left, operator, [expression.right]) : null;
    }
    case 'in':
      return condition(expression.arg, expression.not ? 'not in' : 'in', expression.list);
    case 'between':
      return expression.not ? null : condition(expression.arg, 'between', [expression.low, expression.high]);
    case 'is_empty':
      return condition(expression.arg, expression.not ? 'is not empty' : 'is empty', []);
    case 'call':
      return callCondition(expression, false);
    case 'unary':
      return expression.op === 'not' && expression.arg.kind === 'call' ? callCondition(expression.arg, true) : null;
    // A checkbox by itself: `active`.
    case 'path':
      return condition(expression, '=', [{ kind: 'boolean', value: true }]);
    default:
      return null;
  }
}

/** `count(lines where quantity > 5) > 0`: any of them. */
function rowsCondition({ op, left, right }: Extract<Expression, { kind: 'binary' }>): Condition | null {
  if (op !== '>' || right.kind !== 'number' || right.value !== '0') return null;
  if (left.kind !== 'aggregate' || left.fn !== 'count' || left.value || !left.where) return null;
  const inner = toCondition(left.where);
  return inner && !inner.over ? { ...inner, path: [...left.over, ...inner.path], over: left.over.length } : null;
}

function callCondition(call: Extract<Expression, { kind: 'call' }>, not: boolean): Condition | null {
  const name = functions.find((candidate) => candidate === call.name);
  const [arg, value] = call.args;
  if (!name || !arg || !value || call.args.length !== 2) return null;
  if (!not) return condition(arg, name, [value]);
  return name === 'contains' ? condition(arg, 'does not contain', [value]) : null;
}

function condition(arg: Expression, operator: Operator, values: readonly Expression[]): Condition | null {
  return arg.kind === 'path' && values.every(isValue) ? { kind: 'condition', path: arg.path, operator, values } : null;
}

/** A value one could choose: a literal or a function of nothing or of literals, e.g. `me()`, `last_days(7)`. */
function isValue(expression: Expression): boolean {
  switch (expression.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return true;
    case 'call':
      return expression.args.every((arg) => arg.kind === 'number' || arg.kind === 'text');
    // So many days from today: `today() - 14`.
    case 'binary':
      return (expression.op === '+' || expression.op === '-') && expression.left.kind === 'call' && expression.right.kind === 'number';
    default:
      return false;
  }
}

/** null when nothing is asked. Conditions that wait for their value are left out. */
export function toExpression(item: Item): Expression | null {
  if (item.kind === 'beyond') return item.expression;
  if (item.kind === 'group') {
    const parts = item.items.map(toExpression).filter((part): part is Expression => part !== null);
    return parts.length ? parts.reduce((left, right) => ({ kind: 'binary', op: item.join, left, right })) : null;
  }
  if (!isComplete(item)) return null;
  if (item.over) {
    const { over, ...inner } = item;
    const where = toExpression({ ...inner, path: item.path.slice(over) });
    const count: Expression = { kind: 'aggregate', fn: 'count', over: item.path.slice(0, over), value: null, where };
    return { kind: 'binary', op: '>', left: count, right: { kind: 'number', value: '0' } };
  }
  const arg: Expression = { kind: 'path', path: item.path };
  const [first, second] = item.values as [Expression, Expression];
  switch (item.operator) {
    case 'is empty':
    case 'is not empty':
      return { kind: 'is_empty', not: item.operator === 'is not empty', arg };
    case 'in':
    case 'not in':
      return { kind: 'in', not: item.operator === 'not in', arg, list: item.values };
    case 'between':
      return { kind: 'between', not: false, arg, low: first, high: second };
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return { kind: 'call', name: item.operator, args: [arg, first] };
    case 'does not contain':
      return { kind: 'unary', op: 'not', arg: { kind: 'call', name: 'contains', args: [arg, first] } };
    default:
      return { kind: 'binary', op: item.operator, left: arg, right: first };
  }
}

export function isComplete(condition: Condition): boolean {
  const count = valueCount(condition.operator);
  return count === 'many' ? condition.values.length > 0 : condition.values.length >= count;
}

export function toText(item: Item): string {
  const expression = toExpression(item);
  return expression ? print(expression) : '';
}

/** Both must hold; empty texts hold always. */
export function both(...filters: readonly (string | undefined)[]): string | undefined {
  const asked = filters.filter((filter): filter is string => !!filter?.trim());
  return asked.length > 1 ? asked.map((filter) => `(${filter})`).join(' and ') : asked[0];
}
