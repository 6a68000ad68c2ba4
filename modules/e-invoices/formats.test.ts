// Electronic invoices: what is written is read as it was, and what is hostile is refused.

import { describe, expect, it } from 'vitest';
import { roundTrip } from '../../tests/e-invoices/round-trip.ts';
import { type FormatName, formats, readInvoice } from './formats.ts';

const names = Object.keys(formats) as FormatName[];

/** More where the official rule sets are to judge them (docs/e-invoice.md). */
const count = process.env['KONTOR_E_INVOICES'] ? 300 : 60;

it.each(names)('reads in %s what it wrote', (format) => roundTrip(format, count, 5));

describe('a file from outside', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Invoice>&b;</Invoice>';
  it.each([
    ['a document type', bomb, 'document type'],
    ['an entity of its own', '<Invoice>&who;</Invoice>', 'not well-formed'],
    ['no XML', 'Rechnung Nr. 1', 'not well-formed'],
    ['half a file', '<Invoice><a>', 'not well-formed'],
    ['another document', '<Order/>', 'begins with Order'],
    ['an empty invoice', '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', 'lacks: number'],
    ['endless nesting', '<a>'.repeat(10_000), 'nested deeper'],
    ['endless elements', `<a>${'<b/>'.repeat(200_001)}</a>`, 'more than 200000 elements'],
    ['a giant', ' '.repeat(30_000_001), 'larger than 30 million'],
  ])('with %s is refused', (_, text, message) => {
    expect(() => readInvoice(text)).toThrow(message);
  });
});
