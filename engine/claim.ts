// Takes a record for work that several processes may want to do: the one whose version still holds has it.

import { Refusal } from './errors.ts';
import type { Records, Values } from './types.ts';

/** False: somebody else was quicker. @param values what tells the others that it is taken, e.g. when to look again */
export async function claim(records: Records, entity: string, id: string, version: number, values: Values): Promise<boolean> {
  try {
    await records.update(entity, id, values, { version });
    return true;
  } catch (error) {
    if (error instanceof Refusal && [404, 412].includes(error.status)) return false;
    throw error;
  }
}
