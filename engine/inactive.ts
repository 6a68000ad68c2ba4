// What an administrator switched off: modules (row CS-026), which nobody finds then, whatever his rights, and whose data stays; and languages.

import type { Schema } from '../schema/index.ts';
import { LANGUAGES } from './report/tongue.ts';
import { knownSettings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** Names; none where no module of settings is there. */
export async function inactiveNouns(workspace: Workspace): Promise<ReadonlySet<string>> {
  if (!workspace.state.schema.entities['module_settings']) return new Set();
  const { inactive } = await knownSettings(workspace, 'module_settings');
  return new Set(Array.isArray(inactive) ? inactive.map(String) : []);
}

/** `entity.field` of all that points to nothing else. */
export function pointersTo(schema: Schema, nouns: ReadonlySet<string>): string[] {
  if (nouns.size === 0) return [];
  return Object.values(schema.entities).flatMap(({ name, fields }) =>
    Object.values(fields)
      .filter(({ to }) => to.length > 0 && to.every((one) => nouns.has(one)))
      .map((field) => `${name}.${field.name}`),
  );
}

/** Those people choose among (row CS-041); English is what everything is written in. */
export async function activeLanguages(workspace: Workspace): Promise<readonly string[]> {
  if (!workspace.state.schema.entities['module_settings']) return ['en', ...LANGUAGES];
  const { inactive_languages: off } = await knownSettings(workspace, 'module_settings');
  return ['en', ...LANGUAGES.filter((one) => !(Array.isArray(off) && off.includes(one)))];
}
