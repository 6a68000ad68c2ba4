// Demo records are written and read through the same door as all others.

import type { Context, ListResult, Values } from '../../engine/index.ts';

/** A record as demo data links to it. */
export type Known = Values & { readonly id: string };

/** Creates the rows in their order. */
export async function create(context: Context, entity: string, rows: readonly Values[]): Promise<Known[]> {
  const made: Known[] = [];
  for (const row of rows) made.push((await context.records.create(entity, row)) as Known);
  return made;
}

/** All records of an entity, oldest first. */
export async function everything(context: Context, entity: string, fields: readonly string[]): Promise<Known[]> {
  const found: Known[] = [];
  for (let after: string | null = null; ; ) {
    const page: ListResult = await context.records.list(entity, { fields: ['id', ...fields], sort: 'id', limit: 500, after });
    found.push(...(page.records as Known[]));
    if (!page.next) return found;
    after = page.next;
  }
}
