// A report opened by somebody: what it consists of for him, its totals, and its rows page by page (rows CS-230, CS-234).

import type { Field, ReportAnswers, ReportDefinition } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { checkEpoch, type Reader, readerAsOf, reportReader } from '../read.ts';
import { noteReading, pathsIn } from '../reading.ts';
import type { Context } from '../types.ts';
import { type AskedQuestion, askedQuestions, givenAnswers } from './answers.ts';
import { type Absent, planReport, type ReportPlan } from './plan.ts';
import { fetchRows, type ReportRow, type RowsPage, readPage } from './rows.ts';
import { tongueOf } from './tongue.ts';
import { readTotals, type Total } from './totals.ts';
import { wrongPart } from './wrong.ts';

export interface ReportHead {
  readonly columns: readonly {
    readonly id: string;
    readonly level: number;
    readonly heading: string;
    /** The field it shows, as it stands; null for what is computed. */
    readonly path: string | null;
    readonly type: string;
    readonly to: readonly string[];
    readonly totals: readonly string[];
  }[];
  readonly groups: readonly {
    readonly level: number;
    readonly heading: string;
    readonly value: string;
    readonly type: string;
    readonly descending: boolean;
  }[];
  readonly levels: readonly { readonly entity: string; readonly label: string; readonly plural: string }[];
  readonly absent: readonly Absent[];
  readonly totals: readonly Total[];
}

/** What is run: a definition, what its questions were answered with, and as of when; default: now. */
export interface ReportRun {
  readonly definition: ReportDefinition;
  readonly answers: ReportAnswers;
  readonly asOf?: string;
  /** Of headings and choices, in files; default: as they were written. */
  readonly language?: string | undefined;
}

const readerOf = (current: Reader, { asOf }: ReportRun): Reader => readerAsOf(reportReader(current), asOf);

const plans = (reader: Reader, { definition, answers, language }: ReportRun, verb: 'view' | 'export' = 'view'): ReportPlan =>
  planReport(
    reader,
    definition,
    givenAnswers(askedQuestions(reader.rights, definition, answers)),
    verb,
    tongueOf(language, reader.workspace.state.words),
  );

/** Plans the report for whoever writes it, so that what is not there is told at once. @throws Refusal 422 with the place. */
export function checkReport(context: Context, definition: ReportDefinition): Promise<void> {
  return (context as BoundContext).read(async (reader) => {
    const given = new Map((definition.questions ?? []).map(({ name }) => [name, null] as const));
    askedQuestions(reader.rights, definition, {});
    const { absent } = planReport(reader, definition, given);
    const gone = absent.find(({ why }) => why === 'gone');
    if (gone) throw wrongPart(`${gone.part}s`, gone.message ?? `there is no “${gone.label}”`);
  });
}

/** Says at once what a run would be refused for, before it is made in the background. @throws Refusal as the run itself */
export function checkRun(context: Context, run: ReportRun): Promise<void> {
  return (context as BoundContext).read(async (current) => {
    await checkEpoch(current, null);
    plans(readerOf(current, run), run, 'export');
  });
}

/** Each with the answer it has. */
export function reportQuestions(context: BoundContext, definition: ReportDefinition, answers: ReportAnswers): AskedQuestion[] {
  return askedQuestions(context.actor.rights, definition, answers);
}

/** @throws Refusal 400 for what is no instant. */
export function reportHead(context: BoundContext, run: ReportRun): Promise<ReportHead> {
  return context.read((current) => {
    const reader = readerOf(current, run);
    return headOf(reader, plans(reader, run));
  });
}

/** @param after `next` of the page before; null: from the beginning @throws Refusal 400, 403, 422 */
export function reportRows(context: BoundContext, run: ReportRun, after: string | null, limit: number): Promise<RowsPage> {
  return context.read((current) => {
    const reader = readerOf(current, run);
    const plan = plans(reader, run);
    noteReport(reader, plan, after ?? '');
    return readPage(reader, plan, after, limit);
  });
}

/** Everything that a file is made of. */
export interface OpenReport {
  readonly head: ReportHead;
  readonly fields: readonly Field[];
  readonly groupFields: readonly Field[];
  readonly summary: boolean;
  /** Rows at most; null: all. */
  readonly shown: number | null;
  /** Once, from the first to the last. */
  pages(): AsyncIterable<readonly ReportRow[]>;
}

/**
 * Everything of one moment: totals and rows agree however long it takes to write them. `work` holds a connection of the pool, so it
 * writes to a disk and never to somebody's slow line.
 * @param seconds a statement may take; 0: no limit
 */
export function reportSnapshot<T>(
  context: BoundContext,
  run: ReportRun,
  seconds: number,
  work: (report: OpenReport) => Promise<T>,
): Promise<T> {
  return context.read((current) => {
    const { database, role } = current.workspace;
    return database.transaction(
      role,
      async (tx) => {
        const reader = readerOf({ ...current, db: tx, directory: null }, run);
        const plan = plans(reader, run, 'export');
        const shown = run.definition.limit ?? null;
        noteReport(reader, plan, '');
        return work({
          head: await headOf(reader, plan),
          fields: plan.columns.map(({ field }) => field),
          groupFields: plan.groups.map(({ field }) => field),
          summary: run.definition.summary === true,
          shown,
          pages: () => fetchRows(reader, tx, plan, shown),
        });
      },
      { isolation: 'repeatable read', readOnly: true, timeout: seconds * 1000 },
    );
  });
}

function noteReport(reader: Reader, { levels, columns, groups }: ReportPlan, page: string): void {
  for (const { at, entity } of levels) {
    const texts = [
      ...columns.flatMap(({ column }) => (column.level === at ? column.value : [])),
      ...groups.flatMap(({ group }) => (group.level === at ? group.value : [])),
    ];
    noteReading(reader, entity, pathsIn(texts), { way: 'report', record: null, asked: texts.join('; '), count: 1, page });
  }
}

async function headOf(reader: Reader, plan: ReportPlan): Promise<ReportHead> {
  return {
    columns: plan.columns.map(({ column, heading, path, field }) => ({
      ...{ id: column.id, level: column.level, heading, path, type: field.type, to: field.to, totals: column.totals ?? [] },
    })),
    groups: plan.groups.map(({ group, heading, field }) => ({
      ...{ level: group.level, heading, value: group.value, type: field.type, descending: group.descending === true },
    })),
    levels: plan.levels.map(({ entity }) => ({ entity: entity.name, label: entity.label, plural: entity.plural })),
    absent: plan.absent,
    totals: await readTotals(reader, plan),
  };
}
