// One consortium and one network, with members of several kinds.

import type { Context, Values } from '../../engine/index.ts';
import { create, everything, seeded } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('interest groups');
  const accounts = await everything(context, 'accounts', ['name']);
  const contacts = await everything(context, 'contacts', ['last_name']);
  for (const [name, purpose] of [
    ['Harbour automation consortium', 'Consortium'],
    ['Circle of industry advisers', 'Network'],
  ]) {
    const group = await context.records.create('interest_groups', { name, purpose, since: '2023-05-01' });
    const members = new Map<string, Values>();
    for (let i = 0; i < 7; i++) {
      const entity = i % 3 === 0 ? 'contacts' : 'accounts';
      const { id } = random.pick(entity === 'contacts' ? contacts : accounts);
      members.set(id, {
        group: group.id,
        member: { entity, id },
        role: i === 0 ? 'Leader' : random.pick(['Member', 'Sponsor', 'Observer']),
      });
    }
    await create(context, 'group_members', [...members.values()]);
  }
}
