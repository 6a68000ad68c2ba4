// Opens a template as it is stored: its file, or what was typed in.

import { buffer } from 'node:stream/consumers';
import {
  type BoundContext,
  openFile,
  openTemplate,
  type Template,
  type TemplateKind,
  typedPaper,
  typedSheet,
  type Values,
} from '../../engine/index.ts';

/** Null where nothing is there to be printed yet. @throws Refusal 422 where the file is no template of its kind */
export async function openStored(context: BoundContext, values: Values): Promise<Template | null> {
  const kind = String(values.kind);
  if (kind !== 'pdf' && values.file) return openTemplate(await bytesOf(context, values.file), kind as TemplateKind);
  const { heading, body, columns, closing } = values;
  const typed = { title: text(heading), body: text(body), columns: text(columns), closing: text(closing) };
  if (kind === 'pdf') return typedPaper(typed);
  return kind === 'xlsx' && typed.columns ? typedSheet(typed) : null;
}

const text = (value: unknown): string => String(value ?? '');

/** Elevated: whoever may use the template need not see its file. */
async function bytesOf(context: BoundContext, file: unknown): Promise<Buffer> {
  const id = String((file as { id?: unknown }).id ?? file);
  const system = context.system('reads the file of a document template') as BoundContext;
  const { key } = await openFile(system, id);
  return buffer(context.store.read(context.workspace, key));
}
