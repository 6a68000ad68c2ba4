// Logs that are tables of their own. Each row of them has its change in the history, which is sealed: a row that is not what its
// change says was written behind our back.

import { compile, type Queryable, type Rows, type Sql, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { type Column, columnsOf, fromJson } from './as-of.ts';
import { isLogged } from './changes.ts';
import type { Workspace } from './workspace.ts';

/** Nouns whose records are made by the house alone and never changed. Instances may do without some. */
export const LOGS: readonly string[] = ['sign_ins', 'record_reads', 'faults'];

/** With what says which entries of them were cleared, and by whose rule. */
const COMPARED: readonly string[] = [...LOGS, 'log_clearings', 'log_settings'];

interface LogFinding {
  readonly seal: 0;
  readonly log: string;
  readonly kind: 'changed' | 'removed' | 'inserted';
  /** Ids. */
  readonly rows: readonly string[];
}

/** What of the logs is not as the history says; empty: all is. */
export async function compareLogs(db: Queryable, workspace: Workspace): Promise<LogFinding[]> {
  const findings: LogFinding[] = [];
  const { entities } = workspace.state.schema;
  for (const log of COMPARED) {
    if (!Object.hasOwn(entities, log)) continue;
    const rows = await compare(db, workspace, log);
    for (const kind of ['changed', 'removed', 'inserted'] as const) {
      const ids = rows.flatMap(([id, found]) => (found === kind ? [String(id)] : []));
      if (ids.length > 0) findings.push({ seal: 0, log, kind, rows: ids });
    }
  }
  return findings;
}

/** Whether all of it is what the history says. */
export async function isUntouched(db: Queryable, workspace: Workspace, name: string): Promise<boolean> {
  return (await compare(db, workspace, name)).length === 0;
}

async function compare(db: Queryable, workspace: Workspace, name: string): Promise<Rows['rows']> {
  return (await db.query(compile(differences(workspace.space, workspace.state.schema.entities[name]!)))).rows;
}

/** Rows of the table and of the history that do not agree, each with what happened to it. */
function differences(space: string, entity: Entity): Sql {
  const said = sql`kontor.overlay("after" order by "seq") filter (where "after" is not null) as said`;
  // Cleared by us: its values left the history under our mark. A deletion that is only put behind says nothing.
  const gone = sql`bool_and("after" is null) as gone`;
  const told = sql`select "record", min("at") as "at", ${said}, ${gone} from ${sql.identifier(space, 'changes')} where "entity" = ${sql.literal(entity.name)} group by "record"`;
  const other = columnsOf(entity).filter(isCompared).map(isOther);
  const isChanged = sql.join([...other, sql`t."created_at" <> h."at"`], ' or ');
  const kind = sql`case
    when h.gone is not false then case when t."id" is not null then 'inserted' end
    when t."id" is null then 'removed'
    when ${isChanged} then 'changed' end`;
  const both = sql`(${told}) h full join ${sql.identifier(space, entity.name)} t on t."id" = h."record"`;
  return sql`select d.id, d.kind from (select coalesce(t."id", h."record") as id, ${kind} as kind from ${both}) d where d.kind is not null order by d.id`;
}

function isCompared({ field }: Column): boolean {
  return !field.system && isLogged(field);
}

function isOther(column: Column): Sql {
  return sql`t.${sql.identifier(column.name)} is distinct from ${fromJson('h.said', column)}`;
}
