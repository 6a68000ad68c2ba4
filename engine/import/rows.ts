// Rows that an import could not bring in, kept with all their cells until somebody fetches them; and rows that point to a
// record further down in the same file, which are linked when all are in.

import { prepare, raw, sql } from '../../db/index.ts';
import type { BoundContext } from '../context.ts';
import { csvLines } from '../export/csv.ts';
import { parseJson } from '../json.ts';
import { planned } from '../planned.ts';
import type { Reader } from '../read.ts';
import { bind, slot } from '../slots.ts';
import type { Workspace } from '../workspace.ts';
import type { ImportParams } from './request.ts';

/** `refused`: with its reason; `linked`: waits for a record further down, whose title `reason` is; `lot`: see lots.ts. */
export interface KeptRow {
  readonly row: number;
  readonly kind: 'refused' | 'linked' | 'lot';
  /** The record that was made of it, for rows to be linked. */
  readonly record: string | null;
  readonly field: string;
  readonly code: string;
  readonly reason: string;
  readonly cells: readonly string[];
}

/** In the transaction of the batch: a restart neither loses nor repeats one. */
export async function keepRows(reader: Reader, job: string, rows: readonly KeptRow[]): Promise<void> {
  if (rows.length === 0) return;
  const statement = planned(reader.workspace, 'keep-rows', () => {
    const types = ['bigint', 'text', 'uuid', 'text', 'text', 'text', 'jsonb'];
    const arrays = types.map((_, index) => sql`${slot('rows', index)}::text[]`);
    const cells = types.map((type, index) => sql`r.${sql.identifier(`c${index}`)}::${raw(type)}`);
    const names = sql.join(
      types.map((_, index) => sql.identifier(`c${index}`)),
      ', ',
    );
    return prepare(sql`insert into ${table(reader.workspace)} ("job", "row", "kind", "record", "field", "code", "reason", "cells")
      select ${slot('job', 0)}::uuid, ${sql.join(cells, ', ')} from unnest(${sql.join(arrays, ', ')}) as r(${names})
      on conflict ("job", "kind", "row", "field") do nothing`);
  });
  const columns = [
    rows.map(({ row }) => String(row)),
    rows.map(({ kind }) => kind),
    rows.map(({ record }) => record),
    rows.map(({ field }) => field),
    rows.map(({ code }) => code),
    rows.map(({ reason }) => reason.toWellFormed()),
    rows.map(({ cells }) => JSON.stringify(cells.map((cell) => cell.toWellFormed()))),
  ];
  await reader.db.query(bind(statement, { rows: columns, job: [job] }));
}

/** In the order of the file; never a part of what is kept of one row. */
export async function readRows(reader: Reader, job: string, kind: KeptRow['kind'], after: number, limit: number): Promise<KeptRow[]> {
  const statement = planned(reader.workspace, 'kept-rows', () =>
    prepare(sql`select "row", "kind", "record", "field", "code", "reason", "cells" from ${table(reader.workspace)}
      where "job" = ${slot('of', 0)}::uuid and "kind" = ${slot('of', 1)}::text and "row" > ${slot('of', 2)}::bigint order by "row", "field" limit ${slot('of', 3)}::int`),
  );
  const { rows } = await reader.db.query(bind(statement, { of: [job, kind, after, limit] }));
  const cut = rows.length === limit ? rows.at(-1)?.[0] : undefined;
  const whole = rows.filter(([row]) => row !== cut);
  return (whole.length > 0 ? whole : rows).map(([row, , record, field, code, reason, cells]) => ({
    row: Number(row),
    kind,
    record: record ?? null,
    field: field ?? '',
    code: code ?? '',
    reason: reason ?? '',
    cells: parseJson(cells ?? '[]') as string[],
  }));
}

/** Of one kind of one job. */
export async function forgetRows(reader: Reader, job: string, kind: KeptRow['kind']): Promise<void> {
  const statement = planned(reader.workspace, 'forget-rows', () =>
    prepare(sql`delete from ${table(reader.workspace)} where "job" = ${slot('of', 0)}::uuid and "kind" = ${slot('of', 1)}::text`),
  );
  await reader.db.query(bind(statement, { of: [job, kind] }));
}

const PAGE = 1_000;

/** The refused rows as the file had them, with the reason behind: to be corrected and imported again. */
export async function* refusedCsv(context: BoundContext, job: string, { columns, reading }: ImportParams): AsyncGenerator<string> {
  const options = { delimiter: reading.dialect?.delimiter ?? ',' } as const;
  yield `\ufeff${csvLines([[...columns, freeName('reason', columns)]], options)}`;
  const empty = columns.map(() => '');
  for (let after = -1; ; ) {
    const rows = await context.read((reader) => readRows(reader, job, 'refused', after, PAGE));
    const last = rows.at(-1);
    if (!last) return;
    yield csvLines(
      rows.map(({ cells, reason }) => [...cells, ...empty.slice(cells.length), reason]),
      options,
    );
    after = last.row;
  }
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let count = 2; taken.includes(free); count += 1) free = `${name} (${count})`;
  return free;
}

function table(workspace: Workspace) {
  return sql.identifier(workspace.space, 'import_rows');
}
