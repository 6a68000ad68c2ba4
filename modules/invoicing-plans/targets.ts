// Who gets an invoice of a mass invoicing: the records of a saved view, or those they point to. Who stands there n times gets n.

import { type Context, eachRecord, Refusal, type Values } from '../../engine/index.ts';
import { idOf, type Schema } from '../../schema/index.ts';

export interface Target {
  /** The record of the view: one invoice each. */
  readonly listed: string;
  readonly account: string | null;
  readonly contact: string | null;
}

/** Where the receiver stands in a record of a noun: `id` for accounts and contacts themselves, else a path to one. */
export function pathTo(schema: Schema, noun: string, wished: unknown): string | null {
  const given = String(wished ?? '') || null;
  if (noun === 'accounts' || noun === 'contacts') {
    if (!given || given === 'id') return 'id';
  }
  const paths = given ? [given] : ['account', 'contact'];
  return paths.find((path) => Boolean(endOf(schema, noun, path))) ?? null;
}

/** The noun a path of references ends at, if that is somebody who can be invoiced. */
function endOf(schema: Schema, noun: string, path: string): 'accounts' | 'contacts' | null {
  if (path === 'id') return noun === 'accounts' || noun === 'contacts' ? noun : null;
  let at: string | undefined = noun;
  for (const name of path.split('.')) at = at === undefined ? at : schema.entities[at]?.fields[name]?.to[0];
  return at === 'accounts' || at === 'contacts' ? at : null;
}

/** @throws Refusal 409 that says what is missing (row CS-114) */
export async function targetsOf(context: Context, plan: Values): Promise<Target[]> {
  const { records, schema } = context;
  const { entity, filter, name } = await records.get('saved_views', idOf(plan.target)!, ['entity', 'filter', 'name']);
  const noun = String(entity);
  const path = pathTo(schema, noun, plan.target_path);
  const end = path && endOf(schema, noun, path);
  if (!path || !end)
    throw new Refusal(409, 'no_target', `The records of “${name}” lead to no account or contact: say which of their fields does.`);
  const isContact = end === 'contacts';
  const fields = path === 'id' ? ['id', ...(isContact ? ['account'] : [])] : ['id', path, ...(isContact ? [`${path}.account`] : [])];
  return Array.fromAsync(eachRecord(context, noun, { fields, filter: filter as string | null }), (record) => {
    const found = path === 'id' ? String(record.id) : idOf(record[path]);
    const account = isContact ? idOf(record[path === 'id' ? 'account' : `${path}.account`]) : found;
    return { listed: String(record.id), account, contact: isContact ? found : null };
  });
}
