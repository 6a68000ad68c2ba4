// Parses and checks every expression text of the modules: defaults, formulas, conditions, rules, customer, actions.

import type { FieldSettings } from '../builders.ts';
import type { Expression } from '../expression/ast.ts';
import { check } from '../expression/check.ts';
import { ExpressionError } from '../expression/error.ts';
import { parse } from '../expression/parse.ts';
import { respelt } from '../expression/respell.ts';
import { fieldTypes } from '../fields/registry.ts';
import type { ExpressionType, Schema } from '../types.ts';
import type { ActionDraft, EntityDraft } from './entities.ts';
import type { FieldDraft } from './fields.ts';
import type { Mistakes, Place } from './mistakes.ts';
import type { Overlay } from './overlays.ts';
import type { Source } from './sources.ts';

const BOOLEAN: ExpressionType = { kind: 'boolean' };

interface Reading {
  readonly schema: Schema;
  readonly entity: string;
  readonly mistakes: Mistakes;
  readonly reach?: boolean;
}

/** Fills in what drafts left null. A text with a mistake stays null and is complained of. */
export function readExpressions(
  schema: Schema,
  entities: Record<string, EntityDraft>,
  sources: ReadonlyMap<string, Source>,
  mistakes: Mistakes,
): void {
  for (const entity of Object.values(entities)) {
    const source = sources.get(entity.name);
    if (!source) continue;
    const reading: Reading = { schema, entity: entity.name, mistakes };
    const place: Place = { module: source.module, entity: entity.name };
    for (const [name, { definition, place: at, overlay }] of source.fields) {
      const field = entity.fields[name];
      if (field) readField(field, definition.settings, reading, reading, at, overlay);
    }
    const owner = entity.fields.owner;
    if (owner?.system) owner.default = read('me()', 'default', null, reading, place);
    for (const part of ['customer', 'rootOnly', 'shared', 'hidden'] as const) {
      // Whom a record is kept from may hang on another record; the others say what it is itself.
      entity[part] = readOptional(source.definition[part], part, BOOLEAN, { ...reading, reach: part === 'rootOnly' }, place);
    }
    for (const [verb, text] of Object.entries(source.definition.access ?? {})) {
      const when = read(text, `access "${verb}"`, BOOLEAN, { ...reading, reach: true }, place);
      if (when) entity.access[verb] = when;
    }
    readRules(entity, source, reading);
    for (const [name, { definition, place: at }] of source.actions) {
      const action = entity.actions[name];
      if (!action) continue;
      action.when = readOptional(definition.when, `when of the action "${name}"`, BOOLEAN, reading, at);
      readInput(action, definition.input ?? {}, reading, at);
    }
  }
}

/** A default of an action's input may read the record; its conditions read the other inputs. */
function readField(
  field: FieldDraft,
  settings: FieldSettings,
  ofRecord: Reading,
  ofForm: Reading,
  place: Place,
  overlay?: Pick<Overlay, 'place' | 'settings'>,
): void {
  const placeOf = (setting: keyof FieldSettings) => (overlay?.settings.has(setting) ? overlay.place : place);
  const type = fieldTypes[field.type]?.expression(field) ?? null;
  // A box nobody ticked is a no.
  const given = settings.default ?? (type?.kind === 'boolean' && settings.formula === undefined ? 'false' : undefined);
  field.default = readOptional(given, 'default', type, ofRecord, placeOf('default'));
  field.formula = readOptional(settings.formula, 'formula', type, ofForm, place);
  field.requiredIf = readOptional(settings.requiredIf, 'requiredIf', BOOLEAN, ofForm, placeOf('requiredIf'));
  field.visibleIf = readOptional(settings.visibleIf, 'visibleIf', BOOLEAN, ofForm, placeOf('visibleIf'));
}

function readInput(
  action: ActionDraft,
  definitions: Readonly<Record<string, { settings: FieldSettings }>>,
  reading: Reading,
  place: Place,
): void {
  const { schema, entity } = reading;
  const asked = schema.entities[entity];
  if (!asked) return;
  const form: Schema = { ...schema, entities: { ...schema.entities, [entity]: { ...asked, fields: action.input, backReferences: {} } } };
  for (const [name, { settings }] of Object.entries(definitions)) {
    const field = action.input[name];
    if (field) readField(field, settings, reading, { ...reading, schema: form }, { ...place, field: `${action.name}.${name}` });
  }
}

function readRules(entity: EntityDraft, source: Source, reading: Reading): void {
  for (const { definition, place } of source.rules) {
    const { field, code = 'rule', message } = definition;
    if (!entity.fields[field]) reading.mistakes.add(place, `a rule is about "${field}", which is no field`);
    const when = read(definition.when, `rule "${message}"`, BOOLEAN, reading, place);
    if (when) entity.rules.push({ when, field, code, message });
  }
}

function readOptional(
  text: string | undefined,
  what: string,
  wanted: ExpressionType | null,
  reading: Reading,
  place: Place,
): Expression | null {
  return text === undefined ? null : read(text, what, wanted, reading, place);
}

function read(
  text: string,
  what: string,
  wanted: ExpressionType | null,
  { schema, entity, mistakes, reach = false }: Reading,
  place: Place,
): Expression | null {
  try {
    const expression = parse(text);
    // What an administrator writes sees no internal field: a formula would show it.
    check(expression, schema, entity, wanted ?? undefined, { internal: place.custom === undefined, reach });
    return respelt(expression, schema, entity);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const where = error.at ? `, at ${error.at[0] + 1}` : '';
    mistakes.add(place, `${what} ${JSON.stringify(text)}${where}: ${error.message}`);
    return null;
  }
}
