// Function calls: finds the declaration by name and fits the arguments to it.

import { nearest } from '../names.ts';
import type { ExpressionType } from '../types.ts';
import { join } from './arithmetic.ts';
import type { Expression, Span } from './ast.ts';
import type { Checker } from './check.ts';
import { membership } from './compare.ts';
import { callOf, commonType, convert, isExact, isNumber, isText, withoutCase } from './convert.ts';
import { ExpressionError } from './error.ts';
import { binds, type FunctionDeclaration, functionNames, functions, type Parameter, periods } from './functions.ts';
import { empty, nameOfType, numberLiteral } from './literals.ts';
import { dayOfInstant, found, hasChoice, like } from './operations.ts';
import { BOOLEAN, DATE, DATETIME, EMPTY, type Literal, NUMBER, TEXT, type TypedNode } from './typed.ts';

/** First and last day of `this_month()` and the like. It is no value: it can only be compared with. */
export interface Period {
  readonly kind: 'period';
  readonly first: TypedNode;
  readonly last: TypedNode;
}

type CallExpression = Extract<Expression, { kind: 'call' }>;

const ORDERED: readonly string[] = ['number', 'money', 'date', 'datetime', 'time', 'empty'];

/** The function of that name with its arguments fitted. @param hint type that texts take which it answers @throws ExpressionError */
export function call(checker: Checker, expression: CallExpression, hint: ExpressionType | undefined): TypedNode | Period {
  const { name, args, at } = expression;
  if (name === 'concat') return join(checker, args);
  if (name === 'contains' || name === 'starts_with' || name === 'ends_with') return search(checker, expression, name);
  const bind = binds.get(name);
  if (bind) {
    count(expression, 0, 0);
    return { kind: 'bind', type: bind.type, name, cast: bind.cast };
  }
  const period = periods.get(name);
  if (period) {
    count(expression, period.parameters.length, period.parameters.length);
    const days = args.map((arg) => wholeNumber(arg, 1, 36_500));
    return { kind: 'period', first: callOf(period.first, DATE, ...days), last: callOf(period.last, DATE, ...days) };
  }
  if (checker.scope.reach && (name === 'reachable' || name === 'changeable')) return reach(checker, expression, name);
  if (checker.scope.reach && (name === 'people' || name === 'crowd')) return owners(expression, name);
  const declaration = functions.get(name);
  if (declaration) return declared(checker, expression, declaration, hint);
  throw new ExpressionError(`There is no function "${name}"`, nameSpan(name, at), nearest(name, functionNames()));
}

/** Whether the actor may view or change what a reference of the record itself points to. */
function reach(checker: Checker, expression: CallExpression, name: 'reachable' | 'changeable'): TypedNode {
  count(expression, 1, 1);
  const arg = expression.args[0] as Expression;
  const node = checker.value(arg);
  if (node.kind !== 'field' || node.steps.length > 0 || node.type.kind !== 'reference')
    throw new ExpressionError('A reference of the record itself is needed here', arg.at);
  const anyEntity = checker.scope.schema.entities[checker.scope.entity]?.fields[node.field]?.type === 'any_reference';
  return { kind: 'reach', type: BOOLEAN, field: node.field, to: node.type.to, anyEntity, verb: name === 'reachable' ? 'view' : 'update' };
}

/** Owners whose records are in somebody's reach, by name; many of them, a crowd, are searched in their order. */
function owners(expression: CallExpression, name: 'people' | 'crowd'): TypedNode {
  count(expression, 1, 1);
  const [names] = expression.args as [Expression];
  if (names.kind !== 'text') throw new ExpressionError('A text must be written here', names.at);
  const type = { kind: 'references', to: ['users', 'owner_groups'] } as const;
  return { kind: 'bind', type, name: `people:${names.value}`, cast: 'uuid[]', ...(name === 'crowd' && { ordered: true }) };
}

function nameSpan(name: string, at: Span | null | undefined): Span | null {
  return at ? [at[0], at[0] + name.length] : null;
}

function count({ name, args, at }: CallExpression, least: number, most: number): void {
  if (args.length >= least && args.length <= most) return;
  const wanted =
    most === 0 ? 'no arguments' : least === most ? `${most} argument${most === 1 ? '' : 's'}` : `${least} to ${most} arguments`;
  throw new ExpressionError(`${name}() takes ${most === Infinity ? `at least ${least} arguments` : wanted}, here are ${args.length}`, at);
}

function declared(
  checker: Checker,
  expression: CallExpression,
  declaration: FunctionDeclaration,
  hint: ExpressionType | undefined,
): TypedNode {
  const { parameters, rest, least = parameters.length } = declaration;
  count(expression, least, rest ? Infinity : parameters.length);
  const given: Parameter[] = expression.args.map((_, i) => parameters[i] ?? rest ?? 'same');
  const same = sameType(checker, expression, given, declaration.result === 'same' ? hint : undefined);
  const args = expression.args.map((arg, i) => same.nodes[i] ?? argument(checker, arg, given[i] ?? 'same', declaration.name));
  const missing = parameters
    .slice(args.length)
    .map((parameter) => (parameter === 'digits' ? numberLiteral('0', null, 'int') : empty(same.type)));
  const type = resultOf(declaration, args, same.type);
  // Nothing but empty went in.
  return type.kind === 'empty' ? empty(type) : callOf(declaration, type, ...args, ...missing);
}

/** Arguments that must be alike, converted to the type they have in common. Texts written out take it. */
function sameType(checker: Checker, { args, at }: CallExpression, given: readonly Parameter[], hint: ExpressionType | undefined) {
  const isSame = (i: number) => given[i] === 'same' || given[i] === 'ordered';
  const nodes = args.map((arg, i) => (isSame(i) && arg.kind !== 'text' ? checker.value(arg, hint) : null));
  const known = nodes.filter((node) => node !== null);
  const type = commonType(known, at);
  const texts = type.kind === 'empty' ? (hint ?? EMPTY) : type;
  const all = nodes.map((node, i) => {
    const arg = args[i];
    return node ?? (arg && isSame(i) ? checker.value(arg, texts) : null);
  });
  const common = commonType(
    all.filter((node) => node !== null),
    at,
  );
  for (const [i, node] of all.entries()) {
    if (node && given[i] === 'ordered' && !ORDERED.includes(node.type.kind)) {
      throw new ExpressionError(`Numbers or dates are needed here, this is ${nameOfType(node.type)}`, args[i]?.at);
    }
  }
  return { type: common, nodes: all.map((node, i) => node && convert(node, common, args[i]?.at)) };
}

function argument(checker: Checker, arg: Expression, parameter: Parameter, name: string): TypedNode {
  switch (parameter) {
    case 'boolean':
      return checker.condition(arg);
    case 'digits':
      return wholeNumber(arg, -12, 12);
    case 'count':
      return wholeNumber(arg, 0, 10_000);
    case 'written':
      if (arg.kind === 'text' && arg.value.length <= 100) return checker.value(arg, TEXT);
      throw new ExpressionError('A text of at most 100 characters must be written here', arg.at);
    case 'day': {
      const node = checker.value(arg, DATE);
      return node.type.kind === 'datetime' ? callOf(dayOfInstant, DATE, node) : convert(node, DATE, arg.at);
    }
    case 'date':
      return convert(checker.value(arg, DATE), DATE, arg.at);
    case 'datetime':
      return convert(checker.value(arg, DATETIME), DATETIME, arg.at);
    case 'number':
      return convert(checker.value(arg, NUMBER), NUMBER, arg.at);
    case 'text':
      return convert(checker.value(arg, TEXT), TEXT, arg.at);
    default:
      throw new Error(`${name}() has an argument of an unknown kind`);
  }
}

function resultOf(declaration: FunctionDeclaration, args: readonly TypedNode[], same: ExpressionType): ExpressionType {
  if (declaration.result !== 'same') return { kind: declaration.result };
  if (declaration.parameters[0] !== 'number') return same;
  return args[0] && isNumber(args[0].type) ? args[0].type : NUMBER;
}

/** A number that decides how something is done must be written out: the statement depends on its being sensible. */
function wholeNumber(arg: Expression, least: number, most: number): Literal {
  const value = arg.kind === 'number' && /^-?\d{1,6}$/.test(arg.value) ? Number(arg.value) : null;
  if (value === null || value < least || value > most)
    throw new ExpressionError(`A whole number from ${least} to ${most} must be written here`, arg.at);
  return numberLiteral(String(value), arg.at, 'int');
}

// Search in texts and lists.

function search(checker: Checker, expression: CallExpression, name: keyof typeof like): TypedNode {
  count(expression, 2, 2);
  const [where, what] = expression.args as [Expression, Expression];
  const list = checker.value(where, TEXT);
  if (name === 'contains' && list.type.kind === 'choices')
    return callOf(hasChoice, BOOLEAN, list, convert(checker.value(what, list.type), TEXT, what.at));
  if (name === 'contains' && list.type.kind === 'references') return membership(list, checker.value(what, list.type), expression.at);
  const text = requireText(list, where.at);
  const needle = requireText(checker.value(what, TEXT), what.at);
  const isRaw = isExact(text) || isExact(needle);
  const [haystack, sought] = isRaw ? [text, needle] : [withoutCase(text), withoutCase(needle)];
  if (sought.kind !== 'literal') return callOf(found[name], BOOLEAN, haystack, sought);
  if (sought.value === '') return { kind: 'constant', type: BOOLEAN, value: false };
  return callOf(like[name], BOOLEAN, haystack, { ...sought, bound: pattern(name, String(sought.value)) });
}

function requireText(node: TypedNode, at: Span | null | undefined): TypedNode {
  if (node.kind === 'constant' && node.value === null) return empty(TEXT);
  if (isText(node.type)) return node;
  throw new ExpressionError(`Text is needed here, this is ${nameOfType(node.type)}`, at);
}

function pattern(name: keyof typeof like, text: string): string {
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  return `${name === 'starts_with' ? '' : '%'}${escaped}${name === 'ends_with' ? '' : '%'}`;
}
