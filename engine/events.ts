// Live events: who listens hears of every committed change within reach, in order and without gaps, and fetches through the gate.

import { prepare, type Sql, sql } from '../db/index.ts';
import { isEverything, scope } from './access.ts';
import type { BoundContext } from './context.ts';
import { planned } from './planned.ts';
import { checkEpoch, type Reader, scopeCondition } from './read.ts';
import { bind, environment, slot } from './slots.ts';
import type { Workspace } from './workspace.ts';

export interface LiveEvent {
  readonly entity: string;
  readonly id: string;
  readonly verb: string;
  /** Opaque; a listener that comes back with it misses nothing. */
  readonly cursor: string;
}

interface Row extends LiveEvent {
  readonly gone: boolean;
}

interface Listener {
  readonly context: BoundContext;
  readonly hear: (events: readonly LiveEvent[]) => void;
  readonly fail: (error: unknown) => void;
}

const INTERVAL = 400;
const PAGE = 1000;

/** Instead of an id: many records of the entity changed at once. Tells nobody which. */
const MANY = '*';

/** One poll a workspace and process serves all its listeners; nobody listening costs nothing. */
export class LiveEvents {
  readonly #workspace: Workspace;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  /** Transactions below are told; those from here on may still be under way. */
  #horizon: string | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /**
   * Tells `hear` of all that is committed from now on, or since the cursor of an earlier event, in order and without gaps; some of it
   * may come twice.
   * @param fail told when the actor's rights are gone, or a telling failed
   * @returns what ends the listening.
   */
  async listen(context: BoundContext, hear: Listener['hear'], fail: Listener['fail'], since: string | null = null): Promise<() => void> {
    const listener: Listener = { context, hear, fail };
    for (let told = since && /^\d{1,20}$/.test(since) ? since : null; ; ) {
      if (this.#horizon === null) {
        const now = await this.#now();
        this.#horizon ??= now;
      }
      // Others who listen may have moved on while this one was told what he had missed.
      const horizon = this.#horizon;
      if (told === null || told === horizon) break;
      await this.#tell(listener, await this.#between(told, horizon));
      told = horizon;
    }
    this.#listeners.add(listener);
    this.#timer ??= setTimeout(() => void this.#poll(), INTERVAL);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      this.#horizon = null;
    };
  }

  async #poll(): Promise<void> {
    try {
      const now = await this.#now();
      const rows = this.#horizon === null || now === this.#horizon ? [] : await this.#between(this.#horizon, now);
      if (this.#listeners.size > 0) this.#horizon = now;
      for (const listener of this.#listeners) if (rows.length > 0) await this.#tell(listener, rows).catch(listener.fail);
    } catch {
      // The database is away: the horizon stays, and the next poll tells all that happened meanwhile.
    }
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => void this.#poll(), INTERVAL);
  }

  /** All transactions below have ended, so what they wrote is visible or never will be. */
  async #now(): Promise<string> {
    const statement = planned(this.#workspace, 'horizon', () => prepare(sql`select pg_snapshot_xmin(pg_current_snapshot())`));
    const { rows } = await this.#workspace.db.query(bind(statement, {}));
    return rows[0]![0]!;
  }

  async #between(from: string, to: string): Promise<Row[]> {
    const statement = planned(this.#workspace, 'events', () => {
      const table = sql.identifier(this.#workspace.space, 'changes');
      return prepare(
        sql`select "entity", "record", "verb", "after" is null, "tx" from ${table} where "tx" >= ${slot('of', 0)}::text::xid8 and "tx" < ${slot('of', 1)}::text::xid8 order by "tx", "seq" limit ${slot('of', 2)}::int`,
      );
    });
    const { rows } = await this.#workspace.db.query(bind(statement, { of: [from, to, PAGE] }));
    if (rows.length === PAGE) return this.#wholesale(from, to);
    return rows.map(([entity, id, verb, gone]) => ({ entity: entity!, id: id!, verb: verb!, gone: gone === 't', cursor: to }));
  }

  /** After an import or mass edit: one event an entity, `*` for many records, instead of a hundred thousand. */
  async #wholesale(from: string, to: string): Promise<Row[]> {
    const statement = planned(this.#workspace, 'events-many', () => {
      const table = sql.identifier(this.#workspace.space, 'changes');
      return prepare(
        sql`select distinct "entity" from ${table} where "tx" >= ${slot('of', 0)}::text::xid8 and "tx" < ${slot('of', 1)}::text::xid8`,
      );
    });
    const { rows } = await this.#workspace.db.query(bind(statement, { of: [from, to] }));
    return rows.map(([entity]) => ({ entity: entity!, id: MANY, verb: 'bulk', gone: false, cursor: to }));
  }

  async #tell(listener: Listener, rows: readonly Row[]): Promise<void> {
    const heard = await listener.context.read((reader) => within(reader, rows));
    if (heard.length > 0) listener.hear(heard);
  }
}

/** Only what the listener could read: an id of a record out of reach would tell that there is one. */
async function within(reader: Reader, rows: readonly Row[]): Promise<LiveEvent[]> {
  await checkEpoch(reader, null);
  const seen = new Set<string>();
  const asked = new Map<string, string[]>();
  for (const row of rows) {
    const entity = reader.rights.schema.entities[row.entity];
    const reach = entity && scope(reader.rights, entity, 'view');
    if (!entity || !reach) continue;
    if (isEverything(reach) || row.id === MANY) seen.add(`${row.entity} ${row.id}`);
    else if (!row.gone) asked.set(row.entity, [...(asked.get(row.entity) ?? []), row.id]);
  }
  const names = [...asked.keys()].sort();
  if (names.length > 0) {
    const parts = names.map((name, i): Sql => {
      const row = sql.identifier('t');
      const reach = scopeCondition(reader, reader.rights.schema.entities[name]!, row, 'view') ?? sql`true`;
      return sql`select ${sql.literal(name)}::text, t."id" from ${sql.identifier(reader.workspace.space, name)} t where t."id" = any(${slot('ids', i)}::uuid[]) and (${reach})`;
    });
    const statement = planned(reader.workspace, `heard|${reader.rights.key}|${names.join()}`, () =>
      prepare(sql.join(parts, ' union all ')),
    );
    const { rows: found } = await reader.db.query(
      bind(statement, { ids: names.map((name) => asked.get(name)!), bind: environment(reader.rights) }),
    );
    for (const [name, id] of found) seen.add(`${name} ${id}`);
  }
  return rows.filter((row) => seen.has(`${row.entity} ${row.id}`)).map(({ entity, id, verb, cursor }) => ({ entity, id, verb, cursor }));
}
