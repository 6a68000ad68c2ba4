// Tree -> typed tree: every name found in the schema, every type right, before anything is stored or run.

import type { ExpressionType, Schema } from '../types.ts';
import { aggregate } from './aggregates.ts';
import { arithmeticOf, join, negate } from './arithmetic.ts';
import type { Expression, Span } from './ast.ts';
import { call, type Period } from './calls.ts';
import { compare, emptiness, isBetween, isIn } from './compare.ts';
import { convert } from './convert.ts';
import { ExpressionError } from './error.ts';
import { empty, nameOfType, numberLiteral, numberLiterals, textAs } from './literals.ts';
import { MAX_DEPTH } from './parse.ts';
import { findPath, type PathScope } from './paths.ts';
import { BOOLEAN, EMPTY, type Shape, TEXT, type Typed, type TypedNode } from './typed.ts';

export interface CheckOptions {
  /** Fields that never leave the server exist too; for the engine's own expressions. */
  readonly internal?: boolean;
  /** `reachable()` and `changeable()` exist: for rules of access alone. */
  readonly reach?: boolean;
}

/** Products and quotients in one expression; each may double the digits. */
const MOST_PRODUCTS = 100;
/** Each level may multiply the work of the one above by the length of its list. */
const MOST_NESTED_LISTS = 2;

/**
 * @param schema what the writer of the expression may read: a field that is not in it does not exist
 * @param expect type that is needed; texts take it, other things must fit
 * @throws ExpressionError with the place of the mistake and the nearest right name
 */
export function check(expression: Expression, schema: Schema, entity: string, expect?: ExpressionType, options: CheckOptions = {}): Typed {
  const checker = new Checker({ schema, entity, internal: options.internal ?? false, reach: options.reach ?? false });
  const found = checker.value(expression, expect);
  const root = expect ? convert(found, expect, expression.at) : found;
  return { entity, type: root.type, root, shape: numberLiterals(root, entity) };
}

/** Key for caches of compiled statements, and the values that belong in them. */
export function shape(typed: Typed): Shape {
  return typed.shape;
}

/** Checks the parts of one expression in one entity. The rules are in the files around; they call back for operands. */
export class Checker {
  readonly scope: PathScope;
  readonly #outer: Checker | null;
  #depth: number;
  readonly #count: { products: number };

  constructor(scope: PathScope, outer: Checker | null = null) {
    this.scope = scope;
    this.#outer = outer;
    this.#depth = outer ? outer.#depth : 0;
    this.#count = outer ? outer.#count : { products: 0 };
  }

  /** For what is evaluated in the rows of a list. */
  inRows(entity: string, at: Span | null | undefined): Checker {
    let levels = 1;
    for (let outer = this.#outer; outer; outer = outer.#outer) levels++;
    if (levels > MOST_NESTED_LISTS) throw new ExpressionError(`Lists are nested at most ${MOST_NESTED_LISTS} deep`, at);
    return new Checker({ ...this.scope, entity }, this);
  }

  countProduct(at: Span | null | undefined): void {
    if (++this.#count.products > MOST_PRODUCTS)
      throw new ExpressionError(`At most ${MOST_PRODUCTS} products and quotients fit in one expression`, at);
  }

  /** `hint` is the type that texts take here. */
  value(expression: Expression, hint?: ExpressionType): TypedNode {
    const found = this.operand(expression, hint);
    if (found.kind === 'period')
      throw new ExpressionError('A period can only be compared with a date, e.g. closed_on in this_month()', expression.at);
    return found;
  }

  condition(expression: Expression): TypedNode {
    const found = this.value(expression, BOOLEAN);
    if (found.type.kind === 'boolean') return found;
    if (found.kind === 'constant' && found.type.kind === 'empty') return empty(BOOLEAN);
    throw new ExpressionError(`A condition is needed here, this is ${nameOfType(found.type)}`, expression.at);
  }

  operand(expression: Expression, hint?: ExpressionType): TypedNode | Period {
    // Trees need not come from the parser.
    if (++this.#depth > MAX_DEPTH + 1) throw new ExpressionError(`This is nested more than ${MAX_DEPTH} levels deep`, expression.at);
    const found = this.#operand(expression, hint);
    this.#depth--;
    return found;
  }

  #operand(expression: Expression, hint: ExpressionType | undefined): TypedNode | Period {
    switch (expression.kind) {
      case 'text':
        return textAs(expression, hint ?? TEXT);
      case 'number':
        return numberLiteral(expression.value, expression.at);
      case 'boolean':
        return { kind: 'constant', type: BOOLEAN, value: expression.value };
      case 'empty':
        return empty(hint ?? EMPTY);
      case 'path':
        return this.#path(expression.path, expression.at);
      case 'unary':
        return expression.op === 'not' ? { kind: 'not', type: BOOLEAN, arg: this.condition(expression.arg) } : negate(this, expression);
      case 'binary':
        return this.#binary(expression);
      case 'in':
        return negated(expression.not, isIn(this, expression));
      case 'between':
        return negated(expression.not, isBetween(this, expression));
      case 'is_empty':
        return emptiness(this, expression.arg, expression.not);
      case 'call':
        return call(this, expression, hint);
      case 'aggregate':
        return aggregate(this, expression);
      default:
        throw new ExpressionError('This is no expression', null);
    }
  }

  #path(path: readonly string[], at: Span | null | undefined): TypedNode {
    const found = findPath(this.scope, path, at);
    if (found.kind === 'field') return found;
    throw new ExpressionError(`"${found.name}" is a list; write e.g. count(${path.join('.')}) or sum(${found.name}.…)`, at);
  }

  #binary(expression: Extract<Expression, { kind: 'binary' }>): TypedNode {
    switch (expression.op) {
      case 'and':
      case 'or':
        return { kind: expression.op, type: BOOLEAN, args: chain(expression, expression.op).map((part) => this.condition(part)) };
      case '&':
        return join(this, chain(expression, '&'));
      case '+':
      case '-':
      case '*':
      case '/':
        return arithmeticOf(this, expression, expression.op);
      default:
        return compare(this, expression.op, expression.left, expression.right);
    }
  }
}

export function negated(not: boolean, arg: TypedNode): TypedNode {
  return not ? { kind: 'not', type: BOOLEAN, arg } : arg;
}

/** `a and b and c` leans to the left; as a list it needs no recursion. */
function chain(expression: Expression, op: 'and' | 'or' | '&'): Expression[] {
  const parts: Expression[] = [];
  let left = expression;
  while (left.kind === 'binary' && left.op === op) {
    parts.push(left.right);
    left = left.left;
  }
  return [left, ...parts.reverse()];
}
