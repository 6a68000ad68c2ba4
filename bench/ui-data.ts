// What the screens are measured on: the demo workspace, or a million contacts with half as many deals, and a dashboard of twelve widgets.

import { openInstance } from '../app/instance.ts';
import { idOf } from './data.ts';
import { fillPlain, fillWorkspace } from './fill.ts';

export interface Place {
  readonly workspace: string;
  readonly login: string;
  readonly password: string;
}

export const demoPlace: Place = { workspace: 'demo', login: 'demo', password: 'demo' };
const benchPlace: Place = { workspace: 'bench', login: 'bench1', password: 'sees a million rows' };

/** Makes what is not there yet; a folder that was filled for the other benchmarks is good. */
export async function prepareMany(folder: string, contacts: number): Promise<Place> {
  const instance = await openInstance({ settings: { dataFolder: folder, databaseUrl: '' }, queue: 'none', log: () => {} });
  const { engine } = instance;
  const { workspace: name, password } = benchPlace;
  try {
    if (!(await engine.workspaces.list()).includes(name)) {
      await fillPlain(instance, contacts);
      await engine.workspaces.create(name);
      await fillWorkspace(instance, name);
    }
    const workspace = (await engine.workspace(name))!;
    const { records } = engine.system(workspace, { kind: 'system', detail: 'bench' });
    await records.update('users', idOf('users', 1), { password });
    const { records: some } = await records.list('deals', { fields: ['id'], limit: 1 });
    if (some.length === 0) {
      await engine.database.transaction(null, (tx) => tx.query({ text: dealRows(workspace.space, contacts), values: [] }), { timeout: 0 });
      await engine.database.as(null).query({ text: 'vacuum analyze', values: [], alone: true });
    }
    return benchPlace;
  } finally {
    await instance.close();
  }
}

/** Half as many deals as contacts: two thirds of them closed within three years, with skewed amounts. */
function dealRows(space: string, contacts: number): string {
  const id = (table: string, row: string) => `('${table}-0000-7000-8000-' || lpad(to_hex(${row}), 12, '0'))::uuid`;
  const below = (limit: number, salt: number) => `plain.h(i, ${salt}, ${limit})`;
  return `insert into ${space}.deals (id, number, name, account, contact, owner, stage, amount, amount_currency, probability, opened_on, closing_date,
      closed_on, source, created_at, updated_at, version)
    select ${id('00000004', 'i')}, 'D-2026-' || lpad(i::text, 7, '0'), 'Deal ' || i, ${id('00000002', `1 + ${below(Math.ceil(contacts / 5), 61)}`)},
      ${id('00000003', `1 + ${below(contacts, 62)}`)}, ${id('00000001', `1 + ${below(200, 63)}`)}, stage, round((exp(${below(1000, 65)} / 140.0) * 100)::numeric, 2), 'EUR',
      case stage when 'won' then 100 when 'lost' then 0 else 10 + 10 * ${below(8, 66)} end, opened, opened + ${below(120, 67)}::int,
      case when stage in ('won', 'lost') then opened + ${below(90, 68)}::int end, (array['Website', 'Referral', 'Trade fair', 'Partner'])[1 + ${below(4, 69)}],
      opened, opened + make_interval(days => ${below(90, 70)}::int), 1
    from (select i, current_date - ${below(1095, 71)}::int opened,
        (array['won', 'won', 'won', 'lost', 'lost', 'lost', 'prospecting', 'engaging', 'proposal', 'negotiation'])[1 + ${below(10, 64)}] stage
      from generate_series(1::bigint, ${Math.floor(contacts / 2)}) i) made`;
}

export const dashboardName = 'Bench: twelve widgets';

/** Figures, charts of each kind and lists over contacts and deals, nothing of it trivial. */
export function twelveWidgets(): readonly unknown[] {
  const amount = { fn: 'sum', field: 'amount' };
  const open = 'stage not in ("won", "lost")';
  const charts = [
    ['Pipeline', 3, { entity: 'deals', kind: 'number', measures: [amount, { fn: 'count' }], filter: open }],
    ['Contacts', 3, { entity: 'contacts', kind: 'number', measures: [{ fn: 'count' }] }],
    ['Average of won', 3, { entity: 'deals', kind: 'number', measures: [{ fn: 'avg', field: 'amount' }], filter: 'stage = "won"' }],
    [
      'Days to close',
      3,
      { entity: 'deals', kind: 'number', measures: [{ fn: 'avg', field: 'closed_on - opened_on' }], filter: 'stage = "won"' },
    ],
    ['Won by month', 6, { entity: 'deals', kind: 'line', measures: [amount], by: 'month(closed_on)', filter: 'stage = "won"', latest: 12 }],
    ['Funnel', 6, { entity: 'deals', kind: 'funnel', measures: [amount, { fn: 'count' }], by: 'stage', filter: open }],
    [
      'Best ten',
      6,
      { entity: 'deals', kind: 'bar', measures: [amount], by: 'owner', filter: 'stage = "won"', top: 10, others: false, horizontal: true },
    ],
    ['By stage and source', 6, { entity: 'deals', kind: 'stacked', measures: [{ fn: 'count' }], by: 'stage', split: 'source' }],
    ['Contacts by state', 6, { entity: 'contacts', kind: 'pie', measures: [{ fn: 'count' }], by: 'status' }],
    ['Contacts by city', 6, { entity: 'contacts', kind: 'bar', measures: [{ fn: 'count' }], by: 'city', top: 10 }],
  ] as const;
  let [x, y] = [0, 0];
  const widgets: unknown[] = charts.map(([title, w, settings], at) => {
    const h = settings.kind === 'number' ? 3 : 7;
    const widget = { id: `b${at}`, kind: 'chart', title, x, y, w, h, settings };
    x += w;
    if (x >= 12) [x, y] = [0, y + h];
    return widget;
  });
  const list = (id: string, title: string, at: number, settings: unknown) => ({ id, kind: 'list', title, x: at, y, w: 6, h: 7, settings });
  widgets.push(list('b10', 'Next to close', 0, { entity: 'deals', filter: open, sort: 'closing_date' }));
  widgets.push(list('b11', 'Changed lately', 6, { entity: 'contacts', sort: '-updated_at' }));
  return widgets;
}
