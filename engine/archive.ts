// Archiving (row CS-075): old records are left out of search, and are otherwise what and where they were. By rule, or by hand.

import { compile, sql } from '../db/index.ts';
import type { Entity, Json } from '../schema/index.ts';
import { scope } from './access.ts';
import { insertChanges } from './changes.ts';
import type { BoundContext } from './context.ts';
import { dataSettingsOf } from './data-settings.ts';
import { notFound, notGranted } from './errors.ts';
import { recordJob } from './job-record.ts';
import { entityOf, isId } from './read.ts';
import type { Writer } from './records.ts';
import { lockRows, table } from './store.ts';
import type { Context } from './types.ts';

/** The field that says since when; nouns without it are not archived. */
export const ARCHIVED_AT = 'archived_at';
const RESTORED = 'restore';
const LOT = 500;

/** By hand. Answers the job that undo takes. @throws Refusal 403 where it is switched off, 404 for what is out of reach. */
export async function archive(context: BoundContext, name: string, ids: readonly string[], on: boolean): Promise<string> {
  await context.refreshed();
  const seen = entityOf(context.actor.rights, name);
  if (!scope(context.actor.rights, seen, 'update')) throw notGranted(`You may not change ${seen.plural.toLowerCase()}.`);
  const entity = context.space.state.schema.entities[name]!;
  const settings = await context.read((reader) => dataSettingsOf(reader, name));
  if (!settings.archive || !entity.fields[ARCHIVED_AT]) throw notGranted(`Archiving ${entity.plural.toLowerCase()} is switched off.`);
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  if (!wanted.every(isId)) throw notFound(`This ${entity.label.toLowerCase()}`);
  return context.write(async (writer) => {
    const job = await recordJob(writer, 'archive', { entity: name } as Json, wanted.length);
    const acting = (writer.context as BoundContext).because({ kind: 'bulk', job, detail: 'archive' });
    await acting.write((inner) => mark(inner, entity, wanted, on, true));
    return job;
  });
}

/** What the rules of the administrators say by now; what somebody has brought back by hand stays. Answers how many. */
export async function archiveByRule(given: Context, name: string, filter: string): Promise<number> {
  const context = given as BoundContext;
  const entity = context.space.state.schema.entities[name]!;
  let done = 0;
  for (let after: string | null = null; ; ) {
    const page = await context.records.list(name, {
      filter: `${ARCHIVED_AT} is empty and (${filter})`,
      fields: ['id'],
      sort: 'id',
      limit: LOT,
      after,
    });
    const ids = page.records.map((record) => String(record['id']));
    if (ids.length > 0)
      done += await context.write(async (writer) => mark(writer, entity, await notRestored(writer, name, ids), true, false));
    if (!page.next) return done;
    after = page.next;
  }
}

async function notRestored(writer: Writer, name: string, ids: readonly string[]): Promise<string[]> {
  const changes = sql.identifier(writer.workspace.space, 'changes');
  const { rows } = await writer.tx.query(
    compile(
      sql`select distinct "record" from ${changes} where "record" = any(${sql.value(ids as string[])}::uuid[]) and "entity" = ${sql.value(name)}::text and "verb" = ${sql.value(RESTORED)}::text`,
    ),
  );
  const restored = new Set(rows.map(([id]) => id));
  return ids.filter((id) => !restored.has(id));
}

/** Nothing else changes, not even when the record was changed last: it is as it was, only put away. */
async function mark(writer: Writer, entity: Entity, ids: readonly string[], on: boolean, strict: boolean): Promise<number> {
  if (ids.length === 0) return 0;
  const locked = await lockRows(writer, entity, 'update', ids, [entity.fields[ARCHIVED_AT]!]);
  if (strict && locked.size < ids.length) throw notFound(`One of the ${entity.plural.toLowerCase()}`);
  const now = new Date().toISOString();
  const rows = [...locked].filter(([, { values }]) => (values[ARCHIVED_AT] === null) === on);
  if (rows.length === 0) return 0;
  const value = on ? sql`${sql.value(now)}::timestamptz` : sql`null`;
  const changed = rows.map(([id]) => id);
  await writer.tx.query(
    compile(
      sql`update ${table(writer, entity)} set ${sql.identifier(ARCHIVED_AT)} = ${value} where "id" = any(${sql.value(changed)}::uuid[])`,
    ),
  );
  await insertChanges(
    writer,
    rows.map(([record, { values }]) => ({
      actor: writer.actor,
      cause: writer.cause,
      verb: on ? 'archive' : RESTORED,
      entity: entity.name,
      record,
      before: { [ARCHIVED_AT]: values[ARCHIVED_AT] ?? null },
      after: { [ARCHIVED_AT]: on ? now : null },
    })),
  );
  return rows.length;
}
