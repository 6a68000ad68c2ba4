// Templates of documents: a file with tags, or texts and columns typed in, for the records of one noun (rows CS-129 to CS-139).

import { checkbox, defineEntity, file, formattedText, picklist, text, textArea } from '../../schema/index.ts';
import { languages } from '../general/module.ts';
import { checkTemplate } from './check.ts';

const KINDS = [
  { value: 'docx', label: 'Word (.docx)' },
  { value: 'odt', label: 'OpenDocument (.odt)' },
  { value: 'xlsx', label: 'Excel (.xlsx)' },
  { value: 'rtf', label: 'Rich text (.rtf)' },
  { value: 'pdf', label: 'PDF' },
];

/** Whose settings make the document. */
const TYPED = 'kind = "pdf" or (kind = "xlsx" and file is empty)';

export const documentTemplates = defineEntity('document_templates', {
  label: 'Document template',
  plural: 'Document templates',
  icon: 'template',
  area: 'administration',
  title: 'name',
  owned: false,
  searchable: false,
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    entity: text({ label: 'Module', required: true, indexed: true, length: 60, names: 'owned_noun', example: 'quotes' }),
    kind: picklist(KINDS, { required: true, default: '"pdf"' }),
    active: checkbox({ default: 'true', help: 'Only active templates are offered on records.' }),
    file: file({
      label: 'File',
      visibleIf: 'kind != "pdf"',
      help: 'With tags like [account.name] or {{account.name}}. Tags of rows, e.g. [lines.description], repeat their table row.',
    }),
    for_list: checkbox({ label: 'One row per record of a list', visibleIf: 'kind = "xlsx"' }),
    as_pdf: checkbox({ label: 'Convert to PDF', visibleIf: 'kind != "pdf"', help: 'By LibreOffice, where the server has it.' }),
    condition: textArea({ label: 'Offered if', help: 'A condition over the record, e.g. total > 1000. Empty: always.' }),
    language: picklist(languages, { help: 'Of numbers, dates and choices. Empty: that of the record.' }),
    file_name: text({ label: 'Name of the file', length: 200, help: 'May have tags. Empty: that of the template.' }),
    heading: text({ length: 250, visibleIf: TYPED, help: 'May have tags.' }),
    body: formattedText({ label: 'Text', visibleIf: 'kind = "pdf"', help: 'May have tags.' }),
    columns: textArea({
      length: 5000,
      visibleIf: TYPED,
      help: 'One a line: a heading, a colon, a text with tags. Product: [lines.description]',
    }),
    closing: formattedText({ label: 'Text below', visibleIf: 'kind = "pdf"' }),
  },
  list: { columns: ['name', 'entity', 'kind', 'active', 'as_pdf', 'updated_at'], sort: 'name' },
  blocks: [
    { label: 'Template', fields: ['name', 'entity', 'kind', 'file', 'active'] },
    { label: 'Use', fields: ['condition', 'for_list', 'as_pdf', 'language', 'file_name'] },
    { label: 'Content', fields: ['heading', 'body', 'columns', 'closing'] },
  ],
  hooks: { beforeSave: checkTemplate },
});
