// An export: the records a list shows, as a file, streamed page by page within the actor's reach.

import { type Entity, type Field, fieldMeant } from '../../schema/index.ts';
import { granted } from '../access.ts';
import type { BoundContext } from '../context.ts';
import { malformed, notGranted } from '../errors.ts';
import { MAX_LIMIT } from '../list.ts';
import { entityOf } from '../read.ts';
import { defaultPaths } from '../select.ts';
import type { ListQuery, ListResult, Values } from '../types.ts';
import type { ExportColumn } from './column.ts';
import { type CsvOptions, writeCsv } from './csv.ts';
import { writeXlsx } from './xlsx.ts';

/** What a list shows, without its pages; `fields` default to those of the list. */
export interface ExportQuery extends Pick<ListQuery, 'fields' | 'filter' | 'sort' | 'q' | 'asOf' | 'reporting'> {
  readonly format: 'csv' | 'xlsx';
  readonly csv?: CsvOptions;
}

/**
 * The file as it is written. What is wrong with the query is told before the first byte: the first page is read by then.
 * @throws Refusal 403 without the right to export, 400 for a path or filter that is not there.
 */
export async function exportRecords(context: BoundContext, name: string, query: ExportQuery): Promise<AsyncIterable<string | Buffer>> {
  await context.refreshed();
  const { rights } = context.actor;
  const entity = entityOf(rights, name);
  if (!granted(rights, entity, 'export')) throw notGranted(`You may not export ${entity.plural.toLowerCase()}.`);
  const paths = query.fields?.length ? query.fields : defaultPaths(entity, 'list');
  const columns = headed(paths.map((path) => trailOf(context, entity, path)));
  assertOneKind(columns);
  const { format, csv, ...rest } = query;
  const rows = columns.find(({ rows: own }) => own !== null)?.rows ?? null;
  const fields = [...new Set(columns.map(({ path, rows: own }) => own ?? path))];
  const page = async (after: string | null) => {
    const found = await context.records.list(name, { ...rest, fields, limit: MAX_LIMIT, after, within: 'export' });
    return rows === null ? found : { ...found, records: found.records.flatMap((record) => spread(record, rows)) };
  };
  const pages = pagesFrom(await page(null), page);
  const { zone } = rights.binds;
  return format === 'csv'
    ? writeCsv(columns, pages, csv)
    : writeXlsx(columns, pages, { sheet: entity.plural, zone: String(zone ?? 'UTC') });
}

/** One row a line item, each with the values of the record before it; a record without any has one row. */
function spread(record: Values, field: string): Values[] {
  const lines = record[field] as readonly Values[] | null | undefined;
  if (!lines || lines.length === 0) return [{ ...record, [field]: null }];
  return lines.map((line) => ({ ...record, [field]: line }));
}

/** While one page is written, the next is read. */
async function* pagesFrom(first: ListResult, page: (after: string) => Promise<ListResult>): AsyncGenerator<readonly Values[]> {
  for (let current = first; ; ) {
    const next = current.next === null ? null : page(current.next);
    // Its failure is met where it is awaited; whoever reads no further must not end the process with it.
    next?.catch(() => {});
    yield current.records;
    if (next === null) return;
    current = await next;
  }
}

/** The fields a path walks over; over line items it goes one step, and only over those of one field. @throws Refusal 400; the reading of the first page says the nearest right name. */
function trailOf(context: BoundContext, start: Entity, path: string): Field[] {
  const trail: Field[] = [];
  let entity: Entity | undefined = start;
  for (const step of path.split('.')) {
    const field: Field | undefined = entity && (fieldMeant(entity.fields, step) ?? undefined);
    const inside = trail[0]?.type === 'children' && trail.length === 2;
    const bare = field?.type === 'children' && (trail.length > 0 || path === step);
    if (field === undefined || bare || inside) {
      const message =
        field === undefined
          ? 'is no field here'
          : bare
            ? 'holds rows of its own: name one of their fields behind a dot'
            : 'is further than an export of line items goes';
      throw malformed(
        `"${path}" cannot be exported.`,
        [{ field: 'fields', code: 'unknown_field', message: `"${step}" ${message}` }],
        'unknown_field',
      );
    }
    trail.push(field);
    entity = field.to.length === 1 ? context.schema.entities[field.to[0] ?? ''] : undefined;
  }
  return trail;
}

/** Headings as the lists say them; two that read alike are told apart by their paths. */
function headed(trails: readonly (readonly Field[])[]): ExportColumn[] {
  const headings = trails.map((trail) => trail.map(({ label }) => label).join(': '));
  return trails.map((trail, i) => {
    const path = trail.map(({ name }) => name).join('.');
    const heading = headings[i] ?? path;
    const unique = headings.filter((other) => other === heading).length === 1;
    const rows = trail[0]?.type === 'children' ? trail[0].name : null;
    return { path, heading: unique ? heading : `${heading} (${path})`, field: trail.at(-1) as Field, rows };
  });
}

/** Two kinds of line items beside each other would belong to nothing in common. */
function assertOneKind(columns: readonly ExportColumn[]): void {
  const kinds = [...new Set(columns.flatMap(({ rows }) => rows ?? []))];
  if (kinds.length < 2) return;
  const message = `An export has line items of one kind, not of ${kinds.join(' and ')}.`;
  throw malformed(message, [{ field: 'fields', code: 'two_kinds', message }], 'two_kinds');
}
