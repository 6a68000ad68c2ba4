// Interest groups: what links records that have no direct link, e.g. a project, a lobby, a consortium (row CS-079).

import type { Context, Draft } from '../../engine/index.ts';
import { anyReference, date, defineEntity, defineModule, picklist, reference, text, textArea } from '../../schema/index.ts';
import { demo } from './demo.ts';

export const interestGroups = defineEntity('interest_groups', {
  label: 'Interest group',
  plural: 'Interest groups',
  icon: 'users-group',
  title: 'name',
  area: 'administration',
  owned: false,
  access: { view: 'true' },
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 200 }),
    purpose: picklist(['Project', 'Consortium', 'Lobby', 'Network'], { open: true }),
    since: date(),
    until: date(),
    description: textArea(),
  },
  list: { columns: ['name', 'purpose', 'since', 'until', 'description'], sort: 'name' },
});

/** A member shows on its own card and in the group, to whoever may see that record. */
export const groupMembers = defineEntity('group_members', {
  label: 'Group member',
  plural: 'Group members',
  icon: 'users-group',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: { view: 'reachable(member)' },
  fields: {
    group: reference('interest_groups', { label: 'Interest group', required: true }),
    member: anyReference(['*'], { required: true }),
    role: picklist(['Member', 'Leader', 'Sponsor', 'Observer'], { open: true }),
    name: text({ label: 'Membership', readOnly: true, searched: true, length: 200 }),
    since: date(),
    until: date(),
    remark: text({ length: 500 }),
  },
  rules: [{ when: 'until < since', field: 'until', code: 'order', message: 'is before the beginning' }],
  list: { columns: ['group', 'member', 'role', 'since', 'until', 'remark'], sort: '-updated_at' },
  hooks: { beforeSave },
});

async function beforeSave(draft: Draft, { records }: Context): Promise<void> {
  if (draft.verb === 'delete' || !draft.values.group) return;
  const { values, changed } = draft;
  if (changed.has('group')) values.name = String((await records.get('interest_groups', String(values.group), ['name'])).name);
  const member = values.member as { id: string } | null;
  if (!member || !(changed.has('member') || changed.has('group'))) return;
  const same = await records.list('group_members', {
    filter: `member = "${member.id}" and group = "${String(values.group)}" and id != "${draft.id}"`,
    fields: ['id'],
    limit: 1,
  });
  if (same.records.length > 0) draft.refuse('member', 'not_unique', 'This record is in the group already.');
}

export default defineModule({
  name: 'interest-groups',
  needs: ['accounts', 'contacts', 'demo'],
  entities: [interestGroups, groupMembers],
  demo,
  // Who is in a group twice after a merge is in it once.
  async onMerge(context: Context, { target, sources }) {
    const { records } = context.system('leaves one membership of records that are merged');
    const seen = new Set<string>();
    for (const id of [target, ...sources]) {
      const members = await records.list('group_members', {
        filter: `member = ${JSON.stringify(id)}`,
        fields: ['id', 'group'],
        limit: 500,
      });
      for (const member of members.records) {
        const group = (member['group'] as { id: string } | null)?.id ?? '';
        if (seen.has(group)) await records.delete('group_members', String(member['id']));
        seen.add(group);
      }
    }
  },
});
