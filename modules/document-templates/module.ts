// Documents made of records by templates: Word, OpenDocument, Excel, RTF and PDF.

import type { BoundContext } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { documentTemplates } from './document-template.ts';
import { createDocument, createList, offered, preview } from './make.ts';

export { isOffered, makeDocument } from './make.ts';

const text = (value: unknown): string => String(value ?? '');
const optional = (name: string, value: unknown) => (value ? { [name]: String(value) } : {});

export default defineModule({
  name: 'document-templates',
  needs: ['general', 'documents', 'files', 'demo'],
  entities: [documentTemplates],
  services: {
    offered_templates: {
      summary: 'Document templates for a record (`entity`, `id`), or for a list (`entity`)',
      run: ({ context, input: { entity, id } }) => offered(context as BoundContext, text(entity), id ? text(id) : null),
    },
    create_document: {
      summary: 'Make a document of a record by a template and keep it among its files (`template`, `entity`, `id`)',
      run: ({ context, input: { template, entity, id } }) =>
        createDocument(context as BoundContext, text(template), text(entity), text(id)),
    },
    create_list_document: {
      summary: 'Make a sheet with a row for each record of a list (`template`, `entity`, `filter`, `sort`, `q`)',
      run: ({ context, input: { template, entity, filter, sort, q } }) =>
        createList(context as BoundContext, text(template), text(entity), {
          ...optional('filter', filter),
          ...optional('sort', sort),
          ...optional('q', q),
        }),
    },
    preview_document: {
      summary: 'Try a template with a record of its noun (`template`, `record`)',
      run: ({ context, input: { template, record } }) => preview(context as BoundContext, text(template), text(record)),
    },
  },
  demo,
});
