// Somebody leaves: all records of one user get another owner (row CS-010). A job, so it can be watched, and undone as a whole.

import { type ActionCall, type BoundContext, bulk, eachRecord, invalid, type JobRun, type Values } from '../../engine/index.ts';
import { refuseRoot } from './root.ts';

export async function handOver({ context, id, input }: ActionCall): Promise<Values> {
  const { records } = context.system('looks at both sides of a hand-over');
  const [from, to] = [await records.get('users', id, ['permission_sets']), await records.get('users', String(input.to), ['status'])];
  await refuseRoot(
    context,
    ((from.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id),
  );
  if (input.to === id || to.status !== 'enabled') {
    throw invalid([{ field: 'to', code: 'not_active', message: 'Choose another user, whose account is enabled.' }]);
  }
  return { job: await context.enqueue('hand_over', { from: id, to: String(input.to) }) };
}

export async function runHandOver(run: JobRun): Promise<void> {
  const { from, to } = run.params as { from: string; to: string };
  // Elevated: whoever may edit users need not see what they own.
  const context = run.context.system('hands the records of a user over') as BoundContext;
  let done = 0;
  for (const { name } of Object.values(context.schema.entities).filter(({ owned }) => owned)) {
    for (const ids of portions(await ownedBy(context, name, from))) {
      if (run.cancelled()) return;
      const written = await bulk(context, name, { update: { ids, set: { owner: to } } });
      for (const { id, errors = [] } of written.results ?? []) {
        for (const problem of errors) run.error({ ...problem, id: String(id) });
      }
      done += ids.length;
      await run.progress(done);
    }
  }
}

function ownedBy(context: BoundContext, entity: string, owner: string): Promise<string[]> {
  const owned = eachRecord(context, entity, { fields: ['id'], filter: `owner = "${owner}"` });
  return Array.fromAsync(owned, ({ id }) => String(id));
}

/** As many as are changed at once. */
function portions(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / 500) }, (_, i) => ids.slice(i * 500, (i + 1) * 500));
}
