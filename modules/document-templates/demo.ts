// A confirmation of orders, a letter, and a sheet of contacts: templates that need no file.

import type { Context } from '../../engine/index.ts';

export async function demo({ records }: Context): Promise<void> {
  await records.create('document_templates', {
    name: 'Order confirmation',
    entity: 'sales_orders',
    kind: 'pdf',
    condition: 'status != "draft"',
    file_name: 'Order confirmation [sales_orders.number]',
    heading: 'Order confirmation [sales_orders.number]',
    body: '<p>[account.name]</p><p>[sales_orders.billing_address]</p><p>We thank you for your order of [sales_orders.issued_on].</p>',
    columns: 'Product: [lines.description]\nQuantity: [lines.quantity]\nPrice: [lines.unit_price]\nAmount: [lines.amount]',
    closing:
      '<p>Total <b>[sales_orders.total]</b>{{if delivery_on is not empty}}, delivered on [sales_orders.delivery_on]{{end}}.</p><p>[company.name]</p>',
  });
  await records.create('document_templates', {
    name: 'Letter',
    entity: 'contacts',
    kind: 'pdf',
    file_name: 'Letter to [contacts.first_name] [contacts.last_name]',
    heading: '[company.name]',
    body: '<p>[contacts.first_name] [contacts.last_name]<br>[account.name]<br>[account.billing_address]</p><p>Thank you for the time you took.</p>',
    closing: '<p>[owner.name]</p>',
  });
  await records.create('document_templates', {
    name: 'Sheet of contacts',
    entity: 'contacts',
    kind: 'xlsx',
    for_list: true,
    heading: 'Contacts',
    columns: 'Name: [contacts.first_name] [contacts.last_name]\nCompany: [account.name]\nE-mail: [contacts.email]\nPhone: [contacts.phone]',
  });
}
