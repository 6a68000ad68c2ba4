// Expressions in PostgreSQL: parameters, gates, joins, and plans that use indexes.

import { beforeAll, describe, expect, it } from 'vitest';
import { check, type ExpressionType, parse, type Typed } from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { sample } from '../tests/expressions/sample.ts';
import { createSampleSql, SPACE } from '../tests/expressions/world.ts';
import { type CompileOptions, compileCondition, compileValue } from './compile.ts';
import { indexesOf } from './indexes.ts';
import { type Gate, Joins } from './joins.ts';
import { compile, sql } from './sql.ts';

const { database } = await testDatabase();
const db = database.as(null);
const alias = sql.identifier('t');
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** What stands for the person who asks. */
const BINDS: Readonly<Record<string, unknown>> = {
  me: id(1),
  my_groups: [id(7), id(8)],
  my_departments: [id(21), id(22)],
  my_account: null,
  now: '2024-05-15T12:00:00Z',
  zone: 'Europe/Helsinki',
};

beforeAll(async () => {
  await database.transaction(null, (tx) => tx.script(createSampleSql()));
});

function typed(text: string, entity = 'deals', expected?: ExpressionType): Typed {
  return check(parse(text), sample, entity, expected);
}

function filled(statement: { text: string; values: readonly unknown[] }) {
  return { text: statement.text, values: statement.values.map((value) => (isSlot(value) ? BINDS[value.name] : value)) };
}

function isSlot(value: unknown): value is { slot: 'bind'; name: string } {
  return typeof value === 'object' && value !== null && 'slot' in value;
}

/** Records of the entity for which the expression is true, in the order of their ids. */
async function matching(
  text: string,
  { entity = 'deals', gate, joined = true }: { entity?: string; gate?: Gate; joined?: boolean } = {},
): Promise<number[]> {
  const one = typed(text, entity);
  const joins = joined ? new Joins({ space: SPACE, alias, gate }) : undefined;
  const condition = compileCondition(one, { space: SPACE, alias, joins, gate, literals: one.shape.literals });
  const from = sql`${sql.identifier(SPACE, entity)} ${alias}${joins?.render() ?? sql.blank}`;
  const { rows } = await db.query(filled(compile(sql`select ${alias}."id" from ${from} where ${condition} order by 1`)));
  return rows.map(([cell]) => Number(String(cell).slice(-12)));
}

function statement(text: string, options: Partial<CompileOptions> = {}): { text: string; values: readonly unknown[] } {
  return compile(compileCondition(typed(text), { space: SPACE, alias, joins: new Joins({ space: SPACE, alias }), ...options }));
}

describe('statements', () => {
  it('hold no value: those come as parameters, by number or by name', () => {
    expect(statement('stage = "won" and amount > 1000 and owner = me() and stage in ("open", "lost")')).toMatchObject({
      text: '("t"."stage" = $1::text) and ("t"."amount" > $2::numeric) and ("t"."owner" = $3::uuid) and ("t"."stage" = any($4::text[]))',
      values: [
        { slot: 'literal', name: 0 },
        { slot: 'literal', name: 1 },
        { slot: 'bind', name: 'me' },
        { slot: 'literal', name: 2 },
      ],
    });
  });

  it('compare bare columns, which indexes can serve', () => {
    const texts = {
      'visits = 3': '"t"."visits" = $1::bigint',
      'visits in (1, 2)': '"t"."visits" = any($1::bigint[])',
      'name = "X"': 'kontor.fold("t"."name") = $1::text',
      'name in ("X", "y")': 'kontor.fold("t"."name") = any($1::text[])',
      'name = exact("X")': '"t"."name" = $1::text',
      'contains(name, "X")': 'kontor.fold("t"."name") like $1::text',
      'owner in my_groups()': '"t"."owner" = any($1::uuid[])',
      'contains(members, me())': '"t"."members" @> array[$1::uuid]',
      'closed_on between "2024-01-01" and "2024-01-31"': '"t"."closed_on" between $1::date and $2::date',
      'closed_on is empty': '"t"."closed_on" is null',
      'active = true': '"t"."active" = TRUE',
    };
    for (const [text, expected] of Object.entries(texts)) expect(statement(text).text).toBe(expected);
  });

  it('are equal for equal shapes', () => {
    const [a, b] = [
      'account.city = "x" and count(lines where quantity > 1) > 2',
      'account.city = "y" and count(lines where quantity > 7) > 3',
    ].map((text) => typed(text));
    expect(a?.shape.key).toBe(b?.shape.key);
    const texts = [a, b].map(
      (one) => one && compile(compileCondition(one, { space: SPACE, alias, joins: new Joins({ space: SPACE, alias }) })).text,
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('join each walk once', () => {
    const joins = new Joins({ space: SPACE, alias });
    compileCondition(typed('account.city = "x" or account.name = "y" or account.parent.name = "z" or sum(account.deals.amount) > 1'), {
      space: SPACE,
      alias,
      joins,
    });
    expect(compile(joins.render()).text.match(/left join/g)).toHaveLength(2);
  });
});

describe('texts that want to be more than texts', () => {
  const attempts = [
    "'",
    "'; drop table sample.deals; --",
    "' or '1'='1",
    '\\',
    "\\'",
    '$1',
    '%',
    '_',
    '$' + '{alias}',
    '"t"."name"',
    '/*',
    '--',
    '\u2019',
    '😀',
    '{a,b}',
    '{"x"}',
    'a,b',
    'NULL',
    '',
    ' ',
  ];

  it('find themselves and nothing else', async () => {
    const values = attempts
      .filter((text) => text !== '')
      .map((name, i) => sql`(${sql.value(id(100 + i))}::uuid, ${sql.value(name)}, ${sql.value(JSON.stringify([name]))}::jsonb)`);
    await db.query(compile(sql`insert into ${sql.identifier(SPACE, 'deals')} ("id", "name", "tags") values ${sql.join(values, ', ')}`));
    for (const [i, text] of attempts.entries()) {
      const quoted = JSON.stringify(text);
      if (text === '') continue;
      const self = attempts.filter((other, j) => j < i && other === '').length;
      expect(await matching(`name = exact(${quoted})`)).toEqual([100 + i - self]);
      expect(await matching(`name in (exact(${quoted}), "no such name")`)).toEqual([100 + i - self]);
      expect(await matching(`name in (${quoted}, "no such name")`)).toEqual([100 + i - self]);
      expect(await matching(`contains(exact(name), ${quoted}) and length(name) = ${[...text].length}`)).toEqual([100 + i - self]);
      expect(await matching(`replace(name, ${quoted}, "") is empty`)).toEqual([100 + i - self]);
    }
    await db.query(compile(sql`truncate ${sql.identifier(SPACE, 'deals')}`));
  });

  it('are refused as choices, dates, ids and numbers before they reach the database', () => {
    for (const text of ['stage', 'closed_on', 'called_at', 'starts', 'account', 'id', 'amount', 'visits', 'active']) {
      for (const attempt of ["'; drop table sample.deals; --", '2024-01-01; --', '{}']) {
        expect(() => typed(`${text} = ${JSON.stringify(attempt)}`)).toThrow();
      }
    }
  });
});

describe('gates', () => {
  /** The actor sees one account, and deals that are not lost. */
  const gate: Gate = (entity, row) => {
    if (entity === 'accounts') return sql`${row}."city" = 'Oslo'`;
    return entity === 'deals' ? sql`${row}."stage" is distinct from 'lost'` : null;
  };

  beforeAll(async () => {
    await database.transaction(null, (tx) =>
      tx.script(`
        insert into sample.users (id, name, department) values ('${id(1)}', 'Anna', '${id(21)}'), ('${id(2)}', 'Bert', '${id(99)}');
        insert into sample.accounts (id, name, city, parent) values
          ('${id(1)}', 'Seen', 'Oslo', '${id(2)}'), ('${id(2)}', 'Hidden', 'Turku', '${id(1)}');
        insert into sample.deals (id, name, stage, account, owner, related_to, related_to_entity, amount) values
          ('${id(11)}', 'a', 'open', '${id(1)}', '${id(1)}', '${id(2)}', 'accounts', 10),
          ('${id(12)}', 'b', 'lost', '${id(1)}', '${id(2)}', '${id(1)}', 'accounts', 20),
          ('${id(13)}', 'c', 'won', '${id(2)}', '${id(8)}', '${id(11)}', 'deals', 40),
          ('${id(14)}', 'd', 'won', null, '${id(2)}', null, null, 80);
        insert into sample.deal_lines (id, parent, account, price) values ('${id(31)}', '${id(12)}', '${id(1)}', 3), ('${id(32)}', '${id(13)}', '${id(1)}', 5);
      `),
    );
  });

  it.each([true, false])('hide what lies behind a reference, but not its title (joined: %s)', async (joined) => {
    expect(await matching('account.city is empty', { gate, joined })).toEqual([13, 14]);
    expect(await matching('account.name = "hidden"', { gate, joined })).toEqual([13]);
    expect(await matching('account.parent.name = "hidden"', { gate, joined })).toEqual([11, 12]);
    expect(await matching('account.parent.name = "seen"', { gate, joined })).toEqual([]);
    expect(await matching('account = "00000000-0000-7000-8000-000000000002"', { gate, joined })).toEqual([13]);
    expect(await matching('account.id is not empty', { gate, joined })).toEqual([11, 12, 13]);
    expect(await matching('account.city != "Oslo" and account is not empty', { gate, joined })).toEqual([13]);
  });

  it.each([true, false])('hide rows from lists (joined: %s)', async (joined) => {
    expect(await matching('count(deals) = 1', { entity: 'accounts', gate, joined })).toEqual([1, 2]);
    expect(await matching('count(deals) = 2', { entity: 'accounts', joined })).toEqual([1]);
    expect(await matching('sum(deals.amount) = 10', { entity: 'accounts', gate, joined })).toEqual([1]);
    expect(await matching('sum(account.deals.amount) = 10', { gate, joined })).toEqual([11, 12]);
    expect(await matching('sum(account.deals.amount) = 0', { gate, joined })).toEqual([13, 14]);
    expect(await matching('sum(account.deals.amount) = 40', { joined })).toEqual([13]);
  });

  it('leave the lines of a record to the record, but not lines that are reached another way', async () => {
    expect(await matching('sum(lines.price) = 3', { gate })).toEqual([12]);
    const lines: Gate = (entity, row) => (entity === 'deal_lines' ? sql`${row}."parent" = ${sql.value(id(13))}::uuid` : null);
    expect(await matching('sum(deal_lines.price) = 5', { entity: 'accounts', gate: lines })).toEqual([1]);
    expect(await matching('sum(lines.price) = 3', { gate: lines })).toEqual([12]);
  });

  it('join a walk once where everything may be seen, twice where only the title may', () => {
    const joins = new Joins({ space: SPACE, alias, gate });
    const all = typed('account.name = "x" or account.city = "y" or owner.name = "z" or owner.login = "z"');
    compileCondition(all, { space: SPACE, alias, joins, gate });
    expect(compile(joins.render()).text.match(/left join "sample"."accounts"/g)).toHaveLength(2);
    expect(compile(joins.render()).text.match(/left join "sample"."users"/g)).toHaveLength(1);
  });

  it('tell references to several entities apart', async () => {
    expect(await matching('related_to.name = "seen"')).toEqual([12]);
    expect(await matching('related_to.city is empty and related_to is not empty')).toEqual([13]);
    expect(await matching('count(deals_related_to) = 1', { entity: 'accounts' })).toEqual([1, 2]);
    expect(await matching('count(deals) = 1')).toEqual([11]);
    expect(await matching('related_to.entity = "deals"')).toEqual([13]);
  });

  it('find people and groups as owners', async () => {
    expect(await matching('owner = me() or owner in my_groups()')).toEqual([11, 13]);
    expect(await matching('owner.department in my_departments()')).toEqual([11]);
    expect(await matching('owner.name = "bert"')).toEqual([12, 14]);
  });

  it('match nothing where the one who asks has none', async () => {
    expect(await matching('account = my_account()')).toEqual([]);
    expect(await matching('account != my_account()')).toEqual([11, 12, 13, 14]);
  });
});

describe('values', () => {
  async function value(text: string): Promise<string | null | undefined> {
    const one = typed(text);
    const column = compileValue(one, { space: SPACE, alias, literals: one.shape.literals });
    const { rows } = await db.query(
      filled(compile(sql`select (${column})::text from ${sql.identifier(SPACE, 'deals')} ${alias} where id = ${sql.value(id(14))}`)),
    );
    return rows[0]?.[0];
  }

  it('are true or false, never null, where an operator decides', async () => {
    expect(await value('owner = me()')).toBe('false');
    expect(await value('not (visits > 3)')).toBe('true');
    expect(await value('contains(note, "x")')).toBe('false');
    expect(await value('(visits > 3) = false')).toBe('true');
    expect(await value('active')).toBeNull();
  });

  it('take the clock from the environment', async () => {
    expect(await value('today()')).toBe('2024-05-15');
    expect(await value('date(datetime("2024-05-15T21:30:00Z"))')).toBe('2024-05-16');
    expect(await value('concat(now())')).toBe('2024-05-15 15:00');
  });

  it.each([
    ['in', `${'if('.repeat(30)}visits${' in (visits, 2), 3, visits)'.repeat(30)}`],
    ['between', `${'if('.repeat(30)}visits${' between visits and 2, 3, visits)'.repeat(30)}`],
    ['!=', `${'if('.repeat(30)}visits${' != 2, 3, visits)'.repeat(30)}`],
    ['date + days', `${'('.repeat(90)}closed_on${' + 1)'.repeat(90)}`],
    ['instant + days', `${'('.repeat(90)}called_at${' + 1)'.repeat(90)}`],
    ['add_months', `${'add_months('.repeat(90)}closed_on${', 1)'.repeat(90)}`],
    ['replace', `${'replace('.repeat(90)}note${', "a", "b")'.repeat(90)}`],
    ['texts', `${'if(name = '.repeat(30)}note${', note, name)'.repeat(30)}`],
    ['periods', `${'if('.repeat(30)}closed_on${' in (this_year()), today(), closed_on)'.repeat(30)}`],
    ['or', Array.from({ length: 1000 }, (_, i) => `name = "${i}"`).join(' or ')],
  ])('are answered when they are nested as deep as may be: %s', async (_, text) => expect(await value(text)).not.toBe('never'));

  it('stay whole where the database would raise an error', async () => {
    expect(await value('amount / 0')).toBeNull();
    expect(await value('today() + 9999999999')).toBeNull();
    expect(await value('today() - 3000000')).toBeNull();
    expect(await value('now() + 999999999999999')).toBeNull();
    expect(await value('add_months(today(), 0 - 99999999999)')).toBeNull();
    expect(await value(`${'replace('.repeat(20)}"a"${', "a", "aaaaaaaaaa")'.repeat(20)}`)).toBeNull();
  });
});

describe('plans', () => {
  beforeAll(async () => {
    const indexes = Object.values(sample.entities).flatMap((entity) =>
      indexesOf(entity).map(({ name, definition }) => `create index "${name}" on sample.${entity.name} ${definition}`),
    );
    await database.transaction(null, (tx) =>
      tx.script(`
        truncate sample.deals, sample.accounts, sample.users, sample.deal_lines;
        insert into sample.accounts (id, name, city) select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'Account ' || i, 'City ' || i % 500 from generate_series(1, 5000) i;
        insert into sample.deals (id, name, stage, account, owner, visits, closed_on, called_at, amount, members)
          select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'Deal ' || i, (array['open', 'won', 'lost'])[i % 3 + 1],
            ('00000000-0000-7000-8000-' || lpad((i % 5000 + 1)::text, 12, '0'))::uuid, ('00000000-0000-7000-8000-' || lpad((i % 200)::text, 12, '0'))::uuid,
            i % 1000, date '2000-01-01' + i % 9000, timestamptz '2000-01-01' + i * interval '1 hour', i, array[('00000000-0000-7000-8000-' || lpad((i % 300)::text, 12, '0'))::uuid]
          from generate_series(1, 100000) i;
        ${indexes.filter((text) => !text.includes('gin_trgm_ops')).join(';\n')};
      `),
    );
    await db.query(compile(sql`analyze`));
  });

  async function plan(text: string): Promise<string> {
    const one = typed(text);
    const joins = new Joins({ space: SPACE, alias });
    const condition = compileCondition(one, { space: SPACE, alias, joins, literals: one.shape.literals });
    const from = sql`${sql.identifier(SPACE, 'deals')} ${alias}${joins.render()}`;
    const { rows } = await db.query(filled(compile(sql`explain select ${alias}."id" from ${from} where ${condition}`)));
    return rows.map(([line]) => line).join('\n');
  }

  it.each([
    ['name = "deal 77"', 'ix_deals_name_id'],
    ['name in ("deal 77", "deal 78")', 'ix_deals_name_id'],
    ['starts_with(name, "deal 777")', 'ix_deals_name_id'],
    ['visits = 7', 'ix_deals_visits_id'],
    ['visits in (7, 8)', 'ix_deals_visits_id'],
    ['visits between 7 and 8', 'ix_deals_visits_id'],
    ['owner = me()', 'ix_deals_owner'],
    ['owner in my_groups()', 'ix_deals_owner'],
    ['owner = me() or owner in my_groups()', 'ix_deals_owner'],
    ['account = "00000000-0000-7000-8000-000000000077"', 'ix_deals_account'],
    ['contains(members, me())', 'ix_deals_members'],
    ['closed_on = "2004-02-29"', 'ix_deals_closed_on_id'],
    ['closed_on in last_days(7)', 'ix_deals_closed_on_id'],
    ['closed_on = this_month()', 'ix_deals_closed_on_id'],
    ['closed_on = today() and amount > 5', 'ix_deals_closed_on_id'],
    ['closed_on > "2024-08-01" and not (amount > 5)', 'ix_deals_closed_on_id'],
    ['id = "00000000-0000-7000-8000-000000000077"', 'deals_pkey'],
    ['account.city = "city 77" and visits = 7', 'ix_deals_visits_id'],
    ['count(lines) > 0 and visits = 7', 'ix_deals_visits_id'],
  ])('%s uses %s', async (text, name) => expect(await plan(text)).toContain(name));

  it('starts from the account that is asked for', async () => {
    const text = await plan('account.name = "account 77"');
    expect(text).toContain('ix_accounts_name_id');
    expect(text).toContain('ix_deals_account');
  });

  it('finds the people below me once, not for every record', async () => {
    const scope = 'owner = me() or owner.department in my_departments()';
    const unjoined = typed(scope);
    const condition = compileCondition(unjoined, { space: SPACE, alias, literals: unjoined.shape.literals });
    const { rows } = await db.query(
      filled(compile(sql`explain select from ${sql.identifier(SPACE, 'deals')} ${alias} where ${condition}`)),
    );
    expect(rows.join()).toContain('hashed SubPlan');
    const alone = typed('owner.department in my_departments()');
    const only = compileCondition(alone, { space: SPACE, alias, literals: alone.shape.literals });
    const found = await db.query(filled(compile(sql`explain select from ${sql.identifier(SPACE, 'deals')} ${alias} where ${only}`)));
    expect(found.rows.join()).toContain('ix_deals_owner');
    expect(found.rows.join()).not.toContain('SubPlan');
  });
});
