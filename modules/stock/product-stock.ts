// What a product knows of its stock: the sums of the journal, and whether it has fallen to the reorder level.

import { Decimal } from 'decimal.js';
import type { ActionCall, Context, Draft, Values } from '../../engine/index.ts';
import { touch, write } from './move.ts';
import { mailReorder } from './reorder.ts';

export async function count(draft: Draft, context: Context): Promise<void> {
  const { values, changed, verb } = draft;
  if (verb === 'delete') return;
  if (changed.has('stock_touched')) Object.assign(values, await figuresOf(context, draft.id));
  values.stock_low = isLow(values);
}

async function figuresOf(context: Context, product: string): Promise<{ stock: string; in_demand: string }> {
  // Elevated: the figures are the same for whoever changes the product.
  const { records } = context.system('sums up the journal of a product');
  const sums = await records.aggregate('stock_movements', {
    filter: `product = "${product}"`,
    groupBy: ['of'],
    measures: [{ fn: 'sum', field: 'quantity', as: 'sum' }],
  });
  const sumOf = (figure: string) => String(sums.find(({ of }) => of === figure)?.sum ?? '0');
  return { stock: sumOf('stock'), in_demand: sumOf('demand') };
}

function isLow({ stock_tracked, stock, reorder_level }: Values): boolean {
  if (!stock_tracked || reorder_level === null || reorder_level === undefined) return false;
  return new Decimal(String(stock ?? 0)).lessThanOrEqualTo(String(reorder_level));
}

/** Once, when it has fallen; and again only when it was above in between (row CS-106). */
export async function tell(draft: Draft, context: Context): Promise<void> {
  const { values, old, verb, id } = draft;
  if (verb !== 'update' || !draft.changed.has('stock')) return;
  await keepSum(draft, context);
  if (values.stock_low && !old?.stock_low) await mailReorder({ ...values, id }, context);
}

/** Whatever wrote it, undo included: the figure is the sum of the journal, or it is not written. */
async function keepSum(draft: Draft, context: Context): Promise<void> {
  const { stock } = await figuresOf(context, draft.id);
  if (!new Decimal(stock).equals(String(draft.values.stock ?? 0)))
    draft.refuse('stock', 'follows_movements', 'The stock is the sum of its movements.');
}

/** Sets right what was counted on the shelf: the difference goes to the journal. */
export async function countStock({ context, id, input }: ActionCall): Promise<void> {
  await context.transaction(async (inner) => {
    // Elevated: nobody writes the journal by hand; whoever may change the product may count it.
    const system = inner.system('writes to the journal what was counted');
    // Locks the product, so that nothing moves between looking and writing.
    await touch(system.records, id);
    const { stock } = await system.records.get('products', id, ['stock']);
    const quantity = new Decimal(String(input.counted)).minus(String(stock ?? 0));
    if (!quantity.isZero())
      await write(system, [{ product: id, of: 'stock', quantity: quantity.toFixed(), reason: 'count', note: input.note ?? null }]);
  });
}
