// The pool against a real server: roles, transactions, prepared statements, lost connections, COPY.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import { DatabaseUnavailable, isConflict, isDatabaseError } from './errors.ts';
import { createPool, type Queryable, type Statement, type Transaction } from './pool.ts';
import { compile, prepare, type SQL, sql, statementName } from './sql.ts';

const { database, connectionString, name } = await testDatabase();
/** One connection: whatever one caller leaves behind, the next would meet. */
const single = createPool({ connectionString, size: 1, patience: 2000 });
const roles = { anna: `${name}_anna`, bert: `${name}_bert` };

beforeAll(async () => {
  await database.transaction(null, (tx) =>
    tx.script(`
      create role "${roles.anna}"; grant "${roles.anna}" to kontor;
      create role "${roles.bert}"; grant "${roles.bert}" to kontor;
      grant create on schema public to "${roles.anna}";
      create table things (id int primary key, word text, constraint no_bad_words check (word <> 'bad'));
      create table parts (thing int references things deferrable initially deferred);
      create table annas (id int); alter table annas owner to "${roles.anna}";
      grant all on things, parts to "${roles.anna}", "${roles.bert}";
    `),
  );
});

afterAll(async () => {
  await single.close();
  await database.transaction(null, (tx) =>
    tx.script(`drop owned by "${roles.anna}", "${roles.bert}"; drop role "${roles.anna}"; drop role "${roles.bert}"`),
  );
});

async function ask(from: Queryable, text: SQL) {
  return (await from.query(compile(text))).rows;
}

const insert = (id: number, word: string | null = null) => compile(sql`insert into things values (${sql.value(id)}, ${sql.value(word)})`);
const ids = async (low: number, high: number) =>
  (await ask(database.as(null), sql`select id from things where id between ${sql.value(low)} and ${sql.value(high)} order by id`)).map(
    ([id]) => Number(id),
  );

describe('statements', () => {
  it('answers cells as text, exactly as the server wrote them', async () => {
    const rows = await ask(
      database.as(null),
      sql`select 1.50::numeric, true, null, array[1,2], '2024-02-29'::date, '2024-02-29 12:00+02'::timestamptz, 12345678901234567890::numeric`,
    );
    expect(rows).toEqual([['1.50', 't', null, '{1,2}', '2024-02-29', '2024-02-29 10:00:00+00', '12345678901234567890']]);
  });

  it('takes values of all kinds', async () => {
    const values = [
      'ü"\\',
      1.5,
      true,
      null,
      ['a,b', null, '"{}\\'],
      [
        [1, 2],
        [3, 4],
      ],
      { a: ['x'] },
      Buffer.from([0, 255]),
      new Date(0),
      10n ** 20n,
    ];
    const { rows } = await database.as(null).query({
      text: 'select $1::text, $2::numeric, $3::bool, $4::text, $5::text[], $6::int[], $7::jsonb, $8::bytea, $9::timestamptz, $10::numeric, cardinality($5::text[])',
      values,
    });
    expect(rows).toEqual([
      [
        'ü"\\',
        '1.5',
        't',
        null,
        '{"a,b",NULL,"\\"{}\\\\"}',
        '{{1,2},{3,4}}',
        '{"a": ["x"]}',
        '\\x00ff',
        '1970-01-01 00:00:00+00',
        '100000000000000000000',
        '3',
      ],
    ]);
  });

  it('leaves words of arrays as they are', async () => {
    const words = [
      'null',
      'NULL',
      'Null',
      '',
      ' ',
      ' a',
      'a ',
      'ä',
      'a\tb',
      'a\nb',
      '{',
      '}',
      ',',
      '"',
      '\\',
      '\\"',
      "'",
      '-1.5e+3',
      'a:b',
      '_',
      '$1',
      '\\x00',
    ];
    const { rows } = await database
      .as(null)
      .query({ text: 'select to_json($1::text[]), $2::bytea[]', values: [words, [Buffer.from([0, 255])]] });
    expect(JSON.parse(rows[0]![0]!)).toEqual(words);
    expect(rows[0]![1]).toBe('{"\\\\x00ff"}');
  });

  it('refuses more values than the protocol can count, before anything is sent', async () => {
    const values = Array.from({ length: 65_536 }, (_, i) => i);
    await expect(single.as(null).query({ text: 'select 1', values })).rejects.toThrow(RangeError);
    expect(await ask(single.as(null), sql`select 1`)).toEqual([['1']]);
  });

  it('counts the rows a statement touched', async () => {
    const { count } = await database.as(null).query(compile(sql`insert into things select g from generate_series(100, 106) g`));
    expect(count).toBe(7);
  });

  it('runs several in one round trip, all or none', async () => {
    const db = database.as(roles.anna);
    const both = await db.queryAll([insert(81, 'one'), compile(sql`select word, current_user from things where id = 81`)]);
    expect(both.map(({ rows, count }) => [rows, count])).toEqual([
      [[], 1],
      [[['one', roles.anna]], 1],
    ]);
    await expect(db.queryAll([insert(82), insert(81)])).rejects.toMatchObject({ code: '23505' });
    expect(await ids(81, 82)).toEqual([81]);
    const inside = await database.transaction(null, async (tx) => {
      void tx.later(insert(83));
      return tx.queryAll([insert(84), compile(sql`select id from things where id in (83, 84) order by id`)]);
    });
    expect(inside.map(({ rows }) => rows)).toEqual([[], [['83'], ['84']]]);
  });

  it('takes back what waits as the last one, and nothing else', async () => {
    const [first, last, sent] = [insert(85), insert(86), insert(87)];
    const recalled = await single.transaction(null, async (tx) => {
      for (const statement of [first, last]) void tx.later(statement);
      const waiting = [tx.recall(first), tx.recall(last), tx.recall(last)];
      void tx.later(sent);
      await tx.query(compile(sql`select 1`));
      return [...waiting, tx.recall(sent)];
    });
    expect(recalled).toEqual([false, true, false, false]);
    expect(await ids(85, 87)).toEqual([85, 87]);
  });

  it('surfaces errors with code and constraint, and the connection lives on', async () => {
    const refused = await single
      .as(null)
      .query(insert(1, 'bad'))
      .catch((error: unknown) => error);
    expect(refused).toSatisfy((error) => isDatabaseError(error, '23514'));
    expect(refused).toMatchObject({ constraint: 'no_bad_words', table: 'things' });
    expect(await ask(single.as(null), sql`select 1`)).toEqual([['1']]);
  });

  it('ends a statement that takes too long', async () => {
    const hasty = createPool({ connectionString, size: 1, statementTimeout: 20 });
    await expect(ask(hasty.as(null), sql`select pg_sleep(60)`)).rejects.toMatchObject({ code: '57014' });
    await hasty.close();
  });

  it('runs commands that refuse a transaction block, under a role', async () => {
    await single.as(null).query({ text: 'select 1', values: [] });
    await single.as(roles.anna).query({ text: 'create index concurrently annas_id on annas (id)', values: [], alone: true });
    expect(await ask(single.as(null), sql`select tableowner from pg_tables where tablename = 'annas'`)).toEqual([[roles.anna]]);
  });

  it('refuses COPY as an ordinary statement without harm', async () => {
    await expect(single.as(null).query({ text: 'copy things from stdin', values: [] })).rejects.toThrow(/copyIn/);
    expect((await single.as(null).query({ text: 'copy (select 1) to stdout', values: [] })).rows).toEqual([]);
    expect(await ask(single.as(null), sql`select 1`)).toEqual([['1']]);
  });
});

describe('roles', () => {
  const whoAmI = prepare(sql`select current_user`);

  it('takes on the role that is asked for, on one connection too', async () => {
    for (const role of [roles.anna, roles.bert, null, roles.anna, roles.anna, null]) {
      expect((await single.as(role).query(whoAmI)).rows).toEqual([[role ?? 'kontor']]);
    }
  });

  it('does not run the statement when the role cannot be taken on', async () => {
    expect((await single.as(roles.anna).query(whoAmI)).rows).toEqual([[roles.anna]]);
    await expect(single.as('no_such_role').query(insert(2))).rejects.toMatchObject({ code: '22023' });
    expect(await ids(2, 2)).toEqual([]);
    await expect(single.transaction('no_such_role', (tx) => tx.query(insert(2)))).rejects.toMatchObject({ code: '22023' });
    await expect(single.transaction('no_such_role', (tx) => Promise.all([tx.query(insert(2)), tx.query(insert(3))]))).rejects.toThrow();
    expect(await ids(2, 3)).toEqual([]);
    expect((await single.as(null).query(whoAmI)).rows).toEqual([['kontor']]);
  });

  it('knows its role again after a failure, a rollback and a failed savepoint', async () => {
    await single.as(roles.anna).query(whoAmI);
    await expect(single.as(roles.bert).query(compile(sql`select 1/0`))).rejects.toThrow();
    expect((await single.as(roles.anna).query(whoAmI)).rows).toEqual([[roles.anna]]);
    await expect(
      single.transaction(roles.bert, async (tx) => {
        await tx.query(whoAmI);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await single.as(roles.bert).query(whoAmI)).rows).toEqual([[roles.bert]]);
    await single.transaction(roles.anna, async (tx) => {
      await tx.savepoint(() => tx.query(compile(sql`select 1/0`))).catch(() => {});
      expect((await tx.query(whoAmI)).rows).toEqual([[roles.anna]]);
    });
    expect((await single.as(roles.anna).query(whoAmI)).rows).toEqual([[roles.anna]]);
    expect((await single.as(null).query(whoAmI)).rows).toEqual([['kontor']]);
  });

  it('a role comes back to the connection that served it, whoever was there meanwhile', async () => {
    const pool = createPool({ connectionString, size: 2 });
    const pid = async (role: string | null, wait = 0) =>
      (await ask(pool.as(role), sql`select pg_backend_pid(), pg_sleep(${sql.value(wait)})`))[0]![0];
    const [anna, bert] = await Promise.all([pid(roles.anna, 0.1), pid(roles.bert, 0.1)]);
    expect(anna).not.toBe(bert);
    const disturbed = await pid(null);
    const [left, other] = disturbed === anna ? [roles.bert, roles.anna] : [roles.anna, roles.bert];
    expect(await pid(left)).not.toBe(disturbed);
    expect(await pid(other)).toBe(disturbed);
    await pool.close();
  });

  it('a role sees only what it was given', async () => {
    await expect(ask(database.as(roles.bert), sql`select * from annas`)).rejects.toMatchObject({ code: '42501' });
    expect(await ask(database.as(roles.anna), sql`select * from annas`)).toEqual([]);
  });
});

describe('transactions', () => {
  it('commits what succeeded and undoes what failed', async () => {
    await single.transaction(null, async (tx) => {
      await tx.query(insert(10));
      await tx.query(insert(11));
    });
    await expect(
      single.transaction(null, async (tx) => {
        await tx.query(insert(12));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await ids(10, 19)).toEqual([10, 11]);
  });

  it('sends nothing at all when nothing was asked', async () => {
    expect(await single.transaction('no_such_role', async () => 5)).toBe(5);
  });

  it('commits along with the last statement, or not at all', async () => {
    const answer = await single.transaction(roles.anna, async (tx) => {
      await tx.query(insert(20));
      return tx.queryLast(compile(sql`insert into things values (21) returning id`));
    });
    expect(answer).toMatchObject({ rows: [['21']], count: 1 });
    expect(await ids(20, 29)).toEqual([20, 21]);
    await expect(
      single.transaction(null, async (tx) => {
        await tx.query(insert(22));
        await tx.queryLast(insert(22));
      }),
    ).rejects.toMatchObject({ code: '23505' });
    await expect(
      single.transaction(null, async (tx) => {
        await tx.queryLast(insert(23));
        await tx.query(insert(24));
      }),
    ).rejects.toThrow(/is over/);
    expect(await ids(20, 29)).toEqual([20, 21, 23]);
  });

  it('one batch is a transaction without saying so: all of it or nothing, within a role and around a savepoint', async () => {
    const together = (...ids: number[]) =>
      single.transaction(roles.anna, async (tx) => {
        for (const id of ids) tx.later(insert(id));
        await tx.commit();
      });
    await together(25, 26);
    await expect(together(27, 25, 28)).rejects.toMatchObject({ code: '23505' });
    await single.transaction(null, async (tx) => {
      await tx.savepoint(async () => void tx.later(insert(29)));
      await tx.commit();
    });
    expect(await ids(25, 29)).toEqual([25, 26, 29]);
    expect(await ask(single.as(null), sql`select current_user = session_user`)).toEqual([['t']]);
  });

  it('a constraint that is checked at commit refuses the commit', async () => {
    const orphan = compile(sql`insert into parts values (999)`);
    const committed: string[] = [];
    const work = (last: boolean) => (tx: Transaction) => {
      tx.onCommit(() => void committed.push('committed'));
      return last ? tx.queryLast(orphan) : tx.query(orphan);
    };
    await expect(single.transaction(null, work(false))).rejects.toMatchObject({ code: '23503' });
    await expect(single.transaction(null, work(true))).rejects.toMatchObject({ code: '23503' });
    expect(await ask(single.as(null), sql`select count(*) from parts`)).toEqual([['0']]);
    expect(committed).toEqual([]);
  });

  it('does not pretend to have committed when an error inside was swallowed', async () => {
    const swallowing = async (tx: Transaction) => {
      await tx.query(insert(30));
      await tx.query(insert(30)).catch(() => {});
    };
    await expect(single.transaction(null, swallowing)).rejects.toThrow(/rolled back/);
    expect(await ids(30, 30)).toEqual([]);
  });

  it('undoes to a savepoint and goes on, nested too', async () => {
    const failing = async (tx: Transaction, id: number) => {
      await tx.query(insert(id));
      throw new Error('no');
    };
    await single.transaction(null, async (tx) => {
      await tx.savepoint(() => tx.query(insert(40)));
      await tx.savepoint(() => failing(tx, 41)).catch(() => {});
      await tx.savepoint(async () => {
        await tx.query(insert(42));
        await tx.savepoint(() => tx.query(insert(42))).catch(() => {});
        await tx.savepoint(async () => {});
        await tx.query(insert(43));
      });
      await tx
        .savepoint(async () => {
          throw new Error('before any statement');
        })
        .catch(() => {});
      await tx.query(insert(44));
    });
    expect(await ids(40, 49)).toEqual([40, 42, 43, 44]);
  });

  it('runs onCommit callbacks in order after the commit, none of an undone savepoint, and survives their errors', async () => {
    const said: string[] = [];
    const reported: unknown[] = [];
    const pool = createPool({ connectionString, size: 1, report: (error) => reported.push(error) });
    await pool.transaction(null, async (tx) => {
      tx.onCommit(async () => void said.push(`first sees ${(await ids(50, 50)).length}`));
      await tx
        .savepoint(async () => {
          tx.onCommit(() => void said.push('undone'));
          await tx.query(compile(sql`select 1/0`));
        })
        .catch(() => {});
      tx.onCommit(() => {
        throw new Error('callback');
      });
      tx.onCommit(() => void said.push('last'));
      await tx.query(insert(50));
    });
    expect(said).toEqual(['first sees 1', 'last']);
    expect(reported).toEqual([new Error('callback')]);
    await pool.close();
  });

  it('ends where the work ends before its first statement is on its way', async () => {
    const hasty = single.transaction(null, async (tx) => {
      tx.query(insert(970)).catch(() => {});
      throw new Error('no');
    });
    await expect(hasty).rejects.toThrow('no');
    await single.as(null).query(insert(971));
    expect(await ids(970, 979)).toEqual([971]);
  });

  describe('of one batch, many at once', () => {
    const alone = (text: SQL) => database.transaction(null, (tx) => tx.queryLast(compile(text)));
    const put = (id: number) => alone(sql`insert into things values (${sql.value(id)}) returning id, pg_current_xact_id()`);

    it('share commits, and each hears its own answer', async () => {
      const wanted = Array.from({ length: 40 }, (_, i) => 900 + i);
      const answers = await Promise.all(wanted.map(put));
      expect(answers.map(({ rows }) => Number(rows[0]![0]))).toEqual(wanted);
      expect(new Set(answers.map(({ rows }) => rows[0]![1])).size).toBeLessThan(10);
      expect(await ids(900, 939)).toEqual(wanted);
    });

    it('fail alone, whether by their statement or by what the commit finds', async () => {
      const orphan = () => alone(sql`insert into parts values (999)`);
      const said = await Promise.allSettled([put(950), put(951), put(951), orphan(), put(952), orphan(), put(950), put(953)]);
      const codes = said.map((one) => (one.status === 'rejected' ? one.reason.code : 'ok'));
      expect(codes).toEqual(['ok', 'ok', '23505', '23503', 'ok', '23503', '23505', 'ok']);
      expect(await ids(950, 959)).toEqual([950, 951, 952, 953]);
    });

    it('lock the same in the order they came, in whatever groups they go', async () => {
      await database.as(null).query(insert(980, '0'));
      // Each holds only as the next one: 1 / 0 is an error, and undoes it. The first is slow to come to the lock.
      const follow = (n: number) =>
        database.transaction(null, async (tx) => {
          tx.locks('thing 980');
          if (n === 1) tx.later(compile(sql`select pg_sleep(0.2)`));
          tx.later(compile(sql`update things set word = ${sql.value(String(n))} where id = 980 and word = ${sql.value(String(n - 1))}`));
          return tx.queryLast(compile(sql`select 1 / count(*) from things where id = 980 and word = ${sql.value(String(n))}`));
        });
      const following: Promise<unknown>[] = [];
      for (let n = 1; n <= 20; n++) {
        following.push(follow(n));
        for (let turn = 1; turn <= 3; turn++) await new Promise(setImmediate);
      }
      await Promise.all(following);
      expect(await ask(database.as(null), sql`select word from things where id = 980`)).toEqual([['20']]);
    });

    describe('that are alike', () => {
      const text = 'insert into things values ($1) returning pg_current_xact_id()';
      const [many, joined]: [string, number[]] = ['insert into things select unnest($1::int[])', []];
      const row = (id: number): Statement => ({
        text,
        values: [id],
        joint: {
          key: 'thing',
          shared: [],
          rows: [[id]],
          join(rows) {
            joined.push(rows.length);
            return { text: many, values: [rows.flat()] };
          },
        },
      });
      const answered = (id: number, not = 0): Statement => ({
        text: 'select $1::int where $1::int <> $2',
        values: [id, not],
        joint: {
          key: 'look',
          shared: [not],
          rows: [[id]],
          answers: true,
          join: (rows) => ({
            text: 'select place, id from unnest($1::int[]) with ordinality as asked(id, place) where id <> $2 order by id desc',
            values: [rows.flat(), not],
          }),
        },
      });
      const make = (id: number, not = 0) =>
        database.transaction(null, async (tx) => {
          tx.later(row(id));
          return (await tx.queryLast(answered(id, not))).rows;
        });

      it('are done as one, and each hears its own answer, or none', async () => {
        const wanted = Array.from({ length: 20 }, (_, i) => 700 + i);
        const answers = await Promise.all(wanted.map((id) => make(id, 707)));
        expect(answers).toEqual(wanted.map((id) => (id === 707 ? [] : [[String(id)]])));
        expect(joined.reduce((sum, count) => sum + count, 0)).toBe(20);
        expect(Math.max(...joined)).toBeGreaterThan(5);
        expect(await ids(700, 719)).toEqual(wanted);
      });

      it('fail alone', async () => {
        const asked = [720, 721, 721, 722, 720, 723];
        const said = await Promise.allSettled(asked.map((id) => make(id)));
        expect(said.map((one) => (one.status === 'rejected' ? one.reason.code : one.value))).toEqual([
          [['720']],
          [['721']],
          '23505',
          [['722']],
          '23505',
          [['723']],
        ]);
        expect(await ids(720, 729)).toEqual([720, 721, 722, 723]);
      });

      it('and others go side by side, by what they share', async () => {
        joined.length = 0;
        const answers = await Promise.all([make(730, 1), put(734), make(731, 1), make(732, 2), make(733, 2), make(735, 3)]);
        expect(answers.map((answer) => (Array.isArray(answer) ? answer : answer.rows.map(([id]) => [id])))).toEqual(
          [730, 734, 731, 732, 733, 735].map((id) => [[String(id)]]),
        );
        expect(joined).toEqual([2, 2]);
      });
    });

    it('do not wait behind those that wait for a lock', async () => {
      const blocked: Promise<string>[] = [];
      await database.transaction(null, async (tx) => {
        await tx.query(insert(960));
        for (let group = 1; group <= 2; group++) {
          blocked.push(
            put(960).then(
              () => 'ok',
              (error) => error.code,
            ),
          );
          for (let turn = 1; turn <= 3; turn++) await new Promise(setImmediate);
        }
        await put(961);
      });
      expect(await Promise.all(blocked)).toEqual(['23505', '23505']);
      expect(await ids(960, 969)).toEqual([960, 961]);
    });
  });

  it.each(['aside', 'glance'] as const)('looks %s until it has something to write, and then sees that', async (way) => {
    const found = (tx: Transaction) => ask(tx[way], sql`select count(*) from things where id = 985`);
    await single
      .transaction(null, async (tx) => {
        const claim = tx.claim(compile(sql`select 'so'`));
        // There is one connection, which the transaction would have if it had begun.
        expect(await ask(single.as(null), sql`select 1`)).toEqual(await ask(tx[way], sql`select 1`));
        const looking = found(tx);
        await tx.query(insert(985));
        expect([await looking, await found(tx), (await claim).rows]).toEqual([[['0']], [['1']], [['so']]]);
        throw new Error('changed my mind');
      })
      .catch(({ message }) => expect(message).toBe('changed my mind'));
    expect(await ids(985, 985)).toEqual([]);
  });

  it('pipelines statements that are asked at once, in order', async () => {
    const answers = await single.transaction(null, (tx) =>
      Promise.all([
        tx.query(insert(60)),
        tx.query(compile(sql`update things set word = 'x' where id = 60`)),
        tx.query(compile(sql`select word from things where id = 60`)),
      ]),
    );
    expect(answers[2]?.rows).toEqual([['x']]);
  });

  it('reports two that got into each other’s way as a conflict', async () => {
    await database.as(null).query(insert(70));
    const bump = compile(sql`update things set word = coalesce(word, '') || 'x' where id = 70`);
    const begun = Promise.withResolvers<void>();
    const other = Promise.withResolvers<void>();
    const loser = database.transaction(
      null,
      async (tx) => {
        await tx.query(compile(sql`select 1`));
        begun.resolve();
        await other.promise;
        await tx.query(bump);
      },
      { isolation: 'repeatable read' },
    );
    await begun.promise;
    await database.transaction(null, (tx) => tx.query(bump));
    other.resolve();
    expect(isConflict(await loser.catch((error: unknown) => error))).toBe(true);
  });

  it('keeps the promises of its options', async () => {
    const write = (tx: Transaction) => tx.query(insert(80));
    await expect(single.transaction(null, write, { readOnly: true })).rejects.toMatchObject({ code: '25006' });
    await expect(single.transaction(null, (tx) => tx.query(compile(sql`select pg_sleep(60)`)), { timeout: 10 })).rejects.toMatchObject({
      code: '57014',
    });
    expect(await ask(single.as(null), sql`show statement_timeout`)).toEqual([['30s']]);
  });
});

describe('prepared statements', () => {
  const kept = sql`select count(*) from pg_prepared_statements`;

  it('prepares a text once a connection', async () => {
    const pool = createPool({ connectionString, size: 1 });
    for (let i = 0; i < 5; i++) await pool.as(null).query(prepare(sql`select ${sql.value(i)}::int`));
    expect(
      await ask(pool.as(null), sql`select generic_plans + custom_plans from pg_prepared_statements where statement like 'select $1%'`),
    ).toEqual([['5']]);
    await pool.close();
  });

  it('gives back the least recently used beyond the limit', async () => {
    const pool = createPool({ connectionString, size: 1 });
    const statement = (i: number) => ({ text: `select ${i}`, values: [], name: statementName(`select ${i}`) });
    for (let i = 0; i < 350; i++) {
      await pool.as(null).query(statement(i));
      await pool.as(null).query(statement(0));
    }
    expect(Number((await ask(pool.as(null), kept))[0]?.[0])).toBeLessThanOrEqual(300);
    expect(await ask(pool.as(null), sql`select count(*) from pg_prepared_statements where statement in ('select 0', 'select 1')`)).toEqual([
      ['1'],
    ]);
    expect((await pool.as(null).query(statement(1))).rows).toEqual([['1']]);
    await pool.close();
  });

  it('prepares again after a failure and after a change of the table', async () => {
    await single.as(null).query(compile(sql`create table moving (a int)`));
    const read = prepare(sql`select a from moving`);
    await expect(single.as(null).query(prepare(sql`select b from moving`))).rejects.toMatchObject({ code: '42703' });
    expect((await single.as(null).query(read)).rows).toEqual([]);
    await database.as(null).query(compile(sql`alter table moving alter a type text`));
    expect((await single.as(null).query(read)).rows).toEqual([]);
    await database.as(null).query(compile(sql`alter table moving add b int`));
    expect((await single.as(null).query(prepare(sql`select b from moving`))).rows).toEqual([]);
  });
});

describe('copy', () => {
  const count = async () => Number((await ask(database.as(null), sql`select count(*) from things where id >= 1000`))[0]?.[0]);

  it('moves many rows in and out', async () => {
    const rows = 200_000;
    async function* lines() {
      for (let id = 0; id < rows; id += 1000)
        yield Array.from({ length: 1000 }, (_, i) => `${1000 + id + i}\tword number ${id}\n`).join('');
    }
    const copied = await single.transaction(null, (tx) => tx.copyIn('copy things from stdin', lines()));
    expect([copied, await count()]).toEqual([rows, rows]);
    let size = 0;
    let breaks = 0;
    await single.transaction(null, async (tx) => {
      for await (const chunk of tx.copyOut('copy (select id from things where id >= 1000) to stdout')) {
        size += chunk.length;
        breaks += chunk.filter((byte) => byte === 10).length;
      }
    });
    expect(breaks).toBe(rows);
    expect(size).toBeGreaterThan(rows * 5);
  });

  it('a reader that leaves early does no harm', async () => {
    await single.transaction(null, async (tx) => {
      for await (const chunk of tx.copyOut('copy (select g from generate_series(1, 300000) g) to stdout')) if (chunk.length > 0) break;
      expect((await tx.query(compile(sql`select 7`))).rows).toEqual([['7']]);
    });
  });

  it('leaves nothing behind when the source fails, and tells its error', async () => {
    async function* broken() {
      yield '-1\tx\n';
      throw new Error('disk on fire');
    }
    await expect(single.transaction(null, (tx) => tx.copyIn('copy things from stdin', broken()))).rejects.toThrow('disk on fire');
    expect(await ids(-1, -1)).toEqual([]);
  });

  it('tells the line that the server refuses', async () => {
    const lines = (async function* () {
      yield '-1\tx\nnonsense\ty\n';
    })();
    await expect(single.transaction(null, (tx) => tx.copyIn('copy things from stdin', lines))).rejects.toMatchObject({
      code: '22P02',
      where: expect.stringContaining('line 2'),
    });
    expect(await ask(single.as(null), sql`select 1`)).toEqual([['1']]);
  });

  it('statements asked for meanwhile wait for its end', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    async function* slow() {
      yield '-5\tx\n';
      await gate;
      yield '-6\ty\n';
    }
    await single.transaction(null, async (tx) => {
      await tx.query(compile(sql`select 1`));
      const copy = tx.copyIn('copy things from stdin', slow());
      const after = tx.query(compile(sql`select count(*) from things where id < 0`));
      open();
      expect([await copy, (await after).rows]).toEqual([2, [['2']]]);
    });
  });
});

describe('lost connections', () => {
  const myPid = sql`select pg_backend_pid()`;
  const kill = (pid: string | null | undefined) =>
    ask(database.as(null), sql`select pg_terminate_backend(${sql.value(Number(pid))}, 5000)`);

  it('replaces a connection that died while idle', async () => {
    const [before] = await ask(single.as(null), myPid);
    await kill(before?.[0]);
    const [after] = await ask(single.as(null), myPid);
    expect(after).not.toEqual(before);
  });

  it('fails the statement that was running, and only that', async () => {
    const [[pid = null] = []] = await ask(single.as(null), myPid);
    const sleeping = ask(single.as(null), sql`select pg_sleep(60)`).catch((error: unknown) => error);
    await expect
      .poll(() =>
        ask(database.as(null), sql`select state from pg_stat_activity where pid = ${sql.value(Number(pid))} and query like '%sleep%'`),
      )
      .toEqual([['active']]);
    await kill(pid);
    expect(await sleeping).toBeInstanceOf(DatabaseUnavailable);
    expect(await ask(single.as(null), sql`select 1`)).toEqual([['1']]);
  });

  it('rolls back the transaction whose connection died', async () => {
    const failed = single.transaction(null, async (tx) => {
      await tx.query(insert(90));
      await kill((await ask(tx, myPid))[0]?.[0]);
      await tx.query(insert(91));
    });
    await expect(failed).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await ids(90, 91)).toEqual([]);
    expect(single.stats()).toMatchObject({ waiting: 0, up: true });
  });

  it('keeps answering while its connections are killed under load', async () => {
    const pool = createPool({ connectionString, size: 4, applicationName: 'under_load' });
    let running = true;
    const tally = { ok: 0, unavailable: 0, other: 0 };
    const workers = Array.from({ length: 8 }, async () => {
      while (running) {
        await pool
          .as(null)
          .query(prepare(sql`select 1`))
          .then(
            () => tally.ok++,
            (error) => (error instanceof DatabaseUnavailable ? tally.unavailable++ : tally.other++),
          );
      }
    });
    for (let round = 0; round < 10; round++) {
      const seen = tally.ok;
      await ask(database.as(null), sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'under_load'`);
      await expect.poll(() => tally.ok).toBeGreaterThan(seen + 10);
    }
    running = false;
    await Promise.all(workers);
    expect(tally.other).toBe(0);
    await pool.close();
  });

  it('says so when it must wait too long for a connection', async () => {
    const pool = createPool({ connectionString, size: 1, patience: 100 });
    // Its one connection may take longer to open than it has patience.
    await expect.poll(() => ask(pool.as(null), sql`select 1`).catch(() => null)).toEqual([['1']]);
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const holder = pool.transaction(null, async (tx) => {
      await tx.query(compile(sql`select 1`));
      await gate;
    });
    await expect(ask(pool.as(null), sql`select 1`)).rejects.toThrow(/busy/);
    open();
    await holder;
    expect(await ask(pool.as(null), sql`select 1`)).toEqual([['1']]);
    await pool.close();
  });

  it('says at once that the database refuses it, and after its patience that nobody is there', async () => {
    const wrong = createPool({ connectionString: connectionString.replace(/kontor:[^@]+@/, 'kontor:wrong@') });
    await expect(ask(wrong.as(null), sql`select 1`)).rejects.toThrow(/refused the connection.*password/);
    const nowhere = createPool({ connectionString: 'postgres://a:b@localhost/c?host=/nonexistent', patience: 60 });
    await expect(ask(nowhere.as(null), sql`select 1`)).rejects.toThrow(/cannot be reached/);
    expect(nowhere.stats().up).toBe(false);
    await Promise.all([wrong.close(), nowhere.close()]);
  });

  it('lets work under way finish when it closes, and takes no more', async () => {
    const pool = createPool({ connectionString, size: 2 });
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const work = pool.transaction(null, async (tx) => {
      await tx.query(insert(95));
      await gate;
      await tx.query(insert(96));
    });
    await expect.poll(() => pool.stats()).toMatchObject({ size: 1, idle: 0 });
    const closing = pool.close();
    await expect(ask(pool.as(null), sql`select 1`)).rejects.toBeInstanceOf(DatabaseUnavailable);
    open();
    await Promise.all([work, closing]);
    expect(await ids(95, 96)).toEqual([95, 96]);
  });
});
