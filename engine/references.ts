// What a record points to must be there and in the writer's own reach, else a reference would tell what exists.

import type { Sql } from '../db/index.ts';
import { isDatabaseError, NOT_SO, prepare, sql } from '../db/index.ts';
import type { Entity, Field } from '../schema/index.ts';
import type { Item } from './draft.ts';
import { partsOf } from './entity-parts.ts';
import { type IdList, idList } from './id-list.ts';
import { planned } from './planned.ts';
import { checkEpoch, type Reader, scopeCondition } from './read.ts';
import type { Writer } from './records.ts';
import { type Bound, bind, bindJoint, environment, jointRows, type SlotValues, slot } from './slots.ts';
import type { Values } from './types.ts';
import { epochSql } from './workspace.ts';

interface Use {
  readonly item: Item;
  readonly path: string;
  readonly field: Field;
  readonly id: string;
  /** any_reference: gets the entity once it is known. */
  readonly target: Values | null;
}

/** People may be named by whoever may write the record: owners and participants are no secret to colleagues. */
export const PEOPLE: ReadonlySet<string> = new Set(['users', 'owner_groups']);

/**
 * One statement for all references of all items; every one that leads nowhere becomes a problem at its field. It tells the
 * epoch too; without references that is asked for only when `always` says so.
 */
export async function checkReferences(reader: Reader, entity: Entity, items: readonly Item[], always: boolean): Promise<void> {
  const uses = items.flatMap((item) => usesOf(reader, entity, item));
  if (uses.length === 0) return always ? checkEpoch(reader, null) : undefined;
  const wanted = new Map<string, Set<string>>();
  for (const { field, id } of uses) {
    for (const name of field.to) wanted.set(name, (wanted.get(name) ?? new Set()).add(id));
  }
  const targets = [...wanted.keys()].sort();
  const lists = targets.map((name, i) => idList([...wanted.get(name)!], i));
  const key = `refs|${reader.rights.key}|${targets.map((name, i) => `${name} ${lists[i]!.key}`).join()}`;
  const statement = planned(reader.workspace, key, () =>
    prepare(
      sql.join(
        [sql`select ${epochSql(reader.workspace.space)}, null::uuid`, ...targets.map((name, i) => existing(reader, name, lists[i]!))],
        ' union all ',
      ),
    ),
  );
  const { rows } = await reader.db.query(bind(statement, { ids: lists.map((list) => list.value), bind: environment(reader.rights) }));
  const found = new Set<string>();
  for (const [name, id] of rows) {
    if (id) found.add(`${name} ${id}`);
    else reader.assertCurrent(name!);
  }
  for (const use of uses) {
    const name = use.field.to.find(
      (candidate) => found.has(`${candidate} ${use.id}`) && (use.target?.['entity'] ?? candidate) === candidate,
    );
    if (!name) use.item.refuse(use.path, 'not_found', `${use.field.label} is not a record within your reach.`);
    else if (use.target) use.target['entity'] = name;
  }
}

/** What a write takes for granted. */
export interface Claim {
  /** It was not so: to be asked in the long way, which says what is wrong. */
  failed: boolean;
  question?: Question;
}

/** Whether it is so, as a condition that raises an error where it is not. */
export interface Question {
  readonly key: string;
  readonly condition: Sql;
  readonly values: SlotValues;
  /** The question as a statement of its own. */
  readonly alone: Bound;
}

/**
 * Takes for granted what `checkReferences` finds out: the question travels with the write, or in it, and undoes it when the
 * answer is no. False when names must be known first; nothing was sent then.
 */
export function claimReferences(writer: Writer, entity: Entity, items: readonly Item[]): boolean {
  const { claim } = writer;
  const uses = items.flatMap((item) => usesOf(writer, entity, item));
  if (!claim || uses.length > MOST_CLAIMED || uses.some(({ target }) => target)) return false;
  const key = `claim|${writer.rights.key}|${uses.map(({ field }) => field.to.join('+')).join()}`;
  const conditionOf = (idOf: (i: number) => IdList) => {
    const one = ({ field }: Use, i: number) =>
      sql.join(
        field.to.map((name) => sql`exists (${existing(writer, name, idOf(i))})`),
        ' or ',
      );
    const all = [sql`${epochSql(writer.workspace.space)} = ${slot('epoch', 0)}::text`, ...uses.map((use, i) => sql`(${one(use, i)})`)];
    return sql`((${sql.join(all, ' and ')}) or kontor.not_so())`;
  };
  const { condition, statement } = planned(writer.workspace, key, () => {
    const condition = conditionOf((i) => idList([''], i));
    return { condition, statement: prepare(sql`select ${condition}`) };
  });
  const make = () =>
    planned(writer.workspace, `${key}|joint`, () => {
      const { from, cells } = jointRows(
        'ids',
        uses.map(() => 'uuid'),
      );
      return prepare(
        sql`select ${conditionOf((i) => ({ key: '', value: null, among: (column) => sql`${column} = ${cells[i]!}` }))} from ${from}`,
      );
    });
  const { epoch } = writer.rights;
  const values = { epoch: [`${epoch.rights}.${epoch.schema}`], ids: uses.map(({ id }) => id), bind: environment(writer.rights) };
  const joining = { key, own: 'ids', rows: [values.ids], make };
  const alone = uses.length > 0 ? bindJoint(statement, values, joining) : bind(statement, values);
  claim.question = { key, condition, values, alone };
  noteClaim(claim, writer.tx.claim(claim.question.alone));
  writer.compared();
  return true;
}

/** The question for the write to ask itself; null where there is none, or it is on its way: somebody has asked something else since. */
export function takeQuestion({ claim, tx }: Writer): Question | null {
  return claim?.question && tx.recall(claim.question.alone) ? claim.question : null;
}

/** Listens to the statement that asks the question. */
export function noteClaim(claim: Claim, asked: Promise<unknown>): void {
  asked.catch((error: unknown) => {
    if (isDatabaseError(error, NOT_SO)) claim.failed = true;
  });
}

/** Each way of filling references is a statement of its own; long ones would be many. */
const MOST_CLAIMED = 8;

function existing(reader: Reader, name: string, ids: IdList): Sql {
  const target = reader.workspace.state.schema.entities[name]!;
  const row = sql.identifier('t');
  const reach = PEOPLE.has(name) ? null : scopeCondition(reader, target, row, 'view');
  const where = sql`${ids.among(sql`t."id"`)}${reach ? sql` and (${reach})` : sql``}`;
  return sql`select ${sql.literal(name)}::text, t."id" from ${sql.identifier(reader.workspace.space, name)} t where ${where}`;
}

function usesOf(reader: Reader, entity: Entity, item: Item): Use[] {
  const { schema } = reader.workspace.state;
  const uses: Use[] = [];
  for (const field of partsOf(entity, schema).pointing) {
    const value = item.values[field.name];
    if (value === null || value === undefined) continue;
    if (field.type !== 'children') {
      uses.push(...usesIn(item, field, value, field.name));
      continue;
    }
    const cells = partsOf(schema.entities[field.to[0]!]!, schema).pointing;
    for (const [i, row] of (value as Values[]).entries()) {
      for (const cell of cells) {
        const inner = row[cell.name];
        if (inner !== null && inner !== undefined) uses.push(...usesIn(item, cell, inner, `${field.name}.${i}.${cell.name}`));
      }
    }
  }
  return uses;
}

function usesIn(item: Item, field: Field, value: unknown, path: string): Use[] {
  if (typeof value === 'string') return [{ item, path, field, id: value, target: null }];
  if (Array.isArray(value)) return value.map((id: string) => ({ item, path, field, id, target: null }));
  const target = value as Values;
  return [{ item, path, field, id: String(target['id']), target }];
}
