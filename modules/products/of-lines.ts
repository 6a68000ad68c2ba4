// What lines need to know of their products: asked for all of them at once.

import { type Context, eachAmong, notFound, type Values } from '../../engine/index.ts';

/** By id; `lines` name products by their ids. @throws Refusal 404 where one is out of reach, as reading it alone would */
export async function productsOf(
  lines: readonly Values[],
  fields: readonly string[],
  context: Pick<Context, 'records'>,
): Promise<ReadonlyMap<unknown, Values>> {
  const ids = new Set(lines.flatMap(({ product }) => (product ? [String(product)] : [])));
  const found = new Map<unknown, Values>();
  for await (const product of eachAmong(context, 'products', 'id', ids, { fields: ['id', ...fields] })) found.set(product.id, product);
  if (found.size < ids.size) throw notFound('This product');
  return found;
}
