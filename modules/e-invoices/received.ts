// E-invoices that came: uploaded, found in a folder, or fetched from an operator. Each file is kept, read or not, and says what
// became of it.

import { type ActionCall, type BoundContext, type Context, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { defineAction, defineEntity, file, idOf, picklist, reference, text, textArea } from '../../schema/index.ts';
import { readFileOf, textOf } from './file-text.ts';
import { toPurchase } from './to-purchase.ts';
import { sayFor } from './words.ts';

export const received = defineEntity('received_e_invoices', {
  label: 'Received e-invoice',
  plural: 'Received e-invoices',
  icon: 'inbox',
  title: 'name',
  // Each is a file of its own, which no table holds.
  access: { import: 'false' },
  fields: {
    name: text({ label: 'File', readOnly: true, searched: true, length: 250 }),
    file: file({
      label: 'E-invoice file',
      required: true,
      help: 'XML (Peppol, XRechnung, Finvoice), or a PDF that carries it (ZUGFeRD, Factur-X).',
    }),
    state: picklist(
      [
        { value: 'read', label: 'Read', color: 'green' },
        { value: 'duplicate', label: 'Was here already', color: 'gray' },
        { value: 'unreadable', label: 'Cannot be read', color: 'red' },
      ],
      { readOnly: true, required: true, default: '"unreadable"' },
    ),
    problem: textArea({ label: 'What is wrong', readOnly: true, visibleIf: 'problem is not empty' }),
    purchase_invoice: reference('purchase_invoices', { readOnly: true }),
    source: picklist(
      [
        { value: 'upload', label: 'Uploaded' },
        { value: 'folder', label: 'Folder' },
        { value: 'operator', label: 'Operator' },
      ],
      { readOnly: true, required: true, default: '"upload"' },
    ),
    // What a carrier calls it: it is taken in once, even if he offers it again.
    arrival: text({ internal: true, unique: true, length: 400 }),
  },
  list: { columns: ['created_at', 'name', 'state', 'purchase_invoice', 'source', 'problem', 'owner'], sort: '-created_at' },
  board: null,
  hooks: { beforeSave: readIt },
  actions: {
    read_again: defineAction({ label: 'Read again', when: 'state = "unreadable"', verb: 'update', run: readAgain }),
  },
});

/** A file is read when it comes, and whenever another takes its place. */
async function readIt(draft: Draft, context: Context): Promise<void> {
  const { verb, values, old, changed } = draft;
  if (verb === 'delete' || !values.file) return;
  if (old && changed.has('file') && values.purchase_invoice)
    return draft.refuse('file', 'read', 'It is read, and stays with its purchase invoice.');
  if (!old || changed.has('file')) Object.assign(values, await readInto(context, String(values.file), values.owner));
}

async function readAgain({ context, id, record }: ActionCall): Promise<void> {
  const found = await readInto(context, String(idOf(record.file)), idOf(record.owner));
  await context.system('notes what became of an e-invoice').records.update('received_e_invoices', id, found);
}

/** What is wrong with a file is noted and loses nothing. */
async function readInto(context: Context, file: string, owner: unknown): Promise<Values> {
  const { name, bytes } = await readFileOf(context as BoundContext, file);
  const say = await sayFor(context.actor.id, context.system('reads in which language somebody is told what is wrong with an e-invoice'));
  try {
    return { name, problem: null, ...(await toPurchase(context, textOf(bytes, say), { file, owner, say })) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unreadable_file') throw error;
    return { name, state: 'unreadable', problem: error.message };
  }
}
