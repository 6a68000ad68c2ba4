import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { groupFilter, otherFilter } from '../schema/index.ts';
import { house } from '../tests/scenarios.ts';
import { aggregateTogether, inWalks } from './aggregate-sets.ts';
import type { AggregateQuery, Context, Values } from './types.ts';

const at = await house();
const { records } = at.system;

/** The same numbers at every run, and no two runs of thought about them. */
let state = 20260701;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % below;
}
const one = <T>(list: readonly T[]): T => list[random(list.length)]!;

const accounts: string[] = [];
for (const city of ['Oslo', 'OSLO', 'Åbo', 'Abo', null, 'Санкт-Петербург', 'a "quoted" \\ one'])
  accounts.push(String((await records.create('accounts', { name: `Of ${city}`, city, owner: at.ids.agent })).id));
const products: string[] = [];
for (const [name, category] of [
  ['Pump', 'Hardware'],
  ['Care', null],
] as const)
  products.push(String((await records.create('products', { name, category })).id));
const owners = ['agent', 'below', 'stranger', 'manager'].map((name) => at.ids[name]!);
const group = String((await records.create('owner_groups', { name: 'Team', members: [at.ids.agent] })).id);
for (let i = 0; i < 160; i++) {
  const day =
    random(4) === 0 ? null : `${2024 + random(3)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
  const withLines = random(3) === 0;
  await records.create('deals', {
    name: `Deal ${i}`,
    account: random(4) === 0 ? null : one(accounts),
    product: random(3) === 0 ? null : one(products),
    stage: one(['prospecting', 'proposal', 'won', 'lost']),
    owner: random(6) === 0 ? group : one(owners),
    source: one([null, 'Website', 'website', 'Fair']),
    opened_on: '2024-01-01',
    closed_on: day,
    ...(withLines
      ? {
          lines: Array.from({ length: 1 + random(3) }, () => ({
            product: random(3) === 0 ? null : one(products),
            quantity: String(1 + random(5)),
            unit_price: `${random(900)}.${String(random(100)).padStart(2, '0')}`,
          })),
        }
      : { amount: random(5) === 0 ? null : `${random(90_000)}.${String(random(100)).padStart(2, '0')}` }),
  });
}

const sum = (amounts: readonly unknown[]) =>
  amounts.reduce((total: Decimal, value) => total.plus((value as { amount: string } | null)?.amount ?? 0), new Decimal(0)).toFixed(2);
const amountOf = (row: Values | undefined, name: string) => new Decimal((row?.[name] as { amount: string } | null)?.amount ?? 0).toFixed(2);

async function listed(context: Context, filter: string) {
  const answer = await context.records.list('deals', { filter, fields: ['amount', 'lines'], limit: 500 });
  expect(answer.next).toBeNull();
  return answer.records;
}

describe('every group opens exactly its records, to the cent', () => {
  const groups: [string, string][] = [
    ['stage', 'state'],
    ['source', 'picklist'],
    ['owner', 'owner'],
    ['owner.department', 'reference'],
    ['account', 'reference'],
    ['account.city', 'text'],
    ['product.category', 'picklist'],
    ['closed_on', 'date'],
    ['year(closed_on)', 'date'],
    ['quarter(closed_on)', 'date'],
    ['month(closed_on)', 'date'],
    ['week(closed_on)', 'date'],
    ['day(created_at)', 'datetime'],
    ['month(updated_at)', 'datetime'],
    ['weekday(closed_on)', 'number'],
    ['probability', 'percent'],
    ['amount > 1000', 'checkbox'],
  ];
  it.each(groups)('by %s [CS-223]', async (text, type) => {
    for (const name of ['root', 'agent', 'stranger']) {
      const context = await at.person(name);
      const query: AggregateQuery = { groupBy: [text], measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }] };
      const rows = await context.records.aggregate('deals', query);
      let all = 0;
      for (const row of rows) {
        const deals = await listed(context, groupFilter({ text, type }, row[text]));
        expect(deals.length, `${name} ${text} ${JSON.stringify(row[text])}`).toBe(row.count);
        expect(sum(deals.map((deal) => deal.amount))).toBe(amountOf(row, 'sum(amount)'));
        all += deals.length;
      }
      expect(all).toBe((await listed(context, 'name is not empty')).length);
      const shown = rows.slice(0, 2).map((row) => row[text]);
      const others = await listed(context, otherFilter({ text, type }, shown));
      expect(others.length).toBe(rows.slice(2).reduce((count, row) => count + Number(row.count), 0));
    }
  });

  it('by what stands in rows: a record counts once, its rows sum up [CS-236]', async () => {
    const text = 'lines.product';
    const query: AggregateQuery = {
      over: 'lines',
      groupBy: [text],
      measures: [{ fn: 'count' }, { fn: 'count', field: 'lines' }, { fn: 'sum', field: 'lines.total' }],
    };
    const rows = await records.aggregate('deals', query);
    expect(rows.length).toBe(3);
    for (const row of rows) {
      const deals = await listed(at.system, groupFilter({ text, type: 'reference', over: 'lines' }, row[text]));
      expect(deals.length).toBe(row.count);
      const product = (row[text] as { id: string } | null)?.id ?? null;
      const lines = deals.flatMap((deal) =>
        (deal.lines as Values[]).filter((line) => ((line.product as { id: string } | null)?.id ?? null) === product),
      );
      expect(lines.length).toBe(row['count(lines)']);
      expect(sum(lines.map((line) => line.total))).toBe(amountOf(row, 'sum(lines.total)'));
    }
  });
});

describe('measures', () => {
  it('are greatest first, with how many there are and how many different ones [CS-224]', async () => {
    const rows = await records.aggregate('deals', {
      groupBy: ['account'],
      measures: [{ fn: 'count' }, { fn: 'count_distinct', field: 'owner', as: 'sellers' }],
      sort: '-count',
      limit: 3,
    });
    const counts = rows.map((row) => Number(row.count));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.length).toBe(3);
    expect(rows[0]!.sellers).toBeGreaterThan(1);
  });

  it('count under a condition, and one count for each of another: the win rate [CS-224]', async () => {
    const [row] = await records.aggregate('deals', {
      measures: [
        { fn: 'count', where: 'stage = "won"', as: 'won' },
        { fn: 'count', where: 'stage in ("won", "lost")', as: 'closed' },
        { fn: 'count', where: 'stage = "won"', per: { fn: 'count', where: 'stage in ("won", "lost")' }, as: 'rate' },
        { fn: 'count', where: 'stage = "won"', per: { fn: 'count', where: 'amount < 0' }, as: 'of nothing' },
      ],
    });
    expect(row!.rate).toBe(new Decimal(Number(row!.won)).div(Number(row!.closed)).toFixed(6, Decimal.ROUND_HALF_UP));
    expect(row!['of nothing']).toBeNull();
  });

  it('are made of expressions: days from opening to closing [CS-224]', async () => {
    const [row] = await records.aggregate('deals', {
      filter: 'closed_on is not empty',
      measures: [{ fn: 'avg', field: 'closed_on - opened_on', as: 'days' }],
    });
    const deals = await records.list('deals', { filter: 'closed_on is not empty', fields: ['closed_on'], limit: 500 });
    const days = deals.records.map((deal) => (Date.parse(String(deal.closed_on)) - Date.parse('2024-01-01')) / 86_400_000);
    expect(Number(row!.days)).toBeCloseTo(days.reduce((a, b) => a + b) / days.length, 5);
  });

  it('name the currency where there is one, and say that there is none where there are several [CS-224]', async () => {
    const account = String((await records.create('accounts', { name: 'Two currencies' })).id);
    for (const currency of ['EUR', 'SEK']) await records.create('deals', { name: currency, account, amount: { amount: '10', currency } });
    const filter = `account = "${account}"`;
    const measures = [
      { fn: 'sum' as const, field: 'amount' },
      { fn: 'sum' as const, field: 'amount * 2', as: 'double' },
    ];
    expect(await records.aggregate('deals', { filter, measures })).toMatchObject([{ 'sum(amount)': { amount: '20.00', currency: null } }]);
    expect(await records.aggregate('deals', { filter, measures, groupBy: ['amount.currency'] })).toMatchObject([
      { 'amount.currency': 'EUR', 'sum(amount)': { amount: '10.00', currency: 'EUR' }, double: { currency: 'EUR' } },
      { 'amount.currency': 'SEK', 'sum(amount)': { amount: '10.00', currency: 'SEK' } },
    ]);
  });

  it.each([
    [{ measures: [{ fn: 'sum', field: 'amuont' }] }, /Did you mean "amount"/],
    [{ measures: [{ fn: 'sum', field: 'amount +' }] }, /./],
    [{ measures: [{ fn: 'sum', field: 'name' }] }, /not a number/],
    [{ measures: [{ fn: 'count', where: 'stge = "won"' }] }, /Did you mean stage|stage/],
    [{ measures: [{ fn: 'count' }], groupBy: ['stage'], sort: '-cuont' }, /Did you mean "count"/],
    [{ measures: [{ fn: 'sum', field: 'amount' }], over: 'lines' }, /once a row/],
    [{ measures: [{ fn: 'count' }], over: 'line' }, /no list of rows/],
    [{ measures: [{ fn: 'count' }], groupBy: ['month(name)'] }, /./],
  ] as [AggregateQuery, RegExp][])('that cannot be understood are refused with a reason: %o', async (query, message) => {
    await expect(records.aggregate('deals', query)).rejects.toMatchObject({
      status: 400,
      problems: [{ message: expect.stringMatching(message) }],
    });
  });
});

describe('questions answered in one walk', () => {
  const amount = { fn: 'sum', field: 'amount' } as const;
  const walks: [string, AggregateQuery[]][] = [
    [
      'of a dashboard',
      [
        {
          measures: [
            { ...amount, as: 'm0' },
            { fn: 'count', as: 'm1' },
          ],
        },
        {
          measures: [
            { fn: 'avg', field: 'amount' },
            { fn: 'avg', field: 'closed_on - opened_on', as: 'days' },
          ],
        },
        { measures: [amount], groupBy: ['month(closed_on)'], limit: 5 },
        { measures: [amount, { fn: 'max', field: 'name' }], groupBy: ['owner'], sort: '-sum(amount)', limit: 3 },
        { measures: [{ fn: 'count_distinct', field: 'account' }, amount], groupBy: ['account.city', 'stage'] },
        { measures: [{ fn: 'count', where: 'stage = "won"', per: { fn: 'count' }, as: 'rate' }, amount], groupBy: ['stage'] },
      ],
    ],
    [
      'without groups',
      [
        { measures: [amount] },
        {
          measures: [
            { ...amount, as: 'other' },
            { fn: 'min', field: 'closed_on' },
          ],
        },
      ],
    ],
    [
      'over rows',
      [
        { measures: [{ fn: 'sum', field: 'lines.quantity' }], groupBy: ['lines.product'] },
        { measures: [{ fn: 'count' }, { fn: 'max', field: 'lines.quantity' }] },
      ].map((query) => ({ ...query, over: 'lines' }) as AggregateQuery),
    ],
  ];
  const who = async (name: string) => (name === 'system' ? at.system : at.person(name));

  it.each(
    walks.flatMap(([title, queries]) =>
      ['system', 'agent'].flatMap((name) =>
        ['version > 0', 'stage = "won"', 'name = "nobody knows"'].map((filter) => [title, name, filter, queries] as const),
      ),
    ),
  )('say the same as each alone: %s, to %s, of %s', async (_, name, filter, queries) => {
    const context = await who(name);
    const asked = queries.map((query) => ({ ...query, filter }));
    expect(inWalks(asked.map((query) => ({ ...query, entity: 'deals' })))).toEqual([[...asked.keys()]]);
    const together = await context.read((reader) => aggregateTogether(reader, 'deals', asked));
    for (const [place, query] of asked.entries())
      expect(together[place], String(place)).toEqual(await context.records.aggregate('deals', query));
  });

  it('are those about the same records; mere counts stay alone where nothing else is asked', () => {
    const query = (entity: string, more: Partial<AggregateQuery>) => ({ entity, measures: [amount], ...more });
    const asked = [
      query('deals', {}),
      query('deals', { filter: 'stage = "won"' }),
      query('deals', { measures: [{ fn: 'count' }] }),
      query('deals', { groupBy: ['stage'] }),
      query('deals', { q: 'pump' }),
      query('deals', { reporting: true }),
      query('quotes', {}),
      query('leads', { measures: [{ fn: 'count' }] }),
      query('leads', { measures: [{ fn: 'count' }], groupBy: ['owner'] }),
    ];
    expect(inWalks(asked)).toEqual([[0, 2, 3], [1], [4], [5], [6], [7], [8]]);
  });
});
