// API keys by the hash of their text; the keys themselves are records that administrators see and end.

import { prepare, sql } from '../db/index.ts';
import type { Clock } from './sessions.ts';
import type { Workspace } from './workspace.ts';

const usedEvery = 5 * 60_000;

export interface Key {
  readonly id: string;
  readonly user: string;
  readonly lastUsed: number;
}

/** Null when there is none, it was revoked, or its time is over. */
export async function findKey(workspace: Workspace, hash: string, clock: Clock): Promise<Key | null> {
  const { rows } = await workspace.db.query(
    prepare(sql`select id, "user", coalesce(extract(epoch from last_used_at) * 1000, 0) from ${table(workspace)}
      where key_hash = ${sql.value(hash)} and revoked is not true and (expires_at is null or expires_at > ${instant(clock())})`),
  );
  const [id, user, lastUsed] = rows[0] ?? [];
  return id && user ? { id, user, lastUsed: Number(lastUsed) } : null;
}

/** "Last used" is for cleaning up: written now and then, and no change of the record (row CS-276). */
export async function touchKey(workspace: Workspace, key: Key, clock: Clock): Promise<void> {
  if (clock() - key.lastUsed < usedEvery) return;
  await workspace.db.query(
    prepare(sql`update ${table(workspace)} set last_used_at = ${instant(clock())} where id = ${sql.value(key.id)}::uuid`),
  );
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: Workspace) {
  return sql.identifier(workspace.space, 'api_keys');
}
