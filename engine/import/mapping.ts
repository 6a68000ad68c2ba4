// Suggests for every column of a file the field it belongs to: by its name in five languages, and by its values.

import { type Entity, type Field, fieldTypes, fold, type Schema, type TextFormat } from '../../schema/index.ts';
import { LANGUAGES } from '../report/tongue.ts';
import { headingsOf, spokenField } from './headings.ts';
import type { ColumnKind, ColumnProfile } from './profile.ts';
import { similarity } from './similar.ts';
import { ENTITY_WORDS, FIELD_WORDS } from './synonyms.ts';

/** The field that a column seems to be, by its path; null: none. */
export interface Guess {
  readonly field: string | null;
  readonly format: TextFormat;
  /** 0 to 1; below SURE nothing is suggested. */
  readonly confidence: number;
}

export interface NamedColumn {
  readonly name: string;
  readonly profile: ColumnProfile;
}

const SURE = 0.5;

/** Fields a file may fill. `id` is among them, to match records that were exported before. */
export function importableFields(entity: Entity): Field[] {
  return Object.values(entity.fields).filter((field) => {
    if (field.internal || !field.usable || field.formula || ['children', 'file', 'image', 'password'].includes(field.type)) return false;
    return field.name === 'id' || !field.readOnly;
  });
}

/** A place in a record that a column may fill: a field, or a field of its line items (`lines.product`). */
export interface Place {
  readonly path: string;
  /** Its options are known by their labels in every language. */
  readonly field: Field;
  /** Name of the entity that has the field: the record's own, or that of its line items. */
  readonly home: string;
  /** The field that holds the line items; null for the record's own. */
  readonly rows: Field | null;
}

/** Fields of the record, then those of its line items. */
export function importablePlaces(entity: Entity, schema: Schema): Place[] {
  const own = importableFields(entity).map((field) => placeOf(entity, field, null));
  const lines = Object.values(entity.fields).filter(({ type, usable, readOnly }) => type === 'children' && usable && !readOnly);
  return [
    ...own,
    ...lines.flatMap((rows) => {
      const child = schema.entities[rows.to[0] ?? ''];
      const fields = child ? importableFields(child).filter(({ name }) => !['id', 'parent', 'position'].includes(name)) : [];
      return child ? fields.map((field) => placeOf(child, field, rows)) : [];
    }),
  ];
}

function placeOf({ name: home }: Entity, field: Field, rows: Field | null): Place {
  return { path: rows ? `${rows.name}.${field.name}` : field.name, field: spokenField(home, field), home, rows };
}

/** One guess a column, in order. No field is suggested twice; a person may still map it so. */
export function suggestMapping(entity: Entity, schema: Schema, columns: readonly NamedColumn[]): Guess[] {
  const places = importablePlaces(entity, schema);
  const headings = headingsFor(entity, places, columns);
  const pairs = columns.flatMap((column, index) =>
    places.map((place) => ({ index, place, score: suitability(entity, place, headings.get(place.path) ?? '', column) })),
  );
  pairs.sort((left, right) => right.score - left.score);
  const taken = new Set<string>();
  const guesses = columns.map(({ profile }): Guess => ({ field: null, format: profile.format, confidence: 0 }));
  for (const { index, place, score } of pairs) {
    if (score < SURE) break;
    const guess = guesses[index];
    if (!guess || guess.field !== null || taken.has(place.path)) continue;
    taken.add(place.path);
    guesses[index] = { ...guess, field: place.path, confidence: Math.round(Math.min(1, score) * 100) / 100 };
  }
  return guesses;
}

/** Path -> heading, in the language that most of the columns are in: a word may be one field's label here and another's there. */
function headingsFor(entity: Entity, places: readonly Place[], columns: readonly NamedColumn[]): Map<string, string> {
  const names = new Set(columns.map(({ name }) => plain(name)));
  const known = (headings: Map<string, string>) => [...headings.values()].filter((heading) => names.has(heading)).length;
  const spoken = ['en', ...LANGUAGES].map(
    (language) => new Map([...headingsOf(entity, places, language)].map(([path, heading]) => [path, plain(heading)])),
  );
  return spoken.reduce((best, headings) => (known(headings) > known(best) ? headings : best));
}

/** Above any other likeness of names: whoever filled in a sample file meant this field. */
const HEADED = 1.05;

function suitability(entity: Entity, { path, field, rows }: Place, heading: string, column: NamedColumn): number {
  const given = plain(column.name);
  // Rows become lines of one record: nothing to be guessed from values alone.
  if (rows !== null) return [heading, plain(path), plain(rows.label + field.label)].includes(given) ? 1 : 0;
  const named = given === heading && given !== '' ? HEADED : nameFit(entity, field, column.name);
  const valued = valueFit(field, column.profile);
  if (named === 0) return valued >= 0.4 ? 0.5 + (valued - 0.4) / 2 : 0;
  return named + valued * 0.3;
}

function nameFit(entity: Entity, field: Field, given: string): number {
  const name = plain(given);
  if (name === '') return 0;
  if (name === plain(field.name)) return 1;
  if (name === plain(field.label)) return 0.99;
  const isTitle = entity.title[0] === field.name;
  const nouns = [entity.name, entity.label, entity.plural, ...words(ENTITY_WORDS[entity.name])].map(plain);
  if (isTitle && nouns.includes(name)) return 0.95;
  const synonyms = synonymsOf(field);
  const at = synonyms.indexOf(name);
  // The first words are the commonest ones for it; a word that several fields share goes to whom it stands first.
  if (at >= 0) return 0.94 - Math.min(at, 30) / 1_000;
  // `company_phone` on accounts, `deal stage` on deals: the noun in front says nothing.
  for (const noun of nouns) {
    if (noun.length > 2 && name.startsWith(noun) && name.length > noun.length) {
      const rest = name.slice(noun.length);
      if (rest === plain(field.name) || rest === plain(field.label)) return 0.9;
      if (synonyms.includes(rest)) return 0.85;
    }
  }
  // `account_id`, `company name` point to the account; `product_sku` does not.
  const stem = name.replace(/(id|name|nimi|namn|название)$/, '');
  if (isPointer(field) && stem !== name && (stem === plain(field.name) || synonyms.includes(stem))) return 0.85;
  const spelled = Math.max(...[field.name, field.label].map((own) => similarity(own, given)), 0);
  return spelled >= 0.8 ? spelled * 0.8 : 0;
}

function synonymsOf(field: Field): string[] {
  const targets =
    isPointer(field) && field.to.length === 1 && field.name === singular(field.to[0] ?? '') ? words(ENTITY_WORDS[field.to[0] ?? '']) : [];
  return [...words(FIELD_WORDS[field.name]), ...targets].map(plain);
}

function isPointer(field: Field): boolean {
  return field.to.length > 0;
}

function singular(entity: string): string {
  return entity.replace(/ies$/, 'y').replace(/s$/, '');
}

/** From -2 (cannot be) to 1 (looks just like it), by kinds, options and parsing. */
function valueFit(field: Field, profile: ColumnProfile): number {
  if (profile.kind === 'empty') return 0;
  if (field.name === 'id') return /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(profile.samples[0] ?? '') ? 1 : -2;
  if (field.options.length > 0) return optionFit(field, profile);
  const fits = KINDS[field.type];
  if (!fits) return 0;
  return fits[profile.kind] ?? fits.other;
}

type KindFit = Partial<Record<ColumnKind, number>> & { readonly other: number };

/** Which kinds of values go into which types of field. An e-mail address tells more than a date: there is one field for it. */
const KINDS: Readonly<Record<string, KindFit>> = {
  text: { text: 0.1, boolean: -0.3, email: -0.2, other: 0 },
  text_area: { text: 0.1, boolean: -0.5, other: -0.1 },
  formatted_text: { text: 0.1, boolean: -0.5, other: -0.1 },
  email: { email: 0.7, other: -1 },
  phone: { phone: 0.6, integer: 0.1, text: -0.5, other: -1 },
  url: { url: 0.6, text: -0.5, other: -1 },
  integer: { integer: 0.3, number: -0.3, other: -2 },
  decimal: { integer: 0.2, number: 0.3, money: 0.2, percent: 0.1, other: -2 },
  percent: { percent: 0.6, integer: 0.1, number: 0.1, other: -2 },
  money: { money: 0.6, number: 0.3, integer: 0.2, other: -2 },
  date: { date: 0.3, datetime: 0.1, integer: -1, other: -2 },
  datetime: { datetime: 0.3, date: 0.2, other: -2 },
  time: { time: 0.6, other: -2 },
  checkbox: { boolean: 0.3, other: -2 },
  reference: { text: 0.1, email: -0.5, integer: -0.2, other: -1 },
  references: { text: 0.1, other: -1 },
  any_reference: { text: 0.1, other: -1 },
  user: { text: 0.1, email: 0.1, other: -1 },
  owner: { text: 0.1, email: 0.1, other: -1 },
};

/** Share of the distinct values that are options; an open list takes others too, but a column of only others is no sign. */
function optionFit(field: Field, profile: ColumnProfile): number {
  const type = fieldTypes[field.type];
  if (!type) return 0;
  const values = [...profile.values.keys()].filter((value) => !profile.emptyWords.has(value)).slice(0, 200);
  const closed = { ...field, open: false };
  const known = values.filter((value) => type.parse(value, closed, profile.format).ok).length / Math.max(1, values.length);
  if (known >= 0.5) return 0.3 + known / 2;
  return field.open ? 0 : known > 0 ? 0.1 : -0.4;
}

function words(list: string | undefined): string[] {
  return list ? list.split('|') : [];
}

const plained = new Map<string, string>();

/** `Close_Value`, `close value` and `CloseValue` are one name. */
function plain(name: string): string {
  const known = plained.get(name);
  if (known !== undefined) return known;
  const made = (fold(name).match(/[\p{L}\p{N}]+/gu) ?? []).join('');
  if (plained.size < 5_000) plained.set(name, made);
  return made;
}
