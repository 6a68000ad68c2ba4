// The embedded server with real processes: killed, orphaned, locked out, run as root and as somebody else.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { type EmbeddedServer, joinEmbedded, startEmbedded } from './embedded.ts';
import { DatabaseUnavailable } from './errors.ts';
import { FolderInUse } from './folder-lock.ts';
import { createPool, type Database } from './pool.ts';
import { compile, type SQL, sql } from './sql.ts';

// Whole servers, on machines that may have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const linux = process.platform === 'linux';
const root = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-embedded-')));
  chmodSync(folder, 0o711);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

async function start(dataFolder: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataFolder });
  cleanups.push(() => server.stop());
  return server;
}

function connect({ connectionString }: Pick<EmbeddedServer, 'connectionString'>): Database {
  const database = createPool({ connectionString, size: 2, patience: 60_000 });
  cleanups.push(() => database.close());
  return database;
}

async function ask(database: Database, text: SQL) {
  return (await database.as(null).query(compile(text))).rows;
}

interface Holder {
  readonly process: ChildProcess;
  readonly server: number;
  readonly connectionString: string;
}

/** A process of its own that owns the database of the folder. */
async function hold(dataFolder: string, account: { uid?: number; gid?: number } = {}): Promise<Holder> {
  const script = fileURLToPath(new URL('../tests/hold-database.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataFolder], { ...account, stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });
  for await (const line of createInterface(child.stdout)) if (line.startsWith('{')) return { process: child, ...JSON.parse(line) };
  throw new Error('The process ended before its database was ready');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A zombie is dead; whoever adopted it has not looked yet.
  return !linux || !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

const gone = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);

describe('a data folder', () => {
  it('becomes a database that knows letters of all scripts, and starts again with what it held', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const database = connect(first);
    await database.transaction(null, (tx) => tx.script('create extension pg_trgm; create table kept (word text)'));
    for (const word of ['Привет', 'Ελληνικά', '日本語', 'zażółć']) {
      const [[trigrams = ''] = []] = await ask(database, sql`select show_trgm(${sql.value(word)})`);
      expect(trigrams).not.toBe('{}');
    }
    await ask(database, sql`insert into kept values ('here')`);
    await database.close();
    await first.stop();
    const again = await start(folder);
    expect(await ask(connect(again), sql`select word from kept`)).toEqual([['here']]);
  });

  it('is reached by its own login alone, which is no superuser, and from this machine alone', async () => {
    const server = await start(newFolder());
    const database = connect(server);
    expect(await ask(database, sql`select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`)).toEqual([
      ['f', 't', 't'],
    ]);
    expect(await ask(database, sql`show listen_addresses`)).toEqual([['']]);
    const superuser = createPool({ connectionString: server.connectionString.replace('//kontor:', '//postgres:') });
    await expect(ask(superuser, sql`select 1`)).rejects.toThrow(/refused the connection/);
  });

  it('of another major version is refused with the way to go, and left alone', async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n');
    await expect(start(folder)).rejects.toThrow(/PostgreSQL 14, this Kontor brings PostgreSQL \d+.*kontor backup.*kontor restore/);
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    await start(folder);
  });

  it('may lie at the end of a very long path', async () => {
    const folder = join(newFolder(), 'a-rather-long-name-for-a-folder'.repeat(2), 'and-another-one'.repeat(3));
    expect(await ask(connect(await start(folder)), sql`select 1`)).toEqual([['1']]);
  });

  it('is cleaned of what a killed first start left', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres.new-12345', 'base'), { recursive: true });
    await start(folder);
    expect(existsSync(join(folder, 'postgres.new-12345'))).toBe(false);
  });

  it('has settings of its own that win over Kontor’s', async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postgres', 'postgresql.conf'), "include 'kontor.conf'\nwork_mem = '7MB'\n");
    const database = connect(await start(folder));
    expect(await ask(database, sql`select current_setting('work_mem'), current_setting('jit')`)).toEqual([['7MB', 'off']]);
  });
});

describe('two at once', () => {
  it('the second is refused and told who has it, a command may join', async () => {
    const folder = newFolder();
    const holder = await hold(folder);
    const refusal = await startEmbedded({ dataFolder: folder }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderInUse);
    expect((refusal as Error).message).toContain(`process ${holder.process.pid}`);
    const joined = await joinEmbedded({ dataFolder: folder });
    expect(await ask(connect(joined), sql`select 1`)).toEqual([['1']]);
    await joined.stop();
    expect(isAlive(holder.server)).toBe(true);
  });

  it('the same process cannot start it twice either, and can start it again after stopping', async () => {
    const folder = newFolder();
    const server = await start(folder);
    await expect(startEmbedded({ dataFolder: folder })).rejects.toThrow(FolderInUse);
    await server.stop();
    await start(folder);
  });
});

describe('killed', () => {
  it('Kontor by kill -9: its server stops by itself, and nothing committed is lost', async () => {
    const folder = newFolder();
    const holder = await hold(folder);
    const database = connect(holder);
    await ask(database, sql`create table kept as select 42 as answer`);
    holder.process.kill('SIGKILL');
    await gone(holder.server);
    expect(await ask(connect(await start(folder)), sql`select answer from kept`)).toEqual([['42']]);
  });

  it.runIf(linux)('Kontor and the watch: the orphaned server is found and replaced', async () => {
    const folder = newFolder();
    const holder = await hold(folder);
    await ask(connect(holder), sql`create table kept as select 42 as answer`);
    for (const pid of watchesOf(folder, holder.server)) process.kill(pid, 'SIGKILL');
    holder.process.kill('SIGKILL');
    await once(holder.process, 'exit');
    expect(isAlive(holder.server)).toBe(true);
    const server = await start(folder);
    expect(isAlive(holder.server)).toBe(false);
    expect(await ask(connect(server), sql`select answer from kept`)).toEqual([['42']]);
  });

  it('both at once, again and again', async () => {
    const folder = newFolder();
    for (let round = 0; round < 3; round++) {
      const holder = await hold(folder);
      const database = connect(holder);
      await ask(database, sql`create table if not exists kept (round int)`);
      await ask(database, sql`insert into kept values (${sql.value(round)})`);
      process.kill(holder.server, 'SIGKILL');
      holder.process.kill('SIGKILL');
      await once(holder.process, 'exit');
    }
    expect(await ask(connect(await start(folder)), sql`select count(*) from kept`)).toEqual([['3']]);
  });

  it('the server alone: it is back by itself, and who asks meanwhile waits', async () => {
    const server = await start(newFolder());
    const database = connect(server);
    await ask(database, sql`create table kept as select 42 as answer`);
    for (let round = 0; round < 2; round++) {
      const before = server.pid as number;
      process.kill(before, 'SIGKILL');
      await gone(before);
      const answer = () =>
        ask(database, sql`select answer from kept`).catch((error: unknown) => (error instanceof DatabaseUnavailable ? null : error));
      await expect.poll(answer, { timeout: 60_000 }).toEqual([['42']]);
      expect(server.pid).not.toBe(before);
    }
  });

  it('a start in its first second leaves a folder that starts', async () => {
    const folder = newFolder();
    const script = fileURLToPath(new URL('../tests/hold-database.ts', import.meta.url));
    const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' });
    await expect.poll(() => globSync(join(folder, 'postgres.new-*')).length, { interval: 5, timeout: 60_000 }).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await ask(connect(await start(folder)), sql`select 1`)).toEqual([['1']]);
  });

  it('does not take somebody else’s process for its server', async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${join(folder, 'postgres')}\n`);
    writeFileSync(join(folder, 'postgres', '.s.PGSQL.5432.lock'), `${process.pid}\n`);
    expect(await ask(connect(await start(folder)), sql`select 1`)).toEqual([['1']]);
  });
});

describe.runIf(root && linux)('accounts', () => {
  const nobody = { uid: 65534, gid: 65534 };

  it('started by root, the server runs as somebody without rights', async () => {
    const folder = newFolder();
    const server = await start(folder);
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0');
    expect(/^CapEff:\s+(\w+)/m.exec(status)?.[1]).toMatch(/^0+$/);
  });

  it('works in a folder that only root may enter', async () => {
    const closed = newFolder();
    chmodSync(closed, 0o700);
    const server = await start(join(closed, 'data'));
    expect(await ask(connect(server), sql`select 1`)).toEqual([['1']]);
    expect(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]).not.toBe('0');
  });

  it('works for an ordinary user, whose folder root may take over later', async () => {
    const folder = newFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    const holder = await hold(folder, nobody);
    await ask(connect(holder), sql`create table kept as select 42 as answer`);
    holder.process.kill('SIGTERM');
    await once(holder.process, 'exit');
    await gone(holder.server);
    expect(await ask(connect(await start(folder)), sql`select answer from kept`)).toEqual([['42']]);
  });
});

it('openDatabase brings the extensions and says what it found', async () => {
  const folder = newFolder();
  const opened = await openDatabase({ dataFolder: folder });
  cleanups.push(() => opened.close());
  expect(opened).toMatchObject({ embedded: true, version: expect.stringMatching(/^\d+\.\d+$/) });
  expect(await ask(opened.database, sql`select extname from pg_extension where extname in ('pg_trgm', 'btree_gist') order by 1`)).toEqual([
    ['btree_gist'],
    ['pg_trgm'],
  ]);
  const outside = await openDatabase({ dataFolder: '/nonexistent', databaseUrl: opened.connectionString });
  expect(outside).toMatchObject({ embedded: false, version: opened.version });
  await outside.close();
});

/** Processes that wait in our shell for the end of their Kontor. */
function watchesOf(folder: string, server: number): number[] {
  return globSync('/proc/[0-9]*/cmdline').flatMap((file) => {
    const pid = Number(file.split('/')[2]);
    try {
      const command = readFileSync(file, 'utf8');
      return pid !== server && command.startsWith('/bin/sh') && command.includes(folder) ? [pid] : [];
    } catch {
      return [];
    }
  });
}
