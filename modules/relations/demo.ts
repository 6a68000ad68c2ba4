// Who works with whom beside the ordinary links: partners, advisers, competitors among the demo's companies and people.

import type { Context } from '../../engine/index.ts';
import { create, everything, seeded } from '../demo/module.ts';
import { seedWords } from '../general/module.ts';
import { relationWords } from './words.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('relations');
  const accounts = await everything(context, 'accounts', ['name']);
  const contacts = await everything(context, 'contacts', ['last_name']);
  const types = await everything(context, 'relation_types', ['name']);
  const said = await seedWords(context, relationWords);
  const type = (name: string) => types.find((one) => one.name === said(name))?.id;
  const made = Array.from({ length: 24 }, (_, i) => {
    const source = random.pick(accounts);
    const withPerson = i % 3 === 0;
    const target = withPerson ? random.pick(contacts) : random.pick(accounts);
    const words = withPerson
      ? ['advises', 'employs']
      : ['is a partner of', 'refers customers to', 'is a subcontractor of', 'competes with'];
    return {
      source: { entity: 'accounts', id: source.id },
      target: { entity: withPerson ? 'contacts' : 'accounts', id: target.id },
      type: type(random.pick(words)),
      since: `20${random.whole(16, 24)}-01-01`,
    };
  });
  await create(
    context,
    'relations',
    made.filter(({ source, target }) => source.id !== target.id),
  );
}
