// A relation and its kinds. Whoever sees both ends sees it; whoever may change one of them makes, changes and ends it.

import type { Context, Draft } from '../../engine/index.ts';
import { anyReference, checkbox, date, defineEntity, reference, text } from '../../schema/index.ts';

type End = { readonly entity: string; readonly id: string } | null;

export const relationTypes = defineEntity('relation_types', {
  label: 'Relation type',
  plural: 'Relation types',
  icon: 'link',
  title: ['name'],
  area: 'administration',
  owned: false,
  searchable: false,
  access: { view: 'true' },
  fields: {
    name: text({
      label: 'From here',
      required: true,
      unique: true,
      searched: true,
      length: 120,
      help: 'As read from the first record: employs.',
    }),
    inverse: text({ label: 'From there', required: true, length: 120, help: 'As read from the second record: is employed by.' }),
    active: checkbox({ default: 'true', help: 'May be chosen for new relations.' }),
  },
  list: { columns: ['name', 'inverse', 'active'], sort: 'name' },
});

const editable = 'changeable(source) or changeable(target)';

export const relations = defineEntity('relations', {
  label: 'Relation',
  plural: 'Relations',
  icon: 'link',
  title: 'kind',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: {
    view: 'reachable(source) and reachable(target)',
    create: `reachable(source) and reachable(target) and (${editable})`,
    update: editable,
    delete: editable,
  },
  fields: {
    source: anyReference(['*'], { label: 'From', required: true }),
    type: reference('relation_types', { label: 'Type', required: true }),
    target: anyReference(['*'], { label: 'To', required: true }),
    kind: text({ label: 'Relation', readOnly: true, searched: true, length: 120 }),
    since: date(),
    until: date(),
    remark: text({ length: 500 }),
  },
  rules: [{ when: 'until < since', field: 'until', code: 'order', message: 'is before the beginning' }],
  list: { columns: ['source', 'type', 'target', 'since', 'until', 'remark'], sort: '-updated_at' },
  hooks: { beforeSave },
});

async function beforeSave(draft: Draft, { records }: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values } = draft;
  const [source, target] = [values.source as End, values.target as End];
  if (source && source.id === target?.id) draft.refuse('target', 'itself', 'A record has no relation to itself.');
  if (draft.changed.has('type') && values.type) {
    const type = await records.get('relation_types', String(values.type), ['name', 'active']);
    if (!type.active) draft.refuse('type', 'inactive', 'This type is not used for new relations any more.');
    values.kind = String(type.name);
  }
}
