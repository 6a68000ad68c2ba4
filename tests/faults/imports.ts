// Kontor killed in the middle of an import, and started again: every row of the file is in, once, and every refused one told.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../access/world.ts';
import { call, ended, everyRecord, importLines, killInJob, type Program, start, stop } from './program.ts';

export interface ImportOutcome {
  /** Times it was killed while the job was running. */
  kills: number;
  readonly wrong: string[];
}

/** Every hundredth row is refused. */
const BAD = 100;

/** Imports `rows` leads and kills the process `kills` times on the way. @param match finds each row's record first, or not */
export async function killWhileImporting(rows: number, kills: number, seed: number, match: boolean): Promise<ImportOutcome> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-import-kills-')));
  const random = randomFrom(seed);
  const outcome: ImportOutcome = { kills: 0, wrong: [] };
  try {
    const first = await start(folder);
    const job = await order(first, rows, match);
    const { program, killed } = await killInJob({ folder, program: first, job }, { kills, pause: () => random.int(150) });
    outcome.kills = killed;
    await inspect(program, job, rows, outcome);
    await stop(program);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function order(program: Program, rows: number, match: boolean): Promise<string> {
  const lines = Array.from({ length: rows }, (_, n) => `lead ${n},${n % BAD === 0 ? 'no address' : `l${n}@example.com`},killed import`);
  const mapping = { name: 'name', email: 'email', source: 'source' };
  return importLines(program, 'leads', ['name,email,source', ...lines], {
    mapping,
    ...(match ? { match: { fields: ['email'], mode: 'skip' } } : {}),
  });
}

async function inspect(program: Program, job: string, rows: number, { wrong }: ImportOutcome): Promise<void> {
  const state = await ended(program, job);
  const { result, errors } = (await call(program, 'GET', `jobs/${job}`)).body as {
    result: Record<string, number>;
    errors: { row: number }[];
  };
  const refused = Math.ceil(rows / BAD);
  if (state !== 'done') wrong.push(`the job is ${state}`);
  if (result.created !== rows - refused || result.failed !== refused || result.skipped !== 0)
    wrong.push(`it says ${JSON.stringify(result)}`);
  if (errors.length !== Math.min(refused, 1000)) wrong.push(`${errors.length} refused rows are told`);
  const seen = new Map<string, number>();
  const found = await everyRecord<{ name: string; version: number }>(program, 'leads', {
    fields: 'name,version',
    filter: 'source = "killed import"',
  });
  for (const { name, version } of found) {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (version !== 1) wrong.push(`${name} was written ${version} times`);
  }
  for (let n = 0; n < rows; n++) {
    const count = seen.get(`lead ${n}`) ?? 0;
    if (count !== (n % BAD === 0 ? 0 : 1)) wrong.push(`row ${n} is there ${count} times`);
  }
  const { api, cookie } = program;
  const file = await (await fetch(`${api}/jobs/${job}/errors.csv`, { headers: { cookie } })).text();
  if (file.trim().split('\r\n').length !== refused + 1) wrong.push('the file of refused rows has another number of them');
}
