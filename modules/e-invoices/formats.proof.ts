// The long form of formats.test.ts: 10,000 random invoices a format, another seed each time.

import { expect, it } from 'vitest';
import { roundTrip } from '../../tests/e-invoices/round-trip.ts';
import { type FormatName, formats } from './formats.ts';

it.each(Object.keys(formats) as FormatName[])('reads in %s what it wrote, 10,000 times', (format) => {
  const seed = Number(process.env['KONTOR_SEED'] ?? Date.now() % 2 ** 31);
  roundTrip(format, 10_000, seed);
  expect(seed, `KONTOR_SEED=${seed}`).toBeGreaterThanOrEqual(0);
});
