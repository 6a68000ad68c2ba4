// PostgreSQL's settings for one machine that it shares with Kontor.

import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** @param folder where the database lies */
export function embeddedSettings(folder: string): Record<string, string> {
  // In a container the machine's memory is not ours.
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const share = (of: number, part: number, least: number, most: number) =>
    `${Math.round(Math.min(Math.max(of / part / MB, least), most))}MB`;
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '80',
    shared_buffers: share(memory, 6, 64, 8192),
    effective_cache_size: share(memory, 2, 256, 65536),
    work_mem: share(memory, 512, 4, 64),
    maintenance_work_mem: share(memory, 32, 64, 1024),
    dynamic_shared_memory_type: roomInSharedMemory() ? 'posix' : 'mmap',
    // Without lz4 in this build it would be pglz, which costs a write half its speed on two cores.
    wal_compression: 'off',
    // After each checkpoint every page goes whole into the log: an import of a million rows has one or two instead of four.
    max_wal_size: share(freeIn(folder), 10, 1024, 4096),
    min_wal_size: '128MB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    effective_io_concurrency: '32',
    // Our statements are short; compiling them costs more than it saves.
    jit: 'off',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.03',
    idle_in_transaction_session_timeout: '10min',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Containers often give /dev/shm 64 MB, which a parallel query can fill. */
function roomInSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 512 * MB;
  } catch {
    return process.platform !== 'linux';
  }
}
