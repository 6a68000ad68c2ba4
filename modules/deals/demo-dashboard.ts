// What the heads of sales look at: the pipeline, what was won by whom and where, and how long it took.

import type { Context, Values } from '../../engine/index.ts';
import { create, everything } from '../demo/module.ts';

const amount = { fn: 'sum', field: 'amount' };
const isOpen = 'stage not in ("won", "lost")';
const isWon = 'stage = "won"';

/** In a grid of twelve columns. */
const widgets: readonly Values[] = [
  figure('Open pipeline', 0, { measures: [amount, { fn: 'count' }], filter: isOpen }),
  figure('Win rate', 3, {
    measures: [{ fn: 'count', where: isWon, per: { fn: 'count', where: 'stage in ("won", "lost")' } }],
    filter: null,
  }),
  figure('Average of a won deal', 6, { measures: [{ fn: 'avg', field: 'amount' }] }),
  figure('Days to close', 9, { measures: [{ fn: 'avg', field: 'closed_on - opened_on' }] }),
  chart(
    'Won by month and office',
    { x: 0, y: 3, w: 8 },
    { kind: 'stacked', by: 'month(closed_on)', split: 'owner.department', latest: 12 },
  ),
  chart('Funnel', { x: 8, y: 3, w: 4 }, { kind: 'funnel', measures: [{ fn: 'count' }], by: 'stage', filter: isOpen }),
  chart('Best sellers', { x: 0, y: 10, w: 6 }, { kind: 'bar', by: 'owner', top: 8, others: false, horizontal: true }),
  chart('Pipeline by stage', { x: 6, y: 10, w: 6 }, { kind: 'bar', by: 'stage', filter: isOpen }),
];

function figure(title: string, x: number, settings: Values): Values {
  return { ...chart(title, { x, y: 0, w: 3 }, { kind: 'number', ...settings }), h: 3 };
}

function chart(title: string, place: { x: number; y: number; w: number }, settings: Values): Values {
  return { id: title, kind: 'chart', title, ...place, h: 7, settings: { entity: 'deals', measures: [amount], filter: isWon, ...settings } };
}

export async function salesDashboard(context: Context): Promise<void> {
  const owner = (await everything(context, 'users', ['login'])).find(({ login }) => login === 'demosuper')?.id;
  await create(context, 'dashboards', [{ name: 'Offices and sellers', shared: 'everybody', owner, widgets }]);
}
