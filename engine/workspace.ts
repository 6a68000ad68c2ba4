// One company at run time: its resolved schema, its epoch, and the caches that live as long as the epoch does.

import { LRUCache } from 'lru-cache';
import type { Database, Queryable, Queue, Rows } from '../db/index.ts';
import { applySchema, compile, SchemaConflict, SearchLists, spaceOf, sql } from '../db/index.ts';
import type { Behaviour, CustomField, ModuleDefinition, Problem, Resolved, Schema } from '../schema/index.ts';
import { fieldTypes, resolve } from '../schema/index.ts';
import type { FileStore } from './files.ts';
import { parseJson } from './json.ts';
import type { Rights } from './types.ts';

/** What all requests of one epoch share. Replaced as a whole, never changed. */
export interface State {
  readonly schema: Schema;
  readonly behaviour: Behaviour;
  /** Custom fields that could not be placed, with the reason. */
  readonly problems: readonly Problem[];
  readonly epoch: Epoch;
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
  /** Compiled rights by user or key; dropped when rights or the schema change. */
  readonly rights = new LRUCache<string, Promise<{ name: string; rights: Rights }>>({ max: 5000 });

  /** Where background work goes; null in tools that leave it to the running server. */
  readonly queue: Queue | null;
  readonly files: FileStore;
  /** To be touched after each commit. */
  readonly searchLists: SearchLists;
  readonly #modules: readonly ModuleDefinition[];
  #state: State;
  #refreshing: Promise<State> | null = null;

  private constructor(name: string, host: WorkspaceHost, state: State) {
    const { database, modules } = host;
    this.name = name;
    this.queue = host.queue;
    this.files = host.files;
    this.role = spaceOf(name);
    this.space = spaceOf(name);
    this.database = database;
    this.db = database.as(this.role);
    this.searchLists = new SearchLists(database, this.space);
    this.#modules = modules;
    this.#state = state;
  }

  /** Brings the tables up to the schema first, so that a later version of Kontor upgrades an old workspace in place. */
  static async open(name: string, host: WorkspaceHost): Promise<Workspace> {
    const bare = resolve(host.modules, []);
    const first: State = { schema: bare.schema, behaviour: bare.behaviour, problems: [], epoch: { rights: '', schema: '' } };
    const workspace = new Workspace(name, host, first);
    // Custom fields are known only when their table is there to be read.
    await applySchema(host.database, name, bare.schema, { partial: true });
    await workspace.refresh();
    return workspace;
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

  async #read(): Promise<State> {
    const epoch = toEpoch(await this.db.query(epochStatement(this.space)));
    if (epoch.schema !== this.#state.epoch.schema) {
      const { schema, behaviour, problems } = await this.#place(await this.#customFields());
      this.statements.clear();
      this.filters.clear();
      this.#state = { schema, behaviour, problems, epoch };
    } else {
      this.#state = { ...this.#state, epoch };
    }
    this.rights.clear();
    return this.#state;
  }

  /** Rows that a custom field does not fit must not stop the workspace: it does without the field, or without its uniqueness. */
  async #place(custom: readonly CustomField[]): Promise<Resolved> {
    const problems: Problem[] = [];
    for (let fields = custom; ; ) {
      const resolved = resolve(this.#modules, fields);
      try {
        await applySchema(this.database, this.name, resolved.schema);
        return { ...resolved, problems: [...resolved.problems, ...problems] };
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

  async #customFields(): Promise<CustomField[]> {
    const entity = this.#state.schema.entities['custom_fields'];
    if (!entity) return [];
    const fields = Object.values(entity.fields).filter((field) => fieldTypes[field.type]!.columns(field).length === 1 && !field.system);
    const columns = sql.join(
      fields.map((field) => sql`${sql.identifier(field.name)}::text`),
      ', ',
    );
    const table = sql.identifier(this.space, 'custom_fields');
    const { rows } = await this.db.query(compile(sql`select ${columns} from ${table} order by "position" nulls last, "created_at", "id"`));
    return rows.map((cells) =>
      toCustomField(
        Object.fromEntries(fields.map((field, i) => [field.name, fieldTypes[field.type]!.fromColumns([cells[i] ?? null], field)])),
      ),
    );
  }
}

function columnsOf(schema: Schema, { entity, name }: CustomField): string[] {
  const field = schema.entities[entity]?.fields[name];
  return (field && fieldTypes[field.type]?.columns(field).map(({ suffix }) => name + suffix)) ?? [];
}

/** The record of `custom_fields` as the field it describes. */
function toCustomField(record: { [name: string]: unknown }): CustomField {
  const { options, to, ...rest } = record;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return {
    ...given,
    ...(options ? { options: typeof options === 'string' ? parseJson(options) : options } : {}),
    ...(to ? { to: Array.isArray(to) ? to : [to] } : {}),
  } as unknown as CustomField;
}

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
