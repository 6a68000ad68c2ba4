// PostgreSQL refuses to run as root. Started by root, it runs as an account that may do nothing else.

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** As whom the server runs. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Null: as the account of this process. An existing cluster keeps its owner; else `postgres` when there is one, else `nobody`. */
export function serverAccount(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return findAccount('postgres') ?? findAccount('nobody') ?? { uid: 65534, gid: 65534 };
}

function findAccount(name: string): Account | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [login, , uid, gid] = line.split(':');
    if (login === name && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** A command and what `spawn` needs to run it as the account. */
export interface Launch {
  readonly command: readonly string[];
  readonly options: { uid?: number; gid?: number };
}

/**
 * Root's own folders (`/root`) are closed to other accounts. Where the way to the data or the program is closed, the
 * server keeps its uid but gets one capability, to pass through folders; util-linux' setpriv hands it over.
 */
export function launchAs(account: Account | null, command: readonly string[], mustReach: readonly string[]): Launch {
  if (!account) return { command, options: {} };
  const closed = mustReach.find((path) => !reaches(account, path));
  if (!closed) return { command, options: account };
  const setpriv = [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--bounding-set=-all,+dac_override',
    // Else access(2), by which PostgreSQL looks for its own program, ignores the capability.
    '--securebits=+no_setuid_fixup',
  ];
  const trial = spawnSync(setpriv[0] as string, [...setpriv.slice(1), 'test', '-e', closed]);
  if (trial.status !== 0) {
    throw new Error(
      `PostgreSQL may not run as root, and the account it runs under instead (uid ${account.uid}) cannot reach ${closed}. ` +
        'Put Kontor somewhere other accounts may enter, for example /opt or /srv, or start it as an ordinary user.',
    );
  }
  return { command: [...setpriv, ...command], options: {} };
}

function reaches(account: Account, path: string): boolean {
  if (!allows(account, path, statSync(path).isDirectory() ? 0o1 : 0o5)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!allows(account, folder, 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function allows(account: Account, path: string, wanted: number): boolean {
  const { uid, gid, mode } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}
