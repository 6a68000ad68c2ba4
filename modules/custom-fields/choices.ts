// Options of a choice while their definition is saved: each once, and none taken away that records still have.

import type { Context, Draft, Values } from '../../engine/index.ts';
import type { Entity } from '../../schema/index.ts';

export function choicesOf(values: Values): readonly Values[] {
  return (values.choices as Values[] | null) ?? [];
}

/** As the engine reads them, in one text. */
export function optionsOf(values: Values): string {
  return JSON.stringify(
    choicesOf(values).map(({ value, label, color, active }) => ({
      value,
      ...(label ? { label } : {}),
      ...(color ? { color } : {}),
      ...(active === false ? { active } : {}),
    })),
  );
}

export function checkOnce(draft: Draft): void {
  const values = choicesOf(draft.values).map(({ value }) => String(value));
  for (const [i, value] of values.entries()) {
    if (values.indexOf(value) < i) draft.refuse(`choices.${i}.value`, 'not_unique', `“${value}” is there already.`);
  }
}

/** Row CS-037: what records still have is not taken away under them; `replace_value` gives them another one. */
export async function checkUnused(draft: Draft, entity: Entity, field: string, gone: readonly string[], context: Context): Promise<void> {
  const known = entity.fields[field];
  // In an open list every text is welcome: nothing is lost with the suggestion.
  if (!known || known.open || entity.parent) return;
  const { records } = context.system('counts the records that have an option');
  for (const value of gone) {
    const { count = 0 } = await records.list(entity.name, {
      fields: ['id'],
      filter: having(entity, field, value),
      limit: 1,
      count: 'exact',
    });
    if (count > 0)
      draft.refuse('choices', 'in_use', `${count} ${entity.plural.toLowerCase()} have “${value}”. Replace it by another value first.`);
  }
}

/** Expression text for the records that have a value in a choice, whatever is usually left out of lists. */
export function having(entity: Entity, field: string, value: string): string {
  const text = JSON.stringify(value);
  const has = entity.fields[field]?.type === 'multi_picklist' ? `contains(${field}, ${text})` : `${field} = ${text}`;
  return entity.fields[field]?.open ? `exact(${has})` : has;
}
