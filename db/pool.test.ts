import { expect, it } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import { compile, sql } from './sql.ts';

const { database } = await testDatabase({
  template: {
    name: 'pool',
    prepare: async ({ database }) => {
      await database.as(null).query(compile(sql`create table things (id int)`));
    },
  },
});

it('answers cells as text', async () => {
  const { rows } = await database.as(null).query(compile(sql`select 1.50::numeric, true, null, array[1,2], (select count(*) from things)`));
  expect(rows).toEqual([['1.50', 't', null, '{1,2}', '0']]);
});
