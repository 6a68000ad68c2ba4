// The job behind a new field on a large table: its indexes are built while everybody works on. What must be unique and is not, is told.

import { prepare, SchemaConflict, sql } from '../db/index.ts';
import { fieldTypes } from '../schema/index.ts';
import { raiseEpoch } from './epoch.ts';
import { Refusal } from './errors.ts';
import type { RunningJob } from './jobs.ts';

/** Values told at most; who has more has another problem. */
const MOST_TOLD = 100;

/** The job. @throws Refusal 409 `not_unique`; the values that stand twice are its errors */
export async function runIndexes(run: RunningJob): Promise<void> {
  const { context } = run;
  try {
    await context.space.finishTables((done, total) => void run.progress(Math.floor((100 * done) / total), 100).catch(() => {}));
  } catch (error) {
    if (!(error instanceof SchemaConflict)) throw error;
    for (const { table, column, code, message } of error.problems) {
      const repeated = code === 'not_unique' ? await repeatedValues(run, table, column) : [];
      if (repeated.length === 0) run.error({ field: column, code, message });
      for (const { value, count, id } of repeated)
        run.error({
          field: column,
          code,
          id,
          message: `"${value}" stands in ${count} records; the field is not unique before each has its own.`,
        });
    }
    throw new Refusal(409, 'not_unique', 'Records have the same values. Mend them, and save the field again.');
  }
  await run.progress(100, 100);
  // Every process takes the field for what it is from now on.
  await context.write(async (writer) => {
    await raiseEpoch(writer, 'schema');
    writer.raised();
  });
}

async function repeatedValues(
  { context }: RunningJob,
  table: string,
  column: string,
): Promise<{ value: string; count: number; id: string }[]> {
  const { space } = context;
  const field = space.state.schema.entities[table]?.fields[column];
  if (!field) return [];
  const cell = sql.identifier(column);
  const compared = fieldTypes[field.type]?.expression(field).kind === 'text' ? sql`kontor.fold(${cell})` : cell;
  const { rows } = await space.db.query(
    prepare(sql`select min(${cell}::text), count(*), min("id"::text) from ${sql.identifier(space.space, table)} where ${cell} is not null
      group by ${compared} having count(*) > 1 order by 2 desc, 1 limit ${sql.literal(MOST_TOLD)}`),
  );
  return rows.map(([value, count, id]) => ({ value: value ?? '', count: Number(count), id: id ?? '' }));
}
