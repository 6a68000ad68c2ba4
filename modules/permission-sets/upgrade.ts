// Presets in workspaces that are older than this version: what nobody has changed since gets the grants of today, for nouns that
// came later. A set that an administrator has changed is his: it is left as it is, and says what it lacks.

import type { Context, Values } from '../../engine/index.ts';
import { rowsOf, type Schema } from '../../schema/index.ts';
import type { FieldRight, Grant } from './delegation.ts';
import { presets } from './presets.ts';

type Preset = (typeof presets)[number];
type Line = Pick<Grant, 'target' | 'verb'> & { readonly scopes?: readonly string[] | null };

/** A preset as the values of a record, which remembers what was given. */
export function presetValues(preset: Preset, schema: Schema): Values {
  return { ...preset, grants: grantsOf(preset, schema), given: spelled(preset, schema) };
}

/** Asks one question where there is nothing to do. */
export async function upgradePresets({ records, schema }: Context): Promise<void> {
  const { records: sets } = await records.list('permission_sets', { fields: ['id', 'name', 'given', 'version'], limit: 500 });
  for (const set of sets) {
    const preset = presets.find(({ name }) => name === set.name);
    if (preset && set.given !== spelled(preset, schema)) await upgradeOne(records, preset, set, schema);
  }
}

async function upgradeOne(records: Context['records'], preset: Preset, set: Values, schema: Schema): Promise<void> {
  const whole = await records.get('permission_sets', String(set.id), [
    'grants',
    'field_rights',
    'given',
    'lacking',
    'root',
    'customer_mode',
  ]);
  const current = rowsOf<Grant & { id: string }>(whole.grants);
  const given = spelled(preset, schema);
  const isOurs = set.given ? set.given === spell(current, rowsOf<FieldRight>(whole.field_rights)) : set.version === 1;
  if (isOurs) {
    const known = new Map(current.map((row) => [lineOf(row), row]));
    const grants = grantsOf(preset, schema).map((grant) => known.get(lineOf(grant)) ?? grant);
    await records.update('permission_sets', String(set.id), { grants, given, lacking: null });
    return;
  }
  const before = set.given ? (JSON.parse(String(set.given)) as { grants: string[] }).grants : [];
  const own = new Set(current.map(({ target, verb }) => `${target} ${verb}`));
  const fresh = grantsOf(preset, schema).filter((grant) => !before.includes(lineOf(grant)) && !own.has(`${grant.target} ${grant.verb}`));
  const told = String(whole.lacking ?? '')
    .split('\n')
    .filter(Boolean);
  const lacking = [...new Set([...told, ...fresh.map(lineOf)])].join('\n');
  await records.update('permission_sets', String(set.id), { given, lacking: lacking || null });
}

/** Only of nouns that are there: not every instance runs every module. */
function grantsOf({ grants = [] }: Preset, { entities }: Schema): readonly Line[] {
  return grants.filter(({ target }) => target === '*' || target.startsWith('feature:') || Object.hasOwn(entities, target));
}

function spelled(preset: Preset, schema: Schema): string {
  return spell(grantsOf(preset, schema), preset.field_rights ?? []);
}

function spell(grants: readonly Line[], cuts: readonly Pick<FieldRight, 'target' | 'field' | 'right'>[]): string {
  const fieldRights = cuts.map(({ target, field, right }) => `${target}.${field}: ${right}`);
  return JSON.stringify({ grants: [...new Set(grants.map(lineOf))].sort(), field_rights: fieldRights.sort() });
}

function lineOf({ target, verb, scopes }: Line): string {
  return `${target} ${verb}${scopes?.length ? `: ${[...scopes].sort().join(', ')}` : ''}`;
}
