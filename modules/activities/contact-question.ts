// What is asked for when an activity is created for a contact that lacks it (row CS-047): one record a field, in order.

import type { Context, Draft } from '../../engine/index.ts';
import { defineEntity, integer, nearest, text } from '../../schema/index.ts';

/** Nobody fills them in a small form. */
const NOT_ASKED = ['children', 'file', 'image', 'password', 'json', 'sequence'];

export const contactQuestions = defineEntity('contact_questions', {
  label: 'Contact field to ask for',
  plural: 'Contact fields to ask for',
  icon: 'forms',
  title: 'field',
  area: 'administration',
  owned: false,
  searchable: false,
  // Whoever creates activities is asked. Choosing the fields is granted.
  access: { view: 'true' },
  fields: {
    field: text({
      required: true,
      unique: true,
      length: 120,
      example: 'phone',
      help: 'Name of a field of contacts, e.g. phone. Who creates an activity for a contact without it is asked for it.',
    }),
    position: integer({ min: 0, help: 'Order in the form.' }),
  },
  list: { columns: ['field', 'position', 'updated_at', 'updated_by'], sort: 'position' },
  hooks: { beforeSave: checkQuestion },
});

function checkQuestion(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const name = String(draft.values.field ?? '');
  const fields = Object.values(context.actor.rights.schema.entities.contacts?.fields ?? {}).filter(
    ({ type, formula, readOnly, system }) => !formula && !readOnly && !system && !NOT_ASKED.includes(type),
  );
  if (fields.some((field) => field.name === name)) return;
  const meant = nearest(
    name,
    fields.map((field) => field.name),
  );
  draft.refuse('field', 'unknown', `“${name}” is no field of contacts that can be filled in.${meant ? ` Did you mean “${meant}”?` : ''}`);
}
