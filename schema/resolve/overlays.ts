// What administrators changed at the fields and forms that modules made: laid over them, never taking anything away.

import type { FieldSettings, OptionDefinition } from '../builders.ts';
import type { FieldOverlay, FormLayout } from '../define.ts';
import { hint, type Mistakes, type Place } from './mistakes.ts';
import type { Source } from './sources.ts';

export interface Overlay {
  /** Says that the administrator's change is at fault, not the module. */
  readonly place: Place;
  readonly settings: ReadonlySet<keyof FieldSettings>;
  readonly hidden: boolean;
  readonly label?: string;
  readonly help?: string;
}

/** What people know about: the owner and when and by whom a record was made and changed. */
const SYSTEM = ['owner', 'created_at', 'created_by', 'updated_at', 'updated_by'];

/** By what a mistake in it is known, apart from one in the field itself. */
export function keyOfOverlay({ entity, name }: Pick<FieldOverlay, 'entity' | 'name'>): string {
  return `overlay of ${entity}.${name}`;
}

/** Puts it into the source of its entity; complains where there is no such field of a module. */
export function addOverlay(given: FieldOverlay, sources: ReadonlyMap<string, Source>, mistakes: Mistakes): void {
  const { entity, name, label, help } = given;
  const place: Place = { module: null, entity, field: name, custom: keyOfOverlay(given) };
  const source = sources.get(entity);
  if (!source) {
    mistakes.add(place, `belongs to "${entity}", which no module defines${hint(entity, sources.keys())}`);
    return;
  }
  const known = source.fields.get(name);
  if (known?.custom || !(known || SYSTEM.includes(name))) {
    mistakes.add(place, `is no field that a module gave to ${entity}${hint(name, source.fields.keys())}`);
    return;
  }
  const settings = new Set((['default', 'visibleIf', 'requiredIf'] as const).filter((setting) => given[setting] !== undefined));
  const overlay: Overlay = { place, settings, hidden: given.hidden ?? false, ...(label ? { label } : {}), ...(help ? { help } : {}) };
  if (!known) {
    source.ofSystem.set(name, overlay);
    return;
  }
  const { definition } = known;
  source.fields.set(name, { ...known, definition: { ...definition, settings: lay(given, definition.settings, definition.type) }, overlay });
}

function lay(given: FieldOverlay, settings: FieldSettings, type: string): FieldSettings {
  const visibleIf = joined(settings.visibleIf, given.visibleIf, 'and');
  const requiredIf = joined(settings.requiredIf, given.requiredIf, 'or');
  return {
    ...settings,
    ...(given.label ? { label: given.label } : {}),
    ...(given.help ? { help: given.help } : {}),
    ...(given.required ? { required: true } : {}),
    ...(given.default ? { default: given.default } : {}),
    ...(visibleIf === undefined ? {} : { visibleIf }),
    ...(requiredIf === undefined ? {} : { requiredIf }),
    ...(given.options ? { options: layOptions(given.options, settings, type) } : {}),
  };
}

function joined(own: string | undefined, added: string | undefined, by: 'and' | 'or'): string | undefined {
  return own && added ? `(${own}) ${by} (${added})` : (added ?? own);
}

function layOptions(given: NonNullable<FieldOverlay['options']>, settings: FieldSettings, type: string): readonly OptionDefinition[] {
  const own = new Map(
    (settings.options ?? []).map((option) => (typeof option === 'string' ? [option, { value: option }] : [option.value, option])),
  );
  const more = takesOptions(type, settings);
  const named = given.flatMap((option) => {
    const before = own.get(option.value);
    if (!before && !more) return [];
    return [{ ...before, ...option, ...(before ? {} : { custom: true }) }];
  });
  const values = new Set(given.map(({ value }) => value));
  return [...named, ...[...own.values()].filter(({ value }) => !values.has(value))];
}

/** May an administrator add options of his own? Not where the steps between states are the module's: it knows each of them. */
export function takesOptions(type: string, { options = [] }: Pick<FieldSettings, 'options'>): boolean {
  if (type === 'state') return !options.some((option) => typeof option === 'object' && 'next' in option && option.next);
  return ['picklist', 'multi_picklist'].includes(type);
}

interface Block {
  label: string;
  fields: string[];
}

/** The blocks in the administrator's order. What he does not name, e.g. a field of a later version, stays where its module put it. */
export function arrangeBlocks(declared: readonly Block[], { blocks }: FormLayout): Block[] {
  const there = new Set(declared.flatMap(({ fields }) => fields));
  const named = new Set(blocks.flatMap(({ fields }) => fields));
  const placed = new Set<string>();
  const take = (name: string) => there.has(name) && !placed.has(name) && placed.add(name);
  const known = (label: string | null) => declared.find((block) => block.label === label);
  const arranged = blocks.map(({ block, label, fields }) => ({
    label: label ?? block ?? '',
    fields: [...fields.filter(take), ...(known(block)?.fields.filter((name) => !named.has(name)) ?? [])],
  }));
  const left = declared
    .filter(({ label }) => !blocks.some(({ block }) => block === label))
    .map(({ label, fields }) => ({ label, fields: fields.filter((name) => !named.has(name)) }));
  return [...arranged, ...left];
}
