// Links between any two records, with a kind, dates and a remark; on the pages of both (row CS-078).

import type { Context } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { seedWords } from '../general/module.ts';
import { demo } from './demo.ts';
import { relations, relationTypes } from './relation.ts';
import { relationWords } from './words.ts';

export { relations, relationTypes };

const first: readonly (readonly [name: string, inverse: string])[] = [
  ['employs', 'is employed by'],
  ['is a partner of', 'is a partner of'],
  ['advises', 'is advised by'],
  ['refers customers to', 'gets customers from'],
  ['is a subcontractor of', 'has as a subcontractor'],
  ['competes with', 'competes with'],
];

export default defineModule({
  name: 'relations',
  needs: ['general', 'accounts', 'contacts', 'demo'],
  demo,
  entities: [relationTypes, relations],
  // A relation between records that become one would lead from it to itself.
  async onMerge(context: Context, { target, sources }) {
    const ends = [target, ...sources].map((id) => JSON.stringify(id)).join(', ');
    // Elevated: the other end may be out of the reach of who merges.
    const { records } = context.system('removes relations between records that are merged');
    const between = await records.list('relations', { filter: `source in (${ends}) and target in (${ends})`, fields: ['id'], limit: 500 });
    for (const { id } of between.records) await records.delete('relations', String(id));
  },
  async setup(context: Context) {
    const said = await seedWords(context, relationWords);
    for (const [name, inverse] of first) await context.records.create('relation_types', { name: said(name), inverse: said(inverse) });
  },
});
