// What holds for the posting of every document, tried with random ones.

import fc from 'fast-check';
import { expect } from 'vitest';
import { documents } from '../../modules/documents/properties.ts';
import { postingOf, total } from './books.ts';

const rates = fc.constantFrom(['EUR', '1'], ['SEK', '11.2345'], ['USD', '1.0837']);

export async function isBalanced(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(documents, rates, async ([terms, lines, adjustments], [currency, rate]) => {
      const one = {
        discount: adjustments.find(({ kind }) => kind === 'discount'),
        charge: adjustments.find(({ kind }) => kind === 'charge'),
      };
      const given = [one.discount, one.charge && { ...one.charge, percent: null, afterTax: false }].filter((each) => each !== undefined);
      const paper = { terms: { ...terms, digits: currency === 'EUR' ? 2 : terms.digits }, currency: currency!, rate: rate! };
      const back = (amount: string | null | undefined) => (amount ? negated(amount) : null);
      const posting = await postingOf({ ...paper, lines, adjustments: given });
      const credit = await postingOf({
        ...paper,
        lines: lines.map((line) => ({ ...line, quantity: negated(line.quantity) })),
        adjustments: given.map((each) => ({ ...each, amount: back(each.amount) })),
      });
      const sums = [posting, credit].flatMap((lines) => [
        total([...lines.values()].map(({ amount }) => amount)),
        total([...lines.values()].map(({ own }) => own)),
      ]);
      expect(sums).toEqual(['0', '0', '0', '0']);
      for (const [account, { amount, own }] of posting)
        expect([account, credit.get(account)?.amount.plus(amount).toFixed(), credit.get(account)?.own.plus(own).toFixed()]).toEqual([
          account,
          '0',
          '0',
        ]);
    }),
    { numRuns },
  );
}

function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
