// The index of every stored file; the bytes are kept by the engine's file store, once for each content.

import { anyReference, defineEntity, defineModule, integer, text, textArea } from '../../schema/index.ts';

export const files = defineEntity('files', {
  label: 'File',
  plural: 'Files',
  icon: 'file',
  title: 'name',
  customer: 'related_to = my_account()',
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    content_type: text({ required: true, readOnly: true, length: 120 }),
    size: integer({ required: true, readOnly: true, min: 0, help: 'Bytes.' }),
    sha256: text({ label: 'SHA-256', required: true, readOnly: true, indexed: true, length: 64 }),
    storage_key: text({ internal: true, length: 250 }),
    related_to: anyReference([
      ...['accounts', 'contacts', 'leads', 'deals', 'activities', 'products'],
      ...['quotes', 'sales_orders', 'invoices', 'payments', 'purchase_invoices'],
      ...['document_templates', 'document_settings'],
    ]),
    description: textArea(),
  },
  list: { columns: ['name', 'content_type', 'size', 'related_to', 'owner', 'created_at'], sort: '-created_at' },
});

export default defineModule({ name: 'files', entities: [files] });
