// Where documents are kept and what they may be (rows TT-26 to TT-29). It is ready when the workspace is made.

import { type Draft, folderOf } from '../../engine/index.ts';
import { defineAction, defineEntity, integer, text, textArea } from '../../schema/index.ts';

const MIME_TYPES = [
  ...['image/*', 'audio/*', 'video/*', 'text/plain', 'application/pdf', 'application/rtf', 'application/zip', 'application/xml'],
  ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
    (name) => `application/vnd.openxmlformats-officedocument.${name}`,
  ),
  ...['text', 'spreadsheet', 'presentation'].map((name) => `application/vnd.oasis.opendocument.${name}`),
];

const PART = /^[a-z0-9][a-z0-9 _-]*$/i;

export const documentServer = defineEntity('document_server', {
  label: 'Document server',
  plural: 'Document server',
  icon: 'server',
  single: true,
  fields: {
    folder: text({
      default: '"/"',
      length: 200,
      help: 'Within the place of this workspace: / or /projects. Empty: no documents. Documents stay where they are until they are moved.',
    }),
    mime_types: textArea({
      label: 'MIME types',
      required: true,
      default: JSON.stringify(MIME_TYPES.join('; ')),
      length: 5000,
      help: 'Of files that may be uploaded, judged by their content. image/* stands for all kinds of pictures.',
    }),
    document_types: text({
      label: 'Document types',
      default: '"Bills;Contracts;ID Cards;Other"',
      length: 2000,
      help: 'Topics separated by semicolons; each upload picks one.',
    }),
    max_size: integer({
      label: 'Maximal size (MB)',
      required: true,
      default: '25',
      min: 1,
      max: 1000,
      help: 'Of one document. No more than 25 MB come by screen or API, 6 by mail add-ins, 5 by the customers’ portal.',
    }),
  },
  blocks: [
    { label: 'Place', fields: ['folder'] },
    { label: 'Documents', fields: ['mime_types', 'document_types', 'max_size'] },
  ],
  hooks: { beforeSave: checkFolder },
  actions: {
    move: defineAction({
      label: 'Move the documents',
      when: 'folder is not empty',
      verb: 'update',
      run: async ({ context }) => ({ job: await context.enqueue('move_documents', null) }),
    }),
  },
});

function checkFolder(draft: Draft): void {
  const { folder } = draft.values;
  if (
    !folder ||
    folderOf(String(folder))
      .split('/')
      .every((part) => part === '' || PART.test(part))
  )
    return;
  draft.refuse('folder', 'not_a_folder', 'Letters, digits, blanks, - and _, with / between folders: /projects/2026.');
}
