// A sample file of an entity: the columns that an import reads, as the reader's language calls them, and one row as an example.

import type { Entity, Field } from '../../schema/index.ts';
import { granted } from '../access.ts';
import type { BoundContext } from '../context.ts';
import type { ExportColumn } from '../export/column.ts';
import { writeCsv } from '../export/csv.ts';
import { writeXlsx } from '../export/xlsx.ts';
import { fieldIn, type Tongue, tongueOf } from '../report/tongue.ts';
import type { Values } from '../types.ts';
import { isPointing } from './convert.ts';
import { exampleValue } from './example.ts';
import { headingsOf } from './headings.ts';
import { Lookup } from './lookup.ts';
import { importablePlaces, type Place } from './mapping.ts';
import { importable } from './request.ts';

/** `language` is that of headings and labels. */
export interface SampleQuery {
  readonly format: 'csv' | 'xlsx';
  readonly language: string;
}

/** @throws Refusal 403 without the right to import */
export async function sampleFile(context: BoundContext, name: string, query: SampleQuery): Promise<AsyncIterable<string | Buffer>> {
  await context.refreshed();
  const { rights } = context.actor;
  const entity = importable(rights, name);
  const tongue = tongueOf(query.language);
  // The id is for records that were exported before.
  const places = importablePlaces(entity, context.schema).filter(({ path }) => path !== 'id');
  const headings = headingsOf(entity, places, query.language);
  const columns = places.map(({ path, home, field, rows }): ExportColumn => {
    return { path, heading: headings.get(path) ?? path, field: fieldIn(tongue, home, field), rows: rows?.name ?? null };
  });
  const row = await exampleRow(context, entity, places, tongue);
  async function* pages(): AsyncGenerator<readonly Values[]> {
    yield [row];
  }
  const { zone } = rights.binds;
  if (query.format === 'csv') return writeCsv(columns, pages());
  return writeXlsx(columns, pages(), { sheet: tongue(entity.name, entity.plural), zone: String(zone ?? 'UTC') });
}

/** Path -> value, as records have them. What has no believable value stays empty, unless it is required. */
async function exampleRow(context: BoundContext, entity: Entity, places: readonly Place[], tongue: Tongue): Promise<Values> {
  const row: Values = {};
  const isEmpty = (place: Place) => place.field.example === null || place.rows?.example === null;
  for (const place of places.filter((one) => !isEmpty(one))) {
    const { path, field, home, rows } = place;
    const named = rows ? tongue(home, field.label) : `${tongue(entity.name, entity.label)} A`;
    if (isPointing({ field })) {
      const used = new Set(Object.values(row).map(titleOf));
      row[path] = await exampleReference(context, rows ? { ...field, required: false } : field, tongue, used);
    } else row[path] = exampleValue(entity.title[0] === path ? { ...field, required: true } : field, named);
  }
  // Line items without what they must point to would be no example.
  const unmade = places.filter(({ path, field, rows }) => rows && field.required && isPointing({ field }) && !row[path]);
  for (const { path, rows } of places) if (unmade.some((place) => place.rows === rows)) row[path] = null;
  return row;
}

const titleOf = (value: unknown) => (value as { title?: string } | null)?.title;

/** Records looked through for one that its title alone tells. */
const LOOKED_THROUGH = 10;

/** A record that is there; a required one that is not is called like its noun, to be made with the row. */
async function exampleReference(
  context: BoundContext,
  { type, to, required, default: preset }: Field,
  tongue: Tongue,
  used: ReadonlySet<unknown>,
): Promise<unknown> {
  const isList = type === 'references';
  if (!required && (isList || preset !== null)) return null;
  const shaped = (title: string) => (isList ? [{ title }] : { title });
  for (const target of to) {
    const title = await knownTitle(context, target, to, type === 'any_reference' ? used : new Set());
    if (title !== null) return shaped(title);
  }
  const target = context.schema.entities[to[0] ?? ''];
  return required && target && to.length === 1 ? shaped(`${tongue(target.name, target.label)} A`) : null;
}

async function knownTitle(
  context: BoundContext,
  target: string,
  targets: readonly string[],
  used: ReadonlySet<unknown>,
): Promise<string | null> {
  const entity = context.schema.entities[target];
  if (!entity || entity.single) return null;
  if (target === 'users') return context.actor.name;
  if (!granted(context.actor.rights, entity, 'view')) return null;
  const { records } = await context.records.list(target, { fields: [...entity.title], limit: LOOKED_THROUGH });
  const titles = records.map((record) => entity.title.flatMap((name) => (typeof record[name] === 'string' ? record[name] : [])).join(' '));
  const found = await context.read((reader) => new Lookup().find(reader, targets, titles));
  return titles.find((title) => found.get(title)?.kind === 'one' && !used.has(title)) ?? null;
}
