// Links by which a customer sees an invoice and pays it.

import type { ActionCall, Values } from '../../engine/index.ts';
import { defineEntity, reference } from '../../schema/index.ts';
import { type LinkKind, linkFields, linkList, linkSettings, newLink } from '../document-links/module.ts';

export const invoiceLinks = defineEntity('invoice_links', {
  ...linkSettings,
  label: 'Link to an invoice',
  plural: 'Links to invoices',
  fields: { invoice: reference('invoices', { readOnly: true }), ...linkFields },
  list: linkList('invoice'),
});

export const invoiceLinkKind: LinkKind = {
  ...{ links: 'invoice_links', field: 'invoice', entity: 'invoices', page: 'invoice' },
  isOpen: ({ status }) => !['draft', 'cancelled'].includes(String(status)),
};

/** Shown once: who needs it again makes another one. */
export async function makeLink({ context, record }: ActionCall): Promise<Values> {
  return { link: await newLink(context, invoiceLinkKind, record) };
}
