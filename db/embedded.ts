// The embedded PostgreSQL server: started, watched, restarted and stopped by the process that owns the data folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, launchAs, serverAccount } from './embedded-account.ts';
import { type Binaries, type ClusterFiles, ensureCluster, findBinaries, serverEnvironment, writeSettings } from './embedded-cluster.ts';
import { embeddedSettings } from './embedded-settings.ts';
import { FolderInUse, type FolderLock, lockFolder } from './folder-lock.ts';

export interface EmbeddedOptions {
  readonly dataFolder: string;
  /** Over Kontor's own; for tests. */
  readonly settings?: Record<string, string>;
  /** Nothing waits for the disk: tests only. */
  readonly volatile?: boolean;
  /** Hears of restarts. */
  readonly log?: (message: string) => void;
}

export interface EmbeddedServer {
  readonly connectionString: string;
  /** Process id of the server; null when this process only joined a running one. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

/** Starts the server of a data folder; refuses with FolderInUse when another process runs it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataFolder = ensureDataFolder(options.dataFolder);
  const lock = lockFolder(dataFolder);
  try {
    const binaries = await findBinaries();
    const account = serverAccount(join(dataFolder, 'postgres'));
    const files = await ensureCluster({ dataFolder, binaries, account, volatile: options.volatile ?? false });
    writeSettings(files.folder, { ...embeddedSettings(files.folder), ...(options.volatile ? VOLATILE : {}), ...options.settings }, account);
    const server = new Server({ dataFolder, files, binaries, account, lock, log: options.log ?? (() => {}) });
    await server.start();
    return server;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** For commands beside a running Kontor: its server when there is one, else an own one for as long as the command takes. */
export async function joinEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    const dataFolder = resolve(options.dataFolder);
    const password = readFileSync(join(dataFolder, 'postgres.password'), 'utf8').trim();
    const connectionString = socketAddress({ folder: join(dataFolder, 'postgres'), password });
    return { connectionString, pid: null, stop: async () => {} };
  }
}

const VOLATILE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB', max_wal_size: '512MB' };
const START_LIMIT = 60_000;
/** What was not stopped in order is recovered first, on a slow disk for minutes; whoever ends that makes the next start begin anew. */
const RECOVERY_LIMIT = 900_000;

interface ServerParts {
  readonly dataFolder: string;
  readonly files: ClusterFiles;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly lock: FolderLock;
  readonly log: (message: string) => void;
}

class Server implements EmbeddedServer {
  readonly connectionString: string;
  readonly #parts: ServerParts;
  readonly #logFile: string;
  #child: ChildProcess | null = null;
  #stopping: Promise<void> | null = null;
  #restarting: Promise<void> | null = null;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#logFile = join(parts.dataFolder, 'postgres.log');
    this.connectionString = socketAddress(parts.files);
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async start(): Promise<void> {
    await endOrphan(this.#parts.files.folder);
    const until = performance.now() + START_LIMIT;
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      const failure = await this.#launch();
      if (!failure) return;
      // Somebody killed it, or backends of one that was killed hold its shared memory for a moment: worth another try.
      if (!/was killed by|shared memory block/.test(failure) || performance.now() > until) throw new Error(failure);
      await delay(pause);
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#restarting;
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      // SIGINT is a fast shutdown: clients are sent away. SIGQUIT leaves the rest to recovery.
      child.kill('SIGINT');
      const force = setTimeout(() => child.kill('SIGQUIT'), 20_000);
      await gone;
      clearTimeout(force);
    }
    const { folder } = this.#parts.files;
    if (socketFolder(folder) !== folder) rmSync(socketFolder(folder), { recursive: true, force: true });
    this.#parts.lock.release();
  }

  /** Null when the server is ready, else why not. */
  async #launch(): Promise<string | null> {
    const { files, binaries, account, dataFolder } = this.#parts;
    const logStart = trimLog(this.#logFile);
    const server = [binaries.postgres, '-D', files.folder, '-k', ensureSocketFolder(files.folder, account)];
    const { command, options } = launchAs(account, server, [binaries.postgres, dataFolder]);
    const output = openSync(this.#logFile, 'a', 0o600);
    const child = spawn('/bin/sh', ['-c', WITH_WATCH, 'kontor', ...command], {
      ...options,
      cwd: '/',
      // A Ctrl-C in the terminal is for Kontor, which first finishes what it is doing.
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', output, output, 'pipe'],
    });
    closeSync(output);
    const watch = child.stdio[3] as Writable;
    watch.on('error', () => {});
    let exited: string | null = null;
    child.on('error', (error) => {
      exited = error.message;
    });
    child.once('exit', (code, signal) => {
      watch.end('over\n');
      exited = signal ? `was killed by ${signal}` : `ended with code ${code}`;
      if (this.#child === child) this.#lost(exited);
    });
    const began = performance.now();
    for (let told = false; exited === null; await delay(10)) {
      if (isReady(files.folder, child.pid)) {
        this.#child = child;
        return null;
      }
      const waited = performance.now() - began;
      if (waited > START_LIMIT && !told) this.#parts.log('The database recovers, as it was not stopped in order; that may take minutes');
      told ||= waited > START_LIMIT;
      if (waited > RECOVERY_LIMIT) {
        child.kill('SIGQUIT');
        exited = 'did not become ready in time';
      }
    }
    return `The embedded PostgreSQL ${exited}: ${readFileSync(this.#logFile, 'utf8').slice(logStart).trim().slice(-2000)}`;
  }

  #lost(how: string): void {
    this.#child = null;
    if (this.#stopping) return;
    this.#parts.log(`The database ${how}; starting it again`);
    this.#restarting ??= this.#restart().finally(() => {
      this.#restarting = null;
    });
  }

  async #restart(): Promise<void> {
    for (let pause = 100; !this.#stopping; pause = Math.min(pause * 2, 5000)) {
      try {
        await this.start();
        this.#parts.log('The database is back');
        return;
      } catch (error) {
        this.#parts.log(`The database does not start: ${error instanceof Error ? error.message : error}`);
        await delay(pause);
      }
    }
  }
}

/**
 * The server becomes this shell's process; a detached reader of our pipe stays behind. When we end without a word,
 * even by kill -9, the pipe closes and the reader sends the server the signal for a fast shutdown.
 */
const WITH_WATCH = `( ( trap '' INT TERM HUP; read -r word <&3 || kill -INT $$ ) >/dev/null 2>&1 & ); exec "$@" 3<&-`;

function ensureDataFolder(folder: string): string {
  const path = resolve(folder);
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true });
    // Others may pass through, not look around: the server's own account has its folder in here.
    chmodSync(path, 0o711);
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`The data folder ${path} may not be read and written by this account (uid ${process.getuid?.()})`, { cause: error });
  }
  return realpathSync(path);
}

const SOCKET = '.s.PGSQL.5432';

/** The socket lies with the data, unless its path would be longer than systems allow (104 to 108 bytes). */
function socketFolder(cluster: string): string {
  if (Buffer.byteLength(cluster) + SOCKET.length < 100) return cluster;
  return join(tmpdir(), `kontor-${hash('sha1', cluster).slice(0, 16)}`);
}

/** In the temporary folder anybody could have put something under the name. */
function ensureSocketFolder(cluster: string, account: Account | null): string {
  const folder = socketFolder(cluster);
  if (folder === cluster) return folder;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = account?.uid ?? process.getuid?.();
  if (process.getuid?.() === 0 && account) chownSync(folder, account.uid, account.gid);
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(`${folder} should be a folder that only the database server may enter; remove it`);
  }
  for (const name of [SOCKET, `${SOCKET}.lock`]) rmSync(join(folder, name), { force: true });
  return folder;
}

function socketAddress({ folder, password }: ClusterFiles): string {
  return `postgres://kontor:${encodeURIComponent(password)}@localhost/kontor?host=${encodeURIComponent(socketFolder(folder))}`;
}

function isReady(folder: string, pid: number | undefined): boolean {
  const lines = readPidFile(folder);
  return lines !== null && Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function readPidFile(folder: string): string[] | null {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

/** A server that outlived its Kontor is sent away; a pid file that means nobody or somebody else is removed. */
async function endOrphan(folder: string): Promise<void> {
  const pid = Number(readPidFile(folder)?.[0]);
  if (!pid) return;
  const began = performance.now();
  let signal: NodeJS.Signals | null = 'SIGINT';
  while (isServerOf(pid, folder)) {
    if (signal) process.kill(pid, signal);
    const waited = performance.now() - began;
    if (waited > START_LIMIT) throw new Error(`An earlier PostgreSQL server (process ${pid}) on ${folder} does not stop`);
    signal = waited > 15_000 ? 'SIGQUIT' : null;
    await delay(20);
  }
  for (const name of ['postmaster.pid', SOCKET, `${SOCKET}.lock`]) rmSync(join(folder, name), { force: true });
}

/** A server's working directory is its data folder; the number alone may mean another process by now. */
function isServerOf(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/** Answers where the new entries begin. */
function trimLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < 5_000_000) return size;
  rmSync(file);
  return 0;
}
