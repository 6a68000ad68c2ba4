// Work that is done once however often it is asked for: its answer is stored in the transaction that did it.

import { compile, prepare, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { Refusal } from './errors.ts';
import { parseJson } from './json.ts';
import type { Writer } from './records.ts';
import type { ClosedWorkspace } from './workspace.ts';

/**
 * Runs `work` in a transaction unless the actor's `key` was used within 24 hours; then answers what it answered. Somebody
 * who asks while the first is still at it waits for it. What fails leaves no trace and may be tried again.
 * @throws Refusal 422 when the key was used for something else.
 */
export async function once<T>(
  context: BoundContext,
  key: string,
  fingerprint: string,
  work: (context: BoundContext) => Promise<T>,
): Promise<{ repeated: boolean; value: T }> {
  return context.write(async (writer) => {
    const stored = await claim(writer, key, fingerprint);
    if (stored !== null) return { repeated: true, value: parseJson(stored) as T };
    const value = await work(writer.context as BoundContext);
    await writer.db.query(
      prepare(
        sql`update ${table(writer.workspace)} set answer = to_jsonb(${sql.value(JSON.stringify(value))}::text) where ${row(writer, key)}`,
      ),
    );
    return { repeated: false, value };
  });
}

/** Null when the key is ours now. A second claim of the same key waits here for the first one's transaction. */
async function claim(writer: Writer, key: string, fingerprint: string): Promise<string | null> {
  const { db, actor } = writer;
  await db.query(
    prepare(sql`delete from ${table(writer.workspace)} where ${row(writer, key)} and created_at < now() - interval '24 hours'`),
  );
  const { count } = await db.query(
    prepare(sql`insert into ${table(writer.workspace)} (actor, key, fingerprint) values (${sql.value(actor.id)}::uuid, ${sql.value(key)}, ${sql.value(fingerprint)})
      on conflict do nothing`),
  );
  if (count > 0) return null;
  const { rows } = await db.query(prepare(sql`select fingerprint, answer from ${table(writer.workspace)} where ${row(writer, key)}`));
  const [known, answer] = rows[0] ?? [];
  if (known !== fingerprint) throw new Refusal(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.');
  if (!answer) throw new Refusal(409, 'still_running', 'The first request with this Idempotency-Key is still running.');
  // Kept as text inside the JSON: a record's fields keep their order.
  return String(parseJson(answer));
}

/** Keys that are older than anybody may count on. */
export async function sweepKeys(workspace: ClosedWorkspace): Promise<void> {
  await workspace.db.query(compile(sql`delete from ${table(workspace)} where created_at < now() - interval '24 hours'`));
}

function row(writer: Writer, key: string) {
  return sql`actor = ${sql.value(writer.actor.id)}::uuid and key = ${sql.value(key)}`;
}

function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'idempotency');
}
