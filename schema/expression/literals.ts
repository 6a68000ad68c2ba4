// Texts and numbers as written -> values of the type they meet; and the numbering of values in a finished tree.

import { fold } from '../fold.ts';
import { nearest } from '../names.ts';
import type { ExpressionType } from '../types.ts';
import type { Expression, Span } from './ast.ts';
import { clockTimeFromText, dayFromText, instantFromText, printInstant, timeFromText } from './days.ts';
import { ExpressionError } from './error.ts';
import { isStorable } from './lexer.ts';
import { clockTime } from './operations.ts';
import { type Constant, DATE, DATETIME, type Literal, NUMBER, type Shape, TEXT, type TypedNode } from './typed.ts';

export type TextExpression = Extract<Expression, { kind: 'text' }>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NUMERIC = /^-?\d{1,30}(\.\d{1,20})?$/;

/** A written value. What counts (`index`) is set by numberLiterals(), when the tree is complete. @param cast PostgreSQL type */
export function literal(type: ExpressionType, bound: string | readonly string[], cast: string, value = bound): Literal {
  return { kind: 'literal', type, index: -1, bound, value, cast };
}

/** `empty`, of the type that is needed where it stands. */
export function empty(type: ExpressionType): Constant {
  return { kind: 'constant', type, value: null };
}

/** @throws ExpressionError for more than 30 digits before the point or 20 behind it. */
export function numberLiteral(value: string, at: Span | null | undefined, cast = 'numeric'): Literal {
  if (!NUMERIC.test(value)) throw new ExpressionError('A number has at most 30 digits before the point and 20 behind it', at);
  return literal(NUMBER, value, cast);
}

/** @throws ExpressionError when the text is no value of that type. */
export function textAs(expression: TextExpression, type: ExpressionType): TypedNode {
  const { value, at } = expression;
  if (!isStorable(value)) throw new ExpressionError('This text holds a character that cannot be stored', at);
  // There is no text of no characters: it is the same as empty.
  if (value === '') return empty(type);
  switch (type.kind) {
    case 'text':
    case 'empty':
      return literal(TEXT, value, 'text');
    case 'choice':
    case 'choices':
      return literal({ kind: 'choice', options: type.options }, option(expression, type.options), 'text');
    case 'date':
      if (dayFromText(value) === null) throw wrong(expression, 'a date like "2026-06-30"');
      return literal(DATE, value, 'date');
    case 'datetime':
      return instant(expression);
    case 'time': {
      const time = timeFromText(value);
      if (time === null) throw wrong(expression, 'a time like "14:30"');
      return literal(type, time, 'time');
    }
    case 'reference':
    case 'references':
      if (!UUID.test(value)) throw wrong(expression, 'an id; to compare a name, walk to it: account.name = "..."');
      return literal({ kind: 'reference', to: type.to }, value.toLowerCase(), 'uuid');
    case 'number':
    case 'money':
      if (NUMERIC.test(value)) throw new ExpressionError('Numbers stand without quotes', at, value);
      throw wrong(expression, 'a number');
    case 'boolean':
      if (/^(true|false)$/i.test(value)) throw new ExpressionError('Truth values stand without quotes', at, value.toLowerCase());
      throw wrong(expression, 'true or false');
    default:
      throw wrong(expression, `something to compare with ${nameOfType(type)}`);
  }
}

function option({ value, at }: TextExpression, options: readonly string[] | null): string {
  if (options === null || options.includes(value)) return value;
  const key = fold(value);
  const meant = options.find((candidate) => fold(candidate) === key);
  if (meant !== undefined) return meant;
  const near = nearest(value, options);
  const all = near === null && options.length > 0 ? `; there are ${options.slice(0, 10).map(quote).join(', ')}` : '';
  throw new ExpressionError(`${quote(value)} is not one of the options${all}`, at, near === null ? null : quote(near));
}

/** A day alone is that day as a whole: whoever compares makes a period of it. */
function instant(expression: TextExpression): TypedNode {
  const { value } = expression;
  if (dayFromText(value) !== null) return literal(DATE, value, 'date');
  const exact = instantFromText(value);
  if (exact !== null) return literal(DATETIME, printInstant(exact), 'timestamptz');
  const local = clockTimeFromText(value);
  if (local === null) throw wrong(expression, 'an instant like "2026-06-30 14:30" or "2026-06-30T12:30:00Z"');
  const shown = literal(DATETIME, printInstant(local).slice(0, -1), 'timestamp');
  return { kind: 'call', type: DATETIME, operation: clockTime, args: [shown] };
}

function wrong({ value, at }: TextExpression, expected: string): ExpressionError {
  return new ExpressionError(`${quote(value)} is not ${expected}`, at);
}

/** As it stands in messages: in quotes, at most 60 characters of it. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/** As it stands in messages: `a list of choices`. */
export function nameOfType(type: ExpressionType): string {
  switch (type.kind) {
    case 'boolean':
      return 'a yes or no';
    case 'choice':
      return 'a choice';
    case 'choices':
      return 'a list of choices';
    case 'reference':
      return type.to.length === 1 ? `a reference to ${type.to[0]}` : 'a reference';
    case 'references':
      return 'a list of references';
    case 'rows':
      return `a list of ${type.entity}`;
    case 'money':
      return 'an amount of money';
    case 'text':
      return 'text';
    case 'datetime':
      return 'an instant';
    case 'empty':
      return 'empty';
    default:
      return `a ${type.kind}`;
  }
}

/** Gives every value its place, and tells what is left when the values are taken out. */
export function numberLiterals(root: TypedNode, entity: string): Shape {
  const literals: (string | readonly string[])[] = [];
  const binds = new Set<string>();
  const places = new Map<Literal, number>();
  const visit = (node: TypedNode): string => {
    switch (node.kind) {
      case 'literal': {
        let place = places.get(node);
        if (place === undefined) {
          place = literals.push(node.bound) - 1;
          places.set(node, place);
          (node as { index: number }).index = place;
        }
        return `$${place}:${node.cast}`;
      }
      case 'constant':
        return node.value === null ? `empty:${node.type.kind}` : String(node.value);
      case 'bind':
        binds.add(node.name);
        return `@${node.name}:${node.cast}`;
      case 'field':
        return `${node.steps.map(({ field, to }) => `${field}>${to}`).join('.')}.${node.field}${node.suffix === '' ? '' : `:${node.suffix}`}`;
      case 'call':
        if (node.operation.sql.includes('$now')) binds.add('now');
        if (node.operation.sql.includes('$zone')) binds.add('zone');
        return `${node.operation.name}(${node.args.map(visit).join()})`;
      case 'and':
      case 'or':
        return `${node.kind}(${node.args.map(visit).join()})`;
      case 'not':
        return `not(${visit(node.arg)})`;
      case 'reach':
        return `${node.verb}>${node.field}`;
      case 'aggregate': {
        const { rows, value, where } = node;
        const over = `${rows.steps.map(({ field, to }) => `${field}>${to}`).join('.')}.${rows.name}`;
        return `${node.fn}{${over}|${value ? visit(value) : ''}|${where ? visit(where) : ''}}`;
      }
    }
  };
  return { key: `${entity}: ${visit(root)}`, literals, binds };
}
