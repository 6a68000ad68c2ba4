// Running numbers that an administrator gives to the records of a noun (row CS-028): a field `number`, or another pattern of the one it has.

import { sequence } from '../builders.ts';
import type { NumberChoice } from '../define.ts';
import type { Entity } from '../types.ts';
import type { Source } from './sources.ts';

/** Name of the field. */
export const NUMBER = 'number';

/** Whether administrators may number it: documents are numbered by series of their own, and what belongs to one person not at all. */
export function mayBeNumbered({ area, fields, menu, parent, personal }: Entity): boolean {
  const known = fields[NUMBER];
  return area === 'business' && menu && parent === null && !personal && (!known || known.type === 'sequence');
}

/** Nothing where the noun is not there any more, or numbers its records by itself now. */
export function addNumbers({ entity, pattern }: NumberChoice, sources: ReadonlyMap<string, Source>): void {
  const source = sources.get(entity);
  const known = source?.fields.get(NUMBER);
  if (!source || (known && known.definition.type !== 'sequence')) return;
  if (known) {
    const { definition } = known;
    source.fields.set(NUMBER, { ...known, definition: { ...definition, settings: { ...definition.settings, pattern } } });
    return;
  }
  const place = { module: source.module, entity, field: NUMBER };
  source.fields.set(NUMBER, { definition: sequence(pattern), place, custom: null, leads: true });
  source.blocks[0]?.fields.unshift(NUMBER);
}
