// One company at run time: its resolved schema, its epoch, and the caches that live as long as the epoch does.

import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { Database, Queryable, Queue, Rows, ServedSearch } from '../db/index.ts';
import { applySchema, compile, SchemaConflict, SearchLists, SortIndexes, spaceOf, sql } from '../db/index.ts';
import type { Adaptations, Behaviour, CustomField, ModuleDefinition, Problem, Resolved, Schema } from '../schema/index.ts';
import { fieldTypes, resolve } from '../schema/index.ts';
import { readAdaptations } from './adaptations.ts';
import { Directory } from './directory.ts';
import type { FileStore } from './files.ts';
import type { Series } from './foretold.ts';
import type { Ports } from './mail/port.ts';
import { type Organisation, readLeavers, readOrganisation } from './organisation.ts';
import type { Secrets } from './secrets.ts';
import type { Context, Rights } from './types.ts';
import { readWords, type WordsByLanguage } from './words.ts';

/** What all requests of one epoch share. Replaced as a whole, never changed. */
export interface State {
  readonly schema: Schema;
  readonly behaviour: Behaviour;
  /** Custom fields that could not be placed, with the reason. */
  readonly problems: readonly Problem[];
  readonly epoch: Epoch;
  /** Indexes of large tables are still to be built: a job does it. */
  readonly unfinished: boolean;
  /** Of nouns whose new search index is one of them, by name: what search looks in until it stands. */
  readonly searching: ReadonlyMap<string, ServedSearch>;
  readonly words: WordsByLanguage;
}

/** Counters of the workspace's `epoch` row, as text. */
export interface Epoch {
  readonly rights: string;
  readonly schema: string;
}

/** What a workspace shares with the others of this process. */
export interface WorkspaceHost {
  readonly database: Database;
  readonly modules: readonly ModuleDefinition[];
  readonly queue: Queue | null;
  readonly files: FileStore;
  /** @throws in tools that were opened without the key of stored secrets */
  readonly secrets: Secrets;
  readonly ports: Ports;
}

/** What can be asked of a workspace that is not open: its tables, not its records. */
export interface ClosedWorkspace {
  readonly name: string;
  readonly space: string;
  readonly db: Queryable;
}

/** Whether there is one is not asked. */
export function closedWorkspace(database: Database, name: string): ClosedWorkspace {
  const space = spaceOf(name);
  return { name, space, db: database.as(space) };
}

/** Workspaces that change nothing share one schema, and what hangs on it: a hundred of them cost hardly more than one. */
const unchanged = new WeakMap<readonly ModuleDefinition[], Resolved>();

function resolveUnchanged(modules: readonly ModuleDefinition[]): Resolved {
  const known = unchanged.get(modules) ?? resolve(modules, []);
  unchanged.set(modules, known);
  return known;
}

/** What an administrator changed is a workspace's own; all other entities are those that everybody has. */
function shareUnchanged(resolved: Resolved, { schema }: Resolved): Resolved {
  const entities = Object.entries(resolved.schema.entities).map(([name, entity]) => {
    const common = schema.entities[name];
    return [name, common && isDeepStrictEqual(common, entity) ? common : entity] as const;
  });
  return { ...resolved, schema: Object.freeze({ ...resolved.schema, entities: Object.freeze(Object.fromEntries(entities)) }) };
}

export class Workspace {
  readonly name: string;
  readonly role: string;
  /** PostgreSQL schema with this workspace's tables. */
  readonly space: string;
  readonly database: Database;
  readonly db: Queryable;
  /** Compiled statements by shape; dropped when the schema changes. */
  readonly statements = new LRUCache<string, object>({ max: 2000 });
  /** Parsed and checked filters by text. */
  readonly filters = new LRUCache<string, object>({ max: 5000 });
  /** How many rows lie where in long lists; see far-rows.ts. */
  readonly counted = new LRUCache<string, object>({ max: 100, ttl: 10 * 60_000 });
  /** Compiled rights by user or key; dropped when rights or the schema change. */
  readonly rights = new LRUCache<string, Promise<{ name: string; rights: Rights }>>({ max: 5000 });
  /** Names of people; forgotten when rights change, as theirs do then. */
  readonly directory = new Directory();
  /** Settings and other records by noun, see kept.ts; forgotten when rights change, and every change of theirs counts as such. */
  readonly kept = new Map<string, unknown>();

  /** Nouns whose changes somebody follows, see followers.ts; null: not known since rights changed last. */
  followed: ReadonlySet<string> | null = null;

  /** Numbers that come next, see foretold.ts. */
  readonly series = new LRUCache<string, Series>({ max: 1000 });

  /** Where background work goes; null in tools that leave it to the running server. */
  readonly queue: Queue | null;
  readonly files: FileStore;
  /** To be touched after each commit. */
  readonly searchLists: SearchLists;
  /** To be told of sorts that took long. */
  readonly sortIndexes: SortIndexes;
  readonly #host: WorkspaceHost;
  readonly #modules: readonly ModuleDefinition[];
  #state: State;
  #refreshing: Promise<State> | null = null;
  #ordered = '';
  #archived: Promise<ReadonlySet<string>> | null = null;
  #organisation: Promise<Organisation> | null = null;

  private constructor(name: string, host: WorkspaceHost, state: State) {
    const { database, modules } = host;
    this.#host = host;
    this.name = name;
    this.queue = host.queue;
    this.files = host.files;
    this.role = spaceOf(name);
    this.space = spaceOf(name);
    this.database = database;
    this.db = database.as(this.role);
    this.searchLists = new SearchLists(database, this.space);
    this.sortIndexes = new SortIndexes(database, this.space);
    this.#modules = modules;
    this.#state = state;
  }

  /** Brings the tables up to the schema first, so that a later version of Kontor upgrades an old workspace in place. */
  static async open(name: string, host: WorkspaceHost): Promise<Workspace> {
    const bare = resolveUnchanged(host.modules);
    const first: State = {
      schema: bare.schema,
      behaviour: bare.behaviour,
      problems: [],
      epoch: { rights: '', schema: '' },
      unfinished: false,
      searching: new Map(),
      words: new Map(),
    };
    const workspace = new Workspace(name, host, first);
    // Custom fields are known only when their table is there to be read.
    await applySchema(host.database, name, bare.schema, { partial: true });
    await workspace.refresh();
    return workspace;
  }

  /** Users who have left for good, by id. Archiving one raises the epoch, so this is as fresh as everybody's rights. */
  archived(): Promise<ReadonlySet<string>> {
    this.#archived ??= readLeavers(this);
    return this.#archived;
  }

  get ports(): Ports {
    return this.#host.ports;
  }

  get secrets(): Secrets {
    return this.#host.secrets;
  }

  /** Who belongs where, as long as the epoch stands. */
  organisation(system: Context): Promise<Organisation> {
    this.#organisation ??= readOrganisation(this, system).catch((error: unknown) => {
      this.#organisation = null;
      throw error;
    });
    return this.#organisation;
  }

  get state(): State {
    return this.#state;
  }

  /** Reads the epoch and whatever it says is new. Concurrent callers share one run. */
  refresh(): Promise<State> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** True once for each version of the schema that leaves indexes to be built: whoever hears it orders the job. */
  takeUnfinished(): boolean {
    const { unfinished, epoch } = this.#state;
    if (!unfinished || this.#ordered === epoch.schema) return false;
    this.#ordered = epoch.schema;
    return true;
  }

  /** Builds what is left. @throws SchemaConflict when rows do not fit a field that is to be unique */
  async finishTables(told: (done: number, total: number) => void): Promise<void> {
    const adapted = await readAdaptations({ db: this.db, space: this.space, schema: this.#state.schema });
    const { schema } = resolve(this.#modules, adapted);
    const { finish } = await applySchema(this.database, this.name, schema, { defer: true });
    await finish?.(told);
  }

  async #read(): Promise<State> {
    const epoch = toEpoch(await this.db.query(epochStatement(this.space)));
    if (epoch.schema !== this.#state.epoch.schema) {
      const source = { db: this.db, space: this.space, schema: this.#state.schema };
      const [adapted, words] = await Promise.all([readAdaptations(source), readWords(source)]);
      const placed = await this.#place(adapted);
      this.statements.clear();
      this.filters.clear();
      this.#state = { ...placed, words, epoch };
    } else {
      this.#state = { ...this.#state, epoch };
    }
    this.rights.clear();
    this.kept.clear();
    this.followed = null;
    this.#archived = null;
    this.#organisation = null;
    this.directory.forget();
    return this.#state;
  }

  /** Rows that a custom field does not fit must not stop the workspace: it does without the field, or without its uniqueness. */
  async #place(adapted: Adaptations): Promise<Omit<State, 'epoch' | 'words'>> {
    const problems: Problem[] = [];
    for (let { fields } = adapted; ; ) {
      const changes = Object.values({ ...adapted, fields }).reduce((sum, { length }) => sum + length, 0);
      const common = resolveUnchanged(this.#modules);
      const resolved = changes === 0 ? common : shareUnchanged(resolve(this.#modules, { ...adapted, fields }), common);
      try {
        // Somebody waits for the field that he has just made: what takes long is left to a job.
        const defer = this.queue !== null;
        const { finish, unproven, searching } = await applySchema(this.database, this.name, resolved.schema, { defer });
        if (finish === null) return { ...resolved, problems: [...resolved.problems, ...problems], unfinished: false, searching };
        const waiting = fields.filter((field) =>
          unproven.some(({ table, column }) => table === field.entity && columnsOf(resolved.schema, field).includes(column)),
        );
        for (const { entity, name } of waiting)
          problems.push({ field: `${entity}.${name}`, code: 'not_yet_unique', message: 'Is not unique before all records are compared.' });
        // Unique once that is proven, not before.
        const unproved = fields.map((field) => (waiting.includes(field) ? { ...field, unique: false } : field));
        const known = shareUnchanged(resolve(this.#modules, { ...adapted, fields: unproved }), common);
        return { ...known, problems: [...known.problems, ...problems], unfinished: true, searching };
      } catch (error) {
        if (!(error instanceof SchemaConflict)) throw error;
        const kept = fields.flatMap((field) => {
          const problem = error.problems.find(
            ({ table, column }) => table === field.entity && columnsOf(resolved.schema, field).includes(column),
          );
          if (!problem) return [field];
          problems.push({ field: `${field.entity}.${field.name}`, code: problem.code, message: problem.message });
          return problem.code === 'not_unique' ? [{ ...field, unique: false }] : [];
        });
        // Not a custom field's fault: nothing here can mend it.
        if (kept.every((field, i) => field === fields[i]) && kept.length === fields.length) throw error;
        fields = kept;
      }
    }
  }
}

function columnsOf(schema: Schema, { entity, name }: CustomField): string[] {
  const field = schema.entities[entity]?.fields[name];
  return (field && fieldTypes[field.type]?.columns(field).map(({ suffix }) => name + suffix)) ?? [];
}

/** Of `epoch`, as `splitEpoch` reads it: each statement that reads records says under which it ran. */
export function epochSql(space: string) {
  return sql`(select rights || '.' || schema from ${sql.identifier(space, 'epoch')})`;
}

function epochStatement(space: string) {
  return compile(sql`select ${epochSql(space)}`);
}

function toEpoch({ rows }: Rows): Epoch {
  return splitEpoch(rows[0]?.[0] ?? '0.0');
}

export function splitEpoch(cell: string): Epoch {
  const dot = cell.indexOf('.');
  return { rights: cell.slice(0, dot), schema: cell.slice(dot + 1) };
}
