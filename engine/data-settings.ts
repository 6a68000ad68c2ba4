// What administrators decided about the data of a noun: whether it is merged, edited in mass, archived, and what makes two alike.

import type { Json } from '../schema/index.ts';
import { list } from './list.ts';
import type { Reader } from './read.ts';
import { systemRights } from './system-rights.ts';

export interface DataSettings {
  /** Merging is off until somebody switches it on (row CS-085). */
  readonly merge: boolean;
  /** Mass edit is on until somebody switches it off (row CS-071). */
  readonly mass_edit: boolean;
  /** Row CS-069; null: as many as one likes. */
  readonly mass_edit_most: number | null;
  /** Old records may be put away (row CS-075). */
  readonly archive: boolean;
  readonly duplicates: Json;
  /** Whoever may not see the other one hears that there is one, not which. */
  readonly tell_hidden: boolean;
}

const usual: DataSettings = { merge: false, mass_edit: true, mass_edit_most: null, archive: false, duplicates: null, tell_hidden: false };

/** The noun that modules/data-quality declares; without it everything is as usual. */
const NOUN = 'data_settings';

/** Read whatever the actor's rights are: they bind everybody. */
export async function dataSettingsOf(reader: Reader, entity: string): Promise<DataSettings> {
  if (!Object.hasOwn(reader.workspace.state.schema.entities, NOUN)) return usual;
  const { records } = await list({ ...reader, rights: systemRights(reader.workspace.state), assertCurrent: () => {} }, NOUN, {
    filter: { kind: 'binary', op: '=', left: { kind: 'path', path: ['entity'] }, right: { kind: 'text', value: entity } },
    fields: ['merge', 'mass_edit', 'mass_edit_most', 'archive', 'duplicates', 'tell_hidden'],
    limit: 1,
  });
  return { ...usual, ...(records[0] as Partial<DataSettings> | undefined) };
}
