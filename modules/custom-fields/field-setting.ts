// What an administrator changes at a field that a module made: words, duty, default, options, conditions, place on the screens.

import type { Context, Draft, Values } from '../../engine/index.ts';
import {
  checkbox,
  children,
  defineAction,
  defineEntity,
  type Entity,
  type Field,
  fieldTypes,
  takesOptions,
  text,
  textArea,
} from '../../schema/index.ts';
import { checkOnce, checkUnused, choicesOf, optionsOf } from './choices.ts';
import { checkConditions, checkExpression, entityOf, missing } from './condition.ts';
import { checkEverybodys } from './everybody.ts';
import { settingOptions } from './option.ts';
import { replaceInput, startReplacing } from './replace.ts';

export const fieldSettings = defineEntity('field_settings', {
  label: 'Field setting',
  plural: 'Field settings',
  icon: 'adjustments',
  title: 'key',
  area: 'administration',
  owned: false,
  fields: {
    entity: text({ label: 'Module', required: true, length: 63, indexed: true, names: 'any_noun', example: 'accounts' }),
    field: text({ required: true, length: 63, help: 'Name of a field that comes with the module.', example: 'phone' }),
    key: text({ unique: true, searched: true, length: 127, readOnly: true, label: 'Field of module' }),
    label: text({ length: 120, help: 'Empty: as the module calls it.' }),
    help: text({ label: 'Tip', length: 500 }),
    required: checkbox({ help: 'What the module requires stays required.' }),
    default: text({ length: 1000, help: 'An expression: "Oslo" in quotes, 5, today(), me().' }),
    visible_if: textArea({ label: 'Shown if', help: 'A condition over fields of the same record. Empty: always.' }),
    required_if: textArea({ label: 'Required if', help: 'A condition over fields of the same record.' }),
    hidden: checkbox({ help: 'Taken off forms, lists and filters; the data stays.' }),
    choices: children(settingOptions, { label: 'Options', example: null }),
    // What `choices` come to, for the engine, which reads settings in one statement.
    options: textArea({ internal: true }),
  },
  list: { columns: ['entity', 'field', 'label', 'required', 'hidden', 'updated_at'], sort: 'entity,field' },
  hooks: { beforeSave: checkSetting },
  actions: {
    replace_value: defineAction({ label: 'Replace a value', verb: 'update', input: replaceInput, run: startReplacing }),
  },
});

async function checkSetting(draft: Draft, context: Context): Promise<void> {
  checkEverybodys(draft, context);
  const { values, old } = draft;
  const { entities } = context.system('checks a setting against the whole schema').schema;
  if (draft.verb === 'delete') return checkRemoval(draft, entities, context);
  for (const name of ['entity', 'field']) {
    if (old && values[name] !== old[name]) draft.refuse(name, 'read_only', 'can’t be changed.');
  }
  const entity = entityOf(draft, entities);
  if (!entity) return;
  const field = entity.fields[String(values.field)];
  if (!field || field.custom || field.internal) {
    const names = Object.values(entity.fields).filter(({ custom, internal }) => !custom && !internal);
    draft.refuse(
      'field',
      'unknown',
      missing(
        values.field,
        names.map(({ name }) => name),
      ),
    );
    return;
  }
  values.key = `${entity.name}.${field.name}`;
  for (const name of ['label', 'help', 'default', 'visible_if', 'required_if']) if (values[name] === '') values[name] = null;
  checkDuties(draft, entity, field);
  checkExpression(draft, 'default', entity, context, fieldTypes[field.type]?.expression(field));
  checkConditions(draft, entity, context);
  await checkChoices(draft, entity, field, context);
  values.options = choicesOf(values).length > 0 ? optionsOf(values) : null;
}

/** What would make forms that cannot be saved, or records without a name. */
function checkDuties(draft: Draft, entity: Entity, field: Field): void {
  const { values } = draft;
  const needed = field.required || values.required === true;
  const filled = Boolean(values.default ?? field.default);
  if (field.system) {
    for (const name of ['required', 'default', 'visible_if', 'required_if', 'hidden', 'choices'])
      if (values[name] && !(Array.isArray(values[name]) && values[name].length === 0))
        draft.refuse(name, 'fixed', 'is not for a field that every record has.');
    return;
  }
  if ((values.required || values.required_if || values.default) && (field.readOnly || field.formula))
    draft.refuse(
      values.required ? 'required' : values.required_if ? 'required_if' : 'default',
      'read_only',
      'leads nowhere: nobody fills this field in.',
    );
  if (values.hidden && (entity.title.includes(field.name) || (needed && !filled) || field.requiredIf || values.required_if))
    draft.refuse('hidden', 'vital', `“${field.label}” is needed: it is the title, or it must be filled in.`);
  // Row CS-242: fields that are always required are not controlled by conditions.
  if (values.visible_if && needed && !filled)
    draft.refuse('visible_if', 'required', 'has no say: the field is always required, so it is always shown.');
}

async function checkChoices(draft: Draft, entity: Entity, field: Field, context: Context): Promise<void> {
  const rows = choicesOf(draft.values);
  checkOnce(draft);
  const own = field.options.filter(({ custom }) => !custom).map(({ value }) => value);
  const more = entity.area === 'business' && takesOptions(field.type, field);
  for (const [i, { value, active }] of rows.entries()) {
    const option = field.options.find((known) => known.value === value && !known.custom);
    if (!option && !more)
      draft.refuse(`choices.${i}.value`, 'fixed', `The values of “${field.label}” are fixed: the module works with them.`);
    if (active === false && option?.means)
      draft.refuse(`choices.${i}.active`, 'fixed', `“${option.label}” has a meaning of its own and stays in use.`);
  }
  if (rows.length > 0 && field.options.length > 0) {
    const off = new Set(rows.filter(({ active }) => active === false).map(({ value }) => value));
    const first = String(draft.values.default ?? '').replace(/^"(.*)"$/, '$1');
    if (off.has(first)) draft.refuse('default', 'inactive_option', `“${first}” is out of use.`);
  }
  const kept = new Set([...own, ...rows.map(({ value }) => String(value))]);
  const gone = field.options.filter(({ value, custom }) => custom && !kept.has(value)).map(({ value }) => value);
  await checkUnused(draft, entity, field.name, gone, context);
}

/** With the setting go the options it added. */
async function checkRemoval(draft: Draft, entities: Readonly<Record<string, Entity>>, context: Context): Promise<void> {
  const { entity: noun, field: name } = draft.old as Values;
  const entity = entities[String(noun)];
  const field = entity?.fields[String(name)];
  if (!entity || !field) return;
  const gone = field.options.filter(({ custom }) => custom).map(({ value }) => value);
  await checkUnused(draft, entity, field.name, gone, context);
}
