// A deal's lines as those of a quote.

import type { Values } from '../../engine/index.ts';
import { idOf, rowsOf } from '../../schema/index.ts';

export function contentOfDeal({ name, account, contact, owner, lines }: Values): Values {
  return {
    subject: name,
    account: idOf(account),
    contact: idOf(contact),
    owner: idOf(owner),
    lines: rowsOf(lines).map(({ product, description, quantity, unit_price, discount }) => ({
      product: idOf(product),
      ...{ description, quantity, unit_price, discount },
    })),
  };
}
