// Who a command acts as: a user with all the limits that go with it, or the machine's owner, who has none.

import type { BoundContext, Cause, Engine, Workspace } from '../../engine/index.ts';

/** @param login null: the engine's own hand @throws Error for an unknown login */
export async function contextAs(engine: Engine, workspace: Workspace, login: string | null, cause: Cause): Promise<BoundContext> {
  const system = engine.system(workspace, cause);
  if (login === null) return system;
  const filter = { kind: 'binary', op: '=', left: { kind: 'path', path: ['login'] }, right: { kind: 'text', value: login } } as const;
  const { records } = await system.records.list('users', { filter, fields: ['id'], limit: 1 });
  const [user] = records;
  if (user === undefined) throw new Error(`There is no user "${login}".`);
  return engine.context(workspace, await engine.actor(workspace, { user: String(user.id) }), cause);
}
