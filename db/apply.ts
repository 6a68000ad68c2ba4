// Brings a workspace's tables up to a schema: at each start, and when an administrator makes a field.

import { setTimeout as delay } from 'node:timers/promises';
import type { Schema } from '../schema/index.ts';
import { readCatalog } from './catalog.ts';
import * as ddl from './ddl.ts';
import { type Plan, type PlanOptions, plan, type ServedSearch, type Step, type TableProblem } from './diff.ts';
import { isConflict, isDatabaseError } from './errors.ts';
import { isSearchIndex } from './indexes.ts';
import { ensureInstalled, lock, tryLock } from './installation.ts';
import { patches as current, type Patches, refuseUnknown, runPatches } from './patches.ts';
import type { Database, Queryable, Transaction } from './pool.ts';
import { compile, sql } from './sql.ts';
import { tablesOf, type WantedTables } from './tables.ts';
import { spaceOf, WorkspaceError } from './workspace.ts';

/** How far one goes at once. */
export interface ApplyOptions extends PlanOptions {
  /** Leaves what takes long to `finish`, which the caller then runs in the background. */
  readonly defer?: boolean;
  /** For tests. */
  readonly patches?: Patches;
}

export interface Applied {
  /** What was done; empty when the tables fitted. */
  readonly steps: readonly Step[];
  /** With `defer`: builds what is left, indexes of large tables mostly. Until then all works, some of it slower. */
  readonly finish: ((told?: Told) => Promise<void>) | null;
  /** With `defer`: columns whose uniqueness waits for `finish`. */
  readonly unproven: readonly { readonly table: string; readonly column: string }[];
  /** With `defer`: what search looks in until `finish`, where that differs from the schema. */
  readonly searching: ReadonlyMap<string, ServedSearch>;
}

const NOTHING_LATER: Pick<Applied, 'finish' | 'unproven' | 'searching'> = { finish: null, unproven: [], searching: new Map() };

/** How many of the steps are done, the one under way counted by its share. */
export type Told = (done: number, total: number) => void;

/** The tables cannot be made to fit without loss, or their rows break a new rule. Nothing was changed. */
export class SchemaConflict extends Error {
  override readonly name = 'SchemaConflict';
  readonly code = 'schema_conflict';
  readonly problems: readonly TableProblem[];

  constructor(workspace: string, problems: readonly TableProblem[], options?: ErrorOptions) {
    const all = problems.map(({ message }) => message).join('; ');
    super(`The tables of the workspace "${workspace}" cannot be changed: ${all}`, options);
    this.problems = problems;
  }
}

/**
 * One query when the tables are known to fit. Otherwise patches first, then the difference, in one transaction.
 * @throws SchemaConflict, NewerDatabase, WorkspaceError not_found
 */
export async function applySchema(database: Database, workspace: string, schema: Schema, options: ApplyOptions = {}): Promise<Applied> {
  await ensureInstalled(database);
  const wanted = tablesOf(schema);
  const patches = options.patches ?? current;
  const { pending, shapes } = await readState(database.as(null), workspace, patches);
  if (pending.length === 0 && shapes.includes(shapeOf(wanted, options))) return { steps: [], ...NOTHING_LATER };
  const work = (tx: Transaction) => applyNow(tx, workspace, wanted, patches, options);
  const bringUp = () => patiently(() => database.transaction(null, work, { timeout: 0 }));
  const { steps, later, searching } = await bringUp();
  if (later.length === 0) return { steps, ...NOTHING_LATER };
  const finish = (told?: Told) => applyLater(database, workspace, wanted, patches, options, told);
  if (options.defer) return { steps, finish, unproven: unprovenIn(wanted, later), searching };
  await finish();
  // What served search until now.
  const last = searching.size > 0 ? await bringUp() : { steps: [] };
  return { steps: [...steps, ...later, ...last.steps], ...NOTHING_LATER };
}

/** Tables that a part of the schema fits need not fit the whole of it. */
function shapeOf({ shape }: WantedTables, { partial }: PlanOptions): string {
  return partial ? `partly ${shape}` : shape;
}

function unprovenIn({ tables }: WantedTables, later: readonly Step[]): { table: string; column: string }[] {
  const built = new Set(later.flatMap(({ kind, of }) => (kind === 'create index' ? [of] : [])));
  return tables.flatMap(({ name: table, indexes }) =>
    indexes
      .filter(({ unique, name }) => unique && built.has(`${table}.${name}`))
      .map(({ columns }) => ({ table, column: columns[0] ?? '' })),
  );
}

/** Deletes the column of a field that was removed, with all its values. History keeps what it says about them. */
export async function purgeField(database: Database, workspace: string, entity: string, column: string): Promise<void> {
  await ensureInstalled(database);
  const space = spaceOf(workspace);
  const purge = async (tx: Transaction) => {
    await begin(tx, workspace);
    const table = (await readCatalog(tx, space)).find(({ name }) => name === entity);
    const found = table?.columns.find(({ name }) => name === column);
    if (!found) throw new Error(`There is no column ${entity}.${column} to purge`);
    if (found.notNull || found.generated) throw new Error(`${entity}.${column} is the system's own and stays`);
    const searched = table?.indexes.some((index) => isSearchIndex(index) && index.columns.includes(column));
    if (searched || table?.columns.some(({ generated }) => generated?.of.includes(column)))
      throw new Error(`${entity}.${column} is still searched: remove the field first`);
    await tx.script(ddl.dropColumn(space, entity, column));
    await tx.query(compile(sql`update kontor.workspaces set shapes = '{}' where name = ${sql.value(workspace)}`));
  };
  await patiently(() => database.transaction(null, purge, { timeout: 0 }));
}

interface State {
  readonly shapes: readonly string[];
  readonly pending: Patches['workspace'];
}

async function readState(db: Queryable, workspace: string, patches: Patches): Promise<State> {
  const { rows } = await db.query(
    compile(sql`select array_to_json(w.shapes), (select coalesce(json_agg(name), '[]') from kontor.patches p where p.workspace = w.name)
      from kontor.workspaces w where name = ${sql.value(workspace)}`),
  );
  const [shapes, names] = rows[0] ?? [];
  if (!shapes || !names) throw new WorkspaceError('not_found', `There is no workspace "${workspace}"`);
  const applied = JSON.parse(names) as string[];
  refuseUnknown(applied, patches.workspace);
  return { shapes: JSON.parse(shapes), pending: patches.workspace.filter(({ name }) => !applied.includes(name)) };
}

async function applyNow(tx: Transaction, workspace: string, wanted: WantedTables, patches: Patches, options: ApplyOptions): Promise<Plan> {
  await begin(tx, workspace);
  const space = spaceOf(workspace);
  const { pending, shapes } = await readState(tx, workspace, patches);
  await runPatches(tx, workspace, space, pending);
  const made = plan(space, wanted.tables, await readCatalog(tx, space), options);
  if (made.problems.length > 0) throw new SchemaConflict(workspace, made.problems);
  await naming(workspace, wanted, () => runAll(tx, made.steps));
  const kept = pending.length > 0 || made.steps.some(isLoss) ? [] : shapes;
  // While something is left to do, and may break off, no shape is known: whichever comes next is compared.
  await noteShapes(tx, workspace, made.later.length > 0 ? [] : [...kept, shapeOf(wanted, options)]);
  return made;
}

/** Alone, outside a transaction: the rows stay open to everybody. One process at a time; the others leave it to that one. */
async function applyLater(
  database: Database,
  workspace: string,
  wanted: WantedTables,
  patches: Patches,
  options: ApplyOptions,
  told: Told = () => {},
): Promise<void> {
  const space = spaceOf(workspace);
  const db = database.as(null);
  await database.transaction(
    null,
    async (holder) => {
      await holder.query(compile(sql`set local idle_in_transaction_session_timeout = 0`));
      if (!(await tryLock(holder, `${workspace} later`))) return;
      // The holder only holds. A concurrent build waits for every snapshot there is, and the statement above keeps its own
      // until the next one, of the simple protocol, has come and gone.
      await holder.script('select 1');
      const { steps, later, searching } = plan(space, wanted.tables, await readCatalog(db, space), options);
      for (const [done, step] of later.entries()) {
        told(done, later.length);
        if (step.alone)
          await watched(
            db,
            (share) => told(done + share, later.length),
            () => buildAlone(db, space, workspace, wanted, step),
          );
        else await patiently(() => database.transaction(null, (tx) => alter(tx, workspace, wanted, step), { timeout: 0 }));
      }
      if (steps.length > 0 || searching.size > 0) return;
      await database.transaction(null, async (tx) => {
        await begin(tx, workspace);
        const { shapes } = await readState(tx, workspace, patches);
        await noteShapes(tx, workspace, [...(later.some(isLoss) ? [] : shapes), shapeOf(wanted, options)]);
      });
    },
    { timeout: 0 },
  );
}

/** An index whose rows turn out not to be unique is left half-built by PostgreSQL, and would cost every write. */
async function buildAlone(db: Queryable, space: string, workspace: string, wanted: WantedTables, step: Step): Promise<void> {
  try {
    await naming(workspace, wanted, () => db.query({ text: step.text, values: [], alone: true }));
  } catch (error) {
    const name = step.of.slice(step.of.indexOf('.') + 1);
    if (error instanceof SchemaConflict && step.kind === 'create index')
      await db.query({ text: ddl.dropIndex(space, name, true), values: [], alone: true });
    throw error;
  }
}

const LOOK_EVERY = 500;

/** Asks PostgreSQL now and then how far the index is that is being built. */
async function watched(db: Queryable, told: (share: number) => void, work: () => Promise<void>): Promise<void> {
  const share = sql`coalesce(max(case when blocks_total > 0 then blocks_done::float8 / blocks_total else 0 end), 0)`;
  const statement = compile(sql`select ${share} from pg_stat_progress_create_index where datname = current_database()`);
  const look = async () => told(Number((await db.query(statement)).rows[0]?.[0] ?? 0));
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

async function alter(tx: Transaction, workspace: string, wanted: WantedTables, step: Step): Promise<void> {
  await begin(tx, workspace);
  await naming(workspace, wanted, () => tx.script(step.text));
}

/** A table that waits for its lock makes everybody else wait for the table: better to step back and try again. */
async function begin(tx: Transaction, workspace: string): Promise<void> {
  await tx.query(compile(sql`set local lock_timeout = '2s'`));
  await lock(tx, workspace);
}

const TRIES = 12;

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      const busy = isDatabaseError(error, '55P03') || isConflict(error);
      if (!busy || tried === TRIES) throw error;
      await delay(Math.min(50 * 2 ** tried, 2000));
    }
  }
}

async function runAll(tx: Transaction, steps: readonly Step[]): Promise<void> {
  if (steps.length > 0) await tx.script(steps.map(({ text }) => text).join(';\n'));
}

/** Rows that a new unique index or reference does not fit are the administrator's to mend. */
async function naming<T>(workspace: string, wanted: WantedTables, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const unique = isDatabaseError(error, '23505');
    if (!unique && !isDatabaseError(error, '23503')) throw error;
    const table = wanted.tables.find(({ name }) => name === error.table);
    const rule = [...(table?.indexes ?? []), ...(table?.foreignKeys ?? [])].find(({ name }) => name === error.constraint);
    const column = (rule && ('column' in rule ? rule.column : rule.columns[0])) ?? '';
    const message = `rows of ${error.table} break the new rule of ${column}: ${error.detail ?? error.message}`;
    const problem: TableProblem = { table: error.table ?? '', column, code: unique ? 'not_unique' : 'dangling', message };
    throw new SchemaConflict(workspace, [problem], { cause: error });
  }
}

/** After it, a schema that fitted once may not fit any more. */
function isLoss({ kind }: Step): boolean {
  return kind === 'drop index' || kind === 'drop foreign key' || kind === 'drop column';
}

/** Versions of the schema that come and go during an upgrade or while fields are tried out. */
const SHAPES_KEPT = 8;

async function noteShapes(tx: Queryable, workspace: string, shapes: readonly string[]): Promise<void> {
  const kept = [...new Set(shapes)].slice(-SHAPES_KEPT);
  await tx.query(compile(sql`update kontor.workspaces set shapes = ${sql.value(kept)}::text[] where name = ${sql.value(workspace)}`));
}
