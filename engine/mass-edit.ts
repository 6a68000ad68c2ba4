// Many records are changed at once only where no administrator has switched it off for the noun (row CS-071), and not more than he said.

import type { Entity } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import { dataSettingsOf } from './data-settings.ts';
import { notGranted, Refusal } from './errors.ts';

/** @throws Refusal 403, 422 for more than are allowed at once */
export async function assertMayMassEdit(context: BoundContext, entity: Entity, count: () => Promise<number>): Promise<void> {
  if (context.actor.rights.key === 'system') return;
  const { mass_edit: isOn, mass_edit_most: most } = await context.read((reader) => dataSettingsOf(reader, entity.name));
  const nouns = entity.plural.toLowerCase();
  if (!isOn) throw notGranted(`Changing many ${nouns} at once is switched off.`);
  if (most !== null && (await count()) > most)
    throw new Refusal(422, 'too_many', `At most ${most} ${nouns} are changed at once; choose fewer.`);
}
