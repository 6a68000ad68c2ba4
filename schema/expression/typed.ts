// The checked tree: names resolved, types known, values numbered. db/compile.ts makes SQL of it, evaluate.ts a value.

import type { ExpressionType } from '../types.ts';
import type { Operation } from './operation.ts';

/** What check() makes of an expression. */
export interface Typed {
  readonly entity: string;
  readonly type: ExpressionType;
  readonly root: TypedNode;
  readonly shape: Shape;
}

export interface Shape {
  /** The expression with its values blanked: equal keys over equal schemas compile to equal SQL. */
  readonly key: string;
  /** The blanked values in the order of their numbers, as PostgreSQL takes them: text, or a list of texts. */
  readonly literals: readonly (string | readonly string[])[];
  /** Names of the values that the environment gives: `me`, `now`, `zone` ... */
  readonly binds: ReadonlySet<string>;
}

export type TypedNode = Literal | Constant | Bind | FieldRead | Call | Junction | Negation | Aggregate | Reach;

export interface Literal {
  readonly kind: 'literal';
  readonly type: ExpressionType;
  /** Place among the literals of the expression. */
  readonly index: number;
  /** What is bound in SQL; the pattern when the text stands behind LIKE. */
  readonly bound: string | readonly string[];
  /** What it means: the text without pattern signs. */
  readonly value: string | readonly string[];
  /** PostgreSQL type of the parameter. */
  readonly cast: string;
}

export interface Constant {
  readonly kind: 'constant';
  readonly type: ExpressionType;
  /** null is empty. */
  readonly value: boolean | null;
}

/** A value the environment gives: who asks, in which zone, when. */
export interface Bind {
  readonly kind: 'bind';
  readonly type: ExpressionType;
  readonly name: string;
  readonly cast: string;
  /** A long list of ids in their order. */
  readonly ordered?: true;
}

export interface FieldRead {
  readonly kind: 'field';
  readonly type: ExpressionType;
  /** References walked from the row to the record that has the field. */
  readonly steps: readonly Step[];
  readonly field: string;
  /** Of the column: '' or e.g. `_currency`. */
  readonly suffix: string;
  /** PostgreSQL type of the column. */
  readonly column: string;
  /** Part of the title, which travels with the reference: no right to see the record is asked for it. */
  readonly isTitle: boolean;
}

/** One reference walked. */
export interface Step {
  readonly field: string;
  /** Entity that the reference points to. */
  readonly to: string;
  /** The reference may point to other entities too, and a second column says which. */
  readonly anyEntity: boolean;
}

export interface Call {
  readonly kind: 'call';
  readonly type: ExpressionType;
  readonly operation: Operation;
  readonly args: readonly TypedNode[];
}

export interface Junction {
  readonly kind: 'and' | 'or';
  readonly type: ExpressionType;
  readonly args: readonly TypedNode[];
}

export interface Negation {
  readonly kind: 'not';
  readonly type: ExpressionType;
  readonly arg: TypedNode;
}

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly type: ExpressionType;
  /** `exists`: whether there is any such row. */
  readonly fn: 'sum' | 'count' | 'avg' | 'min' | 'max' | 'exists';
  readonly rows: Rows;
  /** Evaluated in the row. */
  readonly value: TypedNode | null;
  readonly where: TypedNode | null;
}

/** Whether the actor reaches the record that a reference points to: in rules of access only. */
export interface Reach {
  readonly kind: 'reach';
  readonly type: ExpressionType;
  readonly field: string;
  readonly to: readonly string[];
  /** A second column says which of them. */
  readonly anyEntity: boolean;
  readonly verb: 'view' | 'update';
}

/** Records that belong to one: its children, or those that point to it. */
export interface Rows {
  readonly steps: readonly Step[];
  /** Name on the record: the children field or the back reference. */
  readonly name: string;
  readonly entity: string;
  /** Field of the row that points back. */
  readonly link: string;
  /** How it points: one column, a column and one that says which entity, or a list of ids. */
  readonly linkKind: 'reference' | 'any_reference' | 'references';
  /** Entity of the record they belong to. */
  readonly of: string;
  /** Children are as visible as the record they live in. */
  readonly isChildren: boolean;
}

export const BOOLEAN: ExpressionType = { kind: 'boolean' };
export const TEXT: ExpressionType = { kind: 'text' };
export const NUMBER: ExpressionType = { kind: 'number' };
export const DATE: ExpressionType = { kind: 'date' };
export const DATETIME: ExpressionType = { kind: 'datetime' };
export const EMPTY: ExpressionType = { kind: 'empty' };
