// The preset "Accountant" came later: older workspaces get an empty set of that name once, and the module of permission sets fills it.

import { uuidv7 } from '../ids.ts';
import type { Patch } from '../patches.ts';
import { compile, sql } from '../sql.ts';

const NAME = 'Accountant';

export const accountants: Patch = {
  name: '0252-accountants',
  async run(tx, space) {
    const { rows } = await tx.query(compile(sql`select to_regclass(${sql.value(`${space}.permission_sets`)}) is not null`));
    if (rows[0]?.[0] !== 't') return;
    const sets = sql.identifier(space, 'permission_sets');
    // A set that somebody has made under this name is no preset: as one that was changed, it is left as it is.
    await tx.query(compile(sql`update ${sets} set version = version + 1 where name = ${sql.value(NAME)}`));
    await tx.query(
      compile(sql`insert into ${sets} (id, version, created_at, updated_at, name, description)
        select ${sql.value(uuidv7())}::uuid, 1, now(), now(), ${sql.value(NAME)},
          'Sees all business records; quotes, orders, invoices, payments, taxes and rates are in these hands.'
        where not exists (select from ${sets} where name = ${sql.value(NAME)})`),
    );
  },
};
