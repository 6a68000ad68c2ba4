// Kontor killed at random moments while it writes: what was acknowledged is there, whole and once; jobs end as ordered.

import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../access/world.ts';
import { call, ended, everyRecord, type Program, start, stop, until } from './program.ts';

export interface Outcome {
  readonly kills: number;
  /** Writes that were answered with success. */
  acknowledged: number;
  jobs: number;
  readonly wrong: string[];
}

const BULK = 1500;
/** Writes that are acknowledged before each kill, however slow the machine is. */
const EACH = 5;

/** Starts Kontor, writes, kills it at a random moment, starts it again and looks; so many times over one data folder. */
export async function killWhileWriting(kills: number, seed: number): Promise<Outcome> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-kills-')));
  const random = randomFrom(seed);
  const outcome: Outcome = { kills, acknowledged: 0, jobs: 0, wrong: [] };
  const acknowledged = new Map<string, { lines: number; stage: string }>();
  const jobs = new Map<string, string>();
  const seen = new Set<string>();
  try {
    for (let round = 0; round < kills; round++) {
      const program = await start(folder);
      if (round > 0) await inspect(program, { acknowledged, jobs, seen }, outcome);
      const enough = acknowledged.size + EACH;
      const writing = write(program, `k${seed}r${round}`, acknowledged, jobs);
      await Promise.race([until(() => acknowledged.size >= enough), writing]);
      await new Promise((resolve) => setTimeout(resolve, random.int(900)));
      program.child.kill('SIGKILL');
      await Promise.all([once(program.child, 'close'), writing]);
    }
    const program = await start(folder);
    await inspect(program, { acknowledged, jobs, seen }, outcome);
    outcome.acknowledged = acknowledged.size;
    outcome.jobs = jobs.size;
    await stop(program);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** What was written so far. */
interface Written {
  readonly acknowledged: ReadonlyMap<string, { lines: number; stage: string }>;
  readonly jobs: ReadonlyMap<string, string>;
  /** Whose history has been looked at: nobody writes to them any more. */
  readonly seen: Set<string>;
}

/** Four writers and now and then a job, until the connection breaks. */
async function write(
  program: Program,
  tag: string,
  acknowledged: Map<string, { lines: number; stage: string }>,
  jobs: Map<string, string>,
): Promise<void> {
  const writer = async (w: number) => {
    for (let i = 0; ; i++) {
      const name = `${tag}w${w}i${i}`;
      const lines = Array.from({ length: 1 + (i % 4) }, (_, n) => ({ description: `line ${n}`, quantity: '1', unit_price: '10' }));
      const made = await call(program, 'POST', 'records/deals', { name, lines });
      if (made.status !== 201) throw new Error(`${made.status} ${JSON.stringify(made.body)}`);
      acknowledged.set(name, { lines: lines.length, stage: 'prospecting' });
      const { record } = made.body as { record: { id: string } };
      const changed = await call(program, 'PATCH', `records/deals/${record.id}`, { stage: 'proposal' });
      if (changed.status === 200) acknowledged.get(name)!.stage = 'proposal';
      if (w > 0 || i !== 2) continue;
      const create = Array.from({ length: BULK }, (_, n) => ({ name: `${tag}bulk ${n}`, source: tag }));
      const started = await call(program, 'POST', 'records/leads/bulk', { create });
      if (started.status === 202) jobs.set((started.body as { job: string }).job, tag);
    }
  };
  const ends = await Promise.allSettled([0, 1, 2, 3].map(writer));
  for (const end of ends) {
    const broken = end.status === 'rejected' && end.reason instanceof TypeError;
    if (!broken) throw end.status === 'rejected' ? end.reason : new Error('A writer ended by itself.');
  }
}

async function inspect(program: Program, { acknowledged, jobs, seen }: Written, outcome: Outcome): Promise<void> {
  const found = new Map<string, { lines: number; stage: string; id: string }[]>();
  const deals = await everyRecord<{ id: string; name: string; stage: string; lines: unknown[] }>(program, 'deals', {
    fields: 'name,stage,lines',
    filter: 'starts_with(name, "k")',
  });
  for (const { id, name, stage, lines } of deals) found.set(name, [...(found.get(name) ?? []), { id, stage, lines: lines.length }]);
  for (const [name, expected] of acknowledged) {
    const [deal, ...more] = found.get(name) ?? [];
    if (!deal || more.length > 0) outcome.wrong.push(`${name} is there ${deal ? 1 + more.length : 0} times`);
    else if (deal.lines !== expected.lines) outcome.wrong.push(`${name} has ${deal.lines} lines instead of ${expected.lines}`);
    // A change whose answer never arrived may or may not have happened.
    else if (expected.stage === 'proposal' && deal.stage !== 'proposal') outcome.wrong.push(`${name} lost its change`);
  }
  for (const [name, deals] of found) {
    for (const { lines, stage, id } of deals) {
      if (lines === 0) outcome.wrong.push(`${name} is half a record`);
      if (seen.has(id)) continue;
      seen.add(id);
      const { changes } = (await call(program, 'GET', `records/deals/${id}/history`)).body as { changes: { verb: string }[] };
      if (changes.length !== (stage === 'proposal' ? 2 : 1)) outcome.wrong.push(`${name} has ${changes.length} changes in its history`);
    }
  }
  for (const [job, tag] of jobs) {
    const state = await ended(program, job);
    const { count } = (await call(program, 'GET', `records/leads?limit=1&count=exact&filter=${encodeURIComponent(`source = "${tag}"`)}`))
      .body as { count: number };
    if (state !== 'done' || count !== BULK) outcome.wrong.push(`job ${job} is ${state} with ${count} of ${BULK} records`);
  }
}
