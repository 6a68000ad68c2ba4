// The floor's public face: what the engine may know of PostgreSQL.

export { applySchema } from './apply.ts';
export { type CompileOptions, compileCondition, compileValue } from './compile.ts';
export { type OpenedDatabase, type OpenOptions, openDatabase } from './database.ts';
export { DatabaseUnavailable, isConflict, isDatabaseError } from './errors.ts';
export { uuidv7 } from './ids.ts';
export { uniqueFieldOf } from './indexes.ts';
export { type Gate, Joins } from './joins.ts';
export type { Database, Queryable, Rows, Statement, Transaction } from './pool.ts';
export { type Bell, openQueue, type Queue, type QueueOptions } from './queue.ts';
export { compile, prepare, raw, type SQL as Sql, type SQLRawValue as SqlValue, sql, statementName } from './sql.ts';
export { createWorkspace, dropWorkspace, listWorkspaces, spaceOf } from './workspace.ts';
