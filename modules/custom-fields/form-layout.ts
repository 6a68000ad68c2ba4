// How the form of a noun is arranged: its blocks, their names and order, and the fields in each (rows CS-029, CS-053).

import type { Context, Draft, Values } from '../../engine/index.ts';
import { defineEntity, type Entity, type FormLayout, json, text, textArea } from '../../schema/index.ts';
import { entityOf, missing } from './condition.ts';
import { checkEverybodys } from './everybody.ts';

type Block = FormLayout['blocks'][number];

export const formLayouts = defineEntity('form_layouts', {
  label: 'Form layout',
  plural: 'Form layouts',
  icon: 'layout',
  title: 'entity',
  area: 'administration',
  owned: false,
  fields: {
    entity: text({
      label: 'Module',
      required: true,
      unique: true,
      searched: true,
      length: 63,
      names: 'any_noun',
      example: 'accounts',
    }),
    blocks: json({
      help: 'A list of {"block", "label", "fields"}: block names one of the module (null: a block of your own), label is what it is called.',
    }),
    // The same as text, for the engine, which reads layouts in one statement.
    arrangement: textArea({ internal: true }),
  },
  list: { columns: ['entity', 'updated_at', 'updated_by'], sort: 'entity' },
  hooks: { beforeSave: checkLayout },
});

function checkLayout(draft: Draft, context: Context): void {
  checkEverybodys(draft, context);
  if (draft.verb === 'delete') return;
  const { values, old } = draft;
  if (old && values.entity !== old.entity) draft.refuse('entity', 'read_only', 'can’t be changed.');
  const entity = entityOf(draft, context.system('checks a layout against the whole schema').schema.entities);
  if (!entity) return;
  const blocks = readBlocks(draft, entity);
  if (!blocks) return;
  checkRemoved(draft, entity, blocksOf(old), blocks);
  values.blocks = blocks as unknown;
  values.arrangement = JSON.stringify(blocks);
}

function blocksOf(values: Values | null): readonly Block[] {
  return (values?.blocks as Block[] | null | undefined) ?? [];
}

function readBlocks(draft: Draft, entity: Entity): Block[] | null {
  const given = draft.values.blocks ?? [];
  if (!Array.isArray(given) || !given.every(isBlock)) {
    draft.refuse('blocks', 'type', 'is a list of {"block", "label", "fields"}.');
    return null;
  }
  const seen = new Set<string>();
  const blocks = given.map(({ block = null, label = null, fields }): Block => ({ block, label: label?.trim() || null, fields }));
  for (const { block, label, fields } of blocks) {
    if (!block && !label) draft.refuse('blocks', 'required', 'A block of your own needs a name.');
    for (const name of fields) {
      if (seen.has(name)) draft.refuse('blocks', 'not_unique', `“${name}” stands in two blocks.`);
      if (!entity.fields[name]) draft.refuse('blocks', 'unknown', missing(name, Object.keys(entity.fields)));
      seen.add(name);
    }
  }
  const names = blocks.map(({ block, label }) => label ?? block);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i) draft.refuse('blocks', 'not_unique', `Two blocks are called “${name}”.`);
  return blocks;
}

function isBlock(value: unknown): value is { block?: string | null; label?: string | null; fields: string[] } {
  if (typeof value !== 'object' || value === null || !('fields' in value)) return false;
  const { block, label, fields } = value as { block?: unknown; label?: unknown; fields: unknown };
  const isName = (name: unknown) => name === undefined || name === null || (typeof name === 'string' && name.length <= 120);
  return isName(block) && isName(label) && Array.isArray(fields) && fields.every((field) => typeof field === 'string');
}

/** A block of one's own goes when it is empty: its fields must stand elsewhere (row CS-053). */
function checkRemoved(draft: Draft, entity: Entity, before: readonly Block[], after: readonly Block[]): void {
  const placed = new Set(after.flatMap(({ fields }) => fields));
  const left = before.filter(({ block, label }) => !block && !after.some((other) => !other.block && other.label === label));
  for (const { label, fields } of left) {
    const homeless = fields.filter((name) => entity.fields[name] && !placed.has(name)).map((name) => `“${entity.fields[name]!.label}”`);
    if (homeless.length > 0)
      draft.refuse('blocks', 'not_empty', `“${label}” still holds ${homeless.join(', ')}. Move them to another block first.`);
  }
}
