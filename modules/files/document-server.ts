// Where documents are kept and what they may be (rows TT-26 to TT-29). It is ready when the workspace is made.

import { BUCKET_MARK, type Context, type Draft, folderOf } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity, integer, picklist, secret, text, textArea, url } from '../../schema/index.ts';
import { testBucket } from './test-bucket.ts';

const MIME_TYPES = [
  ...['image/*', 'audio/*', 'video/*', 'text/plain', 'application/pdf', 'application/rtf', 'application/zip', 'application/xml'],
  ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
    (name) => `application/vnd.openxmlformats-officedocument.${name}`,
  ),
  ...['text', 'spreadsheet', 'presentation'].map((name) => `application/vnd.oasis.opendocument.${name}`),
];

const PART = /^[a-z0-9][a-z0-9 _-]*$/i;

/** Also while documents that are still there are on their way back. */
const visibleIf = 'kept_in = "s3" or bucket is not empty';
const ofBucket = { visibleIf, requiredIf: 'kept_in = "s3"' };

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
    kept_in: picklist(
      [
        { value: 'folder', label: 'This machine' },
        { value: 's3', label: 'A bucket (S3)' },
      ],
      { label: 'Kept in', required: true, default: '"folder"' },
    ),
    endpoint: url({ label: 'Address of the store', ...ofBucket, help: 'E.g. https://s3.eu-north-1.amazonaws.com.' }),
    region: text({ ...ofBucket, length: 60, default: '"us-east-1"' }),
    bucket: text({ ...ofBucket, length: 63 }),
    prefix: text({ visibleIf, length: 200, help: 'Names of objects begin with it.' }),
    key_id: text({ label: 'Access key', ...ofBucket, length: 128 }),
    secret_key: secret({ visibleIf, help: 'Is stored encrypted and never shown again.' }),
    path_style: checkbox({ visibleIf, help: 'The bucket stands in the path and not before the address, as with MinIO.' }),
    bucket_state: picklist(
      [
        { value: 'untested', label: 'Not tested yet', color: 'blue' },
        { value: 'works', label: 'Works', color: 'green' },
        { value: 'failed', label: 'Does not work', color: 'red' },
      ],
      { label: 'State of the store', readOnly: true, visibleIf: 'bucket_state is not empty' },
    ),
    bucket_answer: textArea({ label: 'The store’s answer', readOnly: true, visibleIf: 'bucket_answer is not empty' }),
    bucket_at: datetime({ label: 'Answered', readOnly: true, visibleIf: 'bucket_at is not empty' }),
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
    { label: 'Place', fields: ['folder', 'kept_in'] },
    {
      label: 'Store',
      fields: [
        'endpoint',
        'region',
        'bucket',
        'prefix',
        'path_style',
        'key_id',
        'secret_key',
        'bucket_state',
        'bucket_answer',
        'bucket_at',
      ],
    },
    { label: 'Documents', fields: ['mime_types', 'document_types', 'max_size'] },
  ],
  rules: [
    {
      when: 'endpoint is not empty and not (starts_with(endpoint, "https://") or starts_with(endpoint, "http://"))',
      field: 'endpoint',
      message: 'begins with https:// or http://',
    },
  ],
  hooks: { beforeSave: checkPlace },
  actions: {
    move: defineAction({
      label: 'Move the documents',
      when: 'folder is not empty',
      verb: 'update',
      run: async ({ context }) => ({ job: await context.enqueue('move_documents', null) }),
    }),
    test_bucket: defineAction({ label: 'Test the store', when: 'bucket is not empty', verb: 'update', run: testBucket }),
  },
});

async function checkPlace(draft: Draft, context: Context): Promise<void> {
  checkFolder(draft);
  await checkBucket(draft, context);
}

/** Where its documents are is left only once they are gone from there. */
async function checkBucket(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  const isOther = ['endpoint', 'bucket', 'prefix'].some((name) => changed.has(name));
  if (isOther || ['region', 'key_id', 'secret_key', 'path_style'].some((name) => changed.has(name)))
    Object.assign(values, { bucket_state: values.bucket ? 'untested' : null, bucket_answer: null, bucket_at: null });
  if (!isOther || !old?.bucket) return;
  const { records } = context.system('sees whether documents are in the bucket');
  const there = await records.list('files', { filter: `starts_with(storage_key, "${BUCKET_MARK}")`, fields: ['id'], limit: 1 });
  if (there.records.length > 0)
    draft.refuse('bucket', 'documents_there', 'Documents are in this bucket: keep them on this machine, move them, then change it.');
}

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
