// Faults of ours, for administrators to look up: what failed and where in the code, never a value (row PX-36).

import { LRUCache } from 'lru-cache';
import type { BoundContext } from './context.ts';

export interface Fault {
  readonly kind: 'request' | 'job';
  /** Pattern of the address, or kind of the job: no ids. */
  readonly place: string;
  /** Under which the server's own log has it, too. */
  readonly reference: string;
  readonly error: unknown;
}

const NOUN = 'faults';
const FRAMES = 12;
/** The same fault again says nothing new; a storm of them must not fill the database. */
const known = new LRUCache<string, true>({ max: 1000, ttl: 10 * 60_000 });

/** Never throws: whatever failed has its own answer already, and the database may be what failed. */
export async function noteFault(system: BoundContext, { kind, place, reference, error }: Fault): Promise<void> {
  // Instances may do without the log.
  if (!Object.hasOwn(system.space.state.schema.entities, NOUN)) return;
  const { name, code, where } = described(error);
  const key = JSON.stringify([system.workspace, kind, place, name, code, where]);
  if (known.has(key)) return;
  known.set(key, true);
  await system.records.create(NOUN, { kind, place, error: name, code, stack: where, reference }).catch(() => known.delete(key));
}

/** Without the message: it may quote what somebody typed. */
function described(error: unknown): { name: string; code: string | null; where: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: null, where: '' };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const where = frames
    .slice(0, FRAMES)
    .map((line) => line.trim().replace(/file:\/\/\S*?\/(?=(engine|server|modules|db|schema|connectors|app)\/)/, ''));
  return { name: error.name, code: typeof code === 'string' ? code.slice(0, 60) : null, where: where.join('\n') };
}
