// What one may choose as the value of a condition beside typing it: functions of the expression language.

import type { Expression } from '../../schema/index.ts';
import type { ComparedAs } from '../fields/widget.ts';
import type { Condition, Operator } from './model.ts';

const call = (name: string, ...days: number[]): Expression => ({
  kind: 'call',
  name,
  args: days.map((value) => ({ kind: 'number', value: String(value) })),
});

/** Periods: `closed_on = this_month()` asks for any day of it. */
export const periods: readonly Expression[] = [
  call('today'),
  call('yesterday'),
  call('tomorrow'),
  call('this_week'),
  call('last_week'),
  call('next_week'),
  call('this_month'),
  call('last_month'),
  call('next_month'),
  call('this_quarter'),
  call('last_quarter'),
  call('next_quarter'),
  call('this_year'),
  call('last_year'),
  call('last_days', 7),
  call('last_days', 30),
  call('next_days', 7),
  call('next_days', 30),
];

export const me = call('me');

/** A day by itself, where a whole period would not say which: `due_on < today()`. */
export const days: readonly Expression[] = [call('today'), call('yesterday'), call('tomorrow')];

/** Operators in the words of the server's description that the builder has controls for. */
export function operatorsFor(described: readonly string[], comparedAs: ComparedAs): Operator[] {
  const known = new Set<Operator>([
    '=',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    'contains',
    'starts_with',
    'ends_with',
    'in',
    'not in',
    'between',
    'is empty',
    'is not empty',
  ]);
  const operators = described.filter((operator): operator is Operator => known.has(operator as Operator));
  if (operators.includes('contains') && comparedAs === 'text') operators.splice(operators.indexOf('contains') + 1, 0, 'does not contain');
  return operators.length ? [...new Set(operators)] : ['is empty', 'is not empty'];
}

/** The condition one begins with for a field. */
export function newCondition(path: readonly string[], operators: readonly Operator[], comparedAs: ComparedAs, over = 0): Condition {
  const wished: Operator = comparedAs === 'option' || comparedAs === 'record' ? 'in' : '=';
  const operator = operators.includes(wished) && comparedAs !== 'text' ? wished : (operators[0] ?? '=');
  const values: Expression[] = comparedAs === 'boolean' ? [{ kind: 'boolean', value: true }] : [];
  return { kind: 'condition', path, operator, values, ...(over ? { over } : {}) };
}
