// What administrators do with running numbers: see the next one, set it, and number what was there before (row CS-028).

import { compile, sql } from '../db/index.ts';
import { type Entity, NUMBER, type Numbering, numberingOf, printNumber } from '../schema/index.ts';
import { saveEach } from './bulk.ts';
import type { BoundContext } from './context.ts';
import { todayOf } from './day.ts';
import { Item } from './draft.ts';
import { invalid } from './errors.ts';
import { counterOf, countUp } from './numbers.ts';
import type { Reader } from './read.ts';
import { table } from './store.ts';
import type { Context, JobRun } from './types.ts';

/** Numbers of a noun that count together. */
export interface NumberSeries {
  readonly entity: string;
  /** As of a `sequence()`. */
  readonly pattern: string;
  /** Hooks of the noun take them, see `Draft.takeNumber`; else they are its field's own. */
  readonly byHooks?: boolean;
}

/** The number that the next record of today gets. */
export async function nextNumber(context: Context, series: NumberSeries): Promise<{ count: number; number: string }> {
  return (context as BoundContext).read(async (reader) => {
    const { db, workspace } = reader;
    const { key, numbering } = placeOf(series, todayOf(reader));
    const counters = sql.identifier(workspace.space, 'counters');
    const { rows } = await db.query(compile(sql`select value from ${counters} where key = ${sql.value(key)}`));
    const count = Number(rows[0]?.[0] ?? 0) + 1;
    return { count, number: printNumber(numbering, count) };
  });
}

/** @throws Refusal 422 for a number that was given already, or a lower one */
export async function setNextNumber(context: Context, series: NumberSeries, next: number): Promise<void> {
  await (context as BoundContext).write(async (writer) => {
    const { key, numbering } = placeOf(series, todayOf(writer));
    const given = await countUp(writer, key, 0);
    const last = Math.max(given, await highestUsed(writer, writer.workspace.state.schema.entities[series.entity]!, numbering));
    if (next <= last) {
      const free = printNumber(numbering, last + 1);
      throw invalid([
        { field: 'next', code: 'repeats', message: `${printNumber(numbering, next)} would repeat; ${free} is the next free one.` },
      ]);
    }
    await countUp(writer, key, next - 1 - given);
  });
}

function placeOf({ entity, pattern, byHooks }: NumberSeries, today: string): { key: string; numbering: Numbering } {
  const numbering = numberingOf(pattern, today);
  return { key: counterOf(byHooks ? { series: entity } : { entity, field: NUMBER }, numbering), numbering };
}

/** The counter does not know of numbers that came with records from elsewhere. */
async function highestUsed(reader: Reader, entity: Entity, { prefix, suffix }: Numbering): Promise<number> {
  const [before, after] = [sql.value(prefix), sql.value(suffix)];
  const count = sql`substr("number", length(${before}::text) + 1, length("number") - length(${before}::text) - length(${after}::text))`;
  const { rows } = await reader.db.query(
    compile(sql`select max((${count})::bigint) from ${table(reader, entity)}
      where starts_with("number", ${before}::text) and right("number", length(${after}::text)) = ${after}::text and ${count} ~ '^[0-9]{1,15}$'`),
  );
  return Number(rows[0]?.[0] ?? 0);
}

/** Records without a number, whoever may see them. */
export async function countUnnumbered(context: Context, name: string): Promise<number> {
  return (context as BoundContext).read(async (reader) => {
    const of = table(reader, reader.workspace.state.schema.entities[name]!);
    const { rows } = await reader.db.query(compile(sql`select count(*) from ${of} where "number" is null`));
    return Number(rows[0]?.[0] ?? 0);
  });
}

const LOT = 500;

/** In order of creation, which is that of ids. What cannot be written is told, and the rest goes on. */
export async function numberUnnumbered(run: JobRun, name: string): Promise<void> {
  // Elevated: numbering is the house's; whoever orders it need not reach every record.
  const context = run.context.system('numbers records that were there before') as BoundContext;
  const total = await countUnnumbered(context, name);
  let done = 0;
  for (let after: string | null = null; !run.cancelled(); ) {
    await run.progress(done, total);
    const items = await numberLot(context, name, after);
    for (const { id, problems, refusal } of items)
      for (const { field, code, message } of refusal ? [{ field: NUMBER, code: refusal.code, message: refusal.message }] : problems)
        run.error({ id, field, code, message });
    done += items.length;
    if (items.length < LOT) break;
    after = items.at(-1)!.id;
  }
  await run.progress(done, total);
}

async function numberLot(context: BoundContext, name: string, after: string | null): Promise<readonly Item[]> {
  return context.write(async (writer) => {
    const entity = writer.workspace.state.schema.entities[name]!;
    const { pattern } = entity.fields[NUMBER]!;
    const from = after ? sql`and "id" > ${sql.value(after)}::uuid` : sql``;
    const { rows } = await writer.db.query(
      compile(
        sql`select "id" from ${table(writer, entity)} where "number" is null ${from} order by "id" limit ${sql.value(LOT)}::int for no key update`,
      ),
    );
    if (rows.length === 0) return [];
    const { key, numbering } = placeOf({ entity: name, pattern: pattern! }, todayOf(writer));
    const first = (await countUp(writer, key, rows.length)) - rows.length + 1;
    const items = rows.map(([id], i) => new Item(name, 'update', i, id!, { [NUMBER]: printNumber(numbering, first + i) }));
    return saveEach(writer, entity, 'update', items);
  });
}
