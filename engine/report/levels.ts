// The levels of a report: the record it starts from and, link by link, the records that belong to it. Each is read in the viewer's own
// reach: what he may not see is not joined at all.

import { compileCondition, type Sql, sql } from '../../db/index.ts';
import { type Entity, type Field, fieldTypes, nearest, type ReportLink } from '../../schema/index.ts';
import { granted } from '../access.ts';
import type { Past } from '../as-of.ts';
import { notGranted } from '../errors.ts';
import { readExpression } from '../filter.ts';
import { and, frameOf, hiddenCondition, type Reader, type ReadFrame } from '../read.ts';
import type { Verb } from '../types.ts';
import { wrongPart } from './wrong.ts';

/** The records the report starts from (`at` 0), or those of its `at`-th link. */
export interface Level {
  readonly at: number;
  readonly entity: Entity;
  readonly frame: ReadFrame;
  /** How it is joined to the level before; null for the first. */
  readonly join: Sql | null;
  /** A record of it may stand in several rows although it is the deepest. */
  readonly shared: boolean;
}

/** Text of a condition with the answers in it; null: none. */
export type Asked = (text: string | undefined) => string | null;

/** @throws Refusal 403 without the verb */
export function firstLevel(reader: Reader, entity: Entity, verb: Verb, past: Past | null): Level {
  assertGranted(reader, entity, verb);
  return { at: 0, entity, frame: frameOf(reader, entity, verb, 'l0', true, past), join: null, shared: false };
}

/** @throws Refusal 403: a file is an export of all that is in it. */
function assertGranted({ rights }: Reader, entity: Entity, verb: Verb): void {
  if (verb === 'export' && !granted(rights, entity, verb)) throw notGranted(`You may not export ${entity.plural.toLowerCase()}.`);
}

/** @throws Refusal 422 for a link that is not there. */
export function nextLevel(reader: Reader, before: Level, link: ReportLink, asked: Asked, verb: Verb, past: Past | null): Level {
  const at = before.at + 1;
  const found = linkOf(reader, before.entity, link.name);
  if (!found) {
    const names = linkNames(before.entity);
    const near = nearest(link.name, names);
    throw wrongPart(`links.${before.at}`, `there is no list “${link.name}”${near ? `. Did you mean “${near}”?` : ''}`);
  }
  const { entity, field, isChildren } = found;
  if (!isChildren) assertGranted(reader, entity, verb);
  const frame = frameOf(reader, entity, verb, `l${at}`, true, past);
  const condition = asked(link.filter);
  const filter =
    condition === null ? null : readExpression(reader.rights, entity, condition, { kind: 'boolean' }, `links.${before.at}.filter`);
  const { joins: _, ...options } = frame.compileOptions;
  const conditions = [
    pointing(field, frame.alias, before),
    ...(isChildren ? [] : frame.conditions),
    ...(isChildren ? [] : [filter && frame.hidden(filter) === null ? null : hiddenCondition(reader, entity, frame.alias, frame.tables)]),
    // Walks inside are subselects: joins would have to stand before this one.
    filter && compileCondition(filter.typed, { ...options, literals: filter.literals }),
  ].filter((one): one is Sql => one !== null);
  const join = sql` ${link.required ? sql`join` : sql`left join`} ${frame.table} on ${and(conditions)}`;
  return { at, entity, frame, join, shared: before.shared || field?.type === 'references' };
}

interface Found {
  readonly entity: Entity;
  /** How the records point back; null for line items, which have a parent. */
  readonly field: Field | null;
  readonly isChildren: boolean;
}

function linkOf(reader: Reader, from: Entity, name: string): Found | null {
  const { entities } = reader.rights.schema;
  const own = Object.hasOwn(from.fields, name) ? from.fields[name] : undefined;
  if (own?.type === 'children') return { entity: entities[own.to[0]!]!, field: null, isChildren: true };
  const back = Object.hasOwn(from.backReferences, name) ? from.backReferences[name] : undefined;
  const entity = back && entities[back.entity];
  const field = back && entity?.fields[back.field];
  return entity && field && !entity.parent ? { entity, field, isChildren: false } : null;
}

function linkNames(entity: Entity): string[] {
  const rows = Object.values(entity.fields).filter((field) => field.type === 'children');
  return [...rows.map((field) => field.name), ...Object.keys(entity.backReferences)];
}

function pointing(field: Field | null, row: Sql, before: Level): Sql {
  const id = sql`${before.frame.alias}."id"`;
  if (!field) return sql`${row}."parent" = ${id}`;
  const column = sql`${row}.${sql.identifier(field.name)}`;
  if (field.type === 'references') return sql`${column} @> array[${id}]`;
  if (fieldTypes[field.type]!.columns(field).length === 1) return sql`${column} = ${id}`;
  return sql`${column} = ${id} and ${row}.${sql.identifier(`${field.name}_entity`)} = ${sql.literal(before.entity.name)}`;
}
