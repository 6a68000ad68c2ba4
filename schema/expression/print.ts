// Tree -> text, with no more parentheses than needed. parse(print(e)) is e again, but for positions.

import type { Expression } from './ast.ts';
import { PRECEDENCE } from './parse.ts';

/** The shortest text that parses into the same tree. */
export function print(expression: Expression): string {
  return printed(expression, 0);
}

/** `weakest`: what binds less tightly than this stands in parentheses. */
function printed(expression: Expression, weakest: number): string {
  const own = precedence(expression);
  const text = plain(expression, own);
  return own < weakest ? `(${text})` : text;
}

function plain(expression: Expression, own: number): string {
  switch (expression.kind) {
    case 'text':
      return JSON.stringify(expression.value);
    case 'number':
      return expression.value;
    case 'boolean':
      return String(expression.value);
    case 'empty':
      return 'empty';
    case 'path':
      return expression.path.join('.');
    case 'unary':
      if (expression.op === 'not') return `not ${printed(expression.arg, own)}`;
      // `-5` would be read as a number.
      return `-${printed(expression.arg, expression.arg.kind === 'number' ? PRECEDENCE.operand + 1 : own)}`;
    case 'binary':
      return own === PRECEDENCE.compare ? compared(expression, own) : chained(expression, own);
    case 'in':
      return `${printed(expression.arg, own + 1)} ${expression.not ? 'not in' : 'in'} (${expression.list.map(print).join(', ')})`;
    case 'between': {
      const [low, high] = [printed(expression.low, own + 1), printed(expression.high, own + 1)];
      return `${printed(expression.arg, own + 1)} ${expression.not ? 'not between' : 'between'} ${low} and ${high}`;
    }
    case 'is_empty':
      return `${printed(expression.arg, own + 1)} ${expression.not ? 'is not empty' : 'is empty'}`;
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'aggregate': {
      const { fn, over, value, where } = expression;
      const short = fn !== 'count' && value?.kind === 'path' && value.path.length === 1;
      const what = value === null ? '' : short ? `.${value.path[0]}` : `.(${print(value)})`;
      return `${fn}(${over.join('.')}${what}${where === null ? '' : ` where ${print(where)}`})`;
    }
  }
}

type Binary = Extract<Expression, { kind: 'binary' }>;

function compared(expression: Binary, own: number): string {
  return `${printed(expression.left, own + 1)} ${expression.op} ${printed(expression.right, own + 1)}`;
}

/** Long chains lean to the left; they are walked, not recursed into. */
function chained(expression: Binary, own: number): string {
  const parts: string[] = [];
  let left: Expression = expression;
  while (left.kind === 'binary' && precedence(left) === own) {
    parts.push(` ${left.op} ${printed(left.right, own + 1)}`);
    left = left.left;
  }
  return printed(left, own) + parts.reverse().join('');
}

function precedence(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      switch (expression.op) {
        case 'and':
        case 'or':
        case '&':
          return PRECEDENCE[expression.op];
        case '+':
        case '-':
          return PRECEDENCE['+'];
        case '*':
        case '/':
          return PRECEDENCE['*'];
        default:
          return PRECEDENCE.compare;
      }
    case 'in':
    case 'between':
    case 'is_empty':
      return PRECEDENCE.compare;
    case 'unary':
      return expression.op === 'not' ? PRECEDENCE.not : PRECEDENCE.negate;
    default:
      return PRECEDENCE.operand;
  }
}
