// Who is told what concerns the house: users with root rights, or with a permission.

import type { Context } from '../../engine/index.ts';
import { type Notice, notify } from '../notifications/module.ts';

export function tellAdministrators(context: Context, notice: Notice): Promise<void> {
  return tellHolders(context, 'feature:administration', notice);
}

/** @param target of a grant: a noun, or `feature:<name>` */
export async function tellHolders(context: Context, target: string, notice: Notice): Promise<void> {
  const { records } = context;
  const sets = await records.list('permission_sets', { fields: ['id', 'root', 'grants'], limit: 500 });
  const ids = sets.records
    .filter(({ root, grants }) => root || (grants as { target: string }[] | null)?.some((grant) => grant.target === target))
    .map(({ id }) => `contains(permission_sets, "${String(id)}")`);
  if (ids.length === 0) return;
  const users = await records.list('users', { filter: `status = "enabled" and (${ids.join(' or ')})`, fields: ['id'], limit: 100 });
  await notify(
    context,
    users.records.map(({ id }) => String(id)),
    notice,
  );
}
