// Calls about reports: what one consists of for the caller, its rows, its files.

import type { ReportAnswers, ReportDefinition, ReportQuestion } from '../schema/index.ts';
import type { Signal } from './records.ts';
import { path, type Transport } from './transport.ts';

/** `answer` is the one that was given, else the question's default; null: none. */
export interface AskedQuestion extends ReportQuestion {
  readonly answer: string | number | boolean | null;
}

export interface ReportTotal {
  /** Of the groups it is of, outermost first; none: of all. */
  readonly keys: readonly (string | null)[];
  readonly groups: readonly unknown[];
  readonly rows: number;
  readonly records: readonly number[];
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What the report consists of for whoever asks: columns he may read, groups, nouns by level, what he does not get (`absent`) and why. */
export interface ReportHead {
  readonly columns: readonly {
    readonly id: string;
    readonly level: number;
    readonly heading: string;
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
  readonly absent: readonly { readonly part: string; readonly label: string; readonly why: string }[];
  readonly totals: readonly ReportTotal[];
}

/**
 * `ids` of the records by level, null where a level has none; `keys` tell the groups it is in, `groups` are their values; `cells` by
 * column.
 */
export interface ReportRow {
  readonly ids: readonly (string | null)[];
  readonly keys: readonly (string | null)[];
  readonly groups: readonly unknown[];
  readonly cells: readonly unknown[];
}

export interface ReportAnswer {
  readonly name: string;
  readonly definition: ReportDefinition;
  readonly questions: readonly AskedQuestion[];
  /** Null until what must be answered is. */
  readonly head: ReportHead | null;
}

/** `next` goes into the next call as `after`; null: this is the last. */
export interface ReportPage {
  readonly rows: readonly ReportRow[];
  readonly next: string | null;
}

/** The first rows of a report that is not kept yet. */
export type ReportPreview = ReportPage & { readonly head: ReportHead; readonly questions: readonly AskedQuestion[] };

/** What a run is asked with. */
export interface ReportAsked {
  readonly answers?: ReportAnswers | undefined;
  /** The instant as which records are read; absent: now. */
  readonly as_of?: string | undefined;
}

/** `id` is that of a record of `reports`. */
export interface ReportCalls {
  get(id: string, asked: ReportAsked, options?: Signal): Promise<ReportAnswer>;
  rows(id: string, asked: ReportAsked, after: string | null, options?: Signal & { limit?: number }): Promise<ReportPage>;
  preview(definition: ReportDefinition, asked: ReportAsked, options?: Signal & { limit?: number }): Promise<ReportPreview>;
  fileUrl(id: string, asked: ReportAsked, format: 'csv' | 'xlsx' | 'pdf', language?: string): string;
  /** Has it made in the background; when the job is done, `report_files` has it. */
  keep(id: string, asked: ReportAsked, format: 'csv' | 'xlsx' | 'pdf', language?: string): Promise<{ readonly job: string }>;
  /** Of a record of `report_files`. */
  keptUrl(file: string): string;
}

/** The part of a client that `createClient` offers as `reports`. */
export function reportCalls({ send, url }: Transport): ReportCalls {
  const said = ({ answers = {}, as_of }: ReportAsked) => ({
    answers: Object.keys(answers).length > 0 ? JSON.stringify(answers) : undefined,
    as_of,
  });
  return {
    get: (id, asked, signal) => send('GET', path('reports', id), { query: said(asked), ...signal }),
    rows: (id, asked, after, { limit, ...signal } = {}) =>
      send('GET', path('reports', id, 'rows'), { query: { ...said(asked), after: after ?? undefined, limit }, ...signal }),
    preview: (definition, { answers = {}, as_of }, { limit, ...signal } = {}) =>
      send('POST', path('reports', 'preview'), {
        json: { definition, answers, ...(as_of ? { as_of } : {}), ...(limit ? { limit } : {}) },
        ...signal,
      }),
    keep: (id, { answers = {}, as_of }, format, language) =>
      send('POST', path('reports', id, 'files'), {
        json: { format, answers, ...(as_of ? { as_of } : {}), ...(language ? { language } : {}) },
      }),
    keptUrl: (file) => url(path('reports', 'files', file), {}),
    fileUrl: (id, asked, format, language) => url(path('reports', id, 'file'), { format, ...said(asked), language }),
  };
}
