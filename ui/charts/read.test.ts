import { Decimal } from 'decimal.js';
import { expect, it, describe as suite } from 'vitest';
import type { AggregateAnswer, EntityDescription } from '../../client/index.ts';
import type { Context, Values } from '../../engine/index.ts';
import { describe } from '../../schema/index.ts';
import { house } from '../../tests/scenarios.ts';
import { type Ask, type Mark, readChart } from './read.ts';
import type { ChartMeasure, ChartSpec } from './spec.ts';

const at = await house();
const { records } = at.system;

let state = 7;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % below;
}
const one = <T>(list: readonly T[]): T => list[random(list.length)]!;

const accounts: (string | null)[] = [null];
for (let i = 0; i < 20; i++)
  accounts.push(String((await records.create('accounts', { name: `Company ${i}`, city: one(['Oslo', 'oslo', null]) })).id));
const products: (string | null)[] = [null];
for (const name of ['Pump', 'Valve', 'Hose']) products.push(String((await records.create('products', { name })).id));
const people = ['agent', 'below', 'stranger', 'manager'].map((name) => at.ids[name]!);
const day = () => `${one(['2025', '2026'])}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
for (let i = 0; i < 200; i++) {
  const lines = random(3) === 0;
  await records.create('deals', {
    name: `Deal ${i}`,
    account: one(accounts),
    stage: one(['prospecting', 'proposal', 'won', 'lost']),
    owner: one(people),
    source: one([null, 'Website', 'Referral']),
    opened_on: '2025-01-01',
    closing_date: random(5) === 0 ? null : day(),
    closed_on: random(4) === 0 ? null : day(),
    ...(lines
      ? {
          lines: Array.from({ length: 1 + random(3) }, () => ({ product: one(products), unit_price: `${random(900)}.${random(90) + 10}` })),
        }
      : { amount: random(6) === 0 ? null : `${random(50_000)}.${random(90) + 10}` }),
  });
}

function readerOf(context: Context) {
  const entities = Object.values(context.schema.entities)
    .filter((entity) => !entity.parent)
    .map((entity) => ({ ...describe(context.schema, entity), can: { view: true } }) as unknown as EntityDescription);
  const ask: Ask = (queries) =>
    Promise.all(
      queries.map(
        async ({ entity, group_by, ...query }): Promise<AggregateAnswer> => ({
          rows: await context.records.aggregate(entity, group_by ? { ...query, groupBy: group_by } : query),
        }),
      ),
    );
  return { entities, ask, today: '2026-06-15' };
}

const list = async (context: Context, { entity, filter }: Mark) => {
  const answer = await context.records.list(entity, {
    filter,
    fields: entity === 'deals' ? ['amount', 'lines', 'stage'] : ['value'],
    limit: 500,
  });
  expect(answer.next).toBeNull();
  return answer.records;
};

function worth(measure: ChartMeasure, deals: readonly Values[]): string {
  if (measure.per) return new Decimal(deals.filter((deal) => deal.stage === 'won').length).div(deals.length || 1).toFixed(6);
  if (measure.fn === 'count') return String(deals.length);
  const amounts = deals.flatMap((deal) => (deal.amount ? [new Decimal((deal.amount as { amount: string }).amount)] : []));
  const sum = amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
  return measure.fn === 'sum' ? sum.toFixed(2) : sum.div(amounts.length || 1).toFixed(6);
}

const printed = (measure: ChartMeasure, value: string) =>
  measure.fn === 'count' && !measure.per ? value : new Decimal(value).toFixed(measure.fn === 'sum' ? 2 : 6);

const count: ChartMeasure = { fn: 'count' };
const sum: ChartMeasure = { fn: 'sum', field: 'amount' };
const average: ChartMeasure = { fn: 'avg', field: 'amount' };
const rate: ChartMeasure = { fn: 'count', where: 'stage = "won"', per: { fn: 'count', where: 'stage in ("won", "lost")' } };

const specs: [string, ChartSpec][] = [
  ['bars by stage', { entity: 'deals', kind: 'bar', measures: [count, sum, average], by: 'stage' }],
  ['the greatest accounts and the others', { entity: 'deals', kind: 'bar', measures: [sum, rate], by: 'account', top: 5 }],
  ['the greatest accounts, and the others added up', { entity: 'deals', kind: 'bar', measures: [sum, count], by: 'account', top: 5 }],
  [
    'a line by month with its gaps [CS-224]',
    { entity: 'deals', kind: 'line', measures: [sum], by: 'month(closed_on)', period: { field: 'closed_on', range: 'this_year' } },
  ],
  ['weeks without a period', { entity: 'deals', kind: 'line', measures: [count], by: 'week(closed_on)' }],
  [
    'this year beside the last [CS-224]',
    {
      entity: 'deals',
      kind: 'bar',
      measures: [sum],
      by: 'quarter(closed_on)',
      period: { field: 'closed_on', range: 'this_year' },
      compare: 'year',
    },
  ],
  ['a pie by source', { entity: 'deals', kind: 'pie', measures: [sum], by: 'source', filter: 'stage = "won" or stage = "lost"' }],
  ['stacks of months by stage', { entity: 'deals', kind: 'stacked', measures: [sum], by: 'month(closed_on)', split: 'stage' }],
  [
    'stacks of accounts by unit with others [CS-227]',
    { entity: 'deals', kind: 'percent', measures: [count], by: 'account', split: 'owner.department', top: 4 },
  ],
  ['a funnel with every open stage', { entity: 'deals', kind: 'funnel', measures: [sum], by: 'stage' }],
  ['a table by city and seller', { entity: 'deals', kind: 'table', measures: [count], by: 'account.city', split: 'owner' }],
  [
    'one figure beside the time before [CS-224]',
    { entity: 'deals', kind: 'number', measures: [sum], period: { field: 'closed_on', range: 'this_quarter' }, compare: 'previous' },
  ],
  ['how often one wins, by seller', { entity: 'deals', kind: 'bar', measures: [rate], by: 'owner' }],
];

suite('every mark opens exactly its records', () => {
  it.each(specs)('%s [CS-223] [CS-225] [CS-226] [CS-227] [CS-229]', async (_, spec) => {
    for (const name of ['root', 'manager', 'agent']) {
      const context = await at.person(name);
      const data = await readChart(spec, readerOf(context));
      for (const series of data.series) {
        expect(series.marks.length).toBe(data.categories.length);
        for (const mark of series.marks) {
          if (mark?.value === null || mark === null) continue;
          const deals = await list(context, mark);
          expect({ filter: mark.filter, value: printed(series.measure, mark.value) }).toEqual({
            filter: mark.filter,
            value: worth(series.measure, deals),
          });
        }
      }
      // All marks together are the whole.
      const [first] = spec.measures;
      if (spec.compare || first === rate) continue;
      const added = data.series
        .filter(({ measure }) => measure === first)
        .flatMap(({ marks }) => marks.flatMap((mark) => mark?.value ?? []));
      const whole = await list(context, data.totals[0]!);
      expect(printed(first!, added.reduce((total, value) => total.plus(value), new Decimal(0)).toString())).toBe(worth(first!, whole));
    }
  });

  it('by product of the lines, a deal once [CS-236]', async () => {
    const context = await at.person('root');
    const spec: ChartSpec = {
      entity: 'deals',
      kind: 'bar',
      over: 'lines',
      by: 'lines.product',
      measures: [{ fn: 'sum', field: 'lines.total' }, count],
    };
    const data = await readChart(spec, readerOf(context));
    expect(data.categories.length).toBe(4);
    for (const [i, mark] of data.series[1]!.marks.entries()) {
      const deals = await list(context, mark!);
      expect(mark!.value).toBe(String(deals.length));
      const key = data.categories[i]!.key as { value: { id: string } | null };
      const lines = deals.flatMap((deal) =>
        (deal.lines as Values[]).filter((line) => ((line.product as { id: string } | null)?.id ?? null) === (key.value?.id ?? null)),
      );
      const total = lines.reduce((amount, line) => amount.plus((line.total as { amount: string }).amount), new Decimal(0));
      expect(new Decimal(data.series[0]!.marks[i]!.value!).toFixed(2)).toBe(total.toFixed(2));
    }
  });

  it.each([
    ['quotes', {}],
    ['sales_orders', {}],
    ['purchase_orders', {}],
    ['invoices', { owner: people[0] }],
  ])('over %s: by linked records, users, rows and products, each with its records [CS-236]', async (entity, more) => {
    const product = String(products[1]);
    const row = (quantity: string, price: string | null) => ({
      ...{ product: price ? product : null, description: 'Row', quantity },
      unit_price: { amount: price ?? '7', currency: 'EUR' },
    });
    for (const [i, lines] of [[row('2', '10')], [row('1', '5'), row('3', null)]].entries())
      await records.create(entity, { account: accounts[1 + i], subject: `Paper ${i}`, lines, ...more });
    const context = await at.person('root');
    for (const [by, over] of [
      ['account.city', undefined],
      ['owner', undefined],
      ['owner.department', undefined],
      ['lines.product', 'lines'],
      ['lines.product.name', 'lines'],
    ] as const) {
      const data = await readChart({ entity, kind: 'bar', by, ...(over ? { over } : {}), measures: [count] }, readerOf(context));
      for (const mark of data.series[0]!.marks) {
        const found = await context.records.list(entity, { filter: mark!.filter, fields: ['id'], limit: 500 });
        expect({ by, value: mark!.value }).toEqual({ by, value: String(found.records.length) });
      }
    }
    const ofProduct: ChartSpec = {
      ...{ entity, kind: 'bar', over: 'lines', by: 'lines.product', filter: `count(lines where product = "${product}") > 0` },
      measures: [{ fn: 'sum', field: 'lines.quantity' }],
    };
    const sums = (await readChart(ofProduct, readerOf(context))).series[0]!.marks.map((mark) => Number(mark!.value));
    expect(sums.sort()).toEqual([3, 3]);
  });

  it('amounts in several currencies stand each by itself [CS-224]', async () => {
    const account = String((await records.create('accounts', { name: 'Abroad' })).id);
    for (const [amount, currency] of [
      ['10', 'EUR'],
      ['20', 'SEK'],
      ['5.50', 'SEK'],
    ] as const)
      await records.create('deals', { name: currency, account, stage: 'won', amount: { amount, currency } });
    const context = await at.person('root');
    const spec: ChartSpec = { entity: 'deals', kind: 'bar', measures: [sum], by: 'stage', filter: `account = "${account}"` };
    const data = await readChart(spec, readerOf(context));
    expect(data.currencies).toEqual(['EUR', 'SEK']);
    expect(data.series.map(({ marks }) => [marks[0]?.value, marks[0]?.currency])).toEqual([
      ['10.00', 'EUR'],
      ['25.50', 'SEK'],
    ]);
    expect(await list(context, data.series[1]!.marks[0]!)).toHaveLength(2);
  });

  it('puts targets and a forecast beside what came true, each with its records [CS-235]', async () => {
    for (const [period, starts_on, value] of [
      ['month', '2026-03-15', '1000.50'],
      ['month', '2026-03-02', '500'],
      ['quarter', '2026-04-01', '9000'],
    ] as const)
      await records.create('targets', { goal: 'Won deals', period, starts_on, value });
    const context = await at.person('root');
    const spec: ChartSpec = {
      entity: 'deals',
      kind: 'target',
      measures: [sum],
      by: 'month(closed_on)',
      filter: 'amount.currency = "EUR"',
      period: { field: 'closed_on', range: 'this_year' },
      goal: 'Won deals',
      forecast: { measure: sum, by: 'month(closing_date)', filter: 'stage = "proposal"' },
    };
    const data = await readChart(spec, readerOf(context));
    expect(data.series.map(({ role }) => role)).toEqual(['measure', 'target', 'forecast']);
    const target = data.series[1]!.marks;
    // A quarter's target says nothing of a month.
    expect(target.map((mark) => mark?.value ?? null)).toEqual([null, null, '1500.50', ...Array.from({ length: 9 }, () => null)]);
    expect(await list(context, target[2]!)).toHaveLength(2);
    for (const mark of data.series[2]!.marks) if (mark) expect(printed(sum, mark.value!)).toBe(worth(sum, await list(context, mark)));
    const quarters = await readChart({ ...spec, by: 'quarter(closed_on)' }, readerOf(context));
    expect(quarters.series[1]!.marks.map((mark) => mark?.value ?? null)).toEqual(['1500.50', '9000.00', null, null]);
  });

  it('shows months without anything as nothing, and stages without deals [CS-229]', async () => {
    const data = await readChart(
      {
        entity: 'deals',
        kind: 'bar',
        measures: [count],
        by: 'month(closed_on)',
        filter: 'closed_on in ("2025-03-03", "2025-09-03")',
        period: { field: 'closed_on', range: 'last_year' },
      },
      readerOf(await at.person('root')),
    );
    expect(data.categories.length).toBe(12);
    const funnel = await readChart({ entity: 'deals', kind: 'funnel', measures: [count], by: 'stage' }, readerOf(await at.person('root')));
    expect(funnel.categories.map(({ key }) => (key as { value: string }).value).slice(0, 5)).toEqual([
      'prospecting',
      'qualification',
      'engaging',
      'proposal',
      'negotiation',
    ]);
  });
});
