// Whatever is written is read as it was.

import fc from 'fast-check';
import { expect } from 'vitest';
import { type FormatName, readInvoice, writeInvoice } from '../../modules/e-invoices/formats.ts';
import { randomInvoice } from './random.ts';

export function roundTrip(format: FormatName, numRuns: number, seed?: number): void {
  fc.assert(
    fc.property(randomInvoice(format), (invoice) => {
      expect(readInvoice(writeInvoice(invoice, format))).toEqual(invoice);
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
}
