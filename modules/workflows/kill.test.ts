import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { bulk } from '../../engine/index.ts';
import { testEngine } from '../../tests/engine.ts';
import { letFollow } from '../../tests/followers.ts';

const at = await testEngine(modules);
const { system } = at;
const { records } = system;

const script = fileURLToPath(new URL('../../tests/follow-and-die.ts', import.meta.url));

async function cell(question: string): Promise<number> {
  const { rows } = await system.space.db.query({ text: question.replaceAll('@', `"${system.space.space}".`), values: [] });
  return Number(rows[0]?.[0]);
}

/** Killed without warning as soon as so many runs are done. */
async function followUntil(done: number): Promise<void> {
  const child = spawn(process.execPath, [script, at.connectionString, at.name, tmpdir()], { stdio: 'ignore' });
  const over = once(child, 'exit');
  while ((await cell(`select count(*) from @workflow_runs where state = 'done'`)) < done) {
    expect(child.exitCode).toBeNull();
    await after(5);
  }
  child.kill('SIGKILL');
  await over;
}

it('2,000 changes, and a process that is killed twice on the way: each change has its run exactly once [CS-238]', {
  timeout: 180_000,
}, async () => {
  const { id } = await records.create('workflows', {
    name: 'Counted',
    entity: 'leads',
    event: 'created',
    active: true,
    steps: [
      {
        kind: 'create',
        noun: 'activities',
        assign: [
          { field: 'subject', value: 'name' },
          { field: 'related_to', value: 'id' },
        ],
      },
      { kind: 'update', assign: [{ field: 'description', value: 'concat(coalesce(description, ""), "x")' }] },
    ],
  });
  for (let lot = 0; lot < 40; lot++) {
    const rows = Array.from({ length: 50 }, (_, i) => ({ name: `Lead ${lot * 50 + i}`, company: 'Acme' }));
    await bulk(system.because({ kind: 'user' }), 'leads', { create: rows });
  }
  await followUntil(200);
  const first = await cell(`select count(*) from @workflow_runs where state = 'done'`);
  await followUntil(first + 400);
  expect(await cell(`select count(*) from @workflow_runs where state = 'waiting'`)).toBeGreaterThan(0);
  await letFollow(at);
  expect(await cell(`select count(*) from @workflow_runs where state = 'done' and workflow = '${String(id)}'`)).toBe(2000);
  expect(await cell('select count(distinct change) from @workflow_runs')).toBe(2000);
  expect(await cell('select count(distinct related_to) from @activities')).toBe(2000);
  expect(await cell('select count(*) from @activities')).toBe(2000);
  expect(await cell(`select count(*) from @leads where description = 'x'`)).toBe(2000);
});

it('a write costs no statement more, whether its noun is followed or not [CS-238]', async () => {
  for (const { id } of (await records.list('workflows', { fields: ['id'], limit: 500 })).records)
    await records.update('workflows', String(id), { active: false });
  const { database } = at.engine;
  const counted = async (work: () => Promise<unknown>) => {
    const before = await statements();
    await work();
    return (await statements()) - before;
  };
  async function statements(): Promise<number> {
    await after(0);
    return sent;
  }
  let sent = 0;
  const original = database.transaction.bind(database);
  database.transaction = ((role, work, options) =>
    original(
      role,
      (tx) => {
        for (const way of ['query', 'later'] as const) {
          const ask = tx[way].bind(tx);
          tx[way] = (statement) => {
            sent++;
            return ask(statement);
          };
        }
        return work(tx);
      },
      options,
    )) as typeof database.transaction;
  const make = () => records.create('accounts', { name: 'Counted' });
  await make();
  const unfollowed = await counted(make);
  await records.create('workflows', {
    ...{ name: 'Of contacts', entity: 'contacts', event: 'created', active: true },
    steps: [{ kind: 'update', assign: [{ field: 'description', value: '"x"' }] }],
  });
  await make();
  expect(await counted(make)).toBe(unfollowed);
  await records.create('workflows', {
    ...{ name: 'Of accounts', entity: 'accounts', event: 'created', active: true },
    steps: [{ kind: 'update', assign: [{ field: 'description', value: '"x"' }] }],
  });
  await make();
  expect(await counted(make)).toBe(unfollowed);
  database.transaction = original;
});
