// Which records of a whole table are likely the same. No record is compared with all others: what must agree exactly is grouped,
// and of what may be spelt differently only neighbours in a few orders are compared (the sorted neighbourhood method).

import { compile, type Queryable, raw, type Sql, sql } from '../../db/index.ts';
import { type Entity, fieldTypes } from '../../schema/index.ts';
import { and } from '../read.ts';
import { reasonsOf } from './likeness.ts';
import { type DuplicateRule, isText, type RulePart } from './rules.ts';

/** Neighbours on one side that a record is compared with, in each order. */
const WINDOW = 10;
/** A rule that finds more says nothing any more, e.g. "same country". */
export const MOST_PAIRS = 200_000;
/** Of one group with the same value; who has more has no duplicates but a value that is everybody's. */
const MOST_ALIKE = 100;
/** Up to so many, each is paired with each; of larger groups with the first. */
const ALL_PAIRS = 12;

export type Pair = readonly [one: string, other: string];

/** `within`: the rows that are looked at, as a condition on `t`. */
export async function pairsOf(
  tx: Pick<Queryable, 'query'>,
  space: string,
  entity: Entity,
  rule: DuplicateRule,
  within: Sql | null,
): Promise<Pair[]> {
  const blurred = rule.filter(({ how }) => how === 'similar');
  if (blurred.length === 0) return samePairs(tx, space, entity, rule, within);
  const found = new Map<string, Pair>();
  for (const order of ORDERS) {
    for (const pair of await nearPairs(tx, space, entity, rule, blurred, order, within)) found.set(pair.join(), pair);
  }
  return [...found.values()];
}

async function samePairs(tx: Pick<Queryable, 'query'>, space: string, entity: Entity, rule: DuplicateRule, within: Sql | null) {
  const keys = rule.map((part) => keyOf(entity, part));
  const { rows } = await tx.query(
    compile(sql`select array_to_string((array_agg(t."id"::text order by t."id"))[1:${sql.literal(MOST_ALIKE)}], ',')
      from ${sql.identifier(space, entity.name)} t where ${conditions(keys, within)} group by ${sql.join(keys, ', ')}
      having count(*) > 1 limit ${sql.literal(MOST_PAIRS)}`),
  );
  return rows.flatMap(([ids]) => pairUp((ids ?? '').split(',')));
}

function pairUp(ids: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const firsts = ids.length <= ALL_PAIRS ? ids : ids.slice(0, 1);
  for (const [i, one] of firsts.entries()) for (const other of ids.slice(i + 1)) pairs.push([one, other]);
  return pairs;
}

/** A slip of the pen at the end leaves neighbours in the first order, at the beginning in the second, exchanged words in the third. */
const ORDERS: readonly ((text: Sql) => Sql)[] = [
  (text) => sql`regexp_replace(${text}, '[[:space:][:punct:]]', '', 'g')`,
  (text) => sql`reverse(regexp_replace(${text}, '[[:space:][:punct:]]', '', 'g'))`,
  (text) => sql`(select string_agg(w, ' ' order by w) from regexp_split_to_table(${text}, '[[:space:][:punct:]]+') w)`,
];

async function nearPairs(
  tx: Pick<Queryable, 'query'>,
  space: string,
  entity: Entity,
  rule: DuplicateRule,
  blurred: DuplicateRule,
  order: (text: Sql) => Sql,
  within: Sql | null,
): Promise<Pair[]> {
  const keys = rule.filter((part) => !blurred.includes(part)).map((part) => keyOf(entity, part));
  const texts = blurred.map(({ field }) => sql`kontor.fold(t.${sql.identifier(field)})`);
  const key = (i: number) => sql.identifier(`k${i}`);
  const text = (i: number) => sql.identifier(`v${i}`);
  const many = (i: number) => sql.identifier(`m${i}`);
  const named = sql.join(
    [
      sql`t."id"`,
      ...keys.map((one, i) => sql`${one} as ${key(i)}`),
      ...texts.map((one, i) => sql`${one} as ${text(i)}`),
      sql`${order(texts[0]!)} as o`,
    ],
    ', ',
  );
  const partition =
    keys.length > 0
      ? sql`partition by ${sql.join(
          keys.map((_, i) => key(i)),
          ', ',
        )}`
      : sql``;
  const own = sql.join(
    texts.map((_, i) => text(i)),
    ', ',
  );
  const gathered = sql.join(
    texts.map((_, i) => sql`array_agg(${text(i)}) over w as ${many(i)}`),
    ', ',
  );
  const arrays = sql.join([sql`x.ids`, ...texts.map((_, i) => sql`x.${many(i)}`)], ', ');
  const columns = sql.join([sql.identifier('id'), ...texts.map((_, i) => text(i))], ', ');
  const cells = sql.join(
    texts.flatMap((_, i) => [sql`x.${text(i)}`, sql`n.${text(i)}`]),
    ', ',
  );
  const near = and(texts.map((_, i) => nearly(sql`x.${text(i)}`, sql`n.${text(i)}`)));
  const { rows } = await tx.query(
    compile(sql`with s as (
        select ${named} from ${sql.identifier(space, entity.name)} t where ${conditions([...keys, ...texts.map((one) => sql`nullif(${one}, '')`)], within)}
      ), x as (
        select "id", ${own}, array_agg("id") over w as ids, ${gathered} from s
        window w as (${partition} order by o, "id" rows between 1 following and ${sql.literal(WINDOW)} following)
      )
      select x."id", n."id", ${cells} from x cross join lateral unnest(${arrays}) as n(${columns}) where ${near} limit ${sql.literal(MOST_PAIRS)}`),
  );
  const pairs: Pair[] = [];
  for (const [count, [one, other, ...values]] of rows.entries()) {
    if (count % 5000 === 4999) await new Promise((resolve) => setImmediate(resolve));
    const left = Object.fromEntries(blurred.map(({ field }, i) => [field, values[2 * i] ?? null]));
    const right = Object.fromEntries(blurred.map(({ field }, i) => [field, values[2 * i + 1] ?? null]));
    if (reasonsOf(entity, [blurred], left, right).length > 0) pairs.push(one! < other! ? [one!, other!] : [other!, one!]);
  }
  return pairs;
}

/** Coarser than what is asked of the few that are left; short words share few trigrams. */
function nearly(one: Sql, other: Sql): Sql {
  const longest = sql`greatest(length(${one}), length(${other}))`;
  const words = (text: Sql) => sql`left(${text}, 5)`;
  return sql`(abs(length(${one}) - length(${other})) <= 2 + ${longest} / 4 and similarity(${one}, ${other}) >= case when ${longest} < 9 then 0.3 else 0.45 end
    or ${words(one)} = ${words(other)} and similarity(${one}, ${other}) >= 0.25)`;
}

/** What must be the same, as text; null where the field says nothing. */
function keyOf(entity: Entity, { field: name, how }: RulePart): Sql {
  const field = entity.fields[name]!;
  const column = sql`t.${sql.identifier(name)}`;
  if (!isText(field)) {
    const { type } = fieldTypes[field.type]!.columns(field)[0]!;
    return sql`${column}::${raw(type)}`;
  }
  if (how === 'exact') return sql`nullif(kontor.fold(${column}), '')`;
  if (field.type === 'phone') return sql`case when length(kontor.digits(${column})) >= 6 then kontor.digits(${column}) end`;
  const letters = sql`regexp_replace(kontor.fold(${column}), '[[:space:][:punct:]]', '', 'g')`;
  return sql`case when length(${letters}) >= 3 then ${letters} end`;
}

function conditions(keys: readonly Sql[], within: Sql | null): Sql {
  return and([...keys.map((key) => sql`${key} is not null`), ...(within ? [within] : [])]);
}
