// Links between any two records, with a kind, dates and a remark; on the pages of both (row CS-078).

import type { Context } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { relations, relationTypes } from './relation.ts';

export { relations, relationTypes };

const first = [
  ['employs', 'is employed by'],
  ['is a partner of', 'is a partner of'],
  ['advises', 'is advised by'],
  ['refers customers to', 'gets customers from'],
  ['is a subcontractor of', 'has as a subcontractor'],
  ['competes with', 'competes with'],
];

export default defineModule({
  name: 'relations',
  entities: [relationTypes, relations],
  async setup({ records }: Context) {
    for (const [name, inverse] of first) await records.create('relation_types', { name, inverse });
  },
});
