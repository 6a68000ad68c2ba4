// The activity log as a file, page by page.

import type { BoundContext } from '../context.ts';
import type { ExportColumn } from '../export/column.ts';
import { type CsvOptions, writeCsv } from '../export/csv.ts';
import { writeXlsx } from '../export/xlsx.ts';
import { BARE } from '../report/plan.ts';
import type { Values } from '../types.ts';
import type { LogQuery } from './query.ts';
import { type LogEntry, type LogPage, readLog } from './read.ts';

const PAGE = 500;
const COLUMNS: readonly ExportColumn[] = [
  column('at', 'Time', 'datetime'),
  column('user', 'User'),
  column('cause', 'By way of'),
  column('verb', 'What'),
  column('module', 'Module'),
  column('record', 'Record'),
  column('id', 'Record ID'),
  column('summary', 'Changes'),
];

function column(path: string, heading: string, type = 'text'): ExportColumn {
  return { path, heading, field: { ...BARE, name: path, label: heading, type }, rows: null };
}

/** Only of nouns that the actor may export. What is wrong with the query is told before the first byte. */
export async function exportLog(
  context: BoundContext,
  query: LogQuery,
  file: { readonly format: 'csv' | 'xlsx'; readonly csv?: CsvOptions },
): Promise<AsyncIterable<string | Buffer>> {
  const page = (after: string | null | undefined) => context.read((reader) => readLog(reader, { ...query, after, limit: PAGE }, 'export'));
  const pages = pagesOf(context, await page(query.after), page);
  if (file.format === 'csv') return writeCsv(COLUMNS, pages, file.csv);
  return writeXlsx(COLUMNS, pages, { sheet: 'Activity log', zone: String(context.actor.rights.binds.zone ?? 'UTC') });
}

async function* pagesOf(
  context: BoundContext,
  first: LogPage,
  page: (after: string) => Promise<LogPage>,
): AsyncGenerator<readonly Values[]> {
  for (let current = first; ; current = await page(current.next)) {
    yield current.entries.map((entry) => rowOf(context, entry));
    if (current.next === null) return;
  }
}

function rowOf({ schema }: BoundContext, { at, actor, cause, verb, entity, record, title, summary }: LogEntry): Values {
  const module = schema.entities[entity]?.label ?? entity;
  return { at, user: actor.title || 'Kontor', cause: cause.kind, verb, module, record: title ?? '', id: record, summary };
}
