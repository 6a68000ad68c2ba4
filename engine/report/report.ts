// A report opened by somebody: what it consists of for him, its totals, and its rows page by page (rows CS-230, CS-234).

import type { Field, ReportAnswers, ReportDefinition } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { type Reader, readerAsOf } from '../read.ts';
import type { Context } from '../types.ts';
import { type AskedQuestion, askedQuestions, givenAnswers } from './answers.ts';
import { type Absent, planReport, type ReportPlan } from './plan.ts';
import { type RowsPage, readPage } from './rows.ts';
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

const plans = (reader: Reader, { definition, answers, language }: ReportRun, verb: 'view' | 'export' = 'view'): ReportPlan =>
  planReport(reader, definition, givenAnswers(askedQuestions(reader.rights, definition, answers)), verb, tongueOf(language));

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

export function reportQuestions(context: BoundContext, definition: ReportDefinition, answers: ReportAnswers): AskedQuestion[] {
  return askedQuestions(context.actor.rights, definition, answers);
}

/** @throws Refusal 400 for what is no instant. */
export function reportHead(context: BoundContext, run: ReportRun): Promise<ReportHead> {
  return context.read((current) => {
    const reader = readerAsOf(current, run.asOf);
    return headOf(reader, plans(reader, run));
  });
}

export function reportRows(context: BoundContext, run: ReportRun, after: string | null, limit: number): Promise<RowsPage> {
  return context.read((current) => {
    const reader = readerAsOf(current, run.asOf);
    return readPage(reader, plans(reader, run), after, limit);
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
  pages(): AsyncGenerator<RowsPage['rows']>;
}

/** For downloads, which go as fast as their reader: each page is read when it is wanted. */
export async function openReport(context: BoundContext, run: ReportRun): Promise<OpenReport> {
  const asking = <T>(ask: (reader: Reader) => Promise<T>) => context.read((current) => ask(readerAsOf(current, run.asOf)));
  const { definition } = run;
  const planned = await asking(async (reader) => {
    const plan = plans(reader, run, 'export');
    return { plan, head: await headOf(reader, plan) };
  });
  const { columns, groups } = planned.plan;
  const shown = definition.limit ?? null;
  return {
    head: planned.head,
    fields: columns.map(({ field }) => field),
    groupFields: groups.map(({ field }) => field),
    summary: definition.summary === true,
    shown,
    pages: () =>
      allPages(
        (after) => asking((reader) => readPage(reader, plans(reader, run, 'export'), after, PAGE)),
        shown ?? Number.POSITIVE_INFINITY,
      ),
  };
}

const PAGE = 5000;

async function* allPages(page: (after: string | null) => Promise<RowsPage>, most: number): AsyncGenerator<RowsPage['rows']> {
  let left = most;
  for (let after: string | null = null; left > 0; ) {
    const { rows, next } = await page(after);
    yield rows.length > left ? rows.slice(0, left) : rows;
    left -= rows.length;
    if (next === null) return;
    after = next;
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
