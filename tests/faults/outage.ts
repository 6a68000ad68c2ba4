// PostgreSQL gone for a while under a Kontor that is written to: requests are told to come again, and the same process goes on afterwards.

import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded } from '../../db/embedded.ts';
import { call, ended, everyRecord, type Program, start, stop, until } from './program.ts';

export interface OutageOutcome {
  /** Writes that were answered with success, before, and after. */
  readonly acknowledged: { before: number; after: number };
  /** Requests that were told to come again. */
  refused: number;
  readonly wrong: string[];
}

const WRITERS = 4;
const BULK = 1500;
/** Writes that are acknowledged before the database goes, and after it is back, however slow the machine is. */
const EACH = 40;

export async function writeThroughOutage(seconds: number): Promise<OutageOutcome> {
  const [databaseFolder, folder] = ['database', 'kontor'].map(newFolder) as [string, string];
  const outcome: OutageOutcome = { acknowledged: { before: 0, after: 0 }, refused: 0, wrong: [] };
  let database = await startEmbedded({ dataFolder: databaseFolder });
  try {
    const program = await start(folder, { DATABASE_URL: database.connectionString });
    const acknowledged: string[] = [];
    const writing = new AbortController();
    const writers = Array.from({ length: WRITERS }, (_, w) => write(program, `outage ${w}`, acknowledged, outcome, writing.signal));
    await until(() => acknowledged.length >= EACH);
    await database.stop();
    outcome.acknowledged.before = acknowledged.length;
    await delay(seconds * 1000);
    if (outcome.refused < WRITERS) outcome.wrong.push(`only ${outcome.refused} requests were answered while the database was away`);
    database = await startEmbedded({ dataFolder: databaseFolder });
    await until(() => acknowledged.length >= outcome.acknowledged.before + EACH);
    writing.abort();
    await Promise.all(writers);
    outcome.acknowledged.after = acknowledged.length - outcome.acknowledged.before;
    await inspect(program, acknowledged, outcome);
    await stop(program);
    return outcome;
  } finally {
    await database.stop();
    for (const path of [folder, databaseFolder]) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
  }
}

function newFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `kontor-outage-${name}-`)));
  chmodSync(folder, 0o711);
  return folder;
}

async function write(program: Program, tag: string, acknowledged: string[], outcome: OutageOutcome, end: AbortSignal): Promise<void> {
  for (let i = 0; !end.aborted; i++) {
    const name = `${tag} ${i}`;
    const { status } = await call(program, 'POST', 'records/deals', { name });
    if (status === 201) acknowledged.push(name);
    else if (status !== 503) outcome.wrong.push(`a write is answered with ${status}`);
    else {
      outcome.refused++;
      await delay(50);
    }
  }
}

/** What was acknowledged is there once, and jobs are done again. */
async function inspect(program: Program, acknowledged: readonly string[], { wrong }: OutageOutcome): Promise<void> {
  const found = new Map<string, number>();
  for (const { name } of await everyRecord<{ name: string }>(program, 'deals', { fields: 'name', filter: 'starts_with(name, "outage")' }))
    found.set(name, (found.get(name) ?? 0) + 1);
  for (const name of acknowledged) if (found.get(name) !== 1) wrong.push(`${name} is there ${found.get(name) ?? 0} times`);
  const create = Array.from({ length: BULK }, (_, n) => ({ name: `outage ${n}` }));
  const { body } = await call(program, 'POST', 'records/leads/bulk', { create });
  const state = await ended(program, (body as { job: string }).job);
  if (state !== 'done') wrong.push(`a job that was ordered afterwards is ${state}`);
}
