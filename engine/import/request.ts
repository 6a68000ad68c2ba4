// What an import is asked to do, checked against the schema as the actor sees it before anything is read.

import { type Entity, type Field, isZone, type Json, nearest, type Problem, type TextFormat } from '../../schema/index.ts';
import { granted } from '../access.ts';
import { malformed, notGranted } from '../errors.ts';
import { entityOf } from '../read.ts';
import type { Rights } from '../types.ts';
import { importablePlaces, type Place } from './mapping.ts';
import type { Reading } from './reading.ts';

/** One column of the file to one field; a column may stand in several. */
export interface ColumnMapping {
  /** Name of the column as `inspect` gives it, or its index. */
  readonly column: string | number;
  /** `name`, or `lines.product` for line items. */
  readonly field: string;
  readonly format?: TextFormat;
  /** Cell text -> what it stands for (option, title, id); null: nothing. */
  readonly values?: Readonly<Record<string, string | null>>;
  /** References: records that are not there are made, with nothing but their title. */
  readonly create_missing?: boolean;
}

export type LikelyWay = 'create' | 'skip' | 'update';

export interface LikelyRows {
  readonly mode: LikelyWay;
  /** By the row's number, where it is to go another way. */
  readonly rows?: Readonly<Record<string, LikelyWay>>;
}

export interface ImportRequest {
  readonly entity: string;
  /** Id of the record in `files`. */
  readonly file: string;
  readonly mapping: readonly ColumnMapping[];
  /** Records that have the values of these fields already are skipped or updated; `create` makes another. */
  readonly match?: { readonly fields: readonly string[]; readonly mode: 'skip' | 'update' | 'create' };
  /** Rows that no key found, but that look like a record that is there: by the rules of duplicates. Default: they are made. */
  readonly likely?: LikelyRows;
  readonly dry_run?: boolean;
  /** Updates: an empty cell empties the field. Otherwise it leaves it as it is. */
  readonly clear_empty?: boolean;
  readonly reading?: Reading;
}

/** The request as the job keeps it: with what was found when it was started. */
export interface ImportParams extends ImportRequest {
  readonly reading: Reading;
  /** Names of the file's columns. */
  readonly columns: readonly string[];
}

/** A column with the field it goes into. */
export interface PlannedColumn {
  readonly index: number;
  readonly name: string;
  readonly field: Field;
  readonly format: TextFormat;
  readonly values: ReadonlyMap<string, string | null>;
  readonly createMissing: boolean;
}

/** Columns that fill the line items of one field. */
export interface PlannedLines {
  readonly field: Field;
  readonly columns: readonly PlannedColumn[];
}

/** What an import does, every name found and right. */
export interface ImportPlan {
  readonly entity: Entity;
  /** Of the record itself. */
  readonly columns: readonly PlannedColumn[];
  readonly lines: readonly PlannedLines[];
  readonly match: { readonly fields: readonly Field[]; readonly mode: 'skip' | 'update' | 'create' };
  readonly likely: LikelyRows;
  readonly dryRun: boolean;
  readonly clearEmpty: boolean;
}

/** @throws Refusal 403 without the right to import, 400 with every mistake of the request. */
export function planImport(rights: Rights, request: ImportRequest, columns: readonly string[]): ImportPlan {
  const entity = importable(rights, request.entity);
  const problems: Problem[] = [];
  const places = new Map(importablePlaces(entity, rights.schema).map((place) => [place.path, place]));
  const planned = request.mapping.flatMap((mapping, at) => plannedColumn(mapping, at, columns, places, problems) ?? []);
  const own = planned.filter(({ rows }) => rows === null);
  const match = plannedMatch(request, own, problems);
  if (own.length === 0 && planned.length > 0)
    problems.push({ field: 'mapping', code: 'required', message: 'Line items need a column of the record they belong to.' });
  if (planned.length === 0 && problems.length === 0)
    problems.push({ field: 'mapping', code: 'required', message: 'At least one column goes into a field.' });
  for (const field of repeated(planned)) problems.push({ field: 'mapping', code: 'repeated', message: `Two columns go into "${field}".` });
  if (problems.length > 0) throw malformed('The import cannot be started like this.', problems, 'bad_import');
  const lines = [...Map.groupBy(planned, ({ rows }) => rows)].flatMap(([field, columns]) => (field ? [{ field, columns }] : []));
  return {
    entity,
    columns: own,
    lines,
    match,
    likely: request.likely ?? { mode: 'create' },
    dryRun: request.dry_run === true,
    clearEmpty: request.clear_empty === true,
  };
}

/** @throws Refusal 403 */
export function importable(rights: Rights, name: string): Entity {
  const entity = entityOf(rights, name);
  if (!granted(rights, entity, 'import')) throw notGranted(`You may not import ${entity.plural.toLowerCase()}.`);
  return entity;
}

function plannedColumn(
  mapping: ColumnMapping,
  at: number,
  columns: readonly string[],
  places: ReadonlyMap<string, Place>,
  problems: Problem[],
): (PlannedColumn & Place) | null {
  const index = typeof mapping.column === 'number' ? mapping.column : columns.indexOf(mapping.column);
  const name = columns[index];
  const place = places.get(mapping.field);
  if (name === undefined) {
    problems.push({
      field: `mapping.${at}.column`,
      code: 'unknown_column',
      message: `The file has no column "${mapping.column}".${hint(String(mapping.column), columns)}`,
    });
  }
  if (!place) {
    problems.push({
      field: `mapping.${at}.field`,
      code: 'unknown_field',
      message: `"${mapping.field}" is no field a file can fill.${hint(mapping.field, places.keys())}`,
    });
  }
  const { zone } = mapping.format ?? {};
  if (zone !== undefined && !isZone(zone))
    problems.push({ field: `mapping.${at}.format.zone`, code: 'unknown', message: `"${zone}" is no time zone.` });
  if (name === undefined || !place) return null;
  return {
    ...place,
    index,
    name,
    format: mapping.format ?? {},
    values: new Map(Object.entries(mapping.values ?? {})),
    createMissing: mapping.create_missing === true,
  };
}

function plannedMatch(request: ImportRequest, columns: readonly PlannedColumn[], problems: Problem[]): ImportPlan['match'] {
  const { fields: names = [], mode = 'create' } = request.match ?? {};
  const fields = names.flatMap((name) => {
    const column = columns.find(({ field }) => field.name === name);
    if (!column)
      problems.push({
        field: 'match.fields',
        code: 'not_mapped',
        message: `"${name}" is to tell records apart, but no column goes into it.`,
      });
    else if (!comparable(column.field))
      problems.push({ field: 'match.fields', code: 'not_comparable', message: `Records cannot be told apart by "${name}".` });
    return column ? [column.field] : [];
  });
  const byId = names.includes('id');
  if (byId && names.length > 1)
    problems.push({ field: 'match.fields', code: 'id_alone', message: 'The id needs no other field beside it.' });
  if (!byId && columns.some(({ field }) => field.name === 'id')) {
    problems.push({ field: 'match.fields', code: 'id_unused', message: 'A column goes into "id": then records are found by "id".' });
  }
  if (names.length === 0 && mode !== 'create')
    problems.push({ field: 'match.fields', code: 'required', message: `Which fields tell that a record is there already?` });
  return { fields, mode: byId && mode === 'create' ? 'update' : mode };
}

function comparable(field: Field): boolean {
  return !['money', 'multi_picklist', 'references', 'any_reference', 'formatted_text', 'text_area', 'file', 'image'].includes(field.type);
}

function repeated(columns: readonly Place[]): string[] {
  const names = columns.map(({ path }) => path);
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}

function hint(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near ? ` Did you mean "${near}"?` : '';
}

/** As the job's parameters: all of it is plain data. */
export function asJson(params: ImportParams): Json {
  return params as unknown as Json;
}
