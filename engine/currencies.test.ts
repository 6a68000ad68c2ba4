// Amounts in currencies that a role does not leave its people: no path tells them.

import { describe, expect, it } from 'vitest';
import { parse } from '../schema/index.ts';
import { house } from '../tests/scenarios.ts';
import { tellsAmounts } from './currencies.ts';
import { exportRecords } from './export/export.ts';
import { readLog } from './log/read.ts';
import { reportHead, reportRows } from './report/report.ts';
import { whyNotSeeAs } from './seeing.ts';
import type { Values } from './types.ts';

const at = await house({
  euro: ['roles', { name: 'Euro zone', currencies: 'EUR, SEK' }],
  pump: ['products', { name: 'Pump' }],
  euros: ['deals', { name: 'In euros', owner: '$agent', amount: { amount: '70', currency: 'EUR' }, probability: '50' }],
  none: ['deals', { name: 'Of nothing', owner: '$agent' }],
  dollars: [
    'deals',
    {
      name: 'In dollars',
      owner: '$agent',
      probability: '50',
      lines: [{ product: '$pump', quantity: '3', unit_price: { amount: '6151', currency: 'USD' } }],
    },
  ],
});
const { records } = at.system;
const dollars = String(at.ids.dollars);
const lines = (await records.get('deals', dollars)).lines as Values[];
const before = new Date().toISOString();
await records.update('deals', dollars, { lines: [{ id: lines[0]?.id, quantity: '4' }] });
await records.update('users', String(at.ids.agent), { role: at.ids.euro });
const agent = await at.person('agent');
const SECRET = /6151|18453|24604|9226|12302|USD/;
const named = async (filter: string, asOf?: string) =>
  (await agent.records.list('deals', { filter, sort: 'name', fields: ['name'], ...(asOf ? { asOf } : {}) })).records.map(
    ({ name }) => name,
  );

describe('amounts in currencies that a role leaves out', () => {
  it('read as empty, then and now, in lists, records and rows [CS-020]', async () => {
    for (const asOf of [undefined, before]) {
      const deal = await agent.records.get('deals', dollars, undefined, asOf);
      expect(deal).toMatchObject({ amount: null, expected: null, lines: [{ unit_price: null, total: null, product: { title: 'Pump' } }] });
      const { records: found } = await agent.records.list('deals', { sort: 'amount,name', ...(asOf ? { asOf } : {}) });
      expect(found.map(({ name, amount }) => [name, amount])).toEqual([
        ['In euros', { amount: '70.00', currency: 'EUR' }],
        ['In dollars', null],
        ['Of nothing', null],
      ]);
    }
    expect(await records.get('deals', dollars)).toMatchObject({ amount: { amount: '24604.00', currency: 'USD' } });
  });

  it.each([
    ['amount > 60', ['In euros']],
    ['expected > 0', ['In euros']],
    ['amount is empty', ['In dollars', 'Of nothing']],
    ['amount.currency = "USD"', []],
    ['sum(lines.total) > 0', []],
    ['count(lines where unit_price > 6000) > 0', []],
    ['not (amount > 60)', ['In dollars', 'Of nothing']],
  ])('take no part in the filter %s [CS-020]', async (filter, expected) => {
    expect(await named(filter)).toEqual(expected);
    expect(await named(filter, before)).toEqual(expected);
  });

  it('take no part in sums, groups, reports and exports [CS-020]', async () => {
    const measures = [{ fn: 'sum' as const, field: 'amount' }, { fn: 'max' as const, field: 'amount' }, { fn: 'count' as const }];
    const sums = await agent.records.aggregate('deals', { groupBy: [], measures });
    expect(sums).toMatchObject([{ 'sum(amount)': { amount: '70.00', currency: 'EUR' }, 'max(amount)': { amount: '70.00' } }]);
    const groups = await agent.records.aggregate('deals', { groupBy: ['amount.currency'], measures });
    const ofLines = await agent.records.aggregate('deals', {
      over: 'lines',
      groupBy: ['lines.product'],
      measures: [{ fn: 'sum', field: 'lines.total' }],
    });
    const value = (id: string, of: string, level = 0) => ({ id, level, value: of, totals: ['sum' as const] });
    const definition = {
      entity: 'deals',
      links: [{ name: 'lines' }],
      columns: [
        { id: 'name', level: 0, value: 'name' },
        value('amount', 'amount'),
        value('half', 'amount / 2'),
        value('total', 'total', 1),
      ],
    };
    const asked = { definition, answers: {} };
    const report = [await reportRows(agent, asked, null, 50), await reportHead(agent, asked)];
    let exported = '';
    for await (const chunk of await exportRecords(agent, 'deals', { format: 'csv', fields: ['name', 'amount', 'expected'] }))
      exported += chunk;
    expect(exported).toContain('In dollars');
    expect(JSON.stringify([groups, ofLines, report, exported])).not.toMatch(SECRET);
    expect(JSON.stringify(report)).toContain('In dollars');
  });

  it('are left out of history and log [CS-020]', async () => {
    const { changes } = await agent.records.history('deals', dollars);
    expect(changes).toHaveLength(2);
    const log = await agent.read((reader) => readLog(reader, { record: dollars }));
    expect(JSON.stringify([changes, log])).not.toMatch(SECRET);
    expect(JSON.stringify((await at.system.records.history('deals', dollars)).changes)).toMatch(SECRET);
  });

  it('stay as they are when the record is written by who is not shown them [CS-020]', async () => {
    const whole = await agent.records.get('deals', dollars);
    const rows = whole.lines as Values[];
    const sent = { amount: null, next_step: 'Call', lines: [{ id: rows[0]?.id, unit_price: null, description: 'Pumps' }] };
    await agent.records.update('deals', dollars, sent);
    expect(await records.get('deals', dollars)).toMatchObject({
      ...{ next_step: 'Call', amount: { amount: '24604.00', currency: 'USD' } },
      lines: [{ description: 'Pumps', unit_price: { amount: '6151.00', currency: 'USD' } }],
    });
    const price = { lines: [{ id: rows[0]?.id, unit_price: '5' }] };
    await expect(agent.records.update('deals', dollars, price)).rejects.toMatchObject({
      problems: [{ field: 'lines.0.unit_price', code: 'currency' }],
    });
    await expect(agent.records.update('deals', dollars, { amount: '5' })).rejects.toMatchObject({
      problems: [{ field: 'amount', code: 'currency' }],
    });
    const stale = await agent.records.update('deals', dollars, { amount: null }, { version: 1 }).catch((error: unknown) => error);
    expect(stale).toMatchObject({ status: 412, extra: { current: { amount: null } } });
    const added = { lines: [{ quantity: '1', unit_price: { amount: '5', currency: 'USD' } }] };
    await expect(agent.records.update('deals', String(at.ids.none), added)).rejects.toMatchObject({
      problems: [{ field: 'amount' }, { field: 'lines.0.unit_price', code: 'currency' }],
    });
  });

  it('are reached neither through the eyes of somebody else nor kept from root [CS-020]', async () => {
    const other = (await at.person('below')).actor.rights;
    expect(whyNotSeeAs({ ...agent.actor.rights, rules: other.rules }, other, 'Below')).toContain('currencies');
    await records.update('users', String(at.ids.root), { role: at.ids.euro });
    const root = await at.person('root');
    expect(await root.records.get('deals', dollars)).toMatchObject({ amount: { currency: 'USD' } });
  });

  it.each([
    ['amount > 5', true],
    ['probability * 2', false],
    ['count(lines where unit_price > 5)', true],
    ['count(lines)', false],
    ['not (name = "x" and expected between 1 and 2)', true],
    ['account.annual_revenue > 5', true],
    ['account.name', false],
    ['account.employees > 5', false],
  ])('the formula %s tells amounts: %s [CS-020]', (formula, told) => {
    const deals = at.system.schema.entities['deals']!;
    expect(tellsAmounts(at.system.schema, deals, { ...deals.fields['name']!, formula: parse(formula) })).toBe(told);
  });
});
