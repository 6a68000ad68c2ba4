// Where a company gets its e-invoices, and how: for customers, and for the own companies, whose address is that of the sender.

import { extend, picklist, text } from '../../schema/index.ts';
import type { FormatName } from './formats.ts';

export const formatOptions = [
  { value: 'peppol', label: 'Peppol BIS Billing 3' },
  { value: 'xrechnung-ubl', label: 'XRechnung (UBL)' },
  { value: 'xrechnung-cii', label: 'XRechnung (CII)' },
  { value: 'factur-x', label: 'Factur-X / ZUGFeRD (PDF)' },
  { value: 'finvoice', label: 'Finvoice 3.0' },
] as const satisfies readonly { value: FormatName; label: string }[];

export const FIELDS = ['e_invoice_format', 'e_invoice_address', 'e_invoice_scheme', 'e_invoice_operator', 'buyer_reference'] as const;

export const ofAccounts = extend('accounts', {
  fields: {
    e_invoice_format: picklist(formatOptions, { label: 'E-invoice format' }),
    e_invoice_address: text({ label: 'E-invoice address', length: 120, help: 'E.g. 003712345678.' }),
    e_invoice_scheme: text({
      label: 'Scheme of the address',
      length: 4,
      help: 'Code of the EAS list: 0216 Finnish OVT, 0007 Swedish number, 0088 GLN, 0204 Leitweg-ID, 9930 German VAT number, EM e-mail.',
    }),
    e_invoice_operator: text({
      label: 'E-invoice operator',
      length: 60,
      help: 'Code of who carries it there, for Finvoice: e.g. NDEAFIHH.',
    }),
    buyer_reference: text({
      label: 'Buyer reference',
      length: 120,
      help: 'Stands on every e-invoice to this customer; in Germany the Leitweg-ID.',
    }),
  },
  blocks: [{ label: 'E-invoices', fields: FIELDS }],
});
