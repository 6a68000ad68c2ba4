// Ids are made by the process: UUID v7 sorts by time of creation, and PostgreSQL before 18 cannot make it.

import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

let last = 0;
let count = 0;

/** Those of one process rise also within a millisecond: the counter begins anywhere in the lower half of its range. */
export function uuidv7(): string {
  const random = sixteenBytes();
  const now = Date.now();
  if (now > last) {
    last = now;
    count = random.readUInt32BE(6) >>> 1;
  } else if (++count > 0xffff_ffff) {
    last += 1;
    count = 0;
  }
  return v7({ random, msecs: last, seq: count });
}

/** Asked for 16 at a time, an import would spend a twentieth of its time waiting for them. */
const store = Buffer.allocUnsafeSlow(4096);
let used = store.length;

function sixteenBytes(): Buffer {
  if (used === store.length) {
    randomFillSync(store);
    used = 0;
  }
  used += 16;
  return store.subarray(used - 16, used);
}
