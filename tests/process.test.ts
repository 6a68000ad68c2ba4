// Kontor as a process: started, asked, refused, stopped and killed, as an operator would.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import { Engine, folderStore } from '../engine/index.ts';
import { testDatabase } from './database.ts';

// Whole processes, on machines that may have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('..', import.meta.url));
const { connectionString, database } = await testDatabase();
const cleanups: (() => unknown)[] = [];
/** What one process has compiled the next one need not: half of the work of a start. */
const compiled = join(inject('runFolder'), 'compiled');

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-process-')));
  chmodSync(folder, 0o711);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

interface Run {
  readonly process: ChildProcess;
  /** All it printed so far. */
  output(): string;
  /** Exit code, or the signal that ended it. */
  readonly end: Promise<number | NodeJS.Signals>;
}

function run(program: string, words: readonly string[], environment: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(root, program), ...words], {
    env: { ...process.env, PORT: '0', KONTOR_DEMO: '0', KONTOR_LOG: 'warn', NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const end = once(child, 'close').then(([code, signal]) => code ?? signal);
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await end;
  });
  return { process: child, output: () => text, end };
}

async function start(environment: Record<string, string>, program = 'bin/kontor.ts'): Promise<Run & { readonly address: string }> {
  const started = run(program, ['start'], environment);
  const ended = started.end.then((code) => {
    throw new Error(`It ended with ${code}: ${started.output()}`);
  });
  await Promise.race([expect.poll(started.output, { timeout: 90_000 }).toMatch(/Open http/), ended]);
  ended.catch(() => {});
  return { ...started, address: /http:\/\/[\d.:]+/.exec(started.output())?.[0] ?? '' };
}

/** The database server of a data folder, as the server itself notes it. */
function databaseOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

const isStopped = (folder: string) => !existsSync(join(folder, 'postgres', 'postmaster.pid'));

describe('kontor start', () => {
  it('makes a new folder ready, closed to other accounts, answers, and leaves nothing running after SIGTERM [NV-49]', async () => {
    const folder = join(newFolder(), 'data');
    // As a version left it that did not close it yet.
    mkdirSync(join(folder, 'files'), { recursive: true, mode: 0o755 });
    const kontor = await start({ KONTOR_DATA: folder });
    const health = await fetch(`${kontor.address}/health`);
    expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ status: 'ready', database: 'up' })]);
    for (const name of ['files', 'secret', 'postgres']) expect([name, statSync(join(folder, name)).mode & 0o007]).toEqual([name, 0]);
    kontor.process.kill('SIGTERM');
    expect(await kontor.end).toBe(0);
    expect(isStopped(folder)).toBe(true);
    await expect(fetch(`${kontor.address}/health`)).rejects.toThrow();
  });

  it('takes several SIGINT of one Ctrl-C for one', async () => {
    const folder = newFolder();
    const kontor = await start({ KONTOR_DATA: folder });
    for (let i = 0; i < 3; i++) kontor.process.kill('SIGINT');
    expect(await kontor.end).toBe(0);
    expect(isStopped(folder)).toBe(true);
  });

  it('stops cleanly when its launcher is killed', async () => {
    const folder = newFolder();
    const launcher = run('tests/launch.mjs', [], { KONTOR_DATA: folder });
    await expect.poll(launcher.output, { timeout: 90_000 }).toMatch(/Open http/);
    launcher.process.kill('SIGKILL');
    await launcher.end;
    await expect.poll(() => isStopped(folder), { timeout: 60_000 }).toBe(true);
  });

  it('survives the death of its database', async () => {
    const folder = newFolder();
    const kontor = await start({ KONTOR_DATA: folder });
    const killed = databaseOf(folder);
    process.kill(killed, 'SIGKILL');
    await expect
      .poll(() => !isStopped(folder) && databaseOf(folder), { timeout: 60_000 })
      .not.toSatisfy((pid) => pid === false || pid === killed);
    const state = async () => (await fetch(`${kontor.address}/health`)).status;
    await expect.poll(state, { timeout: 60_000 }).toBe(200);
    // Not by dying and being started again by somebody.
    expect(kontor.process.exitCode).toBe(null);
    kontor.process.kill('SIGTERM');
    expect(await kontor.end).toBe(0);
  });

  it('refuses a second process on the folder, and names the first', async () => {
    const folder = newFolder();
    const first = await start({ KONTOR_DATA: folder });
    const second = run('bin/kontor.ts', ['start'], { KONTOR_DATA: folder });
    expect(await second.end).toBe(1);
    expect(second.output()).toContain(`process ${first.process.pid}`);
    expect((await fetch(`${first.address}/health`)).status).toBe(200);
  });

  it('says that the port is taken, and takes its database down again', async () => {
    const folder = newFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    cleanups.push(() => taken.close());
    const port = String((taken.address() as { port: number }).port);
    const kontor = run('bin/kontor.ts', ['start'], { KONTOR_DATA: folder, PORT: port });
    expect(await kontor.end).toBe(1);
    expect(kontor.output()).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(isStopped(folder)).toBe(true);
  });

  it('makes the demo workspace once: again when it was killed meanwhile, never when somebody dropped it', async () => {
    const folder = newFolder();
    const killed = run('bin/kontor.ts', ['start'], { KONTOR_DATA: folder, KONTOR_DEMO: '1' });
    await expect.poll(killed.output, { timeout: 90_000, interval: 5 }).toContain('Making the workspace');
    killed.process.kill('SIGKILL');
    await killed.end;
    const again = await start({ KONTOR_DATA: folder, KONTOR_DEMO: '1' });
    expect(again.output()).toContain('Making the workspace');
    expect((await fetch(`${again.address}/demo/`)).status).toBe(200);
    const drop = run('bin/kontor.ts', ['workspace', 'drop', 'demo', '--yes'], { KONTOR_DATA: folder });
    expect([await drop.end, drop.output()]).toEqual([0, expect.stringContaining('is gone')]);
    again.process.kill('SIGTERM');
    await again.end;
    const other = run('bin/kontor.ts', ['workspace', 'create', 'acme'], { KONTOR_DATA: folder });
    expect(await other.end).toBe(0);
    const last = await start({ KONTOR_DATA: folder, KONTOR_DEMO: '1' });
    expect(last.output()).not.toContain('Making the workspace');
  });
});

describe('two processes over one database', () => {
  const json = { 'content-type': 'application/json' };

  it('obey with the next request what was changed in the other: rights, status, department [SC-23]', async () => {
    const engine = new Engine({ database, modules, files: folderStore(newFolder()), queue: null });
    await engine.workspaces.create('acme');
    const { records } = engine.system((await engine.workspace('acme'))!, { kind: 'system', detail: 'test' });
    const top = String((await records.list('departments', { fields: ['id'] })).records[0]!.id);
    const unit = String((await records.create('departments', { name: 'Unit', parent: top })).id);
    const rooted = String((await records.list('permission_sets', { filter: 'root = true', fields: ['id'] })).records[0]!.id);
    const grants = [{ target: 'deals', verb: 'view', scopes: ['same_unit'] }];
    const set = String((await records.create('permission_sets', { name: 'Deals of the unit', grants })).id);
    const person = async (login: string, department: string, ...permission_sets: string[]) =>
      String((await records.create('users', { login, name: login, password: 'correct horse', department, permission_sets })).id);
    await person('chief', top, rooted);
    const ann = await person('ann', unit, set);
    await records.create('deals', { name: 'Of the unit', owner: ann });
    await records.create('deals', { name: 'Of a neighbour', owner: await person('ned', unit, set) });

    const environment = { DATABASE_URL: connectionString, KONTOR_ROLE: 'serve', KONTOR_SECRET: 'the secret of both' };
    const [here, there] = await Promise.all([1, 2].map(() => start({ ...environment, KONTOR_DATA: newFolder() })));
    const at = (kontor: { address: string }, path: string) => `${kontor.address}/acme/api/v1/${path}`;
    const signIn = async (kontor: { address: string }, login: string) => {
      const body = JSON.stringify({ login, password: 'correct horse' });
      const answer = await fetch(at(kontor, 'session'), { method: 'POST', headers: json, body });
      return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
    };
    const chief = await signIn(here!, 'chief');
    const hers = await signIn(there!, 'ann');
    const change = async (path: string, values: object) => {
      const answer = await fetch(at(here!, path), { method: 'PATCH', headers: { ...json, ...chief }, body: JSON.stringify(values) });
      expect([path, answer.status]).toEqual([path, 200]);
    };
    const seen = async () => {
      const answer = await fetch(at(there!, 'records/deals?fields=name&sort=name'), { headers: hers });
      if (answer.status !== 200) return answer.status;
      return ((await answer.json()) as { records: { name: string }[] }).records.map(({ name }) => name);
    };

    expect(await seen()).toEqual(['Of a neighbour', 'Of the unit']);
    await change(`records/users/${ann}`, { department: top });
    expect(await seen()).toEqual(['Of the unit']);
    await change(`records/users/${ann}`, { department: unit });
    expect(await seen()).toHaveLength(2);
    await change(`records/permission_sets/${set}`, { grants: [{ ...grants[0], scopes: ['own'] }] });
    expect(await seen()).toEqual(['Of the unit']);
    await change(`records/permission_sets/${set}`, { grants: [{ target: 'leads', verb: 'view', scopes: ['all'] }] });
    expect(await seen()).toBe(403);
    await change(`records/users/${ann}`, { status: 'disabled' });
    expect(await seen()).toBe(401);
  });
});

describe('kontor', () => {
  it.each([
    [{ PORT: 'eighty' }, ['doctor'], 1, 'PORT is "eighty"'],
    [{ KONTOR_ROLE: 'king' }, ['doctor'], 1, 'must be all, serve or work'],
    [{}, ['fly'], 2, 'There is no "fly"'],
    [{}, ['help'], 0, 'kontor start'],
    [{ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, ['doctor'], 1, '!!  Database'],
  ])('%j %j ends with %i and says: %s', async (environment, words, code, said) => {
    const kontor = run('bin/kontor.ts', words, { KONTOR_DATA: newFolder(), ...environment });
    expect([await kontor.end, kontor.output()]).toEqual([code, expect.stringContaining(said)]);
  });

  it('doctor looks beside a running Kontor without disturbing it, and makes nothing', async () => {
    const folder = newFolder();
    const before = run('bin/kontor.ts', ['doctor'], { KONTOR_DATA: folder });
    expect(await before.end).toBe(0);
    expect(globSync('*', { cwd: folder })).toEqual([]);
    const kontor = await start({ KONTOR_DATA: folder });
    const beside = run('bin/kontor.ts', ['doctor'], { KONTOR_DATA: folder, PORT: new URL(kontor.address).port });
    expect([await beside.end, beside.output()]).toEqual([0, expect.stringMatching(/Database +PostgreSQL.*\n.*Kontor .* answers: ready/)]);
    expect((await fetch(`${kontor.address}/health`)).status).toBe(200);
  });

  it('the launcher passes on words, signals and exit codes', async () => {
    const kontor = run('bin/kontor.mjs', ['fly'], { KONTOR_DATA: newFolder() });
    expect([await kontor.end, kontor.output()]).toEqual([2, expect.stringContaining('There is no "fly"')]);
  });
});
