// Which fields stand under which heading, in a form and on a record's page.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';

export interface Block {
  /** Empty: fields that no block names. */
  readonly label: string;
  readonly fields: readonly FieldDescription[];
}

/** All blocks with the fields that pass; blocks without any are left out. */
export function blocksOf(entity: EntityDescription, wanted: (field: FieldDescription) => boolean): Block[] {
  const named = new Set(entity.blocks.flatMap((block) => block.fields));
  const rest = entity.fields.filter((field) => !named.has(field.name) && (!field.system || field.name === 'owner'));
  const blocks = entity.blocks.map(({ label, fields }) => ({
    label,
    fields: fields.flatMap((name) => entity.fields.find((field) => field.name === name) ?? []),
  }));
  return [...blocks, { label: '', fields: rest }]
    .map(({ label, fields }) => ({ label, fields: fields.filter(wanted) }))
    .filter(({ fields }) => fields.length > 0);
}
