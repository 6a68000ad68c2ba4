// Kontor as a process: started, asked, refused, stopped and killed, as an operator would.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';

// Whole processes, on machines that may have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('..', import.meta.url));
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
  it('makes a new folder ready, answers, and leaves nothing running after SIGTERM', async () => {
    const folder = join(newFolder(), 'data');
    const kontor = await start({ KONTOR_DATA: folder });
    const health = await fetch(`${kontor.address}/health`);
    expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ status: 'ready', database: 'up' })]);
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
