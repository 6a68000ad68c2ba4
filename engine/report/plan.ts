// A report as statements: rows of all its levels side by side, and totals on each level's own records, so that a sum never counts a
// record twice because something else was joined to it (row CS-230).

import { compileCondition, type Sql, sql } from '../../db/index.ts';
import {
  answered,
  answeredValue,
  check,
  ExpressionError,
  type Field,
  fieldTypes,
  parse,
  type ReportColumn,
  type ReportDefinition,
  type ReportGroup,
  type TotalKind,
  unitOfGroup,
} from '../../schema/index.ts';
import { groupPart, type Part } from '../aggregate-parts.ts';
import { type Term, type Terms, termsOver } from '../aggregate-terms.ts';
import { withBefore } from '../as-of.ts';
import { notGranted, Refusal } from '../errors.ts';
import { readExpression } from '../filter.ts';
import type { Key } from '../order.ts';
import { and, pastOf, type Reader, readable } from '../read.ts';
import { titleOf, titleSql } from '../select.ts';
import type { Given } from './answers.ts';
import { firstLevel, type Level, nextLevel } from './levels.ts';
import { asWritten, fieldIn, type Tongue } from './tongue.ts';
import { wrongPart } from './wrong.ts';

export interface PlannedColumn {
  readonly column: ReportColumn;
  readonly term: Term;
  /** The field it is, or one that is like it. */
  readonly field: Field;
  /** A field that stands as it is; its value is read with all its columns. */
  readonly path: string | null;
  readonly heading: string;
}

export interface PlannedGroup {
  readonly group: ReportGroup;
  readonly part: Part;
  readonly field: Field;
  readonly heading: string;
  readonly keys: readonly Key[];
}

/** Left out for this viewer, and why. */
export interface Absent {
  readonly part: 'column' | 'group' | 'level';
  readonly label: string;
  readonly why: 'not_readable' | 'gone';
  /** What is wrong with what is gone. */
  readonly message?: string;
}

/** A report as one reader gets it; `absent` is what he does not. */
export interface ReportPlan {
  readonly levels: readonly Level[];
  readonly columns: readonly PlannedColumn[];
  readonly groups: readonly PlannedGroup[];
  readonly absent: readonly Absent[];
  readonly keys: readonly Key[];
  /** Everything between `from` and the order; to be asked for when all columns are planned. */
  source(): Sql;
  /** The statement with what it needs before it, where it looks back to an instant. */
  finish(statement: Sql): Sql;
}

/** @throws Refusal 403 where the viewer may not see what the report stands on, 422 where the definition is wrong. */
export function planReport(
  reader: Reader,
  definition: ReportDefinition,
  given: Given,
  verb: 'view' | 'export' = 'view',
  tongue: Tongue = asWritten,
): ReportPlan {
  const asked = (text: string | undefined) => conditionOf(text, given);
  const absent: Absent[] = [];
  const past = pastOf(reader);
  const levels: Level[] = [firstLevel(reader, readable(reader.rights, definition.entity), verb, past)];
  for (const [at, link] of (definition.links ?? []).entries()) {
    const unseen = isUnseen(reader, definition, at);
    if (unseen && link.required) throw notGranted(`The report stands on ${unseen}, which you may not view.`);
    if (unseen) {
      absent.push({ part: 'level', label: unseen, why: 'not_readable' });
      break;
    }
    levels.push(nextLevel(reader, levels.at(-1)!, { ...link, ...joined(link.filter, whereOf(definition, at + 1)) }, asked, verb, past));
  }
  const terms = levels.map(({ frame, entity }) => termsOver(reader.rights, frame, entity, null));
  const conditions = startConditions(reader, levels[0]!, asked(joined(definition.filter, whereOf(definition, 0)).filter));
  const plan = { reader, definition, levels, terms, given, absent, tongue };
  const groups = (definition.groups ?? []).flatMap((group, at) => planGroup(plan, group, at) ?? []);
  const columns = toldApart(
    definition.columns.flatMap((column, at) => planColumn(plan, column, at) ?? []),
    levels,
    tongue,
  );
  const keys = orderOf(definition, levels, groups, columns, terms);
  return {
    ...{ levels, columns, groups, absent, keys },
    source: () => {
      const [first] = levels;
      const rest = levels.slice(1).map(({ join }) => join!);
      const walks = levels.map(({ frame }) => frame.joins.render());
      return sql`from ${first!.frame.table}${sql.join(rest, '')}${sql.join(walks, '')} where ${and(conditions)}`;
    },
    finish: (statement) => withBefore(statement, past?.parts() ?? []),
  };
}

interface Planning {
  readonly reader: Reader;
  readonly definition: ReportDefinition;
  readonly levels: readonly Level[];
  readonly terms: readonly Terms[];
  readonly given: Given;
  readonly absent: Absent[];
  readonly tongue: Tongue;
}

function conditionOf(text: string | undefined, given: Given): string | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    return answered(text, given);
  } catch (error) {
    if (error instanceof ExpressionError) throw wrongPart('filter', error.message);
    throw error;
  }
}

/** Conditions that the questions about one level bring along. */
function whereOf({ questions = [] }: ReportDefinition, level: number): string | undefined {
  const own = questions.filter(({ where, field }) => where && (field?.level ?? 0) === level);
  return own.length > 0 ? own.map(({ where }) => `(${where})`).join(' and ') : undefined;
}

function joined(...texts: readonly (string | undefined)[]): { filter?: string } {
  const said = texts.filter((text): text is string => text !== undefined && text.trim() !== '');
  return said.length > 0 ? { filter: said.map((text) => `(${text})`).join(' and ') } : {};
}

function startConditions(reader: Reader, { entity, frame }: Level, text: string | null): Sql[] {
  const filter = text === null ? null : readCondition(reader, entity.name, text);
  const own = filter ? [compileCondition(filter.typed, { ...frame.compileOptions, literals: filter.literals })] : [];
  const hidden = frame.hidden(filter);
  return [...frame.conditions, ...own, ...(hidden ? [hidden] : [])];
}

/** @throws Refusal 403 where the condition speaks of what the viewer may not read: leaving it out would show him more. */
function readCondition(reader: Reader, entity: string, text: string) {
  try {
    return readExpression(reader.rights, reader.rights.schema.entities[entity]!, text, { kind: 'boolean' }, 'filter');
  } catch (error) {
    if (error instanceof Refusal && isSound(reader, entity, text))
      throw notGranted('The report is cut by a field that you may not read, so it cannot be made for you.');
    throw error;
  }
}

/** Right for somebody who may read everything. */
function isSound(reader: Reader, entity: string, text: string): boolean {
  try {
    check(parse(text), reader.workspace.state.schema, entity);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** The label of what a link leads to, where there is such a link but not for this viewer. */
function isUnseen({ rights, workspace }: Reader, { entity, links = [] }: ReportDefinition, at: number): string | null {
  const { schema } = workspace.state;
  let here = schema.entities[entity];
  for (const { name } of links.slice(0, at + 1)) {
    const own = here && Object.hasOwn(here.fields, name) ? here.fields[name] : undefined;
    const back = here && Object.hasOwn(here.backReferences, name) ? here.backReferences[name] : undefined;
    const target: string | undefined = own?.type === 'children' ? own.to[0] : back?.entity;
    const seen = here && rights.schema.entities[here.name];
    const known = seen && (own ? Object.hasOwn(seen.fields, name) : Object.hasOwn(seen.backReferences, name));
    here = target === undefined ? undefined : schema.entities[target];
    if (here && !known) return here.plural;
    if (here && !here.parent) {
      try {
        readable(rights, here.name);
      } catch (error) {
        if (error instanceof Refusal) return here.plural;
        throw error;
      }
    }
  }
  return null;
}

/** Null, and told as absent, where this viewer may not read it or it is gone. @throws Refusal 422 where it is wrong for another reason. */
function planText<T>(
  { reader, definition, levels, absent, given, tongue }: Planning,
  part: 'column' | 'group',
  { level, value, label }: { readonly level: number; readonly value: string; readonly label?: string },
  place: string,
  read: (text: string) => T,
): T | null {
  const here = levels[level];
  if (!here) {
    if (level > (definition.links?.length ?? 0)) throw wrongPart(place, `there is no level ${level}`);
    return null;
  }
  try {
    return read(answeredValue(value, given));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ExpressionError) || (error instanceof Refusal && error.status === 422)) throw error;
    const why = isSound(reader, here.entity.name, plainOf(value)) ? 'not_readable' : 'gone';
    const told = label ?? labelOf(reader, here, plainOf(value), tongue) ?? value;
    absent.push({ part, label: told, why, ...(why === 'gone' ? { message: error.message } : {}) });
    return null;
  }
}

/** What a period is taken of; whether names are right does not depend on the answers. */
function plainOf(value: string): string {
  return answeredValue(unitOfGroup(value)?.of ?? value, new Map());
}

function labelOf(reader: Reader, level: Level, value: string, tongue: Tongue): string | null {
  return (
    stepsOf(reader, level, value)
      ?.map(({ home, field }) => tongue(home, field.label))
      .join(': ') ?? null
  );
}

/** The fields that a path walks over, each with its noun; null for what is no path. */
function stepsOf({ workspace }: Reader, { entity }: Level, value: string): { readonly home: string; readonly field: Field }[] | null {
  const steps: { home: string; field: Field }[] = [];
  const { entities } = workspace.state.schema;
  let here = entities[entity.name];
  for (const step of value.split('.')) {
    const field = here && Object.hasOwn(here.fields, step) ? here.fields[step] : undefined;
    if (!here || !field) return null;
    steps.push({ home: here.name, field });
    here = field.to.length === 1 ? entities[field.to[0]!] : undefined;
  }
  return steps;
}

/** The field as the language of the reader has it. */
function spoken({ reader, levels, tongue }: Planning, level: number, value: string, field: Field): Field {
  return fieldIn(tongue, stepsOf(reader, levels[level]!, value)?.at(-1)?.home ?? '', field);
}

function planColumn(plan: Planning, column: ReportColumn, at: number): PlannedColumn | null {
  const place = `columns.${at}`;
  return planText(plan, 'column', column, place, (text) => {
    const term = plan.terms[column.level]!.read(text, place);
    const path = term.field && /^[\w.]+$/.test(text) ? text : null;
    const { type } = term;
    if (['rows', 'choices', 'references', 'file', 'period'].includes(type.kind) && path === null)
      throw wrongPart(place, 'is no single value');
    for (const total of column.totals ?? []) checkTotal(term, total, `${place}.totals`);
    const heading = column.label ?? labelOf(plan.reader, plan.levels[column.level]!, text, plan.tongue) ?? text;
    return { column, term, field: spoken(plan, column.level, text, path ? term.field! : likeField(term)), path, heading };
  });
}

/** Two names beside each other are those of an account and of a deal. */
function toldApart(columns: readonly PlannedColumn[], levels: readonly Level[], tongue: Tongue): PlannedColumn[] {
  const isShared = ({ heading, column }: PlannedColumn) =>
    columns.some((other) => other.heading === heading && other.column.level !== column.level);
  const labelled = ({ entity }: Level) => tongue(entity.name, entity.label);
  return columns.map((one) =>
    one.column.label === undefined && isShared(one) ? { ...one, heading: `${labelled(levels[one.column.level]!)}: ${one.heading}` } : one,
  );
}

function checkTotal({ type }: Term, total: TotalKind, place: string): void {
  if (total === 'count' || total === 'count_distinct') return;
  const numeric = type.kind === 'number' || type.kind === 'money';
  const ordered = numeric || type.kind === 'date' || type.kind === 'datetime' || type.kind === 'time';
  if (!(total === 'sum' || total === 'avg' ? numeric : ordered)) throw wrongPart(place, `there is no ${total} of this`);
}

const LIKE: Readonly<Record<string, string>> = {
  number: 'decimal',
  money: 'money',
  boolean: 'checkbox',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  choice: 'picklist',
  reference: 'reference',
};

/** A computed value is shown as a field of its kind would be. */
function likeField({ type, field }: Term): Field {
  if (field) return field;
  const to = type.kind === 'reference' ? type.to : [];
  return { ...BARE, type: LIKE[type.kind] ?? 'text', to, open: true };
}

/** A text field with nothing said about it, for cells that are of no field. */
export const BARE: Field = {
  ...{ name: 'value', type: 'text', label: '', help: '', aliases: [], required: false, unique: false, readOnly: true, internal: false },
  ...{ searched: false, indexed: false, custom: false, usable: true, hidden: false, departments: [], default: null, formula: null },
  ...{ forCustomers: true, forAdministrators: false },
  ...{ requiredIf: null, visibleIf: null, options: [], open: false, to: [], acyclic: false, continues: false, length: null },
  ...{ min: null, max: null, scale: null, grouping: true, names: null, pattern: null, currency: null, system: false },
};

function planGroup(plan: Planning, group: ReportGroup, at: number): PlannedGroup | null {
  return planText(plan, 'group', group, `groups.${at}`, (text) => {
    const here = plan.terms[group.level]!;
    const part = groupPart(here, text);
    if (part.columns.length !== 1) throw wrongPart(`groups.${at}`, 'this cannot be grouped by');
    const descending = group.descending === true;
    const [value] = part.columns as [Sql];
    const heading = group.label ?? labelOf(plan.reader, plan.levels[group.level]!, plainOf(text), plan.tongue) ?? text;
    const isPeriod = unitOfGroup(text) !== null;
    const term = isPeriod ? null : here.read(text, `groups.${at}`);
    const path = `group${at}`;
    const last: Key = { path, descending, value, type: isPeriod ? 'timestamp' : typeOf(term!), nullable: true, column: null };
    const sorted = term && sortValue(here, term);
    const keys = sorted ? [{ ...last, path: `${path}s`, ...sorted }, last] : [last];
    const field = isPeriod ? { ...BARE, type: 'text' } : spoken(plan, group.level, text, likeField(term!));
    return { group, part, field, heading, keys };
  });
}

/** How people expect values in order, where that is not as they are stored: texts folded, options as listed, references by title. */
function sortValue({ frame }: Terms, { value, type, field }: Term): { value: Sql; type: string } | null {
  if (type.kind === 'reference' && type.to.length > 0)
    return { value: sql`kontor.fold(${titleOf(frame, type.to, value, null)})`, type: 'text' };
  if (type.kind === 'choice' && field && field.options.length > 0) {
    const places = field.options.map((option) => option.value);
    return { value: sql`array_position(${sql.value(places as never)}::text[], ${value})`, type: 'int' };
  }
  return type.kind === 'text' || type.kind === 'choice' ? { value: sql`kontor.fold(${value})`, type: 'text' } : null;
}

function typeOf({ type, field }: Term): string {
  const known = field && fieldTypes[field.type]!.columns(field);
  if (known?.length === 1) return known[0]!.type;
  const kinds: Readonly<Record<string, string>> = { number: 'numeric', money: 'numeric', boolean: 'boolean', reference: 'uuid' };
  const plain: Readonly<Record<string, string>> = { date: 'date', datetime: 'timestamptz', time: 'time' };
  return kinds[type.kind] ?? plain[type.kind] ?? 'text';
}

/** By the groups, then level by level: the sort asked for there and the record itself, so that what belongs together stands together. */
function orderOf(
  definition: ReportDefinition,
  levels: readonly Level[],
  groups: readonly PlannedGroup[],
  columns: readonly PlannedColumn[],
  terms: readonly Terms[],
): Key[] {
  const keys = groups.flatMap((group) => [...group.keys]);
  const wanted = definition.sort ?? [];
  for (const { at, entity, frame } of levels) {
    const own = wanted.flatMap(({ column, descending }) => {
      const found = columns.find((one) => one.column.id === column && one.column.level === at);
      return found ? [{ found, descending: descending === true }] : [];
    });
    for (const { found, descending } of own) {
      const { term, column } = found;
      const plain = { value: term.value, type: typeOf(term) };
      if (['choices', 'references', 'rows', 'file'].includes(term.type.kind)) throw wrongPart('sort', `“${found.heading}” has no order`);
      const as = sortValue(terms[at]!, term) ?? plain;
      keys.push({ path: column.id, descending, ...as, nullable: true, column: null });
    }
    if (own.length === 0 && !entity.parent)
      keys.push({
        ...{ path: `title${at}`, descending: false, type: 'text', nullable: true, column: null },
        value: sql`kontor.fold(${titleSql(entity, frame.alias)})`,
      });
    if (own.length === 0 && entity.parent)
      keys.push({
        path: `place${at}`,
        descending: false,
        type: 'int',
        nullable: true,
        column: null,
        value: sql`${frame.alias}."position"`,
      });
    keys.push({ path: `id${at}`, descending: false, type: 'uuid', nullable: at > 0, column: null, value: sql`${frame.alias}."id"` });
  }
  return keys;
}
