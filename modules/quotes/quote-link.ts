// Links by which a customer or lead sees a quote.

import type { ActionCall, Values } from '../../engine/index.ts';
import { defineEntity, reference } from '../../schema/index.ts';
import { type LinkKind, linkFields, linkList, linkSettings, newLink } from '../document-links/module.ts';

export const quoteLinks = defineEntity('quote_links', {
  ...linkSettings,
  label: 'Link to a quote',
  plural: 'Links to quotes',
  fields: { quote: reference('quotes', { readOnly: true }), ...linkFields },
  list: linkList('quote'),
});

/** An offer that has ended is not to be seen any more, unless it was accepted. */
export const quoteLinkKind: LinkKind = {
  ...{ links: 'quote_links', field: 'quote', entity: 'quotes', page: 'quote' },
  isOpen: ({ status, valid_until }, today) =>
    status === 'accepted' || (status !== 'draft' && (!valid_until || String(valid_until) >= today)),
};

/** Shown once: who needs it again makes another one. */
export async function makeQuoteLink({ context, record }: ActionCall): Promise<Values> {
  return { link: await newLink(context, quoteLinkKind, record) };
}
