// What lowest levels and sharing rules must hold to: right names, one side each, and no more than the giver has (row SC-14).

import type { Context, Draft } from '../../engine/index.ts';
import { nearest, type Schema } from '../../schema/index.ts';
import { type Part, whyNotGive } from '../permission-sets/module.ts';

const VERBS: Readonly<Record<string, readonly string[]>> = {
  private: [],
  read: ['view'],
  read_write: ['view', 'update'],
  read_write_delete: ['view', 'update', 'delete'],
};

export async function checkLevel(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  checkNoun(draft, context.schema);
  const { entity, level } = draft.values;
  const verbs = VERBS[String(level)] ?? [];
  const grants = verbs.map((verb) => ({ target: String(entity), verb, scopes: ['all' as const] }));
  const refusal = await whyNotGive(context, { sets: [{ name: `The lowest level of ${entity}`, grants }] });
  if (refusal) draft.refuse('level', 'not_granted', refusal);
}

const KINDS = [
  ['unit', 'departments'],
  ['role', 'roles'],
  ['group', 'owner_groups'],
] as const;

export async function checkRule(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  checkNoun(draft, context.schema);
  const source = sideOf(draft, 'source');
  const target = sideOf(draft, 'target');
  if (!source || !target) return;
  const refusal = await whyNotGive(context, { sets: [], reach: [source] });
  if (refusal) draft.refuse('entity', 'not_granted', refusal);
  draft.values.name ||= await nameOf(draft, source, target, context);
}

function checkNoun(draft: Draft, { entities }: Schema): void {
  const given = String(draft.values.entity ?? '');
  const nouns = Object.values(entities).filter((entity) => !entity.parent && entity.owned && entity.area === 'business');
  if (given === '*' || nouns.some(({ name }) => name === given)) return;
  const meant = nearest(
    given,
    nouns.map(({ name }) => name),
  );
  draft.refuse('entity', 'unknown', `There is no module “${given}” whose records have owners.${meant ? ` Did you mean “${meant}”?` : ''}`);
}

/** Exactly one of unit, role and group. */
function sideOf(draft: Draft, side: 'source' | 'target'): Part | null {
  const { values } = draft;
  const chosen = KINDS.filter(([kind]) => values[`${side}_${kind}`]);
  const [only] = chosen;
  if (!only || chosen.length > 1) {
    const message = side === 'source' ? 'Choose whose records: one unit, role or group.' : 'Choose for whom: one unit, role or group.';
    draft.refuse(`${side}_${chosen[1]?.[0] ?? 'unit'}`, only ? 'too_many' : 'required', message);
    return null;
  }
  return { entity: only[1], id: String(values[`${side}_${only[0]}`]) };
}

async function nameOf({ values }: Draft, source: Part, target: Part, context: Context): Promise<string> {
  const { records } = context.system('names a sharing rule after what it joins');
  const title = async ({ entity, id }: Part) => String((await records.get(entity, id, ['name'])).name);
  const noun = values.entity === '*' ? 'All records' : (context.schema.entities[String(values.entity)]?.plural ?? values.entity);
  return `${noun}: ${await title(source)} → ${await title(target)}`;
}
