// Files that tell of a person: those on the record, files of imports that brought or named the person, and reports that were kept.

import { compile, type Sql, sql } from '../../db/index.ts';
import type { Reader } from '../read.ts';
import { Mask } from './mask.ts';
import type { Identity, PersonRecord } from './person.ts';

/** What goes with a person, besides records. */
export interface PersonFiles {
  /** To be deleted, by noun. */
  readonly records: Readonly<Record<string, readonly string[]>>;
  /** Their bytes. */
  readonly keys: readonly string[];
}

/** @param held files on the record are evidence and stay */
export async function filesOf(
  reader: Reader,
  people: readonly PersonRecord[],
  attached: readonly string[],
  identity: Identity,
  held: boolean,
): Promise<PersonFiles> {
  const imported = await importFiles(reader, people, identity);
  const files = [...new Set([...(held ? [] : attached), ...imported])];
  // Made anew from what is there now, in a minute; what stands in them is not looked through.
  const reports = reader.workspace.state.schema.entities['report_files']
    ? await ids(reader, sql`select "id" from ${of(reader, 'report_files')}`)
    : [];
  const keys = await Promise.all([keysOf(reader, 'files', files), keysOf(reader, 'report_files', reports)]);
  return { records: { files, report_files: reports }, keys: [...new Set(keys.flat())] };
}

/** Of imports that wrote one of the records or refused a row that names the person. */
async function importFiles(reader: Reader, people: readonly PersonRecord[], identity: Identity): Promise<string[]> {
  const mask = new Mask(identity.values);
  const wrote = sql`select c.job from ${of(reader, 'changes')} c where c.record = any(${sql.value(people.map(({ id }) => id))}::uuid[]) and c.cause = 'import'`;
  const refused = sql`select r.job from ${of(reader, 'import_rows')} r where ${mask.hits(sql`concat_ws(chr(31), r.cells::text, r.reason)`)}`;
  const from = sql`${of(reader, 'jobs')} j where j.kind = 'import' and j."id" in (${wrote} union ${refused})`;
  return ids(reader, sql`select f."id" from ${of(reader, 'files')} f where f."id"::text in (select j.params ->> 'file' from ${from})`);
}

async function keysOf(reader: Reader, entity: string, wanted: readonly string[]): Promise<string[]> {
  if (wanted.length === 0) return [];
  return ids(
    reader,
    sql`select "storage_key" from ${of(reader, entity)} where "id" = any(${sql.value(wanted as string[])}::uuid[]) and "storage_key" is not null`,
  );
}

async function ids(reader: Reader, statement: Sql): Promise<string[]> {
  const { rows } = await reader.db.query(compile(statement));
  return rows.map(([id]) => String(id));
}

function of(reader: Reader, table: string): Sql {
  return sql.identifier(reader.workspace.space, table);
}
