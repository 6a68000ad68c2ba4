import { Readable } from 'node:stream';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { ReportColumn, ReportDefinition, TotalKind } from '../../schema/index.ts';
import { house } from '../../tests/scenarios.ts';
import type { BoundContext, Values } from '../index.ts';
import { reportLines } from './lines.ts';
import { reportHead, reportRows } from './report.ts';
import type { ReportRow } from './rows.ts';

const at = await house();
const { records } = at.system;

let state = 20260915;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % below;
}
const one = <T>(list: readonly T[]): T => list[random(list.length)]!;

const owners = ['agent', 'below', 'stranger', 'manager'].map((name) => at.ids[name]!);
const accounts: string[] = [];
for (let i = 0; i < 14; i++) {
  const values = { name: `Company ${i}`, city: one(['Oslo', 'OSLO', 'Åbo', null, 'Москва']), employees: random(5) ? random(900) : null };
  accounts.push(String((await records.create('accounts', { ...values, owner: one(owners) })).id));
}
const products: string[] = [];
for (const name of ['Pump', 'Care', 'Valve']) products.push(String((await records.create('products', { name })).id));
for (let i = 0; i < 90; i++) {
  const lines = Array.from({ length: random(4) }, () => ({
    product: one([...products, null]),
    quantity: String(1 + random(5)),
    unit_price: `${random(900)}.${String(random(100)).padStart(2, '0')}`,
  }));
  await records.create('deals', {
    name: `Deal ${i}`,
    account: random(6) ? one(accounts) : null,
    stage: one(['prospecting', 'proposal', 'won', 'lost']),
    probability: String(random(11) * 10),
    owner: one(owners),
    opened_on: '2024-01-01',
    closed_on: random(4) ? `${2024 + random(3)}-${String(1 + random(12)).padStart(2, '0')}-15` : null,
    ...(lines.length > 0 ? { lines } : { amount: random(4) ? `${random(90_000)}.${String(random(100)).padStart(2, '0')}` : null }),
  });
}

async function all(context: BoundContext, entity: string, filter?: string): Promise<Values[]> {
  const { records: found, next } = await context.records.list(entity, { limit: 500, ...(filter ? { filter } : {}) });
  expect(next).toBeNull();
  return [...found];
}

async function rowsOf(context: BoundContext, definition: ReportDefinition, page = 7): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for (let after: string | null = null; ; ) {
    const found = await reportRows(context, { definition, answers: {} }, after, page);
    rows.push(...found.rows);
    if (found.next === null) return rows;
    after = found.next;
  }
}

const amount = (value: unknown) => (value as { amount: string } | null)?.amount ?? (value as string | number | null);
const sumOf = (values: readonly unknown[]) => {
  const told = values.map(amount).filter((value) => value !== null && value !== undefined);
  return told.length === 0 ? null : told.reduce((sum: Decimal, value) => sum.plus(String(value)), new Decimal(0)).toFixed(6);
};
const fixed = (value: unknown) =>
  amount(value) === null || amount(value) === undefined ? null : new Decimal(String(amount(value))).toFixed(6);

/** What the totals must be, made of the rows alone: each record once a group. */
function naive(rows: readonly ReportRow[], columns: readonly ReportColumn[], depth: number) {
  const groups = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.keys.slice(0, depth));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, own]) => {
    const values = columns.map((column, i) => {
      if (!column.totals) return null;
      const seen = new Map(own.filter((row) => row.ids[column.level]).map((row) => [row.ids[column.level], row.cells[i]]));
      return sumOf([...seen.values()]);
    });
    return { key, rows: own.length, values };
  });
}

const sum: readonly TotalKind[] = ['sum'];
const columns: readonly ReportColumn[] = [
  { id: 'name', level: 0, value: 'name' },
  { id: 'employees', level: 0, value: 'employees', totals: sum },
  { id: 'amount', level: 1, value: 'amount', totals: sum },
  { id: 'weighted', level: 1, value: 'amount * probability / 100', totals: sum },
  { id: 'product', level: 2, value: 'product' },
  { id: 'quantity', level: 2, value: 'quantity', totals: sum },
];
const groups = [
  { level: 0, value: 'city' },
  { level: 0, value: 'owner' },
  { level: 1, value: 'stage' },
  { level: 1, value: 'month(closed_on)' },
  { level: 1, value: 'owner.department', descending: true },
  { level: 2, value: 'product' },
  { level: 1, value: 'probability > 50' },
];

describe('totals over joined records', () => {
  it.each(Array.from({ length: 24 }, (_, i) => i))('count each record once a group, drawn report %i [CS-230] [CS-234]', async () => {
    const depth = random(4);
    const links = [
      { name: 'deals', required: random(2) === 0 },
      { name: 'lines', required: random(3) === 0 },
    ].slice(0, random(3));
    const levels = links.length + 1;
    const definition: ReportDefinition = {
      entity: 'accounts',
      links,
      columns: columns.filter((column) => column.level < levels),
      groups: Array.from({ length: depth }, () => one(groups.filter((group) => group.level < levels))),
      sort: random(2) ? [{ column: 'employees', descending: random(2) === 0 }] : [],
      ...(random(2) ? { filter: 'employees > 100 or employees is empty' } : {}),
    };
    for (const who of ['root', 'agent', 'stranger']) {
      const context = await at.person(who);
      const rows = await rowsOf(context, definition);
      const head = await reportHead(context, { definition, answers: {} });
      expect(new Set(rows.map((row) => row.ids.join())).size).toBe(rows.length);
      for (let deep = 0; deep <= depth; deep++) {
        const told = head.totals.filter(({ keys }) => keys.length === deep);
        const found = told.map((total) => ({
          key: JSON.stringify(total.keys),
          rows: total.rows,
          values: definition.columns.map(({ id, totals }) => (totals ? fixed(total.values[id]?.sum ?? null) : null)),
        }));
        if (deep === 0 && rows.length === 0) expect(found[0]?.rows).toBe(0);
        else expect(found).toEqual(naive(rows, definition.columns, deep));
      }
    }
  });

  it('hold exactly what the viewer reaches, whoever made the report [CS-234] [CS-018]', async () => {
    const definition: ReportDefinition = { entity: 'accounts', links: [{ name: 'deals', required: true }], columns: columns.slice(0, 4) };
    for (const who of ['root', 'agent', 'manager', 'stranger', 'reader']) {
      const context = await at.person(who);
      const seen = new Set((await all(context, 'accounts')).map(({ id }) => id));
      const deals = (await all(context, 'deals')).filter(({ account }) => account && seen.has((account as { id: string }).id));
      const head = await reportHead(context, { definition, answers: {} });
      expect(head.totals[0]?.rows).toBe(deals.length);
      expect(fixed(head.totals[0]?.values.amount?.sum ?? null)).toBe(sumOf(deals.map((deal) => deal.amount)));
    }
  });
});

describe('totals of amounts in several currencies', () => {
  it('are one for each currency, on a line of its own; of one currency they are one [CS-230]', async () => {
    const account = String((await records.create('accounts', { name: 'Two currencies' })).id);
    for (const [amount, currency, probability] of [
      ['10', 'EUR', '50'],
      ['5', 'SEK', '50'],
      ['20', 'EUR', '90'],
      [null, null, '50'],
    ])
      await records.create('deals', { name: 'Mixed', account, probability, amount: amount && { amount, currency } });
    const definition: ReportDefinition = {
      entity: 'deals',
      columns: [
        { id: 'amount', level: 0, value: 'amount', totals: ['sum', 'max', 'count'] },
        { id: 'half', level: 0, value: 'amount / 2', totals: sum },
      ],
      groups: [{ level: 0, value: 'probability' }],
      filter: 'name = "Mixed"',
    };
    const head = await reportHead(at.system, { definition, answers: {} });
    const money = (amount: string, currency: string) => ({ amount: expect.stringMatching(new RegExp(`^${amount}(\\.0+)?$`)), currency });
    expect(head.totals.map(({ keys, values }) => [keys[0] ?? 'all', values])).toEqual([
      [
        'all',
        {
          amount: { sum: [money('30', 'EUR'), money('5', 'SEK')], max: [money('20', 'EUR'), money('5', 'SEK')], count: 3 },
          half: { sum: [money('15', 'EUR'), money('2.5', 'SEK')] },
        },
      ],
      [
        expect.stringMatching(/^50/),
        {
          amount: { sum: [money('10', 'EUR'), money('5', 'SEK')], max: [money('10', 'EUR'), money('5', 'SEK')], count: 3 - 1 },
          half: { sum: [money('5', 'EUR'), money('2.5', 'SEK')] },
        },
      ],
      [
        expect.stringMatching(/^90/),
        { amount: { sum: money('20', 'EUR'), max: money('20', 'EUR'), count: 1 }, half: { sum: money('10', 'EUR') } },
      ],
    ]);
    const lines = (await Array.fromAsync(reportLines(head, Readable.from([]), true))).flat();
    expect(lines.map((line) => (line.kind === 'total' ? `${line.depth} ${line.of} ${line.part}` : line.kind))).toEqual([
      'group',
      ...['1 sum 0', '1 sum 1', '1 max 0', '1 max 1', '1 count 0'],
      'group',
      ...['1 sum 0', '1 max 0', '1 count 0'],
      ...['0 sum 0', '0 sum 1', '0 max 0', '0 max 1', '0 count 0'],
    ]);
  });
});

describe('questions', () => {
  const definition: ReportDefinition = {
    entity: 'deals',
    columns: [
      { id: 'a', level: 0, value: 'name' },
      { id: 'b', level: 0, value: 'amount * ask("rate")', label: 'At rate' },
    ],
    filter: 'stage = ask("stage") and amount >= ask("least")',
    questions: [
      { name: 'stage', label: 'Stage', type: 'choice', required: true },
      { name: 'least', label: 'At least', type: 'number' },
      { name: 'rate', label: 'Rate', type: 'number', default: '2' },
      { name: 'until', label: 'Until', type: 'date', default: '=today()', where: 'opened_on <= ask("until")' },
    ],
  };

  it('are asked before the run, and an optional one that is not answered asks for nothing [CS-230]', async () => {
    await expect(reportHead(at.system, { definition, answers: {} })).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'answers.stage' }],
    });
    await expect(reportHead(at.system, { definition, answers: { stage: 'won', least: 'many' } })).rejects.toMatchObject({
      problems: [{ field: 'answers.least', code: 'type' }],
    });
    const won = await all(at.system, 'deals', 'stage = "won"');
    expect((await reportHead(at.system, { definition, answers: { stage: 'won' } })).totals[0]?.rows).toBe(won.length);
    const large = await all(at.system, 'deals', 'stage = "won" and amount >= 2000');
    const { rows } = await reportRows(at.system, { definition, answers: { stage: 'won', least: '2000' } }, null, 500);
    expect(rows.length).toBe(large.length);
    expect(rows.map(({ cells }) => fixed(cells[1])).sort()).toEqual(
      large.map((deal) => new Decimal(String(amount(deal.amount))).times(2).toFixed(6)).sort(),
    );
  });
});

describe('what a viewer may not read', () => {
  it('is absent, and said so [CS-234]', async () => {
    const definition: ReportDefinition = {
      entity: 'deals',
      columns: [
        { id: 'a', level: 0, value: 'name' },
        { id: 'b', level: 0, value: 'amount' },
        { id: 'c', level: 0, value: 'nothing_of_that_name' },
      ],
      groups: [{ level: 0, value: 'amount > 5' }],
    };
    await records.update('permission_sets', at.ids['set:Read only']!, {
      field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }],
    });
    const reader = await at.person('reader');
    const head = await reportHead(reader, { definition, answers: {} });
    expect(head.columns.map(({ id }) => id)).toEqual(['a']);
    expect(head.groups).toEqual([]);
    expect(head.absent).toMatchObject([
      { part: 'group', why: 'not_readable' },
      { part: 'column', label: 'Amount', why: 'not_readable' },
      { part: 'column', label: 'nothing_of_that_name', why: 'gone' },
    ]);
    await expect(reportHead(reader, { definition: { ...definition, filter: 'amount > 5' }, answers: {} })).rejects.toMatchObject({
      status: 403,
    });
    await expect(reportHead(await at.person('nobody'), { definition, answers: {} })).rejects.toMatchObject({ status: 403 });
  });
});

describe('as of an instant [CS-234]', () => {
  const definitions: readonly ReportDefinition[] = [
    { entity: 'accounts', links: [{ name: 'deals' }, { name: 'lines' }], columns, groups: [groups[0]!, groups[2]!] },
    {
      entity: 'deals',
      columns: [
        { id: 'a', level: 0, value: 'name' },
        { id: 'b', level: 0, value: 'account.city' },
        { id: 'c', level: 0, value: 'account' },
        { id: 'd', level: 0, value: 'amount', totals: ['sum', 'avg', 'count'] },
      ],
      groups: [{ level: 0, value: 'stage' }],
      filter: 'amount > 1000 and account.employees > 0',
    },
  ];
  const told = async (context: BoundContext, asOf?: string) => {
    const answers: unknown[] = [];
    for (const definition of definitions) {
      const run = { definition, answers: {}, ...(asOf ? { asOf } : {}) };
      const { totals } = await reportHead(context, run);
      const rows: ReportRow[] = [];
      for (let after: string | null = null; ; ) {
        const found = await reportRows(context, run, after, 40);
        rows.push(...found.rows);
        if (found.next === null) break;
        after = found.next;
      }
      answers.push({ totals, rows });
    }
    return answers;
  };

  it('shows what it showed then, whatever happened since, cut by the rights of today', async () => {
    const [root, agent] = [await at.person('root'), await at.person('agent')];
    const before = { root: await told(root), agent: await told(agent) };
    const { rows } = await at.engine.database.as(null).query({ text: 'select clock_timestamp()::text', values: [] });
    const asOf = `${rows[0]![0]!.replace(' ', 'T').replace(/\+00$/, '')}Z`;
    const deals = (await root.records.list('deals', { limit: 500, fields: ['id', 'lines'] })).records;
    for (const [i, { id }] of deals.entries()) {
      if (i % 9 === 0) await records.delete('deals', String(id));
      else if (i % 3 === 0) await records.update('deals', String(id), { stage: 'lost', lines: [{ quantity: '77', unit_price: '9' }] });
    }
    for (const id of accounts.slice(0, 6)) await records.update('accounts', id, { name: `Renamed ${id}`, city: 'Turku', employees: 1 });
    await records.create('deals', { name: 'New', account: accounts[0], amount: '5000', owner: at.ids.agent });
    expect(await told(root)).not.toEqual(before.root);
    expect(await told(root, asOf)).toEqual(before.root);
    expect(await told(agent, asOf)).toEqual(before.agent);
    // What is out of one's reach today was not there for one then either.
    await records.update('accounts', accounts[1]!, { owner: at.ids.stranger });
    await records.update('accounts', accounts[2]!, { owner: at.ids.agent });
    const names = async () => {
      const run = { definition: { entity: 'accounts', columns: [{ id: 'a', level: 0, value: 'name' }] }, answers: {}, asOf };
      return (await reportRows(agent, run, null, 500)).rows.map(({ ids }) => ids[0]);
    };
    expect(new Set(await names())).toEqual(new Set((await all(agent, 'accounts')).map(({ id }) => id)));
    await expect(reportHead(agent, { definition: definitions[1]!, answers: {}, asOf: 'yesterday' })).rejects.toMatchObject({ status: 400 });
  });
});
