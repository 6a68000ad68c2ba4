// Orders that change their states at random, several at the same moment: what the figures of products are in the end.

import { expect } from 'vitest';
import { seeded } from '../modules/demo/module.ts';
import { inLanes } from './lanes.ts';
import type { House } from './scenarios.ts';

const STATES = {
  sales_orders: ['confirmed', 'delivered', 'cancelled'],
  purchase_orders: ['ordered', 'received', 'cancelled'],
} as const;
type Kind = keyof typeof STATES;

/** @param rounds in each of them every order changes its state; all at once where there are a few, else so many lanes of them */
export async function isSumOfItsMovements(
  at: House,
  account: string,
  { orders, rounds }: { orders: number; rounds: number },
): Promise<void> {
  const { records } = at.system;
  const random = seeded('stock test');
  const products: string[] = [];
  for (const name of ['A', 'B', 'C'])
    products.push(
      String((await records.create('products', { name, unit_price: { amount: '5', currency: 'EUR' }, stock_tracked: true })).id),
    );
  const made: [kind: Kind, id: string][] = [];
  for (let i = 0; i < orders; i++) {
    const kind = i % 2 ? 'sales_orders' : 'purchase_orders';
    const lines = products
      .map((product) => ({ product, quantity: String(random.whole(1, 9)), unit_price: { amount: '5', currency: 'EUR' } }))
      .toSorted(() => random.next() - 0.5);
    made.push([kind, String((await records.create(kind, { account, lines, status: 'draft' })).id)]);
  }
  const change = (state: (kind: Kind) => string) => inLanes(made, ([kind, id]) => records.update(kind, id, { status: state(kind) }));
  for (let round = 0; round < rounds; round++) {
    await change((kind) => random.pick(STATES[kind]));
    for (const product of products) await expectSums(at, product);
  }
  await change((kind) => (kind === 'sales_orders' ? 'delivered' : 'received'));
  const wanted = new Map(products.map((product) => [product, 0]));
  for (const [kind, id] of made) {
    for (const { product, quantity } of (await records.get(kind, id)).lines as { product: { id: string }; quantity: string }[])
      wanted.set(product.id, wanted.get(product.id)! + Number(quantity) * (kind === 'sales_orders' ? -1 : 1));
  }
  for (const product of products) expect(await expectSums(at, product)).toEqual([wanted.get(product), 0]);
}

/** Answers stock and demand, each the sum of its movements. */
async function expectSums(at: House, product: string): Promise<[stock: number, demand: number]> {
  const { records } = at.system;
  const { stock, in_demand } = await records.get('products', product, ['stock', 'in_demand']);
  const sums = await records.aggregate('stock_movements', {
    filter: `product = "${product}"`,
    groupBy: ['of'],
    measures: [{ fn: 'sum', field: 'quantity', as: 'sum' }],
  });
  const sumOf = (figure: string) => Number(sums.find(({ of }) => of === figure)?.sum ?? 0);
  const figures: [number, number] = [Number(stock ?? 0), Number(in_demand ?? 0)];
  expect(figures).toEqual([sumOf('stock'), sumOf('demand')]);
  return figures;
}
