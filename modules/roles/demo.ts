// Three levels: director, heads, and those who do the work.

import type { Context } from '../../engine/index.ts';

export async function demo({ records }: Context): Promise<void> {
  const director = await records.create('roles', { name: 'Managing director' });
  for (const [head, worker] of [
    ['Head of sales', 'Salesperson'],
    ['Head of service', 'Service engineer'],
  ] as const) {
    const { id } = await records.create('roles', { name: head, parent: director.id });
    await records.create('roles', { name: worker, parent: id });
  }
}
