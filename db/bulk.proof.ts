// Rows a second into a table with the indexes of contacts, each with its line of history: by COPY, and by the ways not taken.

import { describe, expect, it } from 'vitest';
import { date, defineEntity, defineModule, email, phone, reference, resolve, state, text, textArea } from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { applySchema } from './apply.ts';
import { type Cell, insertChanges, insertRows } from './bulk.ts';
import { uuidv7 } from './ids.ts';
import type { Transaction } from './pool.ts';
import { compile, prepare, raw, sql } from './sql.ts';
import { createWorkspace, spaceOf } from './workspace.ts';

const ROWS = 100_000;
const BATCH = 5000;
const LANES = 2;

const { database, name: run } = await testDatabase();
const workspace = `bulk-${run.split('_').at(-1)}`;
const schema = spaceOf(workspace);

const entity = { label: 'x', plural: 'x', icon: 'box' };
await createWorkspace(database, workspace);
await applySchema(
  database,
  workspace,
  resolve([
    defineModule({
      name: 'crm',
      needs: [],
      entities: [
        defineEntity('users', { ...entity, owned: false, fields: { name: text({ required: true }) } }),
        defineEntity('owner_groups', { ...entity, owned: false, fields: { name: text({ required: true }) } }),
        defineEntity('accounts', { ...entity, fields: { name: text({ required: true }) } }),
        defineEntity('contacts', {
          ...entity,
          title: ['first_name', 'last_name'],
          fields: {
            first_name: text({ searched: true }),
            last_name: text({ required: true, searched: true }),
            status: state({ new: { label: 'New' }, open: { label: 'Open' }, won: { label: 'Won' } }),
            account: reference('accounts'),
            email: email({ searched: true }),
            phone: phone({ searched: true }),
            mobile: phone({ searched: true }),
            next_action_on: date({ indexed: true }),
            city: text({ indexed: true }),
            description: textArea(),
          },
        }),
      ],
    }),
  ]).schema,
);

const accounts = Array.from({ length: 20_000 }, uuidv7);
await database.transaction(schema, (tx) =>
  insertRows(tx, {
    schema,
    table: 'accounts',
    columns: ['id', 'created_at', 'updated_at', 'version', 'name'].map((name) => ({ name })),
    rows: accounts.map((id, i) => [id, '2026-01-01', '2026-01-01', 1, `Account ${i}`]),
  }),
);

const columns = [
  ...[
    { name: 'id', type: 'uuid' },
    { name: 'created_at', type: 'timestamptz' },
    { name: 'updated_at', type: 'timestamptz' },
  ],
  ...[
    { name: 'version', type: 'bigint' },
    { name: 'owner', type: 'uuid' },
    { name: 'account', type: 'uuid' },
  ],
  ...['first_name', 'last_name', 'status', 'email', 'phone', 'city', 'description'].map((name) => ({ name, type: 'text' })),
];
const owners = Array.from({ length: 200 }, uuidv7);
const syllables = ['ba', 'ko', 'lin', 'mar', 'nel', 'os', 'pet', 'ri', 'sa', 'tu', 'vir', 'wes', 'yn', 'zo', 'ka', 'hei'];
let made = 0;

/** Spread like people's data, and the same in every run. */
function contact(): Cell[] {
  const i = made++;
  const part = (salt: number) => syllables[Math.imul(i + salt, 2_654_435_761) >>> 28] ?? '';
  const last = `${part(1)}${part(7)}${part(13)}`;
  return [
    ...[uuidv7(), '2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z', 1, owners[i % 200] ?? null, accounts[(i * 7919) % 20_000] ?? null],
    ...[
      part(3),
      last,
      ['new', 'open', 'won'][i % 3] ?? null,
      `${last}${i}@example.com`,
      `+1555${String((i * 104_729) % 10_000_000).padStart(7, '0')}`,
    ],
    ...['Oslo', 'Spoke about renewal, asked for a quote by email and a call next week. '.repeat(1 + (i % 3))],
  ];
}

function changesOf(rows: readonly Cell[][]) {
  return rows.map((row) => {
    const after = Object.fromEntries(columns.slice(4).map(({ name }, i) => [name, row[i + 4]]));
    return { record: String(row[0]), before: null, after: JSON.stringify(after) };
  });
}

const shared = {
  actor: { id: owners[0] ?? null, name: 'Import' },
  cause: { kind: 'import', job: uuidv7() },
  verb: 'create',
  entity: 'contacts',
};
const names = sql.join(
  columns.map(({ name }) => sql.identifier(name)),
  ', ',
);
const table = sql.identifier(schema, 'contacts');

async function byCopy(tx: Transaction, rows: readonly Cell[][]): Promise<void> {
  await insertRows(tx, { schema, table: 'contacts', columns, rows });
  await insertChanges(tx, { schema, ...shared, rows: changesOf(rows) });
}

async function byArrays(tx: Transaction, rows: readonly Cell[][]): Promise<void> {
  const arrays = columns.map(
    ({ type }, i) => sql`${sql.value(rows.map((row) => (row[i] ?? null) as string | number | boolean | null))}::${raw(type)}[]`,
  );
  await tx.query(prepare(sql`insert into ${table} (${names}) select * from unnest(${sql.join(arrays, ', ')})`));
  await insertChanges(tx, { schema, ...shared, rows: changesOf(rows) });
}

async function byJson(tx: Transaction, rows: readonly Cell[][]): Promise<void> {
  const json = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]]))));
  const types = columns.map(({ name, type }) => sql`${sql.identifier(name)} ${raw(type)}`);
  await tx.query(
    prepare(
      sql`insert into ${table} (${names}) select * from jsonb_to_recordset(${sql.value(json)}::jsonb) as r(${sql.join(types, ', ')})`,
    ),
  );
  await insertChanges(tx, { schema, ...shared, rows: changesOf(rows) });
}

async function rowsPerSecond(way: typeof byCopy): Promise<number> {
  await database.as(null).query(compile(sql`truncate ${table} cascade`));
  let left = ROWS / BATCH;
  const start = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const rows = Array.from({ length: BATCH }, contact);
      await database.transaction(schema, (tx) => way(tx, rows));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return Math.round((ROWS * 1000) / (performance.now() - start));
}

describe('rows with history into a table with eight indexes', () => {
  // How fast is for whoever reads the figures: a machine with other things to do fails no test.
  it.each<[string, typeof byCopy]>([
    ['COPY', byCopy],
    ['arrays', byArrays],
    ['JSON', byJson],
  ])('come by %s', async (name, way) => {
    const rate = await rowsPerSecond(way);
    console.log(`${name}: ${rate} rows a second`);
    expect(rate).toBeGreaterThan(0);
  });
});
