// What administrators do with a run: try a failed one again, cancel one that waits, take back what one did.

import { type ActionCall, type BoundContext, undoJob } from '../../engine/index.ts';

/** From the step that failed, within a minute: with the next of its noun, or by the schedule. */
export async function retry({ context, id }: ActionCall): Promise<void> {
  const { records } = context.system('runs a failed workflow again');
  const due_at = new Date().toISOString();
  await records.update('workflow_runs', id, { state: 'waiting', due_at, attempts: 0, message: null, finished_at: null });
}

export async function cancel({ context, id }: ActionCall): Promise<void> {
  const { records } = context.system('cancels a workflow that waits');
  const message = `Cancelled by ${context.actor.name}.`;
  await records.update('workflow_runs', id, { state: 'stopped', due_at: null, finished_at: new Date().toISOString(), message });
}

/** @throws Refusal 403 for others than root: what a workflow wrote is nobody's own */
export async function undo({ context, record }: ActionCall): Promise<{ job: string }> {
  return { job: await undoJob(context as BoundContext, { id: String(record.job), actor: null, done: 0 }) };
}
