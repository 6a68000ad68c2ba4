// What modules, connectors and the server see of the engine: contexts bound to an actor, hooks, actions, jobs.

import type { Expression, Json, Problem, Schema } from '../schema/index.ts';
import type { FileStore } from './files.ts';
import type { Ports } from './mail/port.ts';
import type { People } from './people.ts';
import type { Watched } from './reading.ts';

/** Who acts. Rights are compiled once per version of the workspace's rights and shared by requests. */
export interface Actor {
  readonly kind: 'user' | 'key' | 'system';
  /** User id; for a key the id of the user it acts as; null for the system. */
  readonly id: string | null;
  readonly name: string;
  readonly rights: Rights;
  /** Where the request comes from; absent where the house itself acts. */
  readonly visit?: Visit;
  /** Id of the API key that acts. */
  readonly key?: string;
  /** Asked whenever the rights are compiled anew: throws a Refusal 401 when the session or key has ended meanwhile. */
  readonly renew?: () => Promise<void>;
  /** Somebody else looks through this user's eyes: nothing is written, whatever asks for it. */
  readonly readOnly?: true;
}

export interface Visit {
  /** Network address of the caller. */
  readonly address: string;
  /** Id of the session, and when somebody signed in for it (milliseconds since 1970); null: an API key asks. */
  readonly session: string | null;
  readonly began: number | null;
}

export type Scope = 'own' | 'own_groups' | 'same_unit' | 'sub_units' | 'role_branch' | 'all';
/** What rights are about; further ones are names of actions. */
export type Verb = 'view' | 'create' | 'update' | 'delete' | 'import' | 'export' | 'bulk' | 'merge' | (string & {});

/** A line of a permission set or of individual rights: what may be done to which records. */
export interface Grant {
  readonly id?: string;
  /** A noun, `*` for all business nouns, `feature:<name>`. */
  readonly target: string;
  readonly verb: string;
  readonly scopes: readonly Scope[] | null;
}

/** What a rule comes from: take that away, and the rule is gone. */
export interface RuleSource {
  readonly kind: 'permission_set' | 'individual_right' | 'api_key' | 'sharing_rule' | 'sharing_level' | 'noun';
  /** The record that holds it; null for what the program itself says. */
  readonly record: { readonly entity: string; readonly id: string; readonly title: string } | null;
  /** Of a set or of individual rights: the line. */
  readonly line?: string;
  /** The role that the set comes with. */
  readonly role?: string;
}

/** One reason why records of an entity are in reach, e.g. a line of a permission set. */
export interface Rule {
  /** Names the rule to a person: `permission set "Sales": view deals, own`. */
  readonly because: string;
  readonly scope: Scope;
  readonly source: RuleSource;
  /** True for the records it admits. */
  readonly when: Expression;
  /** Where it asks for the owner: names of sets of owners, see `People`; rules of one noun are asked as one. */
  readonly people?: string | undefined;
  /** What it admits besides. */
  readonly also?: Expression | undefined;
}

/** Who may own records of a noun. */
export interface OwnerChoice {
  /** Of new records; null: whoever makes them. */
  readonly standard: string | null;
  readonly fixed: boolean;
  /** All of a kind, or these. */
  readonly among: 'anybody' | 'users' | 'groups' | ReadonlySet<string>;
  readonly may: (id: string) => boolean;
}

/** What somebody may choose on records. */
export interface Choices {
  /** By noun; absent: anybody. */
  readonly owners: ReadonlyMap<string, OwnerChoice>;
  /** Codes; null: all. */
  readonly currencies: ReadonlySet<string> | null;
}

/** The rights of an API key that are less than its user's. */
export interface Limit {
  readonly key: string;
  /** Its user holds root rights; the key does not. */
  readonly ofRoot: boolean;
  /** As in `Rights`. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** Services of modules that it may call. */
  readonly services: ReadonlySet<string>;
}

/** A line that cuts a field. */
export interface FieldCut {
  readonly right: 'hidden' | 'read';
  readonly sources: readonly RuleSource[];
}

export interface Rights {
  /** The workspace's epoch they were compiled in; a statement that sees another makes them compiled anew. */
  readonly epoch: { readonly rights: string; readonly schema: string };
  /** Same key, same SQL: actors with equal rights share compiled statements. */
  readonly key: string;
  readonly root: boolean;
  readonly customer: boolean;
  readonly active: boolean;
  /** Nothing but `view` is granted. */
  readonly readOnly?: true;
  /** `${entity}.${verb}` -> rules, joined by or; absence denies. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** Of an API key with rights of its own: what is reached besides being in reach of its user. */
  readonly limit?: Limit;
  readonly features: ReadonlySet<string>;
  /** Ids of the permission sets held, those of the role among them. */
  readonly sets: readonly string[];
  /** The sets that make somebody root, those that keep him to his own company, and the lines that give features. */
  readonly origins: {
    readonly root: readonly RuleSource[];
    readonly customer: readonly RuleSource[];
    readonly features: ReadonlyMap<string, readonly RuleSource[]>;
  };
  /** All that was granted, line by line: what may be passed on. */
  readonly grants: readonly Grant[];
  /** Passes on no more than that (row SC-14). */
  readonly bound: boolean;
  /** Whose records rules speak of. */
  readonly people: People;
  readonly choices: Choices;
  /** Whose records count in reports: `all`, those of the people called `reports`, or nobody's (rows CS-017, CS-018). */
  readonly reports: 'all' | 'units' | 'none';
  /** These are the rights of somebody who reads a report: he sees no more than counts there. */
  readonly reporting?: boolean;
  /** Manages a department or an owner group. */
  readonly leads?: boolean;
  /** `${entity}.${field}` -> `hidden` or `read`; absent: as the entity's verbs say. */
  readonly fields: ReadonlyMap<string, 'hidden' | 'read'>;
  /** The lines that say so. */
  readonly cuts: ReadonlyMap<string, FieldCut>;
  /** Values of me(), my_groups(), my_department(), my_departments(), my_units(), my_roles(), my_account(), my_calendars(). */
  readonly binds: Readonly<Record<string, string | readonly string[] | null>>;
  /** What is marked as sensitive; absent: nothing is. */
  readonly watched?: Watched;
  /** The schema without what this actor may not read. */
  readonly schema: Schema;
}

/** Why a change happened; stored with every change. */
export interface Cause {
  readonly kind: 'user' | 'api' | 'import' | 'bulk' | 'undo' | 'restored' | 'action' | 'job' | 'system' | 'link' | 'demo' | 'workflow';
  /** Job that did it, for undo of the whole; of a workflow its run, or those of one mass edit. */
  readonly job?: string | null;
  /** Request id, name of an action or workflow, or the `why` of an elevation. */
  readonly detail?: string | null;
}

/** A record in canonical values; see FieldType in schema/types.ts. */
export type Values = { [field: string]: unknown };

export interface ListQuery {
  /** Paths to read; default: the fields of the entity. `account.name` walks references. */
  readonly fields?: readonly string[];
  /** Text form or tree. */
  readonly filter?: string | Expression | null;
  /** `-updated_at,name` */
  readonly sort?: string;
  readonly limit?: number;
  readonly after?: string | null;
  /** Begin behind so many rows; `after` goes before it. For a jump: pages are read on from there by `after`. */
  readonly skip?: number;
  readonly count?: 'none' | 'exact' | 'estimate';
  /** Words searched within the entity. */
  readonly q?: string;
  /** Only records in reach of this verb too, e.g. `export`; default: all that may be viewed. */
  readonly within?: Verb;
  /** The instant as which records are read: `2026-03-01T08:00:00Z`. */
  readonly asOf?: string;
  /** Read as a report: within the units whose data the reader reads there, where an administrator limits that (row CS-018). */
  readonly reporting?: boolean;
}

/** `next` goes into the next query as `after`; null: this is the last page. */
export interface ListResult {
  readonly records: readonly Values[];
  readonly next: string | null;
  readonly count?: number;
}

export interface Measure {
  readonly fn: 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max';
  /** A field path or any expression with a number, an amount or a date: `amount`, `closed_on - opened_on`. */
  readonly field?: string;
  /** Only over records for which this holds. */
  readonly where?: string;
  /** What it is divided by, as a fraction with six decimals: won per closed. */
  readonly per?: Measure;
  /** What the answer calls it; default: the words of the measure, `sum(amount)`. */
  readonly as?: string;
}

export interface AggregateQuery {
  readonly filter?: string | Expression | null;
  /** Field paths, expressions or a date part of one: `stage`, `owner.department`, `month(closed_on)`. */
  readonly groupBy?: readonly string[];
  readonly measures: readonly Measure[];
  /** Words searched within the entity, as in a list. */
  readonly q?: string;
  /** A list of rows, e.g. `lines`: each row counts, and paths may begin with its name. A plain `count` still counts records. */
  readonly over?: string;
  /** Name of a measure or a group, with `-` for the greatest first; default: by the groups. */
  readonly sort?: string;
  readonly limit?: number;
  /** The instant as which records are read. */
  readonly asOf?: string;
  /** Read as a report: within the units whose data the reader reads there, where an administrator limits that (row CS-018). */
  readonly reporting?: boolean;
}

export interface Change {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly id: string | null; readonly title: string };
  readonly cause: Cause;
  readonly verb: string;
  readonly entity: string;
  readonly record: string;
  readonly before: Values | null;
  readonly after: Values | null;
  /** Whether who asks may take it back. */
  readonly undoable?: boolean;
  /** Title of the record where the history asked for is not its own. */
  readonly title?: string;
}

export interface HistoryQuery {
  readonly after?: string | null;
  readonly limit?: number;
  /** Only changes of these fields. */
  readonly fields?: readonly string[];
  /** Back references, e.g. `contacts` and `deals` of an account: what happened to the newest of those records too. */
  readonly below?: readonly string[];
}

/** The one door to records, bound to an actor. Values out: wire form (references as `{id, title}`). */
export interface Records {
  list(entity: string, query?: ListQuery): Promise<ListResult>;
  get(entity: string, id: string, fields?: readonly string[], asOf?: string): Promise<Values>;
  create(entity: string, values: Values): Promise<Values>;
  update(entity: string, id: string, values: Values, options?: { version?: number }): Promise<Values>;
  delete(entity: string, id: string): Promise<void>;
  aggregate(entity: string, query: AggregateQuery): Promise<readonly Values[]>;
  history(entity: string, id: string, options?: HistoryQuery): Promise<{ changes: readonly Change[]; next: string | null }>;
  /** What this actor may do with this record: buttons are never guessed. */
  can(entity: string, id: string): Promise<{ update: boolean; delete: boolean; actions: readonly string[] }>;
}

export interface Context {
  readonly workspace: string;
  readonly actor: Actor;
  readonly cause: Cause;
  readonly schema: Schema;
  readonly records: Records;
  /**
   * The one record of a noun that is `single`, whoever asks: settings decide what the house does. Remembered by the process, and as
   * fresh as rights are. Secrets are `true` where there is one.
   */
  settings(name: string): Promise<Values>;
  /**
   * All records of a noun that is `kept`, with their rows, in order of making; only with the engine's own rights. As fresh as rights are,
   * but for titles of what they refer to.
   */
  kept(name: string): Promise<readonly Readonly<Values>[]>;
  /** Opens a sealed field; only with the engine's own rights. Null: there is none, or it was sealed with another installation's key. */
  secret(entity: string, id: string, field: string): Promise<string | null>;
  /** What the outside world is reached by; a port without a connector is absent. */
  readonly ports: Ports;
  /** Where the bytes of files are. */
  readonly store: FileStore;
  /** Runs a named action on a record. */
  act(entity: string, id: string, action: string, input?: Values): Promise<Values>;
  /** Everything inside is one transaction; nested calls join it. */
  transaction<T>(work: (context: Context) => Promise<T>): Promise<T>;
  /**
   * The same context without limits. Every call site with its reason stands in the committed allow-list
   * `engine/elevations.json`, which the build compares.
   */
  system(why: string): Context;
  /** Those of `users` who may view the record: whom one may tell of it without telling too much. */
  reachedBy(users: readonly string[], entity: string, id: string): Promise<string[]>;
  /** Starts background work when this transaction commits; answers the job's id. */
  enqueue(job: string, params: Json, options?: { total?: number }): Promise<string>;
}

/** A record about to be written, as hooks see it. */
export interface Draft {
  readonly entity: string;
  readonly verb: 'create' | 'update' | 'delete';
  readonly id: string;
  /** Values before; null on create. */
  readonly old: Readonly<Values> | null;
  /** Rows before, by field; those that are not touched may be absent. */
  readonly oldRows: { readonly [field: string]: readonly Values[] };
  /** Values as they will be; beforeSave may change them. */
  readonly values: Values;
  /** Names of fields that differ from `old`. */
  readonly changed: ReadonlySet<string>;
  /** Refuses the write with a problem at a field. */
  refuse(field: string, code: string, message: string): void;
  /**
   * In beforeSave: gives the field the next number of a series when everything else is well, so that none is lost. `pattern` is that
   * of a `sequence()`, filled by `date` (`YYYY-MM-DD`).
   */
  takeNumber(field: string, series: string, pattern: string, date: string): void;
  /**
   * In beforeSave of a delete: gives the number back, as `takeNumber` gave it. The write is refused unless it is the last of its
   * series, so that none is missing; several at a time are the last ones together.
   */
  returnNumber(field: string, series: string, pattern: string, date: string): void;
}

/** Three moments, no more: before the write, after it inside the transaction, and after commit. */
export interface Hooks {
  beforeSave?(draft: Draft, context: Context): void | Promise<void>;
  afterSave?(draft: Draft, context: Context): void | Promise<void>;
  /** After `afterSave` of all hooks, with all records of the write at once: for what costs a statement, however many they are. */
  afterSaveAll?(drafts: readonly Draft[], context: Context): void | Promise<void>;
  afterCommit?(draft: Draft, context: Context): void | Promise<void>;
}

export interface ActionCall {
  readonly context: Context;
  readonly entity: string;
  readonly id: string;
  readonly record: Values;
  readonly input: Values;
}

export interface JobRun {
  readonly context: Context;
  readonly id: string;
  readonly params: Json;
  progress(done: number, total?: number): Promise<void>;
  /** A row or record that could not be handled; the rest goes on. */
  error(problem: Problem & { row?: number; id?: string }): void;
  /** True when somebody cancelled it; the work stops at the next safe point. */
  cancelled(): boolean;
}

/** A job that is over, for those who tell of it. */
export interface EndedJob {
  readonly id: string;
  readonly kind: string;
  readonly state: 'done' | 'failed';
  readonly done: number;
  /** How many rows or records were refused. */
  readonly errors: number;
  /** The noun it was about, where it was about one. */
  readonly entity: string | null;
  /** Who ordered it; null: the schedule. */
  readonly starter: string | null;
  /** Its module tells of the end itself. */
  readonly tellsItself: boolean;
}

declare module '../schema/define.ts' {
  interface Runtime {
    readonly hooks: Hooks;
    readonly actionCall: ActionCall;
    readonly jobRun: JobRun;
    readonly endedJob: EndedJob;
    readonly heardChange: Change;
    readonly context: Context;
  }
}
