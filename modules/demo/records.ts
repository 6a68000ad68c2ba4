// Demo records are written and read through the same door as all others.

import { type BoundContext, bulk, type Context, eachRecord, type Values } from '../../engine/index.ts';

/** A record as demo data links to it. */
export type Known = Values & { readonly id: string };

/** Creates the rows in their order, at most a thousand. */
export async function create(context: Context, entity: string, rows: readonly Values[]): Promise<Known[]> {
  const done = await bulk(context as BoundContext, entity, { create: rows });
  if (!done.results) throw new Error('Demo data is made in portions of a thousand.');
  return done.results.map(({ id, errors }, i) => {
    if (!id || errors) throw new Error(`Demo data for ${entity}: ${JSON.stringify(rows[i])} ${JSON.stringify(errors)}`);
    return { ...rows[i], id };
  });
}

/** All records of an entity, oldest first. */
export async function everything(context: Context, entity: string, fields: readonly string[]): Promise<Known[]> {
  return (await Array.fromAsync(eachRecord(context, entity, { fields: ['id', ...fields] }))) as Known[];
}
