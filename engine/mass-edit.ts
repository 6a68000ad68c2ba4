// Many records are changed at once only where no administrator has switched it off for the noun (row CS-071).

import type { Entity } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import { dataSettingsOf } from './data-settings.ts';
import { notGranted } from './errors.ts';

/** @throws Refusal 403 */
export async function assertMayMassEdit(context: BoundContext, entity: Entity): Promise<void> {
  if (context.actor.rights.key === 'system') return;
  const { mass_edit: isOn } = await context.read((reader) => dataSettingsOf(reader, entity.name));
  if (!isOn) throw notGranted(`Changing many ${entity.plural.toLowerCase()} at once is switched off.`);
}
