// What Peppol, XRechnung and Finvoice ask for beyond EN 16931.

import type { Tell } from './check.ts';
import type { FormatName } from './formats.ts';
import type { Invoice } from './model.ts';

type Demand = readonly [rule: string, field: string, value: (invoice: Invoice) => unknown];

const peppol: readonly Demand[] = [
  ['PEPPOL-EN16931-R003', 'buyerReference', ({ buyerReference, purchaseOrder }) => buyerReference ?? purchaseOrder],
  ['PEPPOL-EN16931-R020', 'seller.endpoint', ({ seller }) => seller.endpoint],
  ['PEPPOL-EN16931-R010', 'buyer.endpoint', ({ buyer }) => buyer.endpoint],
];

const xrechnung: readonly Demand[] = [
  ['BR-DE-1', 'payment', ({ payment }) => payment],
  ['BR-DE-3', 'seller.address.city', ({ seller }) => seller.address.city],
  ['BR-DE-4', 'seller.address.postcode', ({ seller }) => seller.address.postcode],
  ['BR-DE-5', 'seller.contact.name', ({ seller }) => seller.contact?.name],
  ['BR-DE-6', 'seller.contact.phone', ({ seller }) => seller.contact?.phone],
  ['BR-DE-7', 'seller.contact.email', ({ seller }) => seller.contact?.email],
  ['BR-DE-8', 'buyer.address.city', ({ buyer }) => buyer.address.city],
  ['BR-DE-9', 'buyer.address.postcode', ({ buyer }) => buyer.address.postcode],
  ['BR-DE-10', 'delivery.address.city', ({ delivery }) => !delivery?.address || delivery.address.city],
  ['BR-DE-11', 'delivery.address.postcode', ({ delivery }) => !delivery?.address || delivery.address.postcode],
  ['BR-DE-15', 'buyerReference', ({ buyerReference }) => buyerReference],
  ['PEPPOL-EN16931-R020', 'seller.endpoint', ({ seller }) => seller.endpoint],
  ['PEPPOL-EN16931-R010', 'buyer.endpoint', ({ buyer }) => buyer.endpoint],
];

/** Finvoice is routed by address and operator. */
const finvoice: readonly Demand[] = [
  ['FINVOICE', 'buyer.endpoint', ({ buyer }) => buyer.endpoint],
  ['FINVOICE', 'buyer.operator', ({ buyer }) => buyer.operator],
  ['FINVOICE', 'seller.endpoint', ({ seller }) => seller.endpoint],
  ['FINVOICE', 'seller.operator', ({ seller }) => seller.operator],
];

const DEMANDS: Readonly<Record<FormatName, readonly Demand[]>> = {
  peppol,
  'xrechnung-ubl': xrechnung,
  'xrechnung-cii': xrechnung,
  'factur-x': [],
  finvoice,
};

export function checkProfile(invoice: Invoice, format: FormatName, tell: Tell): void {
  for (const [rule, field, value] of DEMANDS[format]) if (!value(invoice)) tell(rule, field, 'is missing');
  if (format === 'peppol' && invoice.notes.length > 1)
    tell('PEPPOL-EN16931-R002', 'notes.1', 'is more than the one note that Peppol takes');
  if ((format === 'xrechnung-cii' || format === 'factur-x') && invoice.preceding.length > 1) {
    tell('CII-D16B', 'preceding.1', 'is more than the one earlier invoice that CII has room for');
  }
  if (format === 'finvoice') checkFinvoice(invoice, tell);
}

function checkFinvoice({ number, attachments, payment, seller, buyer }: Invoice, tell: Tell): void {
  if (number.length > 20) tell('FINVOICE', 'number', 'is longer than 20 characters');
  if (attachments.length > 0) tell('FINVOICE', 'attachments', 'travel in a message of their own');
  for (const [index, { bic }] of (payment?.accounts ?? []).entries()) {
    if (index > 0 && !bic) tell('FINVOICE', `payment.accounts.${index}.bic`, 'is missing: further accounts need it');
  }
  for (const [side, { address }] of Object.entries({ seller, buyer })) {
    for (const key of ['street', 'street2', 'line', 'city', 'postcode', 'region'] as const) {
      const length = [...(address[key] ?? '--')].length;
      if (length < 2 || length > 35) tell('FINVOICE', `${side}.address.${key}`, 'must have 2 to 35 characters');
    }
  }
}
