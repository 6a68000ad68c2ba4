// What becomes of a run, and how it is noted.

import { type BoundContext, type Values, writeEach } from '../../engine/index.ts';
import type { Json } from '../../schema/index.ts';
import type { Hand, Outcome } from './do-step.ts';
import type { Subject } from './subject.ts';
import { tellOnce } from './tell.ts';

/** Records of a step that the log names. */
const NAMED = 20;

export interface Run {
  readonly id: string;
  readonly record: Readonly<Values>;
  readonly subject: Subject;
  /** What becomes of it. */
  state: 'waiting' | 'running' | 'done' | 'skipped' | 'failed' | 'stopped';
  step: number;
  due: number | null;
  attempts: number;
  message: string | null;
  readonly log: Json[];
}

export function handOf(context: BoundContext, { name }: Readonly<Values>, job: string): Hand {
  return {
    reads: context,
    writes: context.because({ kind: 'workflow', job, detail: String(name) }),
    house: context.because({ kind: 'workflow', detail: String(name) }),
  };
}

export function noteStep(run: Run, { kind }: Readonly<Values>, { failed, records }: Outcome): void {
  const told = failed ?? (records.length > NAMED ? `${records.length} records.` : null);
  run.log.push({
    ...{ step: run.step, kind: String(kind), at: new Date().toISOString(), state: failed ? 'failed' : 'done', message: told },
    records: records.slice(0, NAMED).map(({ entity, id }) => ({ entity, id })),
  });
  if (failed) end(run, 'failed', failed);
  else run.step += 1;
}

export function end(run: Run, state: Run['state'], message: string | null): void {
  run.state = state;
  run.message = message;
  run.due = null;
}

const OVER: ReadonlySet<Run['state']> = new Set(['done', 'skipped', 'failed', 'stopped']);

/** Not among what is taken back with the run. */
export async function keep(context: BoundContext, runs: readonly Run[]): Promise<void> {
  const failed = runs.find(({ state }) => state === 'failed');
  if (failed) await tellOnce(context, String(failed.record.name), failed.message ?? '');
  const now = new Date().toISOString();
  const house = context.because({ kind: 'job', detail: 'workflows' });
  const rows = runs.map(({ id, record, state, step, due, attempts, message, log }) => ({
    id,
    values: {
      ...{ state, step, attempts, message, log },
      due_at: due === null ? null : new Date(due).toISOString(),
      started_at: record.started_at ?? now,
      finished_at: OVER.has(state) ? now : null,
    },
  }));
  await writeEach(house, 'workflow_runs', 'update', rows);
}
