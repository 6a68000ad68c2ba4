// The index of every stored file; the bytes are kept by the engine's file store, once for each content.

import { anyReference, defineEntity, defineModule, integer, picklist, text, textArea } from '../../schema/index.ts';
import { documentServer } from './document-server.ts';
import { countElsewhere, moveDocuments } from './move.ts';
import { checkDocumentType, rulesForScreens } from './rules.ts';

export const files = defineEntity('files', {
  label: 'File',
  plural: 'Files',
  icon: 'file',
  title: 'name',
  customer: 'related_to = my_account()',
  // Documents of a record are for those who may see it (row TT-30).
  rootOnly: 'related_to is not empty and not reachable(related_to)',
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    content_type: text({ required: true, readOnly: true, length: 120 }),
    size: integer({ required: true, readOnly: true, min: 0, help: 'Bytes.' }),
    sha256: text({ label: 'SHA-256', required: true, readOnly: true, indexed: true, length: 64 }),
    storage_key: text({ internal: true, length: 250 }),
    related_to: anyReference([
      ...['accounts', 'contacts', 'leads', 'deals', 'activities', 'products'],
      ...['quotes', 'sales_orders', 'invoices', 'payments', 'purchase_invoices', 'contracts', 'expenses'],
      ...['document_templates', 'document_settings'],
    ]),
    document_type: picklist([], { label: 'Document type', open: true, indexed: true, help: 'One of the topics of the document server.' }),
    folder: text({ length: 120, indexed: true, help: 'Where it is found in the list, e.g. Contracts/2026.' }),
    description: textArea(),
  },
  list: { columns: ['name', 'document_type', 'folder', 'content_type', 'size', 'related_to', 'owner', 'created_at'], sort: '-created_at' },
  hooks: { beforeSave: checkDocumentType },
});

export default defineModule({
  name: 'files',
  entities: [files, documentServer],
  services: {
    document_rules: {
      summary: 'What documents may be: whether they are on, their topics, their greatest size',
      run: ({ context }) => rulesForScreens(context),
    },
    documents_elsewhere: {
      summary: 'How many documents are not in the folder of the document server',
      run: ({ context }) => countElsewhere(context),
    },
  },
  jobs: { move_documents: { run: moveDocuments } },
});
