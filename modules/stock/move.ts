// What orders do to the journal: what their state asks for, less what they have written so far. Leaving a state so takes back what it did.

import { Decimal } from 'decimal.js';
import { type Context, createAll, type Draft, eachAmong, type Values } from '../../engine/index.ts';
import { rowsOf } from '../../schema/index.ts';

type Figure = 'stock' | 'demand';

interface Movement {
  readonly product: string;
  readonly of: Figure;
  readonly quantity: string;
}

export async function moveSale(draft: Draft, context: Context): Promise<void> {
  const { sale_states, demand_states } = await context.settings('stock_settings');
  const wanted = [...wantedOf(draft, sale_states, 'stock', -1), ...wantedOf(draft, demand_states, 'demand', 1)];
  await settle(draft, 'sales_order', wanted, { reason: 'sale', note: draft.values.number }, context);
}

export async function movePurchase(draft: Draft, context: Context): Promise<void> {
  const { purchase_states } = await context.settings('stock_settings');
  const wanted = wantedOf(draft, purchase_states, 'stock', 1);
  await settle(draft, 'purchase_order', wanted, { reason: 'purchase', note: draft.values.number }, context);
}

function wantedOf({ values }: Draft, states: unknown, of: Figure, sign: 1 | -1): Movement[] {
  if (!((states as readonly string[] | null) ?? []).includes(String(values.status))) return [];
  const lines = rowsOf(values.lines);
  return lines
    .filter(({ product }) => product)
    .map(({ product, quantity }) => ({ product: String(product), of, quantity: new Decimal(String(quantity)).times(sign).toFixed() }));
}

/** The order's own row is locked by now: nobody else writes for it at the same time. */
async function settle(draft: Draft, source: string, wanted: readonly Movement[], more: Values, context: Context): Promise<void> {
  const { verb, changed } = draft;
  // An order that has moved stock stays: the journal refers to it.
  if (verb === 'delete' || (verb === 'update' && !changed.has('status') && !changed.has('lines'))) return;
  // Elevated: whoever changes an order need not be allowed to see stock, and nobody writes its journal by hand.
  const system = context.system('moves stock as the state of an order asks for');
  const written = verb === 'create' ? [] : await writtenBy(system, source, draft.id);
  const tracked = await trackedOf(system, wanted);
  const sums = new Map<string, Movement>();
  const add = ({ product, of, quantity }: Movement, sign: 1 | -1) => {
    const key = `${product} ${of}`;
    const sum = new Decimal(sums.get(key)?.quantity ?? 0).plus(new Decimal(quantity).times(sign));
    sums.set(key, { product, of, quantity: sum.toFixed() });
  };
  for (const one of wanted) if (tracked.has(one.product)) add(one, 1);
  for (const one of written) add(one, -1);
  const missing = [...sums.values()].filter(({ quantity }) => !new Decimal(quantity).isZero());
  await write(
    system,
    missing.map((one) => ({ ...one, ...more, [source]: draft.id })),
  );
}

async function writtenBy({ records }: Context, source: string, id: string): Promise<Movement[]> {
  const rows = await records.aggregate('stock_movements', {
    filter: `${source} = "${id}"`,
    groupBy: ['product', 'of'],
    measures: [{ fn: 'sum', field: 'quantity', as: 'quantity' }],
    limit: 10_000,
  });
  return rows.map(({ product, of, quantity }) => ({
    product: (product as { id: string }).id,
    of: of as Figure,
    quantity: String(quantity),
  }));
}

async function trackedOf(context: Context, wanted: readonly Movement[]): Promise<ReadonlySet<string>> {
  const ids = wanted.map(({ product }) => product);
  const tracked = eachAmong(context, 'products', 'id', ids, { fields: ['id'], filter: 'stock_tracked' });
  return new Set(await Array.fromAsync(tracked, ({ id }) => String(id)));
}

/** Writes to the journal, and has each product count anew. */
export async function write(context: Context, movements: readonly Values[]): Promise<void> {
  await createAll(context, 'stock_movements', movements);
  // In one order: two orders for the same products would wait for each other.
  for (const product of [...new Set(movements.map(({ product }) => String(product)))].sort()) await touch(context.records, product);
}

/** The product counts its movements anew; its row is locked from here on. */
export async function touch(records: Context['records'], product: string): Promise<void> {
  await records.update('products', product, { stock_touched: crypto.randomUUID() });
}
