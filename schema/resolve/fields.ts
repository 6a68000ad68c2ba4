// Makes a Field of a definition: every setting present, checked against its type. Expressions come later.

import type { FieldDefinition, FieldSettings, OptionDefinition } from '../builders.ts';
import { isCurrency } from '../currencies.ts';
import type { CustomField } from '../define.ts';
import { fieldTypes } from '../fields/registry.ts';
import { patternProblem } from '../numbering.ts';
import type { Field, FieldType, Option } from '../types.ts';
import { hint, type Mistakes, type Place } from './mistakes.ts';

/** A field while it is being made; frozen in the end. */
export type FieldDraft = { -readonly [K in keyof Field]: Field[K] };

/** An index entry of PostgreSQL has at most 2,704 bytes and a character up to 4. */
const LONGEST_INDEXED = 650;

/** Null, and a complaint, for a type that there is not. Other mistakes are complained of, and the field is made nevertheless. */
export function makeField(
  name: string,
  definition: FieldDefinition,
  custom: CustomField | null,
  place: Place,
  mistakes: Mistakes,
): FieldDraft | null {
  const { settings } = definition;
  const type = fieldTypes[definition.type];
  if (!type || (custom && !type.customizable)) {
    const names = Object.keys(fieldTypes).filter((known) => !custom || fieldTypes[known]?.customizable);
    mistakes.add(place, `"${definition.type}" is no field type${custom ? ' of custom fields' : ''}${hint(definition.type, names)}`);
    return null;
  }
  const field: FieldDraft = {
    ...blankField(name, definition.type),
    label: settings.label ?? humanise(custom ? name.slice(2) : name),
    help: settings.help ?? '',
    aliases: settings.aliases ?? [],
    required: settings.required ?? false,
    unique: settings.unique ?? false,
    readOnly: (settings.readOnly ?? false) || settings.formula !== undefined,
    internal: settings.internal ?? false,
    searched: settings.searched ?? false,
    indexed: settings.indexed ?? false,
    custom: custom !== null,
    usable: custom?.usable ?? true,
    departments: custom?.departments ?? [],
    forCustomers: custom === null || custom.forCustomers === true,
    forAdministrators: custom?.forAdministrators ?? false,
    options: makeOptions(settings.options ?? [], place, mistakes),
    open: settings.open ?? false,
    to: type.targets ?? (settings.rows ? [settings.rows.name] : (settings.to ?? [])),
    acyclic: settings.acyclic ?? false,
    continues: settings.continues ?? false,
    length: settings.length ?? null,
    scale: settings.scale ?? null,
    grouping: settings.grouping ?? true,
    names: settings.names ?? null,
    ...(settings.byHand ? { byHand: true as const } : {}),
    ...(settings.example === undefined ? {} : { example: settings.example }),
    pattern: settings.pattern ?? null,
    currency: settings.currency ?? null,
  };
  checkSettings(field, type, settings, place, mistakes);
  return field;
}

/** A field with nothing said about it. */
export function blankField(name: string, type: string): FieldDraft {
  return {
    name,
    type,
    label: humanise(name),
    help: '',
    aliases: [],
    required: false,
    unique: false,
    readOnly: false,
    internal: false,
    searched: false,
    indexed: false,
    custom: false,
    usable: true,
    hidden: false,
    departments: [],
    forCustomers: true,
    forAdministrators: false,
    default: null,
    formula: null,
    requiredIf: null,
    visibleIf: null,
    options: [],
    open: false,
    to: fieldTypes[type]?.targets ?? [],
    acyclic: false,
    continues: false,
    length: null,
    min: null,
    max: null,
    scale: null,
    grouping: true,
    names: null,
    pattern: null,
    currency: null,
    system: false,
  };
}

/** `unit_price` -> `Unit price`; what has capitals or spaces was written for people already. */
function humanise(name: string): string {
  if (!/^[a-z0-9_]+$/.test(name)) return name;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function makeOptions(given: readonly OptionDefinition[], place: Place, mistakes: Mistakes): readonly Option[] {
  const seen = new Set<string>();
  return given.map((option): Option => {
    const { value, label, ...rest } = typeof option === 'string' ? { value: option } : { label: undefined, ...option };
    if (value.trim() !== value || value === '' || value.length > 250)
      mistakes.add(place, `"${value}" is no good option: use 1 to 250 characters`);
    if (seen.has(value)) mistakes.add(place, `has the option "${value}" twice`);
    seen.add(value);
    return { value, label: label ?? humanise(value), ...rest };
  });
}

function checkSettings(field: FieldDraft, type: FieldType, settings: FieldSettings, place: Place, mistakes: Mistakes): void {
  const { kind } = type.expression(field);
  const complain = (message: string) => mistakes.add(place, message);
  const hasOptions = kind === 'choice' || kind === 'choices';
  if (hasOptions && !field.open && field.options.length === 0) complain('has no options to choose from');
  checkNext(field.options, complain);
  if (field.length !== null && !(Number.isInteger(field.length) && field.length >= 1))
    complain(`its length ${field.length} is no number of characters`);
  if (field.scale !== null && !(Number.isInteger(field.scale) && field.scale >= 0 && field.scale <= 20))
    complain(`its scale ${field.scale} is not 0 to 20 digits`);
  if (field.currency !== null && !isCurrency(field.currency)) complain(`"${field.currency}" is not an ISO 4217 currency code`);
  const badPattern = field.pattern === null ? null : patternProblem(field.pattern);
  if (badPattern) complain(`its pattern "${field.pattern}" ${badPattern}`);
  if ((field.unique || field.indexed) && !type.sortable)
    complain(`cannot be ${field.unique ? 'unique' : 'indexed'}: ${field.type} has no order`);
  if ((field.unique || field.indexed) && (field.length ?? 0) > LONGEST_INDEXED)
    complain(`is longer than the ${LONGEST_INDEXED} characters an index takes`);
  if (field.unique && type.columns(field).length !== 1) complain(`cannot be unique: ${field.type} has more than one column`);
  if (field.searched && !isSearchable(field)) complain(`cannot be searched: only texts can`);
  if (settings.formula !== undefined && settings.default !== undefined)
    complain('has a formula and a default; the formula would always win');
  field.min = limitOf(settings.min, 'min', field, type, complain);
  field.max = limitOf(settings.max, 'max', field, type, complain);
}

/** Texts that anybody may read. */
export function isSearchable(field: Field): boolean {
  const type = fieldTypes[field.type];
  return type !== undefined && type.expression(field).kind === 'text' && field.type !== 'password' && !field.internal;
}

/** The limit in canonical form: what check() makes of it. */
function limitOf(
  given: string | number | undefined,
  what: string,
  field: Field,
  type: FieldType,
  complain: (message: string) => void,
): string | null {
  if (given === undefined || given === null) return null;
  const checked = type.check(given, { ...field, min: null, max: null, scale: null });
  const cell = checked.ok ? type.toColumns(checked.value, field)[0] : null;
  if (cell === null || cell === undefined) complain(`its ${what} ${JSON.stringify(given)} is no value of the type ${field.type}`);
  return cell === null || cell === undefined ? null : String(cell);
}

function checkNext(options: readonly Option[], complain: (message: string) => void): void {
  const values = options.map(({ value }) => value);
  for (const { value, next } of options) {
    for (const target of next ?? []) {
      if (!values.includes(target)) complain(`from "${value}" one may go to "${target}", which is no option${hint(target, values)}`);
    }
  }
}
