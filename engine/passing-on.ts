// Whether rights go beyond those of somebody: what is handed out, and whose program may be looked at.

import type { Schema } from '../schema/index.ts';
import type { Grant, Rights } from './types.ts';

interface Line extends Pick<Grant, 'target' | 'verb'> {
  readonly scopes: readonly string[] | null;
}

/** A permission set, or single lines under a name of their own. */
export interface Given {
  readonly name: string;
  readonly root?: boolean | null;
  readonly customer_mode?: boolean | null;
  readonly grants: readonly Line[];
  readonly field_rights?: readonly { readonly target: string; readonly field: string; readonly right: string }[] | null;
}

/** What in `sets` the holder of `rights` does not hold, in words for people; null when he holds it all. */
export function whyBeyond(rights: Rights, sets: readonly Given[], schema: Schema): string | null {
  for (const set of sets) {
    if (rights.customer && !set.customer_mode) return `“${set.name}” reaches beyond the own company, to which you are kept.`;
    const beyond = set.grants.find((grant) => !covers(rights.grants, grant, schema));
    if (beyond) return `“${set.name}” grants ${beyond.verb} on ${beyond.target}, which you don’t hold yourself.`;
    const shown = [...rights.fields].find(([key, right]) => !cuts(set, key, right));
    if (shown) return `“${set.name}” opens ${shown[0]}, which you may not ${shown[1] === 'hidden' ? 'see' : 'change'} yourself.`;
  }
  return null;
}

/** Whether the grants in `own` reach at least as far as `wanted` does. */
export function covers(own: readonly Line[], wanted: Line, schema: Schema): boolean {
  const business = schema.entities[wanted.target]?.area === 'business';
  const matching = own.filter(
    ({ target, verb }) => (target === wanted.target || (target === '*' && business)) && (verb === wanted.verb || verb === '*'),
  );
  if (wanted.target.startsWith('feature:')) return own.some(({ target }) => target === wanted.target);
  const scopes = new Set(matching.flatMap((grant) => grant.scopes ?? []));
  return matching.length > 0 && (scopes.has('all') || (wanted.scopes ?? []).every((scope) => scopes.has(scope)));
}

/** What is cut for the giver must be cut in what he gives, or not be spoken of. */
function cuts({ grants, field_rights }: Given, key: string, right: 'hidden' | 'read'): boolean {
  const at = key.indexOf('.');
  const [target, field] = [key.slice(0, at), key.slice(at + 1)];
  if (!grants.some((grant) => grant.target === target || grant.target === '*')) return true;
  const line = field_rights?.find((one) => one.target === target && one.field === field);
  return line !== undefined && (line.right === 'hidden' || line.right === right);
}
