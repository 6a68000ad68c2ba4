// Shows a person what an uploaded file holds before anything is written: columns, suggested fields, problems, and values
// that are nearly right.

import type { Readable } from 'node:stream';
import { type Checked, type Entity, type Field, fieldTypes, type TextFormat } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { openUpload, recordFile, type StoredFile } from '../files.ts';
import type { Values } from '../types.ts';
import { isPointing } from './convert.ts';
import { detect } from './detect.ts';
import { Lookup } from './lookup.ts';
import { type Guess, importableFields, importablePlaces, suggestMapping } from './mapping.ts';
import { foldedTitle } from './pointing.ts';
import type { ColumnProblem, ColumnProfile } from './profile.ts';
import type { Reading } from './reading.ts';
import { importable } from './request.ts';
import { Names } from './similar.ts';
import { openSource } from './source.ts';

/** 1 GB: a million rows of twenty columns are a quarter of it. */
export const IMPORT_LIMIT = 1024 * 1024 * 1024;

export interface ValueOffer {
  readonly from: string;
  /** The option or record that was probably meant; null: nothing (a word for "empty", or, with score 0, no offer). */
  readonly to: string | null;
  readonly score: number;
  /** Rows it stands in. */
  readonly count: number;
}

/** A column with what it was taken for. */
export interface InspectedColumn {
  readonly name: string;
  readonly index: number;
  readonly samples: readonly string[];
  readonly guess: Guess;
  readonly problems: readonly ColumnProblem[];
  /** Choices and references: values that are not exactly an option or a title. */
  readonly values?: readonly ValueOffer[];
}

export interface Inspection {
  readonly file: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'csv' | 'xlsx';
    /** Rows below the header; null: more than were looked at. */
    readonly rows: number | null;
    readonly delimiter: string | null;
    readonly encoding: string | null;
    readonly quote: string | null;
    readonly sheets: readonly string[];
    readonly sheet: string | null;
    /** Row with the names of the columns; null: there is none. */
    readonly header: number | null;
    readonly problems: readonly ColumnProblem[];
  };
  /** To be sent back with the import, so that it reads what was shown. */
  readonly reading: Reading;
  readonly columns: readonly InspectedColumn[];
  /** Fields that must have a value and got no column. */
  readonly missing: readonly string[];
}

export interface InspectOptions {
  readonly reading?: Reading;
  /** Column name -> field: what a person chose instead of the suggestion. */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** Stores an upload for import; answers the record of the file, whose id the other calls want. */
export async function uploadForImport(context: BoundContext, entity: string, name: string, source: Readable): Promise<Values> {
  return recordFile(context, name, await storeForImport(context, entity, source));
}

/** Its bytes alone: the record may wait until it is known what becomes of them. */
export async function storeForImport(context: BoundContext, entity: string, source: Readable): Promise<StoredFile> {
  await context.refreshed();
  importable(context.actor.rights, entity);
  return context.space.files.put(context.workspace, source, IMPORT_LIMIT);
}

/** @throws Refusal 403 without the right to import, 422 and 413 for what is no table; see docs/import.md for the codes. */
export async function inspectImport(
  context: BoundContext,
  file: string,
  entityName: string,
  options: InspectOptions = {},
): Promise<Inspection> {
  await context.refreshed();
  const entity = importable(context.actor.rights, entityName);
  const { key, name } = await openUpload(context, file);
  await using local = await context.space.files.local(context.workspace, key);
  const source = await openSource(local.path, options.reading);
  try {
    const detected = await detect(source);
    const places = new Map(importablePlaces(entity, context.schema).map((place) => [place.path, place]));
    const guesses = chosen(places, suggestMapping(entity, context.schema, detected.columns), detected.columns, options.fields ?? {});
    const lookup = new Lookup();
    const titles = titlesIn(entity, guesses, detected.columns);
    const columns: InspectedColumn[] = [];
    for (const [at, column] of detected.columns.entries()) {
      const guess = guesses[at] as Guess;
      const field = guess.field === null ? undefined : places.get(guess.field)?.field;
      columns.push(await inspected(context, column, guess, field, lookup, field?.to.includes(entity.name) ? titles : new Set()));
    }
    const { reading, kind, sheets } = source;
    const used = new Set(guesses.map(({ field }) => field));
    return {
      file: {
        id: file,
        name,
        kind,
        rows: detected.rows,
        delimiter: reading.dialect?.delimiter ?? null,
        encoding: reading.encoding ?? null,
        quote: reading.dialect?.quote ?? null,
        sheets,
        sheet: reading.sheet ?? null,
        header: reading.header ?? null,
        problems: detected.problems,
      },
      reading,
      columns,
      missing: importableFields(entity)
        .filter(({ required, default: fallback, name: own }) => required && !fallback && own !== 'id' && !used.has(own))
        .map(({ name: own }) => own),
    };
  } finally {
    source.close();
  }
}

function chosen(
  places: ReadonlyMap<string, unknown>,
  guesses: readonly Guess[],
  columns: readonly { readonly name: string; readonly profile: ColumnProfile }[],
  fields: Readonly<Record<string, string | null>>,
): Guess[] {
  const taken = new Set(Object.values(fields));
  return guesses.map((guess, at) => {
    const { name = '', profile } = columns[at] ?? {};
    const wanted = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (wanted !== undefined)
      return {
        field: wanted !== null && places.has(wanted) ? wanted : null,
        format: profile?.format ?? {},
        confidence: 1,
      };
    return guess.field !== null && taken.has(guess.field) ? { ...guess, field: null, confidence: 0 } : guess;
  });
}

async function inspected(
  context: BoundContext,
  { name, index, profile }: { readonly name: string; readonly index: number; readonly profile: ColumnProfile },
  guess: Guess,
  field: Field | undefined,
  lookup: Lookup,
  inFile: ReadonlySet<string>,
): Promise<InspectedColumn> {
  const column = { name, index, samples: profile.samples, guess, problems: profile.problems };
  if (!field) return column;
  if (isPointing({ field })) return { ...column, values: await referenceOffers(context, field, profile, guess.format, lookup, inFile) };
  const wrong = wrongValues(field, profile, guess.format);
  if (field.options.length === 0) return { ...column, problems: [...column.problems, ...wrong] };
  return {
    ...column,
    problems: field.open ? [...column.problems, ...wrong] : column.problems,
    values: optionOffers(field, profile, guess.format),
  };
}

/** Titles that the file itself brings: rows may point to them. */
function titlesIn(entity: Entity, guesses: readonly Guess[], columns: readonly { readonly profile: ColumnProfile }[]): Set<string> {
  const at = guesses.findIndex(({ field }) => entity.title.length === 1 && field === entity.title[0]);
  return new Set([...(columns[at]?.profile.values.keys() ?? [])].map(foldedTitle));
}

/** What the field will refuse, by reason, with an example. */
function wrongValues(field: Field, profile: ColumnProfile, format: TextFormat): ColumnProblem[] {
  const wrong = new Map<string, ColumnProblem>();
  for (const [value, count] of profile.values) {
    if (profile.emptyWords.has(value)) continue;
    const result = parsed(field, value, format);
    if (result.ok) continue;
    const known = wrong.get(result.code);
    wrong.set(result.code, known ? { ...known, count: known.count + count } : { code: result.code, message: result.message, count, value });
  }
  return [...wrong.values()];
}

/** An open list takes what is no option; then only what is nearly one is worth a question. */
function optionOffers(field: Field, profile: ColumnProfile, format: TextFormat): ValueOffer[] {
  const active = field.options.filter((option) => option.active !== false);
  const labels = new Map(
    active.flatMap(({ value, label }) => [
      [value, value],
      [label, value],
    ]),
  );
  const names = new Names(labels.keys());
  const offers = emptyOffers(profile);
  for (const [value, count] of profile.values) {
    if (profile.emptyWords.has(value) || parsed({ ...field, open: false }, value, format).ok) continue;
    const near = names.nearest(value);
    if (near) offers.push({ from: value, to: labels.get(near.value) ?? near.value, score: near.score, count });
    else if (!field.open) offers.push({ from: value, to: null, score: 0, count });
  }
  return offers;
}

/** Values looked up at most: a column with more different ones is shown in parts. */
const MOST_OFFERS = 500;

async function referenceOffers(
  context: BoundContext,
  field: Field,
  profile: ColumnProfile,
  format: TextFormat,
  lookup: Lookup,
  inFile: ReadonlySet<string>,
): Promise<ValueOffer[]> {
  const several = fieldTypes[field.type]?.expression(field).kind === 'references';
  const counts = new Map<string, number>();
  for (const [value, count] of profile.values) {
    if (profile.emptyWords.has(value)) continue;
    const texts = several
      ? value
          .split(format.separator ?? ';')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : [value];
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + count);
  }
  const offers = emptyOffers(profile);
  const found = await context.read((reader) => lookup.find(reader, field.to, counts.keys()));
  for (const [text, count] of counts) {
    if (found.get(text)?.kind === 'one' || inFile.has(foldedTitle(text)) || offers.length >= MOST_OFFERS) continue;
    const near = found.get(text)?.kind === 'none' ? await context.read((reader) => lookup.nearest(reader, field.to, text)) : null;
    offers.push({ from: text, to: near?.value ?? null, score: near?.score ?? 0, count });
  }
  return offers;
}

function emptyOffers(profile: ColumnProfile): ValueOffer[] {
  return [...profile.emptyWords].map(([from, count]) => ({ from, to: null, score: 1, count }));
}

function parsed(field: Field, value: string, format: TextFormat): Checked<unknown> {
  return fieldTypes[field.type]?.parse(value, field, format) ?? { ok: false, code: 'type', message: 'cannot be imported' };
}
