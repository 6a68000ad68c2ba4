// Which field of a lead goes into which field of the account, the contact and the deal it becomes (row CS-088).

import type { Context, Draft, Values } from '../../engine/index.ts';
import { defineEntity, type Entity, type Field, fieldTypes, nearest, picklist, text } from '../../schema/index.ts';

const targets = ['accounts', 'contacts', 'deals'] as const;
export type Target = (typeof targets)[number];

export const leadMappings = defineEntity('lead_mappings', {
  label: 'Lead mapping',
  plural: 'Lead mappings',
  icon: 'arrows-right-left',
  title: 'key',
  area: 'administration',
  owned: false,
  board: null,
  fields: {
    source: text({ label: 'Field of the lead', required: true, searched: true, length: 63, example: 'description' }),
    target: picklist(
      [
        { value: 'accounts', label: 'Account' },
        { value: 'contacts', label: 'Contact' },
        { value: 'deals', label: 'Deal' },
      ],
      { label: 'Goes to', required: true },
    ),
    field: text({ label: 'Field there', required: true, searched: true, length: 63, example: 'description' }),
    key: text({ label: 'Target', readOnly: true, unique: true, length: 127 }),
  },
  list: { columns: ['source', 'target', 'field', 'updated_at'], sort: 'target,field' },
  hooks: { beforeSave: checkMapping },
});

/** What a new workspace starts with: field there -> field of the lead. */
const usual: Readonly<Record<Target, Readonly<Record<string, string>>>> = {
  accounts: { ...same('phone', 'email', 'website', 'city', 'country', 'tags'), name: 'company' },
  contacts: { ...same('title', 'email', 'phone', 'source', 'city', 'country', 'next_action_on', 'description', 'tags'), last_name: 'name' },
  deals: { ...same('product', 'source', 'tags'), amount: 'expected_amount', name: 'company' },
};

function same(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

interface Mapping {
  readonly source: string;
  readonly target: Target;
  readonly field: string;
}

function usualMappings(): Mapping[] {
  return targets.flatMap((target) => Object.entries(usual[target]).map(([field, source]) => ({ source, target, field })));
}

export async function setup({ records }: Context): Promise<void> {
  for (const mapping of usualMappings()) await records.create('lead_mappings', { ...mapping });
}

/** Values for each record that a lead becomes, as they are written. */
export async function mapped(context: Context, lead: Values): Promise<Readonly<Record<Target, Values>>> {
  const system = context.system('reads how leads are mapped');
  const { records } = await system.records.list('lead_mappings', { fields: ['source', 'target', 'field'], limit: 500 });
  const fields = context.schema.entities.leads?.fields ?? {};
  const made: Record<Target, Values> = { accounts: {}, contacts: {}, deals: {} };
  // A workspace that was made before there were mappings has none yet.
  const mappings = records.length > 0 ? (records as readonly (Values & Mapping)[]) : usualMappings();
  for (const { source, target, field } of mappings) {
    const from = fields[source];
    // A field that is gone meanwhile, there or here, is carried no more.
    if (!from || !context.schema.entities[target]?.fields[field]) continue;
    made[target][field] = written(from, lead[source] ?? null);
  }
  return made;
}

/** What was read, as it is written: references by their id. */
function written(field: Field, value: unknown): unknown {
  const kind = fieldTypes[field.type]?.expression(field).kind;
  if (value === null || !['reference', 'references', 'file'].includes(kind ?? '')) return value;
  if (Array.isArray(value)) return value.map(({ id }: { id: string }) => id);
  const { id, entity } = value as { id: string; entity?: string };
  return field.type === 'any_reference' ? { id, entity } : id;
}

function checkMapping(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { values } = draft;
  const { entities } = context.system('checks a mapping against the whole schema').schema;
  const from = fieldIn(draft, 'source', entities.leads);
  const to = fieldIn(draft, 'field', entities[String(values.target)]);
  values.key = `${values.target}.${values.field}`;
  if (!from || !to) return;
  if (to.readOnly || to.formula || (to.system && to.name !== 'owner'))
    draft.refuse('field', 'read_only', `“${to.label}” is set by Kontor.`);
  else if (!fits(from, to)) draft.refuse('field', 'type', `“${to.label}” cannot hold what “${from.label}” holds.`);
}

function fieldIn(draft: Draft, name: 'source' | 'field', entity: Entity | undefined): Field | null {
  const wanted = String(draft.values[name] ?? '');
  const field = entity?.fields[wanted];
  if (field && !field.internal && field.type !== 'children') return field;
  const near = nearest(wanted, Object.keys(entity?.fields ?? {}));
  draft.refuse(name, 'unknown', `There is no “${wanted}”.${near ? ` Did you mean “${near}”?` : ''}`);
  return null;
}

function fits(from: Field, to: Field): boolean {
  const [left, right] = [fieldTypes[from.type]?.expression(from), fieldTypes[to.type]?.expression(to)];
  if (!left || !right) return false;
  if (left.kind === 'reference' || left.kind === 'references')
    return left.kind === right.kind && from.to.every((name) => to.to.includes(name));
  const isText = (kind: string) => kind === 'text' || kind === 'choice';
  if (right.kind === 'choice' || right.kind === 'choices') {
    if (left.kind !== right.kind) return false;
    // Every value a lead may have must be one there.
    return to.open || (!from.open && from.options.every(({ value }) => to.options.some((option) => option.value === value)));
  }
  // An e-mail address is a text, a text is none.
  if (right.kind === 'text') return isText(left.kind) && (from.type === to.type || ['text', 'text_area', 'picklist'].includes(to.type));
  return left.kind === right.kind;
}
