// Sums while one types: whatever stands in a field for a moment, the form goes on.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derive } from './derive.ts';

const odd = fc.constantFrom(
  '-',
  '',
  '.',
  'abc',
  '1e5',
  '0',
  '-0',
  '1.0000001',
  '99999999999999999999999',
  'NaN',
  ' ',
  '1,5',
  null,
  undefined,
  '-3',
);
const money = fc.oneof(fc.constant(null), fc.record({ amount: odd, currency: fc.constantFrom('EUR', 'JPY', 'TND', 'XXX') }));
const line = fc.record({ quantity: odd, unit_price: money, discount: odd });
const typed = fc.record({
  ...{ lines: fc.array(line, { maxLength: 4 }), discount: odd, discount_amount: money, charge: money },
  ...{ discount_after_tax: fc.boolean(), tax_included: fc.boolean() },
});
const terms = { today: '2026-01-01', rounding: 'line', usual: null, ofCustomer: null, taxClasses: [], currencies: [] } as const;

it('counts what is no number yet as nothing [PX-12]', () => {
  fc.assert(
    fc.property(typed, (values) => {
      expect(derive(values, terms).values).toHaveProperty('lines');
    }),
    { numRuns: 2_000 },
  );
});
