// The engine as one value: workspaces, actors and contexts over one database. What the server and the command line hold.

import { createWorkspace, type Database, dropWorkspace, listWorkspaces, type Queue } from '../db/index.ts';
import type { ModuleDefinition } from '../schema/index.ts';
import { type Bucket, withBuckets } from './buckets.ts';
import { BoundContext } from './context.ts';
import { zoneOfHouse } from './day.ts';
import { bucketOf } from './document-rules.ts';
import { Refusal } from './errors.ts';
import type { FolderStore } from './files.ts';
import type { Ports } from './mail/port.ts';
import { compileRights } from './rights.ts';
import type { Secrets } from './secrets.ts';
import { chooseLanguage, type SeedOptions, seedWorkspace } from './seed.ts';
import { viewOnly } from './seeing.ts';
import { ensureSettings } from './settings.ts';
import { systemRights } from './system-rights.ts';
import type { Actor, Cause, Rights } from './types.ts';
import { Workspace } from './workspace.ts';

export interface EngineOptions {
  readonly database: Database;
  readonly modules: readonly ModuleDefinition[];
  readonly files: FolderStore;
  /** Null in tools that leave background work to the running server. */
  readonly queue: Queue | null;
  /** Left out in tools and tests that store none. */
  readonly secrets?: Secrets;
  /** Connectors to the outside world. */
  readonly ports?: Ports;
}

/** Opens a workspace when it is first asked for and keeps it; `close` ends the queue and the database. */
export class Engine {
  readonly database: Database;
  readonly files: FolderStore;
  readonly queue: Queue | null;
  readonly modules: readonly ModuleDefinition[];
  readonly ports: Ports;
  readonly workspaces = {
    create: (name: string, options?: SeedOptions) => this.#create(name, options),
    list: () => listWorkspaces(this.database),
    drop: (name: string) => this.#drop(name),
  };
  readonly #secrets: Secrets | null;
  readonly #open = new Map<string, Promise<Workspace | null>>();

  constructor(options: EngineOptions) {
    this.database = options.database;
    this.modules = options.modules;
    this.queue = options.queue;
    this.ports = options.ports ?? {};
    this.files = withBuckets(options.files, this.ports.buckets, (name) => this.#bucketOf(name));
    this.#secrets = options.secrets ?? null;
  }

  /** @throws Error in tools and tests that were given no key */
  get secrets(): Secrets {
    if (!this.#secrets) throw new Error('This engine was opened without the key of stored secrets.');
    return this.#secrets;
  }

  /** Null when there is no such workspace; an unknown name is asked for again, it may be made meanwhile. */
  async workspace(name: string): Promise<Workspace | null> {
    const known = this.#open.get(name) ?? this.#load(name);
    this.#open.set(name, known);
    const workspace = await known.catch((error: unknown) => {
      this.#open.delete(name);
      throw error;
    });
    if (!workspace) this.#open.delete(name);
    return workspace;
  }

  /**
   * @param who with a key: what that key may do of what its user may; read-only: what he may see
   * @throws Refusal 401 when the user is not there or not enabled, or the key is not valid.
   */
  async actor(
    workspace: Workspace,
    who: { readonly user: string; readonly key?: string; readonly readOnly?: boolean },
    kind: 'user' | 'key' = 'user',
  ): Promise<Actor> {
    const { user, key, readOnly } = who;
    const { name, rights } = await this.#rightsOf(workspace, user, key);
    const actor = { kind, id: user, ...(key === undefined ? {} : { key }), name };
    return readOnly ? { ...actor, rights: viewOnly(rights), readOnly } : { ...actor, rights };
  }

  /** What somebody can do in a workspace, bound to who he is. @param cause stands in the history of all that is written with it */
  context(workspace: Workspace, actor: Actor, cause: Cause): BoundContext {
    return new BoundContext(workspace, (space, id, key) => this.#rightsOf(space, id, key), actor, cause);
  }

  /** The engine's own hand: starting up, commands on the machine. `why` stands in the history. @param zone as of `systemRights` */
  system(workspace: Workspace, cause: Cause, zone: string | null = null): BoundContext {
    const actor: Actor = { kind: 'system', id: null, name: 'Kontor', rights: systemRights(workspace.state, zone) };
    return this.context(workspace, actor, cause);
  }

  /** The same hand by the clocks of the workspace: for what nobody here orders, schedules, links and call-backs. */
  async unasked(workspace: Workspace, cause: Cause): Promise<BoundContext> {
    return this.system(workspace, cause, await zoneOfHouse(this.system(workspace, cause)));
  }

  async close(): Promise<void> {
    await this.queue?.stop();
    await this.database.close();
  }

  /** @param made how, of a workspace that is new: what it begins with is in its language, and upgrades make some of it */
  async #load(name: string, made: SeedOptions = {}): Promise<Workspace | null> {
    const names = await listWorkspaces(this.database);
    if (!names.includes(name)) return null;
    const workspace = await Workspace.open(name, this);
    await ensureSettings(this.system(workspace, { kind: 'system', detail: 'settings as they come' }));
    if (made.language) await chooseLanguage(this.system(workspace, { kind: 'system', detail: 'language of the workspace' }), made.language);
    for (const { module, run } of workspace.state.behaviour.upgrade)
      await run(this.system(workspace, { kind: 'system', detail: `upgrade ${module}` }));
    // An upgrade: a new search index on a large table.
    if (workspace.state.searching.size > 0 && workspace.takeUnfinished())
      await this.system(workspace, { kind: 'system', detail: 'search of a new version' }).enqueue('indexes', null);
    return workspace;
  }

  #rightsOf(workspace: Workspace, userId: string, key?: string): Promise<{ name: string; rights: Rights }> {
    const place = key === undefined ? userId : `${userId}/${key}`;
    const known = workspace.rights.get(place);
    if (known) return known;
    const compiled = compileRights(this.system(workspace, { kind: 'system', detail: 'compile rights' }), userId, key);
    workspace.rights.set(place, compiled);
    compiled.catch(() => workspace.rights.delete(place));
    return compiled;
  }

  async #bucketOf(name: string): Promise<Bucket | null> {
    const workspace = await this.workspace(name);
    return workspace && bucketOf(this.system(workspace, { kind: 'system', detail: 'opens the bucket of documents' }));
  }

  /** All of it or nothing: what could not be set up is dropped again. */
  async #create(name: string, options: SeedOptions = {}): Promise<void> {
    await createWorkspace(this.database, name);
    try {
      const loading = this.#load(name, options);
      this.#open.set(name, loading);
      const workspace = await loading;
      if (!workspace) throw new Refusal(409, 'workspace_gone', `The workspace "${name}" was dropped while it was made.`);
      await seedWorkspace(this, workspace, options);
    } catch (error) {
      // The first fault is the one to tell of.
      await this.#drop(name).catch(() => this.#open.delete(name));
      throw error;
    }
  }

  async #drop(name: string): Promise<void> {
    await dropWorkspace(this.database, name);
    this.#open.delete(name);
    await this.files.removeAll(name);
  }
}
