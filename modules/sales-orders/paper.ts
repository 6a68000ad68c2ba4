// The paper of an order: by the document template that was chosen on it, else as all documents look (row CS-113).

import { type ActionCall, type BoundContext, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { isOffered, makeDocument } from '../document-templates/module.ts';
import { type Facts, print } from '../documents/module.ts';

export async function printOrder(call: ActionCall): Promise<Values> {
  const template = idOf(call.record.template);
  if (!template) return print(call);
  const context = call.context as BoundContext;
  if (!(await isOffered(context, template, call.entity, call.id)))
    throw new Refusal(409, 'not_offered', 'The document template of this order is switched off, or is not meant for it as it is now.');
  return makeDocument(context, template, call.entity, call.id);
}

export async function checkTemplate(draft: Draft, { system }: Facts): Promise<void> {
  const { entity, values, changed } = draft;
  if (!values.template || !changed.has('template')) return;
  const template = await system.records.get('document_templates', String(values.template), ['entity', 'for_list']);
  if (template.entity !== entity || template.for_list) draft.refuse('template', 'other_noun', 'This template makes other documents.');
}
