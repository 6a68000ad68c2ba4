// What stands open of documents, as the books have it: in the currency of the document, and in that of the house as it was posted.

import type { Context } from '../../engine/index.ts';
import { idOf, type Money } from '../../schema/index.ts';
import { type Exact, exact, toCents, ZERO } from './amounts.ts';
import type { Item } from './post.ts';

interface Balance {
  readonly amount: Exact;
  readonly own: Exact;
}

export class OpenItems {
  readonly #balances = new Map<string, Balance>();

  /** Of all of them with one question. */
  async read(system: Context, entity: Item['entity'], ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const sum = (name: string) => ({ fn: 'sum' as const, field: `sum(ledger_lines.${name})`, as: name });
    const rows = await system.records.aggregate(entity, {
      filter: `id in (${[...new Set(ids)].map((id) => `"${id}"`).join(', ')})`,
      groupBy: ['id'],
      measures: ['debit', 'credit', 'debit_eur', 'credit_eur'].map(sum),
      limit: 10_000,
    });
    for (const { id, debit, credit, debit_eur, credit_eur } of rows)
      this.#balances.set(idOf(id)!, {
        amount: exactOf(debit).minus(exactOf(credit)),
        own: exactOf(debit_eur).minus(exactOf(credit_eur)),
      });
  }

  /**
   * What `amount` takes off an open sum, at the rate that sum was posted at; the last of it takes the last cent. Undefined where the
   * books have less open than that.
   */
  take(id: string, amount: Exact): Exact | undefined {
    const { amount: open, own } = this.#balances.get(id) ?? { amount: ZERO, own: ZERO };
    const left = open.plus(amount);
    if (open.isZero() || open.times(amount).greaterThan(0) || left.times(open).lessThan(0)) return undefined;
    const taken = left.isZero() ? own.negated() : toCents(own.times(amount).dividedBy(open));
    this.#balances.set(id, { amount: left, own: own.plus(taken) });
    return taken;
  }
}

function exactOf(sum: unknown): Exact {
  return exact(((sum as Money | null | undefined)?.amount ?? sum ?? 0) as string);
}
