// The export of a real sales team: accounts, products, sales_teams and sales_pipeline as CSV, with the slips they were published with. The
// files are not part of the repository; KONTOR_SALES_DATA names their folder. What Kontor should answer is worked out from the files here.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, it } from 'vitest';
import { work } from '../engine/index.ts';
import { commandLine } from './command-line.ts';
import { type Caller, password, testServer } from './http.ts';

const source = process.env['KONTOR_SALES_DATA'] ?? '';
type Row = Readonly<Record<string, string>>;

const server = await testServer();
const { engine, name: workspace, system } = server;
const folder = mkdtempSync(join(tmpdir(), 'kontor-sales-'));
afterAll(() => rmSync(folder, { recursive: true }));
const kontor = commandLine(engine, folder);

const path = (name: string) => join(source, `${name}.csv`);
const rowsOf = (name: string): Row[] => parse(readFileSync(path(name)), { columns: true, bom: true });

it.skipIf(!source)(
  'the export of a sales team comes in, is cut by rights, comes in again unchanged, and goes without a trace',
  async () => {
    const boss = await server.person('boss', 'Root');
    await team();
    expect(await bring('products', 'products')).toMatch(/done: 7 created\./);
    expect(await bring('accounts', 'accounts')).toMatch(/done: 85 created\./);
    const subsidiaries = rowsOf('accounts').filter(({ subsidiary_of }) => subsidiary_of);
    expect(await counted(boss, 'accounts', 'parent is not empty')).toBe(subsidiaries.length);

    const first = await bring('sales_pipeline', 'deals', '--map', 'opportunity_id=name', ...mended);
    expect(first).toMatch(/"GTXPro" \(1480 rows\): did you mean "GTX Pro"\?/);
    expect(first).toMatch(/null/);
    expect(first).toMatch(/done: 8800 created\./);
    await asInTheFile(boss, pipeline());
    const retail = pipeline(({ deal_stage, sector }) => deal_stage === 'Won' && sector === 'retail');
    expect(await counted(boss, 'deals', 'stage = "won" and account.sector = "retail"')).toBe(retail.length);
    expect(await counted(boss, 'deals', 'account is empty')).toBe(pipeline(({ account }) => account === 'null').length);
    for (const [column, set] of [
      ['manager', 'Manager'],
      ['sales_agent', 'Agent'],
    ] as const) {
      const name = pipeline()[0]![column]!;
      await asInTheFile(
        await signIn(name, set),
        pipeline((row) => row[column] === name),
      );
    }

    expect(await bring('sales_pipeline', 'deals', '--map', 'opportunity_id=name', '--match', 'name', ...mended)).toMatch(
      /done: 8800 unchanged\./,
    );
    const [, imported = ''] = /Job (\S+)/.exec(first) ?? [];
    const { body } = await boss.post(`jobs/${imported}/undo`);
    const { job } = body as { job: string };
    await work(engine, { workspace, job });
    expect(await boss.get(`jobs/${job}`)).toMatchObject({ body: { state: 'done', errors: [] } });
    expect(await counted(boss, 'deals', 'true')).toBe(0);
  },
);

/** The account "null" is none, and a slip in a product's name is mended as it is offered. */
const mended = ['--value', 'account:null=', '--value', 'product:GTXPro=GTX Pro'];

/** Imports as the administrator; answers what was said. */
async function bring(file: string, entity: string, ...words: string[]): Promise<string> {
  const { code, said } = await kontor(['import', workspace, entity, path(file), '--as', 'boss', ...words]);
  expect([code, said]).toEqual([0, expect.any(String)]);
  return said;
}

/** Offices, the teams of their managers below them, and the people in the teams. */
async function team(): Promise<void> {
  const once = ['--match', 'name', '--mode', 'skip'];
  const not = (column: string) => ['--map', `${column}=`];
  const as = (column: string, ...fields: string[]) => fields.flatMap((field) => ['--map', `${column}=${field}`]);
  const offices = [...not('sales_agent'), ...not('manager'), ...as('regional_office', 'name')];
  expect(await bring('sales_teams', 'departments', ...offices, ...once)).toMatch(/done: 3 created/);
  const teams = [...not('sales_agent'), ...as('manager', 'name'), ...as('regional_office', 'parent')];
  expect(await bring('sales_teams', 'departments', ...teams, ...once)).toMatch(/done: 6 created/);
  const managers = [...not('sales_agent'), ...as('manager', 'name', 'department'), ...not('regional_office')];
  expect(await bring('sales_teams', 'users', ...managers, ...once)).toMatch(/done: 6 created/);
  const agents = [...as('sales_agent', 'name'), ...as('manager', 'manager', 'department'), ...not('regional_office')];
  expect(await bring('sales_teams', 'users', ...agents)).toMatch(/done: 35 created/);
}

/** Whoever the import made a user of, with a permission set and a password. */
async function signIn(name: string, set: string): Promise<Caller> {
  const { records } = system;
  const one = async (entity: string, called: string) =>
    (await records.list(entity, { filter: `name = "${called}"`, fields: ['id'] })).records.map(({ id }) => String(id))[0]!;
  const id = await one('users', name);
  await records.update('users', id, { password, permission_sets: [await one('permission_sets', set)] });
  const { login } = await records.get('users', id, ['login']);
  const answer = await server.stranger.post('session', { login, password });
  return server.twin().caller({ cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' });
}

/** Rows of the pipeline with whose team they are of and the account's sector. */
function pipeline(isMeant: (row: Row) => boolean = () => true): Row[] {
  const managers = new Map(rowsOf('sales_teams').map(({ sales_agent, manager }) => [sales_agent, manager!]));
  const sectors = new Map(rowsOf('accounts').map(({ account, sector }) => [account, sector!]));
  return rowsOf('sales_pipeline')
    .map((row) => ({ ...row, manager: managers.get(row['sales_agent']) ?? '', sector: sectors.get(row['account']) ?? '' }) as Row)
    .filter(isMeant);
}

/** What somebody counts, sums and exports is what the rows say, and no more. */
async function asInTheFile(caller: Caller, rows: readonly Row[]): Promise<void> {
  const won = rows.filter(({ deal_stage }) => deal_stage === 'Won');
  expect(await counted(caller, 'deals', 'true')).toBe(rows.length);
  const { body } = await caller.post('records/deals/aggregate', { filter: 'stage = "won"', measures: [{ fn: 'sum', field: 'amount' }] });
  const [sum] = Object.values((body as { rows: Record<string, { amount: string }>[] }).rows[0]!);
  expect(Number(sum!.amount)).toBe(won.reduce((all, { close_value }) => all + Number(close_value), 0));
  const { text } = await caller.get('records/deals/export?fields=name,closed_on&sort=name');
  const exported = parse(text, { bom: true, from_line: 2 }) as string[][];
  expect(exported.map(([id, closed]) => `${id} ${closed}`)).toEqual(
    rows.map((row) => `${row['opportunity_id']} ${row['close_date']!.split('-').reverse().join('-')}`).sort(),
  );
}

async function counted(caller: Caller, entity: string, filter: string): Promise<number> {
  const { body } = await caller.get(`records/${entity}?limit=1&count=exact&filter=${encodeURIComponent(filter)}`);
  return (body as { count: number }).count;
}
