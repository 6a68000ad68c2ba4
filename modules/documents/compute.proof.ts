// The long form of compute.test.ts: 10,000 random documents a property.

import { it } from 'vitest';
import { isNothingWithItsCredit, isSumOfItsParts } from './properties.ts';

it('every document is the sum of its parts', () => isSumOfItsParts(10_000));
it('every document and its credit come to nothing', () => isNothingWithItsCredit(10_000));
