// Tables that every workspace has besides those of its entities.

import { column, type Grant, type Index, index, type Table, type TableColumn } from './table.ts';

/** None of them is a noun: no grant reaches them, and each has its own guard in the engine. */
export const systemTables: readonly Table[] = [
  system(
    'changes',
    [
      column('seq', 'bigint', { notNull: true, identity: true }),
      // The writing transaction: readers who follow the history go by it, because seq is given before the commit.
      column('tx', 'xid8', { notNull: true, default: 'pg_current_xact_id()' }),
      column('at', 'timestamptz', { notNull: true, default: 'now()' }),
      column('actor', 'uuid'),
      column('actor_name', 'text'),
      column('cause', 'text', { notNull: true }),
      column('job', 'uuid'),
      column('detail', 'text'),
      column('verb', 'text', { notNull: true }),
      column('entity', 'text', { notNull: true }),
      column('record', 'uuid', { notNull: true }),
      column('before', 'jsonb'),
      column('after', 'jsonb'),
    ],
    ['seq'],
    {
      indexes: [
        // A record's history; ids are unique among all entities.
        index('changes', ['record', 'seq'], 'using btree (record, seq)'),
        index('changes', ['tx'], 'using btree (tx)'),
        // What happened since: how records stood then.
        index('changes', ['entity', 'at'], 'using btree (entity, at)'),
        // What one person did.
        index('changes', ['actor', 'at'], 'using btree (actor, at)'),
        index('changes', ['job', 'seq'], 'using btree (job, seq) where (job is not null)'),
      ],
      grants: ['select', 'insert'],
    },
  ),
  // Seals over the history, each over the one before. Nothing here or there is changed or removed but by an erasure of personal data.
  system(
    'seals',
    [
      column('no', 'bigint', { notNull: true }),
      column('at', 'timestamptz', { notNull: true, default: 'now()' }),
      column('from_seq', 'bigint', { notNull: true }),
      column('to_seq', 'bigint', { notNull: true }),
      column('count', 'bigint', { notNull: true }),
      // `seq:digest` of each row, to say which one is another now.
      column('digests', 'text', { notNull: true }),
      // Of the rows, in their order; that of a row whose values were erased is gone.
      column('salts', 'text'),
      column('hash', 'text', { notNull: true }),
      column('mac', 'text', { notNull: true }),
    ],
    ['no'],
    { grants: ['select', 'insert'] },
  ),
  // Sealed changes whose personal values were erased, by what the seal knows them, and our mark under it.
  system(
    'erased_changes',
    [column('seq', 'bigint', { notNull: true }), column('digest', 'text', { notNull: true }), column('mac', 'text', { notNull: true })],
    ['seq'],
    { grants: ['select'] },
  ),
  // One row.
  system('epoch', [column('rights', 'bigint', { notNull: true }), column('schema', 'bigint', { notNull: true })], [], {
    grants: ['select', 'update'],
  }),
  system('counters', [column('key', 'text', { notNull: true }), column('value', 'bigint', { notNull: true })], ['key']),
  system(
    'jobs',
    [
      column('id', 'uuid', { notNull: true }),
      column('kind', 'text', { notNull: true }),
      column('state', 'text', { notNull: true, default: `'queued'::text` }),
      column('params', 'jsonb'),
      column('position', 'jsonb'),
      column('done', 'bigint', { notNull: true, default: '0' }),
      column('total', 'bigint'),
      column('errors', 'jsonb', { notNull: true, default: `'[]'::jsonb` }),
      column('result', 'jsonb'),
      column('actor', 'uuid'),
      column('actor_name', 'text'),
      // The API key that ordered it: its rights decide, too.
      column('key', 'uuid'),
      column('created_at', 'timestamptz', { notNull: true, default: 'now()' }),
      column('started_at', 'timestamptz'),
      column('finished_at', 'timestamptz'),
      // The process that works on it, and when it was last heard of.
      column('runner', 'text'),
      column('heartbeat_at', 'timestamptz'),
      column('attempts', 'integer', { notNull: true, default: '0' }),
    ],
    ['id'],
    {
      indexes: [
        index('jobs', ['state'], `using btree (state) where (state = any (array['queued'::text, 'running'::text]))`),
        index('jobs', ['created_at', 'id'], 'using btree (created_at, id)'),
        // Whether a job was taken back.
        index('jobs', ['params'], `using btree (((params ->> 'job'::text))) where (kind = 'undo'::text)`),
      ],
    },
  ),
  // How far those who follow the history have heard it: all of transactions before this one, and of this one up to `seq`. A backup knows no
  // transactions: what it restores is one, of which they have heard as much.
  system(
    'followers',
    [
      column('name', 'text', { notNull: true }),
      column('tx', 'xid8', { notNull: true, default: 'pg_current_xact_id()' }),
      column('seq', 'bigint', { notNull: true }),
    ],
    ['name'],
  ),
  // Rows of imported files that were refused, or that wait for a record further down in their file.
  system(
    'import_rows',
    [
      column('job', 'uuid', { notNull: true }),
      column('row', 'bigint', { notNull: true }),
      column('kind', 'text', { notNull: true }),
      column('record', 'uuid'),
      column('field', 'text', { notNull: true }),
      column('code', 'text'),
      column('reason', 'text'),
      column('cells', 'jsonb', { notNull: true }),
    ],
    ['job', 'kind', 'row', 'field'],
  ),
  // Groups of records that are likely the same, as the last search found them; a record is in one group at most.
  system(
    'duplicates',
    [
      column('entity', 'text', { notNull: true }),
      column('record', 'uuid', { notNull: true }),
      column('grp', 'uuid', { notNull: true }),
      column('score', 'integer', { notNull: true }),
    ],
    ['entity', 'record'],
    { indexes: [index('duplicates', ['entity', 'score', 'grp'], 'using btree (entity, score desc, grp)')] },
  ),
  system(
    'sessions',
    [
      // Hash of the token; the token itself is known to the browser alone.
      column('id', 'text', { notNull: true }),
      column('user', 'uuid', { notNull: true }),
      column('mark', 'text', { notNull: true }),
      column('created_at', 'timestamptz', { notNull: true }),
      column('seen_at', 'timestamptz', { notNull: true }),
      column('expires_at', 'timestamptz', { notNull: true }),
      column('address', 'text'),
      column('device', 'text'),
      // What the browser told of itself at sign-in, as a hash.
      column('fingerprint', 'text'),
      column('way', 'text'),
      // Of an administrator who sees the program as this user: who it is, the session to go back to, and the rights of both as they were.
      column('seer', 'uuid'),
      column('parent', 'text'),
      column('rights', 'text'),
    ],
    ['id'],
    { indexes: [index('sessions', ['user'], 'using btree ("user")')] },
  ),
  // What went wrong lately, by key: failed sign-ins of an address or an account.
  system(
    'failures',
    [
      column('key', 'text', { notNull: true }),
      column('count', 'integer', { notNull: true }),
      column('until', 'timestamptz', { notNull: true }),
    ],
    ['key'],
  ),
  // One-time links, by the hash of their token.
  system(
    'tickets',
    [
      column('id', 'text', { notNull: true }),
      column('user', 'uuid', { notNull: true }),
      column('purpose', 'text', { notNull: true }),
      // Of the password they replace: with another one they are void.
      column('mark', 'text', { notNull: true }),
      column('expires_at', 'timestamptz', { notNull: true }),
    ],
    ['id'],
    { indexes: [index('tickets', ['user'], 'using btree ("user")')] },
  ),
  // Sign-ins that wait for their second step.
  system(
    'second_steps',
    [
      column('id', 'text', { notNull: true }),
      column('user', 'uuid', { notNull: true }),
      column('mark', 'text', { notNull: true }),
      // Hash of the cookie of the browser that gave the password.
      column('browser', 'text', { notNull: true }),
      column('kind', 'text', { notNull: true }),
      column('way', 'text', { notNull: true }),
      // Hash of the mailed code.
      column('code', 'text'),
      column('sends', 'integer', { notNull: true }),
      column('expires_at', 'timestamptz', { notNull: true }),
    ],
    ['id'],
    { indexes: [index('second_steps', ['user'], 'using btree ("user")')] },
  ),
  // Browsers that passed the second step, by user.
  system(
    'devices',
    [
      column('id', 'text', { notNull: true }),
      column('user', 'uuid', { notNull: true }),
      column('device', 'text', { notNull: true }),
      column('address', 'text', { notNull: true }),
      column('created_at', 'timestamptz', { notNull: true }),
      column('seen_at', 'timestamptz', { notNull: true }),
    ],
    ['id'],
    { indexes: [index('devices', ['user'], 'using btree ("user")')] },
  ),
  system(
    'idempotency',
    [
      column('actor', 'uuid', { notNull: true }),
      column('key', 'text', { notNull: true }),
      column('fingerprint', 'text', { notNull: true }),
      column('answer', 'jsonb'),
      column('created_at', 'timestamptz', { notNull: true, default: 'now()' }),
    ],
    ['actor', 'key'],
    { indexes: [index('idempotency', ['created_at'], 'using btree (created_at)')] },
  ),
];

function system(
  name: string,
  columns: readonly TableColumn[],
  primaryKey: readonly string[],
  { indexes = [], grants = ['select', 'insert', 'update', 'delete'] }: { indexes?: readonly Index[]; grants?: readonly Grant[] } = {},
): Table {
  return { name, columns, primaryKey, indexes, foreignKeys: [], grants };
}
