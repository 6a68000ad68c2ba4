// The topics of documents, and what screens have to know before somebody uploads.

import { type Context, type Draft, documentRules, limitOf, type Values } from '../../engine/index.ts';
import { nearest } from '../../schema/index.ts';

/** Of a topic that is written in other letters, the one of the settings. */
export async function checkDocumentType(draft: Draft, context: Context): Promise<void> {
  const { document_type: given } = draft.values;
  if (draft.verb === 'delete' || !given || !draft.changed.has('document_type')) return;
  const { documentTypes } = await documentRules(context);
  const found = documentTypes.find((type) => type.toLowerCase() === String(given).trim().toLowerCase());
  if (found) {
    draft.values.document_type = found;
    return;
  }
  const near = nearest(String(given), documentTypes);
  draft.refuse('document_type', 'not_an_option', `There is no document type “${given}”.${near ? ` Did you mean “${near}”?` : ''}`);
}

export async function rulesForScreens(context: Context): Promise<Values> {
  const rules = await documentRules(context);
  return { on: rules.folder !== null, document_types: rules.documentTypes, limit_mb: limitOf(rules, 'record') / 1024 / 1024 };
}
