// The long form of stock.test.ts: 250 orders that change their states 40 times, 10,000 changes in all.

import { it } from 'vitest';
import { house } from '../../tests/scenarios.ts';
import { isSumOfItsMovements } from '../../tests/stock.ts';

const at = await house({ acme: ['accounts', { name: 'Acme', owner: '$agent' }] });

it('stock and demand are the sums of their movements after 10,000 changes', () =>
  isSumOfItsMovements(at, at.ids.acme!, { orders: 250, rounds: 40 }));
