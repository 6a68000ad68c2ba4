// The import as a job: reads the file lot by lot and writes each in one transaction, together with the note that it is done.
// Killed at any moment, it goes on with the lots that are missing; undone as a whole, because every change carries its id.

import type { Json } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { openUpload } from '../files.ts';
import type { RunningJob } from '../jobs.ts';
import type { Writer } from '../records.ts';
import { type BatchResult, type Counts, type LikelyRow, type Memory, NO_COUNTS, SAME_RECORD, writeBatch } from './batch.ts';
import { type ImportRow, lastRowOf, RowConverter } from './convert.ts';
import { SeenKeys } from './duplicates.ts';
import { groupsOf, type RowGroup } from './groups.ts';
import { linkBatch } from './links.ts';
import { Lookup } from './lookup.ts';
import { type DoneLot, doneLots, lotRow } from './lots.ts';
import { foldedTitle } from './pointing.ts';
import { type ImportParams, type ImportPlan, planImport } from './request.ts';
import { forgetRows, keepRows, readRows } from './rows.ts';
import { openSource, type Source } from './source.ts';

const LOT = 1_000;
/** Refusals that a job shows with itself; all of them are in its file. */
const SHOWN = 1_000;

/** Rows that look like a record that is there, as a rehearsal names them; the others are counted. */
const LIKELY_SHOWN = 200;

/** Null while rows are written; then the last row that was linked. */
type Position = { readonly linked: number } | null;

/** The job. Goes on after the lots that are written; rows that are refused are its errors. */
export async function runImport(run: RunningJob): Promise<void> {
  const { context } = run;
  const params = run.params as unknown as ImportParams;
  const plan = planImport(context.actor.rights, params, params.columns);
  const { key } = await openUpload(context, params.file);
  await using file = await context.space.files.local(context.workspace, key);
  const source = await openSource(file.path, params.reading);
  try {
    const memory: Memory = { lookup: new Lookup(), ownTitles: await titlesOf(plan, source), pretended: new SeenKeys() };
    await new ImportRun(run, plan, source, memory).run();
  } finally {
    source.close();
  }
}

class ImportRun {
  readonly #run: RunningJob;
  readonly #plan: ImportPlan;
  readonly #source: Source;
  readonly #memory: Memory;
  #counts: Counts = NO_COUNTS;
  readonly #likely: LikelyRow[] = [];
  #looking = 0;

  constructor(run: RunningJob, plan: ImportPlan, source: Source, memory: Memory) {
    this.#run = run;
    this.#plan = plan;
    this.#source = source;
    this.#memory = memory;
  }

  async run(): Promise<void> {
    const position = this.#run.position as Position;
    const lots = await this.#resume();
    if (!position && !(await this.#writeRows(lots))) return;
    if (this.#memory.ownTitles && !this.#plan.dryRun) await this.#linkRows(position?.linked ?? 0);
  }

  /** Lots that an earlier start of this job wrote. A dry run starts over: what it pretended to have made must be known. */
  async #resume(): Promise<readonly DoneLot[]> {
    const { context, id } = this.#run;
    if (this.#plan.dryRun) {
      await context.write(async (writer) => {
        for (const kind of ['lot', 'refused'] as const) await forgetRows(writer, id, kind);
      });
      return [];
    }
    const lots = await context.read((reader) => doneLots(reader, id));
    for (const { counts } of lots) this.#counts = added(this.#counts, counts);
    if (lots.length > 0) await this.#tellAgain();
    return lots;
  }

  /** Refusals that were committed with a lot, but that the job had not noted when it died. */
  async #tellAgain(): Promise<void> {
    const { context, id } = this.#run;
    const told = new Set(this.#run.errors.map(({ row }) => row));
    const refused = await context.read((reader) => readRows(reader, id, 'refused', -1, SHOWN));
    for (const { row, field, code, reason } of refused)
      if (!told.has(row) && code !== SAME_RECORD) this.#run.error({ row, field, code, message: reason });
  }

  /**
   * While the database writes, the next lot is read and converted. Lots that do not depend on each other are written three
   * at a time. False when the job was cancelled.
   */
  async #writeRows(done: readonly DoneLot[]): Promise<boolean> {
    const converter = new RowConverter(this.#plan, this.#source.kind);
    const atOnce = areIndependent(this.#plan, this.#memory) ? 3 : 1;
    const running: Promise<void>[] = [];
    try {
      for await (const lot of lotsOf(groupsOf(this.#source, this.#plan), done)) {
        const rows = lot.map((group) => converter.convert(group));
        if (running.length >= atOnce) await running.shift();
        await this.#run.progress(sum(this.#counts));
        if (this.#run.cancelled()) break;
        const writing = this.#writeLot(rows, running.at(-1) ?? Promise.resolve());
        // Its failure is met where it is awaited.
        writing.catch(() => {});
        running.push(writing);
      }
      for (const writing of running) await writing;
    } finally {
      // When one fails, the job is not over before the other has ended.
      await Promise.allSettled(running);
    }
    this.#run.result = this.#told();
    await this.#run.progress(sum(this.#counts), sum(this.#counts));
    return !this.#run.cancelled();
  }

  /** @param before the lot before this one: results are told in the order of the file */
  async #writeLot(rows: readonly ImportRow[], before: Promise<void>): Promise<void> {
    const plan = this.#plan;
    const first = rows[0]?.number ?? 0;
    const end = rows.at(-1);
    const last = end ? lastRowOf(end) : 0;
    const write = (writer: Writer) => writeBatch(writer, plan, rows, this.#memory);
    const note = async (writer: Writer, result: BatchResult) => {
      await Promise.all([keepRows(writer, this.#run.id, [...result.kept, lotRow(first, last, result)]), this.#mark(writer, null)]);
      return result;
    };
    let result: BatchResult;
    if (plan.dryRun) {
      result = await rehearsed(this.#run.context, write);
      this.#memory.lookup.forget();
      for (const [key, state] of result.keys) this.#memory.pretended.add(key, state);
      await this.#run.context.write((writer) => note(writer, result));
    } else {
      result = await this.#run.context.write(async (writer) => note(writer, await write(writer)));
    }
    await before;
    this.#counts = added(this.#counts, result);
    for (const problem of result.refused) this.#run.error(problem);
    this.#looking += result.likely.length;
    this.#likely.push(...result.likely.slice(0, LIKELY_SHOWN - this.#likely.length));
  }

  /** Second pass: rows that pointed further down are updated, now that all are there. */
  async #linkRows(start: number): Promise<void> {
    for (let linked = start; ; ) {
      const rows = await this.#run.context.read((reader) => readRows(reader, this.#run.id, 'linked', linked, LOT));
      const last = rows.at(-1)?.row;
      const refused = await this.#run.context.write(async (writer) => {
        const result = await linkBatch(writer, this.#plan, rows, this.#memory.lookup);
        await keepRows(writer, this.#run.id, result.kept);
        if (last === undefined) await forgetRows(writer, this.#run.id, 'linked');
        await this.#mark(writer, { linked: last ?? linked });
        return result.refused;
      });
      for (const problem of refused) this.#run.error(problem);
      if (last === undefined || this.#run.cancelled()) return;
      linked = last;
    }
  }

  #told(): Json {
    const likely = this.#plan.dryRun && this.#looking > 0 ? { likely: this.#looking, likely_rows: this.#likely } : {};
    return { ...(asJson(this.#counts) as object), ...likely } as Json;
  }

  async #mark(writer: Writer, position: Position): Promise<void> {
    this.#run.result = this.#told();
    await this.#run.mark(writer, position as Json, sum(this.#counts));
  }
}

/** Whether no row can depend on what an earlier row of the file did. */
function areIndependent(plan: ImportPlan, memory: Memory): boolean {
  const compares = plan.match.fields.length > 0 && plan.match.mode !== 'create';
  return (
    !compares &&
    !plan.dryRun &&
    memory.ownTitles === null &&
    ![...plan.columns, ...plan.lines.flatMap(({ columns }) => columns)].some(({ field, createMissing }) => field.unique || createMissing)
  );
}

async function* lotsOf(chunks: AsyncIterable<readonly RowGroup[]>, done: readonly DoneLot[]): AsyncGenerator<RowGroup[]> {
  let lot: RowGroup[] = [];
  let rows = 0;
  let at = 0;
  for await (const groups of chunks) {
    for (const group of groups) {
      const number = group.rows[0]?.number ?? 0;
      while (at < done.length && number > (done[at] as DoneLot).last) at += 1;
      const known = done[at] !== undefined && number >= (done[at] as DoneLot).first;
      if (!known) {
        lot.push(group);
        rows += group.rows.length;
      }
      if (rows >= LOT || (known && lot.length > 0)) {
        yield lot;
        lot = [];
        rows = 0;
      }
    }
  }
  if (lot.length > 0) yield lot;
}

/** Does it and takes it back, so that the answer is the real one. */
async function rehearsed<T>(context: BoundContext, work: (writer: Writer) => Promise<T>): Promise<T> {
  try {
    return await context.write(async (writer) => {
      const result = await work(writer);
      await writer.settle();
      throw new Rehearsal(result);
    });
  } catch (error) {
    if (error instanceof Rehearsal) return error.result as T;
    throw error;
  }
}

class Rehearsal extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('A dry run, taken back.');
    this.result = result;
  }
}

function added(before: Counts, { created, updated, unchanged, skipped, failed }: Counts): Counts {
  return {
    created: before.created + created,
    updated: before.updated + updated,
    unchanged: before.unchanged + unchanged,
    skipped: before.skipped + skipped,
    failed: before.failed + failed,
  };
}

function sum({ created, updated, unchanged, skipped, failed }: Counts): number {
  return created + updated + unchanged + skipped + failed;
}

function asJson({ created, updated, unchanged, skipped, failed }: Counts): Json {
  return { created, updated, unchanged, skipped, failed };
}

/** Titles of all rows, when rows may point to each other: a parent company may stand below its subsidiary. */
async function titlesOf({ entity, columns }: ImportPlan, source: Source): Promise<SeenKeys | null> {
  if (!columns.some(({ field }) => field.to.includes(entity.name))) return null;
  const parts = entity.title.map((name) => columns.find(({ field }) => field.name === name)?.index);
  const titles = new SeenKeys();
  for await (const rows of source.rows()) {
    for (const { cells } of rows) {
      const words = parts.map((index) => (index === undefined ? '' : (cells[index] ?? '').trim()));
      const title = words.filter((word) => word !== '').join(' ');
      if (title !== '') titles.add(foldedTitle(title));
    }
  }
  return titles;
}
