// What a report is: plain data that module, engine and client share. Every text in it is an expression, of the record of its level.

import type { Expression } from './expression/ast.ts';
import { parse } from './expression/parse.ts';
import { print } from './expression/print.ts';
import { nearest } from './names.ts';

/** What a column can be totalled by. */
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

/** `id` names it in sorts, charts and answers. */
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

/** Rows with the same value stand together, with totals of their own; the first of a report is the outermost. */
export interface ReportGroup {
  readonly level: number;
  /** `stage`, `owner.department`, `month(closed_on)` */
  readonly value: string;
  readonly label?: string;
  readonly descending?: boolean;
}

/** What a question can ask for. */
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

/** `column` is the id of one. Within groups, whose order is their own. */
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

/** The most of each that a report may have; `rows` is what `limit` may say. */
export const reportLimits = { links: 3, columns: 60, groups: 6, questions: 20, rows: 1_000_000 } as const;

/**
 * The expression with answers in place of `ask("name")`. A condition whose question was not answered falls away; null when nothing is
 * left. Any other value that was not answered is empty.
 */
export function answered(text: string, answers: ReadonlyMap<string, Expression | null>): string | null {
  const expression = withAnswers(parse(text), answers, true);
  return expression && print(expression);
}

/** A value with its answers; what was not answered is empty. */
export function answeredValue(text: string, answers: ReadonlyMap<string, Expression | null>): string {
  return text.includes('ask') ? print(withAnswers(parse(text), answers, false) ?? { kind: 'empty' }) : text;
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

/** The first thing that is wrong with the form of a definition, with its place; null when all is well. Names are for the engine to check. */
export function definitionProblem(value: unknown): string | null {
  const keys = ['entity', 'links', 'columns', 'filter', 'groups', 'sort', 'limit', 'summary', 'questions', 'chart'];
  return object(value, keys, 'the report', (report) => {
    if (typeof report.entity !== 'string') return '“entity” names what the report starts from';
    if (!isText(report.filter, 10_000)) return '“filter” is an expression';
    const { limit, summary } = report;
    if (limit !== undefined && !(Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= reportLimits.rows))
      return `“limit” is a whole number from 1 to ${reportLimits.rows}`;
    if (summary !== undefined && typeof summary !== 'boolean') return '“summary” is true or false';
    return (
      list(report.links, 'links', reportLimits.links, linkProblem) ??
      (report.columns === undefined ? '“columns” is a list' : list(report.columns, 'columns', reportLimits.columns, columnProblem)) ??
      list(report.groups, 'groups', reportLimits.groups, groupProblem) ??
      list(report.sort, 'sort', 10, sortProblem) ??
      list(report.questions, 'questions', reportLimits.questions, questionProblem) ??
      (report.chart === undefined ? null : chartProblem(report.chart)) ??
      repeated(report as Pick<ReportDefinition, 'columns' | 'questions'>)
    );
  });
}

type Parts = Readonly<Record<string, unknown>>;

const isText = (value: unknown, most: number) => value === undefined || (typeof value === 'string' && value.length <= most);
const isLevel = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= reportLimits.links;
const isName = (value: unknown) => typeof value === 'string' && /^[a-z][a-z0-9_]{0,39}$/i.test(value);

function linkProblem(value: unknown, place: string): string | null {
  return object(value, ['name', 'filter', 'required'], place, ({ name, filter, required }) => {
    if (typeof name !== 'string' || !isText(filter, 10_000)) return `${place}: a link has a “name” and perhaps a “filter”`;
    return required === undefined || typeof required === 'boolean' ? null : `${place}: “required” is true or false`;
  });
}

function columnProblem(value: unknown, place: string): string | null {
  return object(value, ['id', 'level', 'value', 'label', 'totals'], place, ({ id, level, value: text, label, totals }) => {
    if (!isName(id) || !isLevel(level)) return `${place}: a column has an “id” and a “level”`;
    if (typeof text !== 'string' || text.trim() === '' || text.length > 2000) return `${place}: “value” is an expression`;
    if (!isText(label, 120)) return `${place}: “label” is a text of at most 120 characters`;
    const isRight = totals === undefined || (Array.isArray(totals) && totals.every((total) => totalKinds.includes(total)));
    return isRight ? null : `${place}: “totals” are of ${totalKinds.join(', ')}`;
  });
}

function groupProblem(value: unknown, place: string): string | null {
  return object(value, ['level', 'value', 'label', 'descending'], place, ({ level, value: text, label, descending }) => {
    if (!isLevel(level) || typeof text !== 'string' || text.trim() === '' || text.length > 2000)
      return `${place}: a group has a “level” and a “value”`;
    if (!isText(label, 120)) return `${place}: “label” is a text of at most 120 characters`;
    return descending === undefined || typeof descending === 'boolean' ? null : `${place}: “descending” is true or false`;
  });
}

function sortProblem(value: unknown, place: string): string | null {
  return object(value, ['column', 'descending'], place, ({ column, descending }) =>
    typeof column === 'string' && (descending === undefined || typeof descending === 'boolean') ? null : `${place}: names a column`,
  );
}

function questionProblem(value: unknown, place: string): string | null {
  const keys = ['name', 'label', 'type', 'required', 'default', 'field', 'where'];
  return object(value, keys, place, ({ name, label, type, required, default: begin, field, where }) => {
    if (!isName(name)) return `${place}: “name” has letters, digits and _`;
    if (typeof label !== 'string' || label.trim() === '' || label.length > 120)
      return `${place}: “label” is a text of at most 120 characters`;
    if (!(questionTypes as readonly unknown[]).includes(type)) return `${place}: “type” is one of ${questionTypes.join(', ')}`;
    if (required !== undefined && typeof required !== 'boolean') return `${place}: “required” is true or false`;
    if (!isText(begin, 500) || !isText(where, 5000)) return `${place}: “default” and “where” are texts`;
    if (field === undefined) return null;
    return object(field, ['level', 'path'], place, ({ level, path }) =>
      isLevel(level) && typeof path === 'string' ? null : `${place}: “field” has a “level” and a “path”`,
    );
  });
}

function chartProblem(value: unknown): string | null {
  return object(value, ['kind', 'column', 'total'], 'chart', ({ kind, column, total }) => {
    if (!['bar', 'line', 'pie', 'stacked', 'percent', 'funnel'].includes(String(kind))) return 'chart: there is no such kind';
    if (column !== undefined && typeof column !== 'string') return 'chart: “column” is the id of a column';
    return total === undefined || totalKinds.includes(total as TotalKind) ? null : 'chart: there is no such total';
  });
}

function repeated({ columns, questions = [] }: Pick<ReportDefinition, 'columns' | 'questions'>): string | null {
  for (const names of [columns.map(({ id }) => id), questions.map(({ name }) => name)]) {
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) return `“${twice}” is there twice`;
  }
  return null;
}

function list(value: unknown, name: string, most: number, problem: (value: unknown, place: string) => string | null): string | null {
  if (value === undefined) return null;
  if (!Array.isArray(value) || value.length > most) return `“${name}” is a list of at most ${most}`;
  for (const [at, one] of value.entries()) {
    const wrong = problem(one, `${name}.${at}`);
    if (wrong) return wrong;
  }
  return null;
}

function object(value: unknown, keys: readonly string[], place: string, problem: (parts: Parts) => string | null): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${place} is an object`;
  const odd = Object.keys(value).find((key) => !keys.includes(key));
  if (odd === undefined) return problem(value as Parts);
  const near = nearest(odd, keys);
  return `${place}: there is no “${odd}”${near ? `. Did you mean “${near}”?` : ''}`;
}

/** A total of money in several currencies is one amount for each, as no rate is meant: what it is made of, each on a line of its own. */
export function totalParts(total: unknown): readonly unknown[] {
  return Array.isArray(total) ? total : [total ?? null];
}

/** Lines that totals of one kind take. */
export function linesOfTotals(
  columns: readonly { readonly id: string; readonly totals: readonly string[] }[],
  values: Readonly<Record<string, Readonly<Partial<Record<string, unknown>>>>>,
  of: string,
): number {
  const parts = columns.filter(({ totals }) => totals.includes(of)).map(({ id }) => totalParts(values[id]?.[of]).length);
  return Math.max(1, ...parts);
}
