// Shapes on the wire, as docs of the API word them. Pure types; no code.

import type { EntityDescription as Described } from '../schema/index.ts';
import type { ProblemBody } from './error.ts';

export type { ActionDescription, FieldDescription, OptionDescription } from '../schema/index.ts';

/** A record as read: references are `{id, title}`, decimals strings, empty is null. */
export type Values = { [field: string]: unknown };
export type RecordValues = Values & { id: string };

export interface Reference {
  readonly id: string;
  readonly title: string;
}

export interface AnyReference extends Reference {
  readonly entity: string;
}

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** A noun as this actor may see it, and what may be done with its records at all. */
export interface EntityDescription extends Described {
  readonly can: {
    readonly view: boolean;
    readonly create: boolean;
    readonly update: boolean;
    readonly delete: boolean;
    readonly import: boolean;
    readonly export: boolean;
    readonly bulk: boolean;
    /** Where merging is switched on. */
    readonly merge: boolean;
  };
  /** Search still looks at the fields of before, because the index of the new ones is being built. */
  readonly search_pending: boolean;
}

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly root: boolean;
  readonly features: readonly string[];
  /** May give many records another owner at once. */
  readonly assigns: boolean;
  /** What an administrator decided about owners, by noun. */
  readonly owners: { readonly [entity: string]: OwnerDecision };
  /** `Europe/Helsinki`; null: that of the computer. */
  readonly zone: string | null;
  /** The administrator who sees the program as this user, and until when. */
  readonly seen: { readonly by: string; readonly until: string } | null;
}

export interface OwnerDecision {
  /** Nobody chooses another one. */
  readonly fixed: boolean;
  /** Of new records; null: whoever makes them. */
  readonly standard: Reference | null;
}

export interface OfferedOwner extends AnyReference {
  /** Tells people of one name apart. */
  readonly detail: string;
}

export interface EntitiesAnswer {
  readonly entities: readonly EntityDescription[];
  readonly me: Me;
  /** `currency_signs`: how amounts are marked, by the currency's letters. */
  readonly workspace: {
    readonly name: string;
    readonly title: string;
    readonly languages: readonly string[];
    readonly currency_signs: Readonly<Record<string, string>>;
    readonly phone: PhoneSettings;
  };
  /** The workspace's own, by language: labels by what was written, texts of the program by key. */
  readonly words: Readonly<Record<string, OwnWords>>;
  /** As an administrator arranged it for this person; null: as it comes. */
  readonly menu: ArrangedMenu | null;
}

export interface ArrangedMenu {
  readonly headers: readonly {
    readonly title?: string;
    readonly items: readonly {
      readonly module?: string;
      readonly page?: string;
      readonly url?: string;
      readonly title?: string;
      readonly new_tab?: boolean;
    }[];
  }[];
  /** Modules and pages that are not to be shown; others that are in no header stand at the end. */
  readonly put_away: readonly string[];
}

/** What an administrator left of the screens on a phone. */
export interface PhoneSettings {
  /** Nouns of the menu; null: all. */
  readonly modules: readonly string[] | null;
  /** By noun the fields in lists and on pages of records; of a noun without any, those that are shown elsewhere. */
  readonly shown: Readonly<Record<string, readonly string[]>>;
  /** `home`, `today`, `calendar` or a noun; null: home. */
  readonly start: string | null;
}

export interface OwnWords {
  readonly labels: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
}

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly login: string;
}

/** Somebody's browser that is signed in. */
export interface OpenSession {
  readonly id: string;
  /** `Firefox on Linux` */
  readonly device: string | null;
  readonly address: string | null;
  /** How it was begun: `password`, `passkey` … */
  readonly way: string | null;
  readonly began: string;
  readonly seen: string;
  readonly current: boolean;
}

/** A browser in which somebody has passed the second step. */
export interface KnownDevice {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly began: string;
  readonly seen: string;
  readonly current: boolean;
}

export interface SecurityOverview {
  /** The caller's own network address, as the server sees it. */
  readonly address: string;
  readonly facts: readonly SecurityFact[];
}

export interface SecurityFact {
  /** The layer it belongs to: `transit`, `sign_in`, `access`, `storage`, `trail`, `operation`. */
  readonly layer: string;
  readonly name: string;
  /** `on`: protects; `off`: does not; `fact`: neither good nor bad. */
  readonly state: 'on' | 'off' | 'fact';
  /** What the sentence about it is made of. */
  readonly values: Readonly<Record<string, string | number>>;
}

export type SecondFactor = 'email' | 'totp' | 'passkey';

export type SignInAnswer =
  | { readonly user: SessionUser }
  | {
      /** The first of `methods`. */
      readonly second_factor: SecondFactor;
      /** All that this person has. A mail is sent at once only where there is nothing else. */
      readonly methods: readonly SecondFactor[];
      readonly attempt: string;
      /** Where codes are mailed, most of it covered. */
      readonly sent_to?: string | null;
      readonly expires?: string;
    };

export interface ListQuery {
  readonly fields?: readonly string[];
  /** Expression text. */
  readonly filter?: string;
  /** `-updated_at,name` */
  readonly sort?: string;
  readonly limit?: number;
  readonly after?: string;
  /** Begin behind so many rows, for a jump; further pages are read by `after`. */
  readonly skip?: number;
  readonly count?: 'none' | 'exact' | 'estimate';
  /** Words searched within the entity. */
  readonly q?: string;
  readonly view?: string;
  /** An instant, `2026-03-01T08:00:00Z`: the records as they stood then. */
  readonly as_of?: string | undefined;
  /** As in a report: within the units whose data one reads there. */
  readonly reporting?: boolean | undefined;
}

export interface ListAnswer<T extends Values = RecordValues> {
  readonly records: readonly T[];
  readonly next: string | null;
  readonly count?: number;
}

export interface RecordAnswer<T extends Values = RecordValues> {
  readonly record: T;
  readonly can: { readonly update: boolean; readonly delete: boolean; readonly actions: readonly string[] };
}

export interface Measure {
  readonly fn: 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max';
  /** A field path or an expression: `amount`, `closed_on - opened_on`. */
  readonly field?: string;
  /** Only over records for which this holds. */
  readonly where?: string;
  /** What it is divided by: won per closed. */
  readonly per?: Measure;
  /** What the answer calls it; default: `count`, `sum(amount)`. */
  readonly as?: string;
}

export interface AggregateQuery {
  readonly filter?: string;
  readonly group_by?: readonly string[];
  /** Words searched within the entity. */
  readonly q?: string;
  readonly measures: readonly Measure[];
  /** A list of rows, e.g. `lines`, whose fields are grouped and summed. */
  readonly over?: string;
  /** Name of a measure or a group, `-` for the greatest first. */
  readonly sort?: string;
  readonly limit?: number;
  /** An instant: what there was to count then. */
  readonly as_of?: string | undefined;
  /** As in a report: within the units whose data one reads there. */
  readonly reporting?: boolean | undefined;
}

export interface AggregatesAnswer {
  readonly answers: readonly (AggregateAnswer | { readonly problem: ProblemBody & { readonly status: number } })[];
}

export interface AggregateAnswer {
  readonly rows: readonly Values[];
}

/** Which records a bulk call means: those named, or all that match. */
export type BulkTarget = { readonly ids: readonly string[] } | { readonly filter: string };

export type BulkRequest = { readonly dry_run?: boolean } & (
  | { readonly create: readonly Values[] }
  | { readonly update: BulkTarget & { readonly set: Values } }
  | { readonly delete: BulkTarget }
);

export interface BulkResult {
  readonly id: string | null;
  readonly ok: boolean;
  readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed';
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

/** Up to 1,000 records are done at once; `job` undoes them. More are a job from the start. */
export type BulkAnswer = { readonly results: readonly BulkResult[]; readonly job?: string } | { readonly job: string };

export interface MergeRequest {
  readonly target: string;
  readonly sources: readonly string[];
  /** By field: the id of the record whose value stays, `all` to join lists, null for none. Else the target's. */
  readonly keep?: Readonly<Record<string, string | null>>;
  /** What the target lacks is taken from the others. */
  readonly fill?: boolean;
  readonly dry_run?: boolean;
}

/** Much of it is a job from the start. */
export type MergeAnswer =
  | {
      readonly target: string;
      readonly merged: number;
      /** What pointed at the others. */
      readonly references: readonly { readonly entity: string; readonly field: string; readonly count: number }[];
      readonly job: string | null;
    }
  | { readonly job: string };

export interface ManyMerges {
  /** Groups that would become one record each. */
  readonly groups: number;
  /** Records that would be gone. */
  readonly merged: number;
  /** What points at them. */
  readonly references: readonly { readonly entity: string; readonly field: string; readonly count: number }[];
}

export interface DuplicateReason {
  readonly rule: readonly { readonly field: string; readonly how: 'exact' | 'normalised' | 'similar' }[];
  /** Percent; null where all is the same. */
  readonly alike: number | null;
}

export interface DuplicateGroup {
  readonly records: readonly { readonly id: string; readonly title: string | null }[];
  /** The one with most filled in. */
  readonly target: string;
  readonly reasons: readonly DuplicateReason[];
  /** How many more may not be seen. */
  readonly hidden: number;
}

export interface FoundDuplicates {
  readonly groups: readonly DuplicateGroup[];
  readonly next: string | null;
  readonly searched_at: string | null;
  /** The job of the search under way. */
  readonly running: string | null;
}

export interface Apart {
  readonly one: { readonly id: string; readonly title: string | null };
  readonly other: { readonly id: string; readonly title: string | null };
  readonly at: string;
}

export interface DuplicatesAnswer {
  readonly found: readonly {
    readonly id: string;
    readonly title: string | null;
    /** Rules that hold, each as the fields that agree. */
    readonly reasons: readonly (readonly { readonly field: string; readonly how: 'exact' | 'normalised' | 'similar' }[])[];
  }[];
  /** There is one that may not be seen. */
  readonly hidden: boolean;
}

export interface ChangeEntry {
  /** Whether you may take it back. */
  readonly undoable?: boolean;
  /** Title of the record where it is not the one asked about. */
  readonly title?: string;
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly id: string | null; readonly title: string };
  readonly cause: { readonly kind: string; readonly job?: string | null; readonly detail?: string | null };
  readonly verb: string;
  readonly entity: string;
  readonly record: string;
  readonly before: Values | null;
  readonly after: Values | null;
}

export interface HistoryAnswer {
  readonly changes: readonly ChangeEntry[];
  readonly next: string | null;
}

/** What could not be taken back, because somebody has changed it since, stands in `conflicts`. */
export interface UndoAnswer {
  readonly undone: number;
  readonly conflicts: readonly {
    readonly change: string;
    readonly entity: string;
    readonly record: string;
    /** Null: the whole record. */
    readonly field: string | null;
    readonly code: string;
    readonly message: string;
  }[];
}

export interface JobError {
  /** Noun of the record, where a job is about several. */
  readonly entity?: string;
  readonly row?: number;
  readonly id?: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface JobQuery {
  /** Jobs of all, for administrators. */
  readonly everybody?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  /** Id of whoever ordered it. */
  readonly user?: string | undefined;
  /** Instants: from this one, and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface JobsAnswer {
  readonly jobs: readonly Job[];
  readonly next: string | null;
  /** Of all jobs there can be. */
  readonly kinds: readonly string[];
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number | null;
  readonly errors: readonly JobError[];
  readonly result?: {
    readonly created?: number;
    readonly updated?: number;
    readonly unchanged?: number;
    readonly deleted?: number;
    /** Of a rehearsal: rows that look like a record that is there, the first of them by name. */
    readonly likely?: number;
    readonly likely_rows?: readonly LikelyRow[];
    readonly skipped?: number;
    readonly failed?: number;
  } | null;
  readonly entity?: string | null;
  /** Rehearsed: nothing was written. */
  readonly dry_run?: boolean;
  /** Taken back, or about to be. */
  readonly undone?: boolean;
  readonly actor?: { readonly id: string | null; readonly title: string };
  readonly created_at?: string;
  readonly started_at?: string | null;
  readonly finished_at?: string | null;
}

export interface SearchHit {
  readonly entity: string;
  readonly id: string;
  readonly title: string | null;
}

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
}

/** How numbers, dates and truth are written in an imported column. */
export interface ColumnFormat {
  readonly date?: string;
  readonly decimal?: '.' | ',';
  readonly thousands?: '' | ',' | '.' | ' ' | "'";
  readonly zone?: string;
  readonly currency?: string;
  readonly separator?: string;
}

/** Something a person should know about a file or a column before importing it. */
export interface ImportProblem {
  readonly code: string;
  readonly message: string;
  /** Rows concerned; 0 where it concerns the whole. */
  readonly count: number;
  readonly value?: string;
}

/** How a file is read: sent back as it came, or corrected. */
export interface ImportReading {
  readonly encoding?: string;
  readonly dialect?: { readonly delimiter: string; readonly quote: string | null; readonly [detail: string]: unknown };
  readonly sheet?: string;
  /** Row with the names of the columns; null: there is none. */
  readonly header?: number | null;
}

export interface ImportColumn {
  readonly name: string;
  readonly index: number;
  readonly samples: readonly string[];
  readonly guess: { readonly field: string | null; readonly format: ColumnFormat; readonly confidence: number };
  readonly problems: readonly ImportProblem[];
  /** Values that are no option and no record: what was probably meant. Score 1 and null: a word for nothing; score 0: no offer. */
  readonly values?: readonly { readonly from: string; readonly to: string | null; readonly score: number; readonly count: number }[];
}

export interface ImportInspection {
  readonly entity: string;
  readonly file: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'csv' | 'xlsx';
    /** null: more than were looked at. */
    readonly rows: number | null;
    readonly delimiter: string | null;
    readonly encoding: string | null;
    readonly quote: string | null;
    readonly sheets: readonly string[];
    readonly sheet: string | null;
    readonly header: number | null;
    readonly problems: readonly ImportProblem[];
  };
  readonly reading: ImportReading;
  readonly columns: readonly ImportColumn[];
  /** Fields that must have a value and got no column. */
  readonly missing: readonly string[];
}

export type LikelyWay = 'create' | 'skip' | 'update';

export interface LikelyRow {
  readonly row: number;
  /** Null: there is one that may not be seen. */
  readonly id: string | null;
  readonly title: string | null;
  readonly reasons: readonly DuplicateReason[];
}

export interface ImportRequest {
  readonly entity: string;
  readonly file: string;
  readonly mapping: readonly {
    readonly column: string | number;
    readonly field: string;
    readonly format?: ColumnFormat | null;
    /** Values to translate on the way in; null leaves the cell empty. */
    readonly values?: Readonly<Record<string, string | null>>;
    /** references: make the record when none has this title. */
    readonly create_missing?: boolean;
  }[];
  readonly match?: { readonly fields: readonly string[]; readonly mode: 'skip' | 'update' | 'create' };
  /** Rows that look like a record that is there, by the rules of duplicates; `rows` by number. Default: they are made. */
  readonly likely?: { readonly mode: LikelyWay; readonly rows?: Readonly<Record<string, LikelyWay>> };
  readonly dry_run?: boolean;
  /** Updates: an empty cell empties the field. */
  readonly clear_empty?: boolean;
  readonly reading?: ImportReading;
}

export interface UploadedFile {
  readonly id: string;
  readonly title: string;
}

export interface LiveEvent {
  readonly entity: string;
  /** `*`: many of them. */
  readonly id: string;
  readonly cursor: string;
}
