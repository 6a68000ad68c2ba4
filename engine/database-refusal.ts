// Errors of the database that are nobody's fault, or the caller's: as refusals, so that they answer like other refusals.

import { DatabaseUnavailable, isConflict, isDatabaseError } from '../db/index.ts';
import { Refusal } from './errors.ts';

/** Null for what is a fault of Kontor. */
export function databaseRefusal(error: unknown): Refusal | null {
  if (error instanceof DatabaseUnavailable) {
    return new Refusal(503, 'database_unavailable', 'The database is not available right now. Try again in a moment.');
  }
  if (isConflict(error)) return new Refusal(409, 'conflict', 'Others changed the same records at the same moment. Try again.');
  if (!isDatabaseError(error)) return null;
  if (error.code === '57014') return new Refusal(503, 'too_slow', 'This takes too long. Narrow it down, or ask for less at once.');
  if (error.code === '54001' || error.code === '54000')
    return new Refusal(422, 'too_complex', 'This expression is too complex for the database.');
  // Class 22: values that passed our checks and still do not fit, e.g. a sum beyond what a number holds.
  if (error.code?.startsWith('22'))
    return new Refusal(422, 'value_out_of_range', 'A value, or the result of a computation, is out of range.');
  return null;
}
