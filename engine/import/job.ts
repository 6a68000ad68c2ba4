// The import as a job: reads the file lot by lot, writes each in one transaction with the note how far it got. Killed at any
// moment, it goes on behind the last lot that was committed; undone as a whole, because every change carries its id.

import type { Json } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { openFile } from '../files.ts';
import type { RunningJob } from '../jobs.ts';
import type { Writer } from '../records.ts';
import { type BatchResult, type Counts, type Memory, writeBatch } from './batch.ts';
import { type ImportRow, RowConverter } from './convert.ts';
import { SeenKeys } from './duplicates.ts';
import { linkBatch } from './links.ts';
import { Lookup } from './lookup.ts';
import { foldedTitle } from './pointing.ts';
import { type ImportParams, type ImportPlan, planImport } from './request.ts';
import { forgetRows, keepRows, readRows } from './rows.ts';
import { openSource, type Source, type SourceRow } from './source.ts';

const LOT = 2_000;

/** Where the job is: the last row written, or, in the second pass, the last row linked. */
interface Position extends Counts {
  readonly pass: 'rows' | 'links';
  readonly row: number;
}

const START: Position = { pass: 'rows', row: 0, created: 0, updated: 0, skipped: 0, failed: 0 };

export async function runImport(run: RunningJob): Promise<void> {
  const { context } = run;
  const params = run.params as unknown as ImportParams;
  const plan = planImport(context.actor.rights, params, params.columns);
  const { key } = await openFile(context, params.file);
  const source = await openSource(context.space.files.path(context.workspace, key), params.reading);
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
  #position: Position;
  /** Last row whose refusal the job has heard of: a lot that is written again does not tell twice. */
  #told: number;

  constructor(run: RunningJob, plan: ImportPlan, source: Source, memory: Memory) {
    this.#run = run;
    this.#plan = plan;
    this.#source = source;
    this.#memory = memory;
    const reached = (run.position as unknown as Position | null) ?? START;
    // A dry run starts over: what it pretended to have made has to be known.
    this.#position = plan.dryRun ? START : reached;
    this.#told = reached.row;
  }

  async run(): Promise<void> {
    if (this.#position.pass === 'rows' && !(await this.#writeRows())) return;
    if (this.#memory.ownTitles && !this.#plan.dryRun) await this.#linkRows();
  }

  /** While the database writes a lot, the next one is read and converted. False when the job was cancelled. */
  async #writeRows(): Promise<boolean> {
    const converter = new RowConverter(this.#plan, this.#source.kind);
    let writing: Promise<void> = Promise.resolve();
    for await (const lot of lots(this.#source, this.#position.row)) {
      const rows = lot.map((row) => converter.convert(row));
      await writing;
      await this.#run.progress(done(this.#position));
      if (this.#run.cancelled()) return false;
      writing = this.#writeLot(rows);
      // Its failure is met where it is awaited.
      writing.catch(() => {});
    }
    await writing;
    this.#run.result = resultOf(this.#position);
    await this.#run.progress(done(this.#position), done(this.#position));
    return !this.#run.cancelled();
  }

  async #writeLot(rows: readonly ImportRow[]): Promise<void> {
    const plan = this.#plan;
    const row = rows.at(-1)?.number ?? this.#position.row;
    const next = (result: BatchResult): Position => ({ ...added(this.#position, result), pass: 'rows', row });
    if (!plan.dryRun) {
      this.#position = await this.#run.context.write(async (writer) => {
        const result = await writeBatch(writer, plan, rows, this.#memory);
        return this.#note(writer, result, next(result));
      });
      return;
    }
    const result = await rehearsed(this.#run.context, (writer) => writeBatch(writer, plan, rows, this.#memory));
    this.#memory.lookup.forget();
    for (const key of result.keys) this.#memory.pretended.add(key);
    this.#position = await this.#run.context.write((writer) => this.#note(writer, result, next(result)));
  }

  /** Second pass: rows that pointed further down are updated, now that all are there. */
  async #linkRows(): Promise<void> {
    if (this.#position.pass === 'rows') {
      this.#position = { ...this.#position, pass: 'links', row: 0 };
      this.#told = 0;
    }
    for (;;) {
      const rows = await this.#run.context.read((reader) => readRows(reader, this.#run.id, 'linked', this.#position.row, LOT));
      const row = rows.at(-1)?.row;
      this.#position = await this.#run.context.write(async (writer) => {
        const result = await linkBatch(writer, this.#plan, rows, this.#memory.lookup);
        if (row === undefined) await forgetRows(writer, this.#run.id, 'linked');
        return this.#note(writer, result, { ...this.#position, row: row ?? this.#position.row });
      });
      if (row === undefined || this.#run.cancelled()) return;
    }
  }

  /** Refused rows and the position go with the lot: all of it happened, or nothing. */
  async #note(writer: Writer, { kept, refused }: Pick<BatchResult, 'kept' | 'refused'>, position: Position): Promise<Position> {
    await keepRows(writer, this.#run.id, kept);
    for (const problem of refused) {
      if (problem.row <= this.#told) continue;
      this.#told = problem.row;
      this.#run.error(problem);
    }
    this.#run.result = resultOf(position);
    await this.#run.mark(writer, position as unknown as Json, done(position));
    return position;
  }
}

async function* lots(source: Source, after: number): AsyncGenerator<SourceRow[]> {
  let lot: SourceRow[] = [];
  for await (const rows of source.rows(after)) {
    for (const row of rows) {
      lot.push(row);
      if (lot.length >= LOT) {
        yield lot;
        lot = [];
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

function added(before: Position, { created, updated, skipped, failed }: Counts): Counts {
  return {
    created: before.created + created,
    updated: before.updated + updated,
    skipped: before.skipped + skipped,
    failed: before.failed + failed,
  };
}

function done({ created, updated, skipped, failed }: Counts): number {
  return created + updated + skipped + failed;
}

function resultOf({ created, updated, skipped, failed }: Counts): Json {
  return { created, updated, skipped, failed };
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
