// The value of a field as the editor offers it: a fixed one, a field of the record, a day from now, or an expression as it is written.

import type { FieldDescription } from '../../client/index.ts';
import { type Expression, ExpressionError, parse, print } from '../../schema/index.ts';
import { widgetFor } from '../fields/lookup.ts';

export type Way = 'fixed' | 'field' | 'days' | 'empty' | 'expression';

/** Ways in which a field of this type can get its value. */
export function waysOf(field: FieldDescription): readonly Way[] {
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  const days: readonly Way[] = comparedAs === 'date' ? ['days'] : [];
  return [...(hasLiteral(field) ? (['fixed'] as const) : []), 'field', ...days, 'empty', 'expression'];
}

/** Many values at once have no literal in the language, nor has a record of one of several nouns. */
function hasLiteral({ type }: FieldDescription): boolean {
  return !['multi_picklist', 'references', 'any_reference'].includes(type);
}

export function read(text: string): Expression | null {
  try {
    return text.trim() === '' ? null : parse(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return null;
  }
}

export function wayOf(text: string, field: FieldDescription): Way {
  const ways = waysOf(field);
  if (text === '') return ways[0] ?? 'expression';
  const found = ownWay(read(text), field);
  return ways.includes(found) ? found : 'expression';
}

function ownWay(expression: Expression | null, field: FieldDescription): Way {
  if (expression === null) return 'expression';
  if (expression.kind === 'empty') return 'empty';
  if (expression.kind === 'path') return 'field';
  if (daysIn(expression) !== null) return 'days';
  return literalIn(expression) !== null || (isText(field) && templateOf(expression) !== null) ? 'fixed' : 'expression';
}

export const isText = (field: FieldDescription) => (widgetFor(field).comparedAs ?? 'text') === 'text';

/** What is written out: a text, a number as its digits, true or false. */
export function literalIn(expression: Expression | null): string | boolean | null {
  if (expression?.kind === 'unary' && expression.op === '-' && expression.arg.kind === 'number') return `-${expression.arg.value}`;
  return expression?.kind === 'text' || expression?.kind === 'number' || expression?.kind === 'boolean' ? expression.value : null;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** A value of a widget as an expression; '' where there is none. */
export function literalText(field: FieldDescription, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  const plain = typeof value === 'object' && 'id' in value ? value.id : value;
  if (typeof plain === 'boolean') return String(plain);
  const digits = String(plain);
  return widgetFor(field).comparedAs === 'number' && NUMBER.test(digits) ? digits : JSON.stringify(digits);
}

/** `today()`, `today() + 14`, `today() - 1`: how many days from now. */
export function daysIn(expression: Expression | null): number | null {
  if (expression?.kind === 'call') return expression.name === 'today' ? 0 : null;
  if (expression?.kind !== 'binary' || !['+', '-'].includes(expression.op)) return null;
  const { op, left, right } = expression;
  if (left.kind !== 'call' || left.name !== 'today' || right.kind !== 'number' || !/^\d+$/.test(right.value)) return null;
  return op === '-' ? -Number(right.value) : Number(right.value);
}

export function daysText(days: number): string {
  if (days === 0) return 'today()';
  return days > 0 ? `today() + ${days}` : `today() - ${-days}`;
}

const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g;

/** `"Call " & account.name` as people write it: `Call {{account.name}}`. Null where it is more than that. */
export function templateOf(expression: Expression): string | null {
  if (expression.kind === 'text') return expression.value;
  if (expression.kind === 'path') return `{{${expression.path.join('.')}}}`;
  if (expression.kind !== 'binary' || expression.op !== '&') return null;
  const [left, right] = [templateOf(expression.left), templateOf(expression.right)];
  return left === null || right === null ? null : left + right;
}

/** And back; '' of an empty text. */
export function expressionOf(template: string): string {
  const parts: Expression[] = [];
  const text = (value: string) => value !== '' && parts.push({ kind: 'text', value });
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    text(template.slice(from, match.index));
    parts.push({ kind: 'path', path: match[1]!.split('.') });
    from = match.index + match[0].length;
  }
  text(template.slice(from));
  // A field alone is joined to nothing, so that it stays a text with places.
  if (parts.length === 1 && parts[0]!.kind === 'path') parts.push({ kind: 'text', value: '' });
  return parts.length === 0 ? '' : print(parts.reduce((left, right) => ({ kind: 'binary', op: '&', left, right })));
}
