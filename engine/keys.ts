// API keys by the hash of their text; the keys themselves are records that administrators see and end.

import { prepare, sql } from '../db/index.ts';
import { isWithin } from './addresses.ts';
import type { Clock } from './sessions.ts';
import type { Workspace } from './workspace.ts';

/** How often a process writes down that a key was used. */
const USES_WRITTEN_EVERY = 60_000;

/** A key that is in force. */
export interface Key {
  readonly id: string;
  readonly user: string;
  /** Where it may be used from; empty: anywhere. */
  readonly ranges: readonly string[];
  /** Null: as many as any. */
  readonly perMinute: number | null;
}

/** Null when there is none, it was revoked, or its time is over. */
export async function findKey(workspace: Workspace, hash: string, clock: Clock): Promise<Key | null> {
  const { rows } = await workspace.db.query(
    prepare(sql`select id, "user", coalesce(addresses, ''), per_minute from ${table(workspace)}
      where key_hash = ${sql.value(hash)} and revoked is not true and (expires_at is null or expires_at > ${instant(clock())})`),
  );
  const [id, user, ranges, perMinute] = rows[0] ?? [];
  return id && user ? { id, user, ranges: rangesIn(ranges ?? ''), perMinute: perMinute ? Number(perMinute) : null } : null;
}

/** One a line, or with commas or spaces between them. */
export function rangesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((range) => range !== '');
}

/** False also where the address cannot be told. */
export function mayBeUsedFrom({ ranges }: Pick<Key, 'ranges'>, address: string): boolean {
  return ranges.length === 0 || ranges.some((range) => isWithin(address, range));
}

interface Uses {
  count: number;
  at: number;
  address: string;
  written: number;
  waiting: NodeJS.Timeout | null;
}

/**
 * Counts the uses of keys in memory and writes them down once a minute, and no change of the record: "last used" is for cleaning up
 * (rows CS-276, CS-284).
 */
export class KeyUses {
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;
  readonly #uses = new Map<string, Uses>();

  constructor(clock: Clock, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Once for each request. */
  count(workspace: Workspace, key: string, address: string): void {
    const place = `${workspace.name}/${key}`;
    const uses = this.#uses.get(place) ?? { count: 0, at: 0, address, written: 0, waiting: null };
    this.#uses.set(place, uses);
    uses.count++;
    uses.at = this.#clock();
    uses.address = address;
    if (uses.at - uses.written >= USES_WRITTEN_EVERY) this.#write(workspace, key, uses);
    else uses.waiting ??= setTimeout(() => this.#write(workspace, key, uses), USES_WRITTEN_EVERY).unref();
  }

  #write(workspace: Workspace, key: string, uses: Uses): void {
    if (uses.waiting) clearTimeout(uses.waiting);
    const { count, at, address } = uses;
    Object.assign(uses, { count: 0, written: at, waiting: null });
    const counted = sql`uses = coalesce(uses, 0) + ${sql.value(count)}::bigint`;
    const where = sql`last_used_from = ${sql.value(address)}, last_used_at = ${instant(at)} where id = ${sql.value(key)}::uuid`;
    workspace.db.query(prepare(sql`update ${table(workspace)} set ${counted}, ${where}`)).catch((error: unknown) => {
      uses.count += count;
      this.#failed(error);
    });
  }
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: Workspace) {
  return sql.identifier(workspace.space, 'api_keys');
}
