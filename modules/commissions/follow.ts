// Invoices bring commissions: worked out and frozen when they are issued, earned then or as they are paid, taken back by credits (row CS-107).

import { Decimal } from 'decimal.js';
import { type Context, type Draft, eachRecord, todayOf, type Values } from '../../engine/index.ts';
import { idOf, type Money, minorDigits, type Reference, rowsOf } from '../../schema/index.ts';
import { rateOn } from '../money/module.ts';
import { productsOf } from '../products/module.ts';
import { less, partOf, sharePaid, type Terms, wholeOf } from './work-out.ts';

export async function followInvoice(draft: Draft, context: Context): Promise<void> {
  const { values, old, changed, verb } = draft;
  if (verb === 'delete' || !values.number) return;
  const isIssued = !old?.number;
  if (!isIssued && !changed.has('paid') && !changed.has('credited')) return;
  // Elevated: commissions are written by the house alone, for the seller, whoever issues the invoice or books the payment.
  const system = context.system('works out commissions of an invoice');
  if (isIssued && !(await begin(draft, system))) return;
  await earn(draft, system);
}

interface Agreed {
  readonly owner: string;
  readonly group: string;
  readonly percent: string | null;
  readonly each: Money | null;
  readonly rate: string;
  readonly currency: string;
  readonly basis: string;
}

/** False where it brings none. */
async function begin({ id, values }: Draft, system: Context): Promise<boolean> {
  const lines = rowsOf(values.lines);
  if (!lines.some(({ product }) => product)) return false;
  const agreed = values.original ? await agreedBefore(String(values.original), system) : await agreedNow(values, system);
  let brings = false;
  for (const { id: line, product, quantity, net, description } of lines) {
    const terms = product ? await agreed(String(product)) : null;
    if (!terms) continue;
    brings = true;
    const { owner, group, percent, each, rate, currency, basis } = terms;
    const base = net as Money;
    await system.records.create('commissions', {
      name: `${values.number} ${description}`,
      ...{ invoice: id, line, product, quantity, base, owner, group, percent, each, basis },
      exchange_rate: rate,
      whole: wholeOf(base, String(quantity), { ...terms, digits: minorDigits(currency) } satisfies Terms),
      earned: { amount: '0', currency },
    });
  }
  return brings;
}

type Ask = (product: string) => Promise<Agreed | null>;

/** By the group of the seller, and what the product gives it today. */
async function agreedNow({ owner, issued_on, lines }: Values, system: Context): Promise<Ask> {
  const { records } = system;
  const nobody: Ask = async () => null;
  const filter = `id = "${owner}" and commission_group.active`;
  const found = owner ? (await records.list('users', { fields: ['commission_group'], filter, limit: 1 })).records[0] : undefined;
  const group = (found?.commission_group as Reference | null | undefined)?.id;
  const settings = await system.settings('commission_settings');
  const own = settings.currency as Reference | null;
  const rows = rowsOf(lines);
  const price = rows[0]?.net as Money | undefined;
  if (!group || !own || !price) return nobody;
  const day = String(issued_on);
  const rates = ratesInto(own.title, day, system);
  const rate = await rates(price.currency);
  if (rate === null) return nobody;
  const products = await productsOf(rows, ['commissions'], system);
  return async (product) => {
    const row = rowsOf(products.get(product)?.commissions).find((one) => (one.group as Reference).id === group);
    if (!row) return null;
    const each = row.amount ? await converted(row.amount as Money, own.title, rates) : null;
    const shared = { owner: String(owner), group, rate, currency: own.title, basis: String(settings.basis) };
    return { ...shared, percent: row.percent as string | null, each };
  };
}

/** What a credit takes back goes by what its invoice brought, to whom it was brought. */
async function agreedBefore(original: string, system: Context): Promise<Ask> {
  const fields = ['product', 'owner', 'group', 'percent', 'each', 'exchange_rate', 'whole', 'basis'];
  const brought = eachRecord(system, 'commissions', { fields, filter: `invoice = "${original}"` });
  const known = new Map(await Array.fromAsync(brought, (one) => [idOf(one.product)!, one] as const));
  return async (product) => {
    const one = known.get(product);
    if (!one) return null;
    return {
      owner: idOf(one.owner)!,
      group: idOf(one.group)!,
      percent: one.percent as string | null,
      each: one.each as Money | null,
      rate: String(one.exchange_rate),
      currency: (one.whole as Money).currency,
      basis: String(one.basis),
    };
  };
}

async function earn({ id, values, old }: Draft, system: Context): Promise<void> {
  const fields = ['id', 'basis', 'whole', 'earned', 'entries'];
  for await (const one of eachRecord(system, 'commissions', { fields, filter: `invoice = "${id}"` })) {
    const whole = one.whole as Money;
    const share = one.basis === 'paid' ? sharePaid(values as never) : null;
    const due = share ? partOf(whole, share, minorDigits(whole.currency)) : whole;
    const amount = less(due, one.earned as Money | null);
    if (Number(amount.amount) === 0) continue;
    const reason = values.type === 'credit_invoice' ? 'credited' : old?.number ? 'paid' : 'invoiced';
    const entries = rowsOf(one.entries).map((entry) => ({ id: entry.id }));
    const entry = { entered_on: todayOf(system.actor), reason, amount };
    await system.records.update('commissions', String(one.id), { earned: due, entries: [...entries, entry] });
  }
}

type Rates = (from: string) => Promise<string | null>;

/** Rates of a day into one currency, each worked out once. */
function ratesInto(to: string, day: string, system: Context): Rates {
  const known = new Map<string, Promise<string | null>>();
  return (from) => {
    const rate = known.get(from) ?? rateBetween(from, to, day, system);
    known.set(from, rate);
    return rate;
  };
}

/** Units of `to` for one of `from`, by the rates of the day; null where one is not known. */
async function rateBetween(from: string, to: string, day: string, system: Context): Promise<string | null> {
  if (from === to) return '1';
  const [one, other] = [await rateOf(from, day, system), await rateOf(to, day, system)];
  return one === null || other === null ? null : new Decimal(other).dividedBy(one).toSignificantDigits(15).toFixed();
}

async function rateOf(code: string, day: string, system: Context): Promise<string | null> {
  const id = (await system.kept('currencies')).find((currency) => currency.code === code)?.id;
  return id ? ((await rateOn(system, { id: String(id), code }, day))?.rate ?? null) : null;
}

async function converted(amount: Money, to: string, rates: Rates): Promise<Money | null> {
  const rate = await rates(amount.currency);
  return rate === null ? null : { amount: new Decimal(amount.amount).times(rate).toFixed(), currency: to };
}
