// Who read what administrators marked as sensitive: whole nouns, or single fields. Where nothing is marked, reading costs nothing more.
//
// Reads are noted where values are selected, and written down before they are answered. Opening a record again within ten minutes is the
// same reading; so are further pages of a list, which add to its count.

import { LRUCache } from 'lru-cache';
import { clip, type Entity, fieldMeant, type Schema } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import type { Reader } from './read.ts';
import type { Values } from './types.ts';

/** Nouns that are watched, with the fields that are; null: all of them. */
export type Watched = ReadonlyMap<string, ReadonlySet<string> | null>;

/** One reading of what is sensitive. */
export interface Reading {
  /** How: `record`, `list`, `export`, `history`, `file`, `report`, `sums`, `log`, `past`. */
  readonly way: string;
  /** Of one record. */
  readonly record: string | null;
  /** What was asked, e.g. the filter of a list. */
  readonly asked: string | null;
  /** How many records. */
  readonly count: number;
  /** Tells one page of a list from the next. */
  readonly page: string;
}

export interface NotedReading extends Reading {
  readonly entity: string;
  readonly fields: readonly string[];
}

const NOUN = 'record_reads';
const WINDOW = 10 * 60_000;

interface Known {
  readonly pages: Set<string>;
  readonly id: Promise<string>;
  count: number;
}

const recent = new LRUCache<string, Known>({ max: 20_000, ttl: WINDOW });

/** From what the table of settings holds: module, whether all of it is watched, names of fields as JSON. */
export function watchedIn(rows: readonly (readonly (string | null)[])[]): Watched {
  const watched = new Map<string, ReadonlySet<string> | null>();
  for (const [, entity, all, fields] of rows) {
    const names = fields ? (JSON.parse(fields) as string[]) : [];
    if (all === 't') watched.set(String(entity), null);
    else if (names.length > 0) watched.set(String(entity), new Set(names));
  }
  return watched;
}

/** @param paths as they were asked for; what is not there was refused before */
export function noteReading(reader: Reader, entity: Entity, paths: readonly string[], reading: Reading): void {
  const { readings, rights } = reader;
  if (!readings || !rights.watched?.size || reading.count === 0) return;
  const way = reader.asOf === undefined || reading.way === 'export' ? reading.way : 'past';
  for (const [name, fields] of touched(rights.schema, entity, paths, rights.watched)) {
    const isOwn = name === entity.name;
    const asked = isOwn ? reading.asked : [entity.name, reading.asked].filter(Boolean).join(': ');
    readings.push({ ...reading, way, entity: name, record: isOwn ? reading.record : null, asked, fields: [...fields].sort() });
  }
}

/** What may be paths in expressions; words that are none are no fields either. */
export function pathsIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.match(/[A-Za-z_]\w*(\.\w+)*/g) ?? []);
}

/** A file belongs to its record. */
export function noteFile({ readings, rights }: Reader, owner: { readonly entity: string; readonly id: string } | null): void {
  if (!readings || !owner || rights.watched?.get(owner.entity) !== null) return;
  readings.push({ entity: owner.entity, record: owner.id, fields: ['files'], way: 'file', asked: null, count: 1, page: '' });
}

/** Titles are read wherever a record is referred to, and say no more here. */
function touched(schema: Schema, start: Entity, paths: readonly string[], watched: Watched): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of paths) {
    let entity: Entity | undefined = start;
    for (const step of path.split('.')) {
      const field: Entity['fields'][string] | null = entity ? fieldMeant(entity.fields, step) : null;
      if (!entity || !field) break;
      if (isWatched(watched, entity, field.name)) found.set(entity.name, (found.get(entity.name) ?? new Set()).add(field.name));
      entity = field.to.length === 1 && field.type !== 'children' ? schema.entities[field.to[0]!] : undefined;
    }
  }
  return found;
}

function isWatched(watched: Watched, { name, title, fields }: Entity, field: string): boolean {
  const marked = watched.get(name);
  if (marked === undefined) return false;
  return marked === null ? !fields[field]!.system && !title.includes(field) : marked.has(field);
}

/** With `house`, the engine's own hand: whoever reads needs no right to write. */
export async function writeReadings(context: BoundContext, house: BoundContext, readings: readonly NotedReading[]): Promise<void> {
  // Instances may do without the log.
  if (!Object.hasOwn(context.space.state.schema.entities, NOUN)) return;
  for (const reading of readings) await writeReading(context, house, reading);
}

async function writeReading({ actor, cause, workspace }: BoundContext, house: BoundContext, reading: NotedReading): Promise<void> {
  const { entity, way, record, asked, fields, page, count } = reading;
  const through = actor.readOnly ? 'see_as' : cause.kind;
  const key = JSON.stringify([workspace, actor.id, actor.key, through, entity, way, record, asked, fields]);
  const known = recent.get(key);
  if (!known) {
    const values: Values = {
      ...{ user: actor.id, api_key: actor.key ?? null, noun: entity, way, through, count },
      about: record && { entity, id: record },
      fields: clip(fields.join(', '), 2000),
      asked: clip(asked, 2000) ?? null,
    };
    const id = house.records.create(NOUN, values).then((made) => String(made['id']));
    recent.set(key, { pages: new Set([page]), id, count });
    id.catch(() => recent.delete(key));
    await id;
    return;
  }
  const id = await known.id;
  if (record !== null || known.pages.has(page)) return;
  known.pages.add(page);
  known.count += count;
  await house.records.update(NOUN, id, { count: known.count });
}
