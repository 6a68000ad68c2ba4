// The expression tree (JSON) that filters, formulas, access rules and queries share. Text form: see parse.ts and print.ts.

/** Start and end offset in the text it was parsed from; absent on trees that were built or loaded. */
export type Span = readonly [start: number, end: number];

export type BinaryOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '&' | 'and' | 'or';

export type AggregateFunction = 'sum' | 'count' | 'avg' | 'min' | 'max';

export type Expression =
  /** `"Oslo"`: text; takes the type of what it is compared with (date, choice, reference id ...). */
  | { readonly kind: 'text'; readonly value: string; readonly at?: Span }
  /** Exact decimal in text form. */
  | { readonly kind: 'number'; readonly value: string; readonly at?: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at?: Span }
  | { readonly kind: 'empty'; readonly at?: Span }
  /** `account.parent.city`: all but the last are references. */
  | { readonly kind: 'path'; readonly path: readonly string[]; readonly at?: Span }
  | { readonly kind: 'unary'; readonly op: 'not' | '-'; readonly arg: Expression; readonly at?: Span }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly at?: Span }
  | { readonly kind: 'in'; readonly not: boolean; readonly arg: Expression; readonly list: readonly Expression[]; readonly at?: Span }
  | {
      readonly kind: 'between';
      readonly not: boolean;
      readonly arg: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly at?: Span;
    }
  | { readonly kind: 'is_empty'; readonly not: boolean; readonly arg: Expression; readonly at?: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at?: Span }
  /** `sum(lines.total where quantity > 1)`, `count(deals where stage = "won")`; `over` is a path that ends in rows. */
  | {
      readonly kind: 'aggregate';
      readonly fn: AggregateFunction;
      readonly over: readonly string[];
      readonly value: Expression | null;
      readonly where: Expression | null;
      readonly at?: Span;
      /** Where the names stand. */
      readonly overAt?: Span;
    };
