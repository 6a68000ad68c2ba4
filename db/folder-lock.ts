// One process a data folder: a lock that the kernel gives back when its holder dies, however it dies.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process has the data folder; `pid` is null where it cannot be told. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly code = 'folder_in_use';
  readonly pid: number | null;

  constructor(folder: string, pid: number | null) {
    super(
      `The data folder ${folder} is in use by another Kontor${pid === null ? '' : ` (process ${pid})`}. Stop that one first, or set KONTOR_DATA to another folder.`,
    );
    this.pid = pid;
  }
}

export interface FolderLock {
  release(): void;
}

/**
 * Node has no flock, but its SQLite has: an exclusive transaction is a kernel lock on the file, without a race between two that start
 * at once and without a guess whether a number in a file is still the same process.
 * @throws FolderInUse
 */
export function lockFolder(folder: string): FolderLock {
  const pidFile = join(folder, 'kontor.pid');
  const database = new DatabaseSync(join(folder, 'kontor.lock'));
  try {
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new FolderInUse(folder, readPid(pidFile));
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

const SQLITE_BUSY = 5;

function readPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}
