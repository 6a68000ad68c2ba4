// Text -> tree, by precedence climbing (Pratt). The grammar is in docs/expressions.md.

import type { AggregateFunction, BinaryOperator, Expression } from './ast.ts';
import { ExpressionError } from './error.ts';
import { Lexer } from './lexer.ts';

/** Characters of an expression (UTF-16 units). */
export const MAX_LENGTH = 20_000;
/** Levels of nesting; a chain of `and` or of `or` is one level. Keeps every walk over a tree off the end of the stack. */
export const MAX_DEPTH = 100;

/** How tightly operators bind. print.ts reads it too, to leave out needless parentheses. */
export const PRECEDENCE = { or: 1, and: 2, not: 3, compare: 4, '&': 5, '+': 6, '*': 7, negate: 8, operand: 9 } as const;

const OPERATORS: Readonly<Record<string, number>> = {
  or: PRECEDENCE.or,
  and: PRECEDENCE.and,
  '=': PRECEDENCE.compare,
  '!=': PRECEDENCE.compare,
  '<': PRECEDENCE.compare,
  '<=': PRECEDENCE.compare,
  '>': PRECEDENCE.compare,
  '>=': PRECEDENCE.compare,
  in: PRECEDENCE.compare,
  not: PRECEDENCE.compare,
  between: PRECEDENCE.compare,
  is: PRECEDENCE.compare,
  '&': PRECEDENCE['&'],
  '+': PRECEDENCE['+'],
  '-': PRECEDENCE['+'],
  '*': PRECEDENCE['*'],
  '/': PRECEDENCE['*'],
};

const AGGREGATES: ReadonlySet<string> = new Set<AggregateFunction>(['sum', 'count', 'avg', 'min', 'max']);

/** @throws ExpressionError with the place of the mistake. */
export function parse(text: string): Expression {
  if (text.length > MAX_LENGTH) throw new ExpressionError(`An expression has at most ${MAX_LENGTH} characters`, [MAX_LENGTH, text.length]);
  return new Parser(text).whole();
}

class Parser {
  readonly #lexer: Lexer;
  /** Open parentheses, calls and prefixes: bounds the recursion of the parser itself. */
  #open = 0;
  /** Height of the tree that was built last. */
  #height = 0;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#lexer.kind !== 'end') this.#unexpected('an operator');
    return expression;
  }

  #expression(weakest: number): Expression {
    if (++this.#open > MAX_DEPTH) this.#tooDeep();
    let left = this.#prefix(weakest);
    for (;;) {
      const lexer = this.#lexer;
      const precedence = lexer.kind === 'symbol' || lexer.kind === 'keyword' ? OPERATORS[lexer.value] : undefined;
      if (precedence === undefined || precedence < weakest) break;
      left = precedence === PRECEDENCE.compare ? this.#comparison(left) : this.#binary(left, precedence);
      // `a = b = c` would compare a truth value with c, which nobody means.
      if (precedence === PRECEDENCE.compare) this.#refuseChain();
    }
    this.#open--;
    return left;
  }

  #binary(left: Expression, precedence: number): Expression {
    const op = this.#take() as BinaryOperator;
    const height = this.#height;
    const right = this.#expression(precedence + 1);
    const chain = (op === 'and' || op === 'or') && left.kind === 'binary' && left.op === op;
    this.#grow(chain ? height - 1 : height, this.#height);
    return { kind: 'binary', op, left, right, at: [from(left), to(right)] };
  }

  #comparison(arg: Expression): Expression {
    const lexer = this.#lexer;
    const height = this.#height;
    const above = PRECEDENCE.compare + 1;
    if (lexer.is('is')) {
      this.#take();
      const not = this.#skip('not');
      const end = lexer.end;
      if (!this.#skip('empty')) this.#unexpected('"empty"', lexer.value === 'null' ? 'empty' : null);
      this.#grow(height);
      return { kind: 'is_empty', not, arg, at: [from(arg), end] };
    }
    const not = this.#skip('not');
    if (this.#skip('in')) {
      const { list, end, height: listHeight } = this.#list();
      this.#grow(height, listHeight);
      return { kind: 'in', not, arg, list, at: [from(arg), end] };
    }
    if (this.#skip('between')) {
      const low = this.#expression(above);
      const lowHeight = this.#height;
      this.#expect('and', 'between a and b');
      const high = this.#expression(above);
      this.#grow(height, lowHeight, this.#height);
      return { kind: 'between', not, arg, low, high, at: [from(arg), to(high)] };
    }
    if (not) this.#unexpected('"in" or "between"');
    const op = this.#take() as BinaryOperator;
    const right = this.#expression(above);
    this.#grow(height, this.#height);
    return { kind: 'binary', op, left: arg, right, at: [from(arg), to(right)] };
  }

  #refuseChain(): void {
    const lexer = this.#lexer;
    if ((lexer.kind === 'symbol' || lexer.kind === 'keyword') && OPERATORS[lexer.value] === PRECEDENCE.compare) {
      throw new ExpressionError('Comparisons do not chain; join them with and, or use parentheses', lexer.at());
    }
  }

  /** `in (a, b)`, or `in` with one thing that holds many: `in this_month()`, `in my_groups()`. */
  #list(): { list: readonly Expression[]; end: number; height: number } {
    const lexer = this.#lexer;
    if (!lexer.is('(')) {
      const only = this.#expression(PRECEDENCE.compare + 1);
      return { list: [only], end: to(only), height: this.#height };
    }
    this.#take();
    const list: Expression[] = [];
    let height = 0;
    do {
      list.push(this.#expression(0));
      height = Math.max(height, this.#height);
    } while (this.#skip(','));
    return { list, end: this.#close(), height };
  }

  #prefix(weakest: number): Expression {
    const lexer = this.#lexer;
    const start = lexer.start;
    if (lexer.is('not')) {
      if (weakest > PRECEDENCE.not) throw new ExpressionError('Put parentheses around "not ..." here', lexer.at());
      this.#take();
      const arg = this.#expression(PRECEDENCE.not);
      this.#grow(this.#height);
      return { kind: 'unary', op: 'not', arg, at: [start, to(arg)] };
    }
    if (lexer.is('-')) {
      this.#take();
      if (lexer.kind === 'number') {
        const end = lexer.end;
        return this.#leaf({ kind: 'number', value: `-${lexer.value}`, at: [start, end] });
      }
      const arg = this.#expression(PRECEDENCE.negate);
      this.#grow(this.#height);
      return { kind: 'unary', op: '-', arg, at: [start, to(arg)] };
    }
    return this.#operand();
  }

  #operand(): Expression {
    const lexer = this.#lexer;
    const at = lexer.at();
    if (lexer.kind === 'number') return this.#leaf({ kind: 'number', value: lexer.value, at });
    if (lexer.kind === 'text') return this.#leaf({ kind: 'text', value: lexer.value, at });
    if (lexer.is('true') || lexer.is('false')) return this.#leaf({ kind: 'boolean', value: lexer.value === 'true', at });
    if (lexer.is('empty')) return this.#leaf({ kind: 'empty', at });
    if (lexer.is('(')) {
      this.#take();
      const inner = this.#expression(0);
      const end = this.#close();
      // Names in a path are found by their offset.
      return inner.kind === 'path' ? inner : { ...inner, at: [at[0], end] };
    }
    if (lexer.kind !== 'name') this.#unexpected('a value');
    const { path, end } = this.#path();
    if (path.length === 1 && lexer.is('(') && path[0] !== undefined) return this.#call(path[0], at[0]);
    this.#height = 1;
    return { kind: 'path', path, at: [at[0], end] };
  }

  /** Stops before `.(`, which only aggregates know. */
  #path(): { path: string[]; end: number; open: boolean } {
    const lexer = this.#lexer;
    const path = [this.#name()];
    let end = lexer.start;
    for (;;) {
      end = this.#lastEnd;
      if (!lexer.is('.')) return { path, end, open: false };
      const dot = lexer.at();
      this.#take();
      if (lexer.is('(')) return { path, end, open: true };
      if (lexer.kind !== 'name' && lexer.kind !== 'keyword') throw new ExpressionError('A name must follow the point', dot);
      path.push(this.#name());
    }
  }

  #call(name: string, start: number): Expression {
    const lexer = this.#lexer;
    this.#take();
    if (AGGREGATES.has(name)) {
      const aggregate = this.#aggregate(name as AggregateFunction, start);
      if (aggregate) return aggregate;
    }
    const args: Expression[] = [];
    let height = 0;
    if (!lexer.is(')')) {
      do {
        args.push(this.#expression(0));
        height = Math.max(height, this.#height);
      } while (this.#skip(','));
    }
    const end = this.#close();
    this.#grow(height);
    return { kind: 'call', name, args, at: [start, end] };
  }

  /** `min` and `max` are also functions of several values: null when this is such a call. */
  #aggregate(fn: AggregateFunction, start: number): Expression | null {
    const lexer = this.#lexer;
    const first = lexer.start;
    const scalar = fn === 'min' || fn === 'max';
    if (lexer.kind !== 'name') {
      if (scalar) return null;
      throw new ExpressionError(`${fn}() wants the name of a list, e.g. ${fn}(lines${fn === 'count' ? '' : '.total'})`, lexer.at());
    }
    const { path, end: pathEnd, open } = this.#path();
    let over = path;
    let value: Expression | null = null;
    let height = 0;
    if (open) {
      this.#take();
      value = this.#expression(0);
      height = this.#height;
      this.#close();
    } else if (scalar && !lexer.is(')') && !lexer.is('where')) {
      lexer.rewind(first);
      return null;
    } else if (fn !== 'count' && path.length > 1) {
      over = path.slice(0, -1);
      const last = path.slice(-1);
      value = { kind: 'path', path: last, at: [pathEnd - (last[0]?.length ?? 0), pathEnd] };
      height = 1;
    }
    let where: Expression | null = null;
    if (this.#skip('where')) {
      where = this.#expression(0);
      height = Math.max(height, this.#height);
    }
    const end = this.#close();
    this.#grow(height);
    return { kind: 'aggregate', fn, over, value, where, at: [start, end], overAt: [first, pathEnd] };
  }

  // Tokens.

  #lastEnd = 0;

  #take(): string {
    const { value } = this.#lexer;
    this.#lastEnd = this.#lexer.end;
    this.#lexer.next();
    return value;
  }

  #name(): string {
    const { start, end } = this.#lexer;
    this.#take();
    return this.#lexer.text.slice(start, end);
  }

  #skip(value: string): boolean {
    if (!this.#lexer.is(value)) return false;
    this.#take();
    return true;
  }

  #expect(value: string, form: string): void {
    if (!this.#skip(value)) this.#unexpected(`"${value}" (${form})`);
  }

  #close(): number {
    const { end } = this.#lexer;
    if (!this.#skip(')')) this.#unexpected('")" or an operator');
    return end;
  }

  #leaf(expression: Expression): Expression {
    this.#take();
    this.#height = 1;
    return expression;
  }

  #grow(...heights: number[]): void {
    this.#height = Math.max(0, ...heights) + 1;
    if (this.#height > MAX_DEPTH) this.#tooDeep();
  }

  #tooDeep(): never {
    throw new ExpressionError(`This is nested more than ${MAX_DEPTH} levels deep`, this.#lexer.at());
  }

  #unexpected(expected: string, suggestion: string | null = null): never {
    const lexer = this.#lexer;
    const found = lexer.kind === 'end' ? 'the text ends' : `there is ${JSON.stringify(lexer.text.slice(lexer.start, lexer.end))}`;
    throw new ExpressionError(`Expected ${expected}, but ${found}`, lexer.at(), suggestion);
  }
}

function from(expression: Expression): number {
  return expression.at?.[0] ?? 0;
}

function to(expression: Expression): number {
  return expression.at?.[1] ?? 0;
}
