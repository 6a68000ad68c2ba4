// What can go wrong with the database: it refuses a statement (PostgreSQL's own error), or it is not there.

import pg from 'pg';

/** PostgreSQL's answer to a statement it refuses: `code` (SQLSTATE), `constraint`, `table`, `column`, `detail`, `position`. */
export type DatabaseError = pg.DatabaseError;

/** With a code: only when it is that one, e.g. `23505` for a unique violation. */
export function isDatabaseError(error: unknown, code?: string): error is DatabaseError {
  return error instanceof pg.DatabaseError && (code === undefined || error.code === code);
}

/** What `kontor.not_so()` raises. */
export const NOT_SO = 'KT001';

/** Another transaction was in the way (serialization failure, deadlock): the same work may well succeed when done again. */
export function isConflict(error: unknown): boolean {
  return isDatabaseError(error, '40001') || isDatabaseError(error, '40P01');
}

/** The database cannot be reached, or a connection was lost while it worked; whether a write happened is then unknown. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'database_unavailable';
}

/**
 * Whether an error, from whichever library, only says that the database is or was away. Class 08 is connection trouble, 57P
 * is the server going down or coming up, 53300 is too many connections.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (error instanceof pg.DatabaseError) return /^(08|57P|53300)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (syscall === 'connect' || code === 'ECONNRESET' || code === 'EPIPE') return true;
  return /^(Connection terminated|Client has encountered a connection error)/.test(error.message);
}
