// A history of a house that sells, is paid, credits, errs and corrects: as long as one wants, the same for the same seed.

import { Decimal } from 'decimal.js';
import { expect } from 'vitest';
import { bulk, eachRecord, type Values } from '../../engine/index.ts';
import { seeded } from '../../modules/demo/module.ts';
import type { Money } from '../../schema/index.ts';
import type { House } from '../scenarios.ts';

const LOT = 50;
const CODES = ['EUR', 'SEK', 'USD'];

/** Rates of three days, so that what is paid is worth something else than what was invoiced. */
export async function setUpBooks({ system, ids }: House): Promise<ReadonlyMap<string, string>> {
  const { records } = system;
  await records.update('document_settings', String((await system.settings('document_settings')).id), { company: ids.own });
  const found = await records.list('currencies', { fields: ['code'], filter: 'code in ("EUR", "SEK", "USD")' });
  const currencies = new Map(found.records.map(({ code, id }) => [String(code), String(id)]));
  for (const [code, ...rates] of [
    ['SEK', '11.2', '10.93', '11.417'],
    ['USD', '1.08', '1.1234', '1.0555'],
  ])
    for (const [i, rate] of rates.entries())
      await records.create('exchange_rates', { currency: currencies.get(code!), valid_on: `2026-0${i + 1}-01`, rate });
  return currencies;
}

export async function playHistory(at: House, documents: number, seed: string): Promise<void> {
  const { records } = at.system;
  const currencies = await setUpBooks(at);
  const random = seeded(seed);
  const classes = (await records.list('tax_classes', { fields: ['id'], filter: 'category in ("S", "AE", "E")' })).records.map(
    ({ id }) => id,
  );
  const day = () => `2026-0${random.whole(1, 4)}-${String(random.whole(1, 28)).padStart(2, '0')}`;
  const price = (currency: string) => ({ amount: (random.whole(1, 99_999) / 100).toFixed(2), currency });
  for (let made = 0; made < documents; made += LOT) {
    const create = Array.from({ length: Math.min(LOT, documents - made) }, (): Values => {
      const code = random.pick(CODES);
      const lines = Array.from({ length: random.whole(1, 4) }, () => ({
        description: 'Line',
        quantity: String(random.whole(1, 30) / 4),
        unit_price: price(code),
        tax_class: random.pick(classes),
        discount: random.chance(0.2) ? String(random.whole(1, 30)) : null,
      }));
      const status = random.chance(0.9) ? 'unpaid' : 'draft';
      const sums = {
        discount: random.chance(0.2) ? '3.3' : null,
        discount_after_tax: random.chance(0.5),
        tax_included: random.chance(0.3),
      };
      return { account: at.ids.acme, issued_on: day(), currency: currencies.get(code), lines, status, ...sums };
    });
    const answer = await bulk(at.system, 'invoices', { create });
    expect(answer.results!.filter(({ status }) => status === 'failed')).toEqual([]);
    await goOn(
      at,
      answer.results!.map(({ id }) => String(id)),
      { random, day },
    );
  }
}

/** What comes of invoices: most are paid, some twice or too much, some credited; some payments were a mistake. */
async function goOn(
  { system }: House,
  invoices: readonly string[],
  { random, day }: { random: ReturnType<typeof seeded>; day: () => string },
) {
  const { records } = system;
  const payments: string[] = [];
  for (const id of invoices) {
    if (random.chance(0.2)) await credit(system, id, random.chance(0.5));
    const { open, type, status } = await records.get('invoices', id, ['open', 'type', 'status']);
    const left = open as Money | null;
    if (type !== 'invoice' || status === 'draft' || !left || !random.chance(0.6)) continue;
    const part = new Decimal(left.amount).times(random.pick([1, 1, 0.5, 0.333])).toFixed(2);
    if (Number(part) <= 0) continue;
    const over = random.chance(0.1) ? 12.34 : 0;
    const values = { paid_on: day(), amount: { ...left, amount: new Decimal(part).plus(over).toFixed(2) } };
    const allocations = [{ invoice: id, amount: { ...left, amount: part } }];
    payments.push(String((await records.create('payments', { ...values, allocations })).id));
  }
  for (const id of payments) {
    const luck = random.next();
    if (luck < 0.1) await records.delete('payments', id);
    else if (luck < 0.2) await records.update('payments', id, { paid_on: day() });
  }
}

async function credit(system: House['system'], id: string, whole: boolean): Promise<void> {
  const { number, lines } = await system.records.get('invoices', id, ['number', 'lines']);
  if (!number) return;
  const { result } = (await system.act('invoices', id, 'credit')) as { result: { open: { id: string } } };
  const some = (lines as readonly Values[]).length > 1 && !whole;
  const made = await system.records.get('invoices', result.open.id, ['lines']);
  const rows = (made.lines as readonly Values[]).slice(some ? 1 : 0).map(({ id }) => ({ id }));
  await system.records.update('invoices', result.open.id, { status: 'unpaid', ...(some ? { lines: rows } : {}) });
}

/** Reads the ledger from its first line to its last. */
export async function assertBooks({ system }: House): Promise<{ postings: number }> {
  let postings = 0;
  const sums = { debit: new Decimal(0), credit: new Decimal(0), debit_eur: new Decimal(0), credit_eur: new Decimal(0) };
  const items = new Map<string, { amount: Decimal; own: Decimal }>();
  for await (const { lines } of eachRecord(system, 'ledger_entries', { fields: ['lines'] })) {
    postings += 1;
    for (const row of lines as readonly Values[]) {
      const amount = (name: string) => new Decimal((row[name] as Money | null)?.amount ?? 0);
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] = sums[name].plus(amount(name));
      const item = row.item as { id: string } | null;
      if (!item) continue;
      const before = items.get(item.id) ?? { amount: new Decimal(0), own: new Decimal(0) };
      items.set(item.id, {
        amount: before.amount.plus(amount('debit')).minus(amount('credit')),
        own: before.own.plus(amount('debit_eur')).minus(amount('credit_eur')),
      });
    }
    // At every prefix, in both currencies.
    expect([sums.debit.toFixed(), sums.debit_eur.toFixed()]).toEqual([sums.credit.toFixed(), sums.credit_eur.toFixed()]);
  }
  for await (const { id, number, open } of eachRecord(system, 'invoices', { fields: ['number', 'open'] })) {
    const { amount, own } = items.get(String(id)) ?? { amount: new Decimal(0), own: new Decimal(0) };
    const left = number ? new Decimal((open as Money).amount) : new Decimal(0);
    expect([number, amount.toFixed(2), amount.isZero() ? own.toFixed(2) : '']).toEqual([
      number,
      left.toFixed(2),
      amount.isZero() ? '0.00' : '',
    ]);
  }
  return { postings };
}
