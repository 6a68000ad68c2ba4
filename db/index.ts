// The floor's public face: what the engine may know of PostgreSQL.

export { type Applied, type ApplyOptions, applySchema, purgeField, SchemaConflict } from './apply.ts';
export { type BackupSummary, backupWorkspace, restoreWorkspace } from './backup.ts';
export { type Cell, type ChangesToInsert, insertChanges, insertRows, type RowsToInsert } from './bulk.ts';
export { type CompileOptions, compileCondition, compileValue } from './compile.ts';
export { type OpenedDatabase, type OpenOptions, openDatabase } from './database.ts';
export type { ServedSearch } from './diff.ts';
export { DatabaseUnavailable, isConflict, isDatabaseError, isUnavailable, NOT_SO } from './errors.ts';
export { uuidv7 } from './ids.ts';
export { uniqueFieldOf } from './indexes.ts';
export { type Gate, Joins, type Tables, tableIn } from './joins.ts';
export { NewerDatabase } from './patches.ts';
export type { Database, Joint, Queryable, Rows, Statement, Transaction } from './pool.ts';
export { type Bell, openQueue, type Queue, type QueueOptions } from './queue.ts';
export { SearchLists } from './search-lists.ts';
export { searchOrder, searchText } from './search-text.ts';
export { SortIndexes } from './sort-indexes.ts';
export { compile, prepare, raw, type SQL as Sql, type SQLRawValue as SqlValue, sql, statementName } from './sql.ts';
export { createWorkspace, dropWorkspace, listWorkspaces, spaceOf, WorkspaceError } from './workspace.ts';
