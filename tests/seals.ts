import { expect } from 'vitest';
import { type BoundContext, sealHistory, verifyHistory } from '../engine/index.ts';

/**
 * Seals all there is and answers how many changes that were. What other tests write meanwhile on the same server, in whatever
 * database, holds a seal back until it is committed.
 */
export async function sealAll(context: BoundContext): Promise<number> {
  let done = 0;
  const rest = async () => {
    done += await sealHistory(context);
    return (await verifyHistory(context)).unsealed;
  };
  await expect.poll(rest).toBe(0);
  return done;
}
