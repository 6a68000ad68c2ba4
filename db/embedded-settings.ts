// PostgreSQL's settings for one machine that it shares with Kontor.

import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MB = 1024 * 1024;

export function embeddedSettings(): Record<string, string> {
  // In a container the machine's memory is not ours.
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const share = (part: number, least: number, most: number) => `${Math.round(Math.min(Math.max(memory / part / MB, least), most))}MB`;
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '80',
    shared_buffers: share(6, 64, 8192),
    effective_cache_size: share(2, 256, 65536),
    work_mem: share(512, 4, 64),
    maintenance_work_mem: share(32, 64, 1024),
    dynamic_shared_memory_type: roomInSharedMemory() ? 'posix' : 'mmap',
    // Without lz4 in this build it would be pglz, which costs a write half its speed on two cores.
    wal_compression: 'off',
    max_wal_size: '2GB',
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

/** Containers often give /dev/shm 64 MB, which a parallel query can fill. */
function roomInSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 512 * MB;
  } catch {
    return process.platform !== 'linux';
  }
}
