// A deal's lines as those of a quote.

import type { Values } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';

export function contentOfDeal({ name, account, contact, owner, lines }: Values): Values {
  const idOf = (reference: unknown) => (reference as Reference | null)?.id ?? null;
  return {
    subject: name,
    account: idOf(account),
    contact: idOf(contact),
    owner: idOf(owner),
    lines: ((lines as readonly Values[] | null) ?? []).map(({ product, description, quantity, unit_price, discount }) => ({
      product: idOf(product),
      ...{ description, quantity, unit_price, discount },
    })),
  };
}
