// The servers that are measured, as processes of their own.

import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../db/index.ts';
import { once } from './load.ts';

const house = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Milliseconds of CPU that a server and all of PostgreSQL have used; with other load on the machine they tell more than requests a second. */
export async function cpu(folder: string, { pid }: ChildProcess): Promise<number> {
  const master = (await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
  let ticks = 0;
  for (const id of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(id)) continue;
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (id === String(pid) || id === master || words[1] === master) ticks += Number(words[11]) + Number(words[12]);
    // Connections and workers that have ended meanwhile are in what their master waited for.
    if (id === master) ticks += Number(words[13]) + Number(words[14]);
  }
  return ticks * 10;
}

/** Resident megabytes. */
export async function memory({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** What `work` answers, and the resident megabytes while it went on, at most. */
export async function mostMemory<T>(child: ChildProcess, work: () => Promise<T>): Promise<{ result: T; most: number }> {
  let most = 0;
  const timer = setInterval(() => void memory(child).then((now) => (most = Math.max(most, now))), 100);
  try {
    return { result: await work(), most };
  } finally {
    clearInterval(timer);
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly base: string;
  /** Seconds from the start of the process to the first good answer. */
  readonly took: number;
}

/** As bin/launch.mjs starts it. */
const flags = ['--max-semi-space-size=16', '--heap-growing-percent=100'];

export function startKontor(folder: string, demo = false): Promise<Started> {
  const port = 3460 + Math.floor(Math.random() * 500);
  const env = {
    ...process.env,
    KONTOR_DATA: folder,
    KONTOR_DEMO: demo ? '1' : '0',
    PORT: String(port),
    HOST: '127.0.0.1',
    NODE_ENV: 'production',
  };
  return started(
    spawn(process.execPath, [...flags, join(house, 'bin/kontor.ts'), 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] }),
    port,
    '/health',
  );
}

export async function startPlain(folder: string, pool: 'pg' | 'kontor'): Promise<Started> {
  const { connectionString, close } = await openDatabase({ dataFolder: folder, join: true });
  await close();
  const port = 4000 + Math.floor(Math.random() * 500);
  const env = { ...process.env, PLAIN_DATABASE: connectionString, PLAIN_POOL: pool, PORT: String(port), NODE_ENV: 'production' };
  return started(
    spawn(process.execPath, [join(house, 'bench/plain.ts')], { env, stdio: ['ignore', 'ignore', 'inherit'] }),
    port,
    '/contacts/1',
  );
}

async function started(child: ChildProcess, port: number, path: string): Promise<Started> {
  const began = performance.now();
  const base = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`A server ended with ${child.exitCode} before it was ready.`);
    const answer = await once({ base, headers: {} }, { method: 'GET', path }).catch(() => null);
    if (answer?.status === 200) return { child, base, took: (performance.now() - began) / 1000 };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
