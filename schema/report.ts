// What a report is: plain data that module, engine and client share. Every text in it is an expression, of the record of its level.

import type { Expression } from './expression/ast.ts';
import { parse } from './expression/parse.ts';
import { print } from './expression/print.ts';

export const totalKinds = ['sum', 'avg', 'min', 'max', 'count', 'count_distinct'] as const;
export type TotalKind = (typeof totalKinds)[number];

/** One step further to many records: line items, or the records that point to those of the level before. */
export interface ReportLink {
  /** Name of the list of rows, or of the back reference: `lines`, `deals`. */
  readonly name: string;
  /** Which of them. */
  readonly filter?: string;
  /** Those of the level before that have none stay out. */
  readonly required?: boolean;
}

export interface ReportColumn {
  readonly id: string;
  /** 0: the record the report starts from; 1: its first link, and so on. */
  readonly level: number;
  /** `amount`, `account.city`, `amount * probability / 100` */
  readonly value: string;
  /** Default: made of the fields it walks over. */
  readonly label?: string;
  readonly totals?: readonly TotalKind[];
}

export interface ReportGroup {
  readonly level: number;
  /** `stage`, `owner.department`, `month(closed_on)` */
  readonly value: string;
  readonly label?: string;
  readonly descending?: boolean;
}

export const questionTypes = ['text', 'number', 'date', 'checkbox', 'choice', 'reference'] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Asked before each run; expressions use the answer as `ask("name")`. */
export interface ReportQuestion {
  readonly name: string;
  readonly label: string;
  readonly type: QuestionType;
  readonly required?: boolean;
  /** The answer it begins with: a literal, or `=today()`. */
  readonly default?: string;
  /** The field it asks about: options and records to choose from are its own. */
  readonly field?: { readonly level: number; readonly path: string };
  /** A condition on that level, where it stands for itself: `closed_on >= ask("from")`. */
  readonly where?: string;
}

export interface ReportChart {
  readonly kind: 'bar' | 'line' | 'pie' | 'stacked' | 'percent' | 'funnel';
  /** What it measures: a column with its total; absent: the number of rows. */
  readonly column?: string;
  readonly total?: TotalKind;
}

export interface ReportSort {
  readonly column: string;
  readonly descending?: boolean;
}

export interface ReportDefinition {
  readonly entity: string;
  readonly links?: readonly ReportLink[];
  readonly columns: readonly ReportColumn[];
  readonly filter?: string;
  readonly groups?: readonly ReportGroup[];
  readonly sort?: readonly ReportSort[];
  /** So many rows at most are shown; totals are of all. */
  readonly limit?: number;
  /** Only groups and their totals, no rows. */
  readonly summary?: boolean;
  readonly questions?: readonly ReportQuestion[];
  readonly chart?: ReportChart;
}

/** By name; null or absent is not answered. */
export type ReportAnswers = Readonly<Record<string, string | number | boolean | null>>;

export const reportLimits = { links: 3, columns: 60, groups: 6, questions: 20, rows: 1_000_000 } as const;

/**
 * The expression with answers in place of `ask("name")`. A condition whose question was not answered falls away; null when nothing is
 * left. Any other value that was not answered is empty.
 */
export function answered(text: string, answers: ReadonlyMap<string, Expression | null>): string | null {
  const expression = withAnswers(parse(text), answers, true);
  return expression && print(expression);
}

/** Names asked for in an expression. */
export function asksOf(text: string): string[] {
  const names: string[] = [];
  visit(parse(text), (name) => names.push(name));
  return names;
}

type Answers = ReadonlyMap<string, Expression | null>;

function withAnswers(node: Expression, answers: Answers, isCondition: boolean): Expression | null {
  const asked = askedName(node);
  if (asked !== null) return answers.get(asked) ?? { kind: 'empty' };
  if (!isCondition) return mapped(node, (child) => withAnswers(child, answers, false)!);
  if (node.kind === 'binary' && (node.op === 'and' || node.op === 'or')) {
    const [left, right] = [withAnswers(node.left, answers, true), withAnswers(node.right, answers, true)];
    return left && right ? { ...node, left, right } : (left ?? right);
  }
  if (node.kind === 'unary' && node.op === 'not') {
    const arg = withAnswers(node.arg, answers, true);
    return arg && { ...node, arg };
  }
  let open = false;
  visit(node, (name) => {
    if ((answers.get(name) ?? null) === null) open = true;
  });
  return open && isComparison(node) ? null : mapped(node, (child) => withAnswers(child, answers, false)!);
}

function isComparison(node: Expression): boolean {
  if (node.kind === 'binary') return ['=', '!=', '<', '<=', '>', '>='].includes(node.op);
  if (node.kind === 'call') return ['contains', 'starts_with', 'ends_with'].includes(node.name);
  return node.kind === 'in' || node.kind === 'between' || node.kind === 'is_empty';
}

function askedName(node: Expression): string | null {
  if (node.kind !== 'call' || node.name !== 'ask') return null;
  const [name] = node.args;
  return name?.kind === 'text' ? name.value : '';
}

function visit(node: Expression, found: (name: string) => void): void {
  const name = askedName(node);
  if (name !== null) found(name);
  else
    mapped(node, (child) => {
      visit(child, found);
      return child;
    });
}

function mapped(node: Expression, change: (child: Expression) => Expression): Expression {
  switch (node.kind) {
    case 'unary':
    case 'is_empty':
      return { ...node, arg: change(node.arg) };
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'in':
      return { ...node, arg: change(node.arg), list: node.list.map(change) };
    case 'between':
      return { ...node, arg: change(node.arg), low: change(node.low), high: change(node.high) };
    case 'call':
      return { ...node, args: node.args.map(change) };
    case 'aggregate':
      return { ...node, value: node.value && change(node.value), where: node.where && change(node.where) };
    default:
      return node;
  }
}
