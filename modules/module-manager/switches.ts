// What may be switched off: modules of the menu, unless one that stays cannot do without.

import { type BoundContext, type Context, type Draft, inactiveNouns, notGranted } from '../../engine/index.ts';
import { type Entity, nearest, type Schema } from '../../schema/index.ts';

export interface ModuleSwitch {
  readonly name: string;
  /** English. */
  readonly label: string;
  readonly icon: string;
  readonly active: boolean;
  /** Modules that are on and cannot do without it. */
  readonly needed_by: readonly string[];
}

export async function listModules(context: Context): Promise<readonly ModuleSwitch[]> {
  const { rights } = context.actor;
  if (!rights.root && !rights.features.has('administration')) throw notGranted('This needs the permission “Administration”.');
  const { space } = context as BoundContext;
  const { schema } = space.state;
  const off = await inactiveNouns(space);
  return Object.values(schema.entities)
    .filter(isSwitchable)
    .map(({ name, plural, icon }) => ({
      ...{ name, label: plural, icon, active: !off.has(name) },
      needed_by: neededBy(schema, name).filter((one) => !off.has(one)),
    }));
}

function isSwitchable({ area, menu, parent, single }: Entity): boolean {
  return area === 'business' && menu && parent === null && !single;
}

/** Modules of the menu whose records, or rows of records, must point to it. What stands behind one, such as reminders, goes along. */
function neededBy({ entities }: Schema, name: string): string[] {
  const pointing = Object.values(entities).filter(({ fields }) =>
    Object.values(fields).some(({ required, to, type }) => required && type === 'reference' && to.length === 1 && to[0] === name),
  );
  const homes = new Set(pointing.map((entity) => entity.parent?.entity ?? entity.name));
  return [...homes].filter((one) => one !== name && isSwitchable(entities[one]!));
}

export function checkModules(draft: Draft, context: Context): void {
  if (!draft.changed.has('inactive') || draft.values.inactive === null) return;
  const { schema } = (context as BoundContext).space.state;
  const names = Object.values(schema.entities)
    .filter(isSwitchable)
    .map((entity) => entity.name);
  const { inactive } = draft.values;
  if (!Array.isArray(inactive)) {
    draft.refuse('inactive', 'type', 'is a list of names of modules.');
    return;
  }
  for (const name of inactive) {
    if (typeof name !== 'string' || !names.includes(name)) {
      draft.refuse('inactive', 'unknown', `“${String(name)}” is no module of the menu; did you mean ${nearest(String(name), names)}?`);
      continue;
    }
    const by = neededBy(schema, name).filter((one) => !inactive.includes(one));
    if (by.length > 0) draft.refuse('inactive', 'needed', `${schema.entities[name]!.plural} are needed by ${by.join(', ')}.`);
  }
}
