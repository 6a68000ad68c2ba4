// The long forms: 10,000 plans over ten years as days alone, and a workspace that lives through ten years with many plans at once,
// its process changing all the time, two of them at the same moment, and now and then one that dies in the middle.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BoundContext, eachRecord } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { house } from '../../tests/scenarios.ts';
import { seeded } from '../demo/module.ts';
import { invoiceAllDue } from './due.ts';
import { billsEachDayOnce, rhythms, zones } from './properties.ts';

const DAY = 86_400_000;
const YEARS = 10;

it('10,000 plans bill each day of ten years once', () => billsEachDayOnce(10_000));

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$manager' }],
  licence: ['products', { name: 'Licence', unit_price: { amount: '10', currency: 'EUR' }, billing_frequency: 'monthly' }],
});
const { system, ids } = at;

it('40 plans of a workspace bill each day of ten years once, across restarts, races and crashes', async () => {
  const { records } = system;
  const settings = String((await system.settings('document_settings')).id);
  await records.update('document_settings', settings, { company: ids.own });
  const first = Date.parse('2026-01-01T00:00:00Z');
  const drawn = fc.sample(fc.tuple(rhythms, zones, fc.integer({ min: 0, max: 400 })), { numRuns: 40, seed: 5 });
  const plans = new Map<string, string>();
  for (const [{ every, mode }, time_zone, days] of drawn) {
    const starts_on = addDays('2026-01-01', days);
    const lines = [{ product: ids.licence }];
    const order = await records.create('sales_orders', { account: ids.acme, status: 'confirmed', lines });
    const plan = await records.create('invoicing_plans', { every, period_mode: mode, sales_order: order.id, starts_on, time_zone });
    plans.set(String(plan.id), String(order.id));
  }
  const processes = await Promise.all([at.another(), at.another(), at.another()].map(contextOf));
  const random = seeded('ten years');
  const end = first + YEARS * 365 * DAY;
  for (let now = first; now < end; now += random.whole(1, 30 * 24) * 3_600_000) {
    const looking = random.chance(0.3) ? [0, 1] : [random.whole(0, 2)];
    await Promise.all(
      looking.map((one) => invoiceAllDue(random.chance(0.2) ? dying(processes[one]!) : processes[one]!, now, idle).catch(isDeath)),
    );
  }
  await invoiceAllDue(system, end, idle);
  for (const [plan, order] of plans) await expectEachDayOnce(plan, order);
});

const idle = { cancelled: () => false, error: () => {} };

async function contextOf(engine: ReturnType<typeof at.another>): Promise<BoundContext> {
  return engine.system((await engine.workspace(at.name))!, { kind: 'system', detail: 'test' });
}

class Death extends Error {}

function isDeath(error: unknown): void {
  if (!(error instanceof Death)) throw error;
}

/** Its second transaction is written in full, and then never committed. */
function dying(context: BoundContext): BoundContext {
  let left = 2;
  const transaction: BoundContext['transaction'] = (work) =>
    context.transaction(async (inner) => {
      const done = await work(inner);
      if (--left === 0) throw new Death();
      return done;
    });
  return new Proxy(context, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function expectEachDayOnce(plan: string, order: string): Promise<void> {
  const { starts_on, invoiced_until } = await system.records.get('invoicing_plans', plan, ['starts_on', 'invoiced_until']);
  const found = await Array.fromAsync(
    eachRecord(system, 'invoices', { fields: ['period_from', 'period_to'], filter: `sales_order = "${order}"` }),
  );
  let next = String(starts_on);
  for (const { period_from, period_to } of found.toSorted((a, b) => (String(a.period_from) < String(b.period_from) ? -1 : 1))) {
    expect([plan, period_from]).toEqual([plan, next]);
    next = addDays(String(period_to), 1);
  }
  expect([plan, next]).toEqual([plan, addDays(String(invoiced_until), 1)]);
  // A period of a year that has begun is billed at its end.
  expect(Date.parse(next) - Date.parse(String(starts_on))).toBeGreaterThan((YEARS - 3) * 365 * DAY);
}
