// Whatever is written is read as it was.

import fc from 'fast-check';
import { expect } from 'vitest';
import { type FormatName, readInvoice, writeInvoice } from '../../modules/e-invoices/formats.ts';
import { keep } from './keep.ts';
import { randomInvoice } from './random.ts';

export function roundTrip(format: FormatName, numRuns: number, seed?: number): void {
  let count = 0;
  fc.assert(
    fc.property(randomInvoice(format), (invoice) => {
      const xml = writeInvoice(invoice, format);
      keep(format, `random-${seed}-${++count}`, xml);
      expect(readInvoice(xml)).toEqual(invoice);
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
}
