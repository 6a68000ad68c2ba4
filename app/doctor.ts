// `kontor doctor`: what this machine and this installation look like, and what is wrong with them.

import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../db/index.ts';
import type { Settings } from './settings.ts';

interface Finding {
  readonly what: string;
  readonly found: string;
  readonly wrong: boolean;
}

/** Resolves to the exit code: 1 when something is wrong. */
export async function doctor(settings: Settings): Promise<number> {
  const findings: Finding[] = [
    { what: 'Kontor', found: settings.version, wrong: false },
    checkNode(),
    { what: 'Machine', found: `${process.platform} ${process.arch}, ${gigabytes(totalmem())} memory`, wrong: false },
    checkFolder(settings.dataFolder),
    checkDisk(settings.dataFolder),
    await checkDatabase(settings),
    await checkPort(settings),
    checkClient(),
  ];
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, found, wrong } of findings) console.log(`${wrong ? '!!' : 'ok'}  ${what.padEnd(width)}  ${found}`);
  return findings.some(({ wrong }) => wrong) ? 1 : 0;
}

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return { what: 'Node', found: process.versions.node, wrong: major < 24 };
}

function checkFolder(folder: string): Finding {
  const nearest = nearestExisting(folder);
  const missing = nearest === folder ? '' : ' (will be made)';
  try {
    if (!statSync(nearest).isDirectory()) throw new Error('is not a folder');
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
    return { what: 'Data folder', found: `${folder}${missing}`, wrong: false };
  } catch (error) {
    return { what: 'Data folder', found: `${folder}: ${reason(error)}`, wrong: true };
  }
}

const SCARCE = 1024 ** 3;

function checkDisk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(folder));
  const free = bavail * bsize;
  return { what: 'Disk', found: `${gigabytes(free)} free`, wrong: free < SCARCE };
}

async function checkDatabase(settings: Settings): Promise<Finding> {
  const what = 'Database';
  if (!settings.databaseUrl && !existsSync(join(settings.dataFolder, 'postgres'))) {
    return { what, found: 'embedded PostgreSQL, made at the first start', wrong: false };
  }
  try {
    const opened = await openDatabase({ ...settings, join: true, pool: { size: 1 } });
    const { rows } = await opened.database
      .as(null)
      .query({ text: 'select pg_size_pretty(pg_database_size(current_database()))', values: [] });
    await opened.close();
    return { what, found: `PostgreSQL ${opened.version}, ${opened.embedded ? 'embedded' : 'outside'}, ${rows[0]?.[0]}`, wrong: false };
  } catch (error) {
    return { what, found: reason(error), wrong: true };
  }
}

/** A port that is taken is fine when it is Kontor that has it. */
async function checkPort({ host, port }: Settings): Promise<Finding> {
  const what = `Port ${port}`;
  const taken = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (!taken) return { what, found: `free on ${host}`, wrong: false };
  if (taken !== 'EADDRINUSE') return { what, found: `cannot listen on ${host}: ${taken}`, wrong: true };
  try {
    const health = (await (await fetch(`http://${host}:${port}/health`, { signal: AbortSignal.timeout(3000) })).json()) as Record<
      string,
      unknown
    >;
    if (typeof health.version !== 'string') throw new Error('not Kontor');
    return { what, found: `Kontor ${health.version} answers: ${health.status}`, wrong: health.status !== 'ready' };
  } catch {
    return { what, found: `in use on ${host} by another program`, wrong: true };
  }
}

function checkClient(): Finding {
  const built = existsSync(fileURLToPath(new URL('../dist/index.html', import.meta.url)));
  return { what: 'Client', found: built ? 'built' : 'not built yet; `npm start` builds it', wrong: false };
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
