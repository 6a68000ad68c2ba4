// Joins that a statement needs for the references its expressions walk: each walk once, whoever asks for it.

import type { Step } from '../schema/index.ts';
import { type SQL, sql } from './sql.ts';

/** Condition that the actor may see the record in `row`; null when every record of the entity may be seen. */
export type Gate = (entity: string, row: SQL) => SQL | null;

/** What stands in a statement where the table of an entity would stand; `titles`: only titles are read of it. */
export type Tables = (entity: string, titles?: boolean) => SQL;

/** The table itself, unless something stands in for it. */
export function tableIn(
  { space, tables }: { readonly space: string; readonly tables?: Tables | undefined },
  entity: string,
  titles = false,
): SQL {
  return tables ? tables(entity, titles) : sql.identifier(space, entity);
}

export interface JoinsOptions {
  /** PostgreSQL schema of the workspace. */
  readonly space: string;
  /** The row that walks start from. */
  readonly alias: SQL;
  readonly tables?: Tables | undefined;
  readonly gate?: Gate | undefined;
  /** For statements about few rows: each looks up what it joins, where the planner might join all there is. */
  readonly lateral?: boolean | undefined;
}

interface Join {
  readonly alias: SQL;
  readonly text: SQL;
}

export class Joins {
  readonly #options: JoinsOptions;
  readonly #joins = new Map<string, Join>();

  constructor(options: JoinsOptions) {
    this.#options = options;
  }

  /**
   * Alias of the record at the end of the walk; all its columns are null when there is none or the actor may not see it.
   * @param titleOnly the last record gives only its title, which travels with the reference
   */
  reach(steps: readonly Step[], titleOnly = false): SQL {
    const step = steps.at(-1);
    if (!step) return this.#options.alias;
    const path = steps.map(({ field, to }) => `${field}>${to}`).join('.');
    const gated = titleOnly ? undefined : this.#joins.get(`${path}!`);
    if (gated) return gated.alias;
    const alias = sql.identifier(Symbol(step.field));
    const gate = titleOnly ? null : (this.#options.gate?.(step.to, alias) ?? null);
    // Where everything may be seen, both kinds of reach are one join.
    const open = gate ? undefined : this.#joins.get(path);
    if (open) return open.alias;
    const from = this.reach(steps.slice(0, -1));
    this.#joins.set(gate ? `${path}!` : path, { alias, text: this.#join(step, from, alias, gate, titleOnly) });
    return alias;
  }

  #join(step: Step, from: SQL, alias: SQL, gate: SQL | null, titleOnly: boolean): SQL {
    const table = tableIn(this.#options, step.to, titleOnly);
    const which = step.anyEntity ? sql` and ${from}.${sql.identifier(`${step.field}_entity`)} = ${sql.literal(step.to)}` : sql.blank;
    const seen = gate ? sql` and (${gate})` : sql.blank;
    if (this.#options.lateral) {
      const own = sql`${alias}."id" = ${from}.${sql.identifier(step.field)}${which}${seen}`;
      return sql` left join lateral (select * from ${table} ${alias} where ${own} offset 0) ${alias} on true`;
    }
    return sql` left join ${table} ${alias} on ${alias}."id" = ${from}.${sql.identifier(step.field)}${which}${seen}`;
  }

  /** No walk was asked for. */
  get isEmpty(): boolean {
    return this.#joins.size === 0;
  }

  /** To stand behind the table of the row; begins with a space, or is nothing. */
  render(): SQL {
    return sql.join(
      [...this.#joins.values()].map(({ text }) => text),
      '',
    );
  }
}
