// Work that is done already, kept as a job: what one request did to many records can then be undone as one.

import { prepare, raw, sql, uuidv7 } from '../db/index.ts';
import type { Json } from '../schema/index.ts';
import type { JobError } from './jobs.ts';
import { planned } from './planned.ts';
import type { Writer } from './records.ts';
import { bind, slot } from './slots.ts';

/** Answers the id of the job. */
export async function recordJob(writer: Writer, kind: string, params: Json, total: number): Promise<string> {
  const { workspace, actor } = writer;
  const id = uuidv7();
  const statement = planned(workspace, 'record-job', () => {
    const cells = ['uuid', 'text', 'jsonb', 'bigint', 'bigint', 'uuid', 'text', 'uuid'].map(
      (type, i) => sql`${slot('job', i)}::${raw(type)}`,
    );
    const into = sql`("id", "kind", "params", "done", "total", "actor", "actor_name", "key", "state", "started_at", "finished_at")`;
    return prepare(
      sql`insert into ${sql.identifier(workspace.space, 'jobs')} ${into} values (${sql.join(cells, ', ')}, 'done', now(), now())`,
    );
  });
  await writer.tx.query(
    bind(statement, { job: [id, kind, JSON.stringify(params), total, total, actor.id, actor.name, actor.key ?? null] }),
  );
  return id;
}

export interface JobOutcome {
  /** Records by what was done with them. */
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly JobError[];
}

/** What came of it, in the transaction that did it. */
export async function recordOutcome(writer: Writer, id: string, { counts, errors }: JobOutcome): Promise<void> {
  const statement = planned(writer.workspace, 'record-outcome', () =>
    prepare(
      sql`update ${sql.identifier(writer.workspace.space, 'jobs')} set "result" = ${slot('of', 0)}::jsonb, "errors" = ${slot('of', 1)}::jsonb where "id" = ${slot('of', 2)}::uuid`,
    ),
  );
  await writer.tx.query(bind(statement, { of: [JSON.stringify(counts), JSON.stringify(errors), id] }));
}
