// Personal data as people read it: sections with records, each line a field and its value in words.

import type { Entity, Field } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { printed } from '../report/ink.ts';
import { fieldIn, type Tongue, tongueOf } from '../report/tongue.ts';
import type { Change, Values } from '../types.ts';
import { type PersonalData, titleOf } from './collect.ts';

export interface PersonalForm {
  readonly title: string;
  readonly sections: readonly FormSection[];
}

/** Records of one noun. */
export interface FormSection {
  /** Null: the history. */
  readonly entity: string | null;
  readonly label: string;
  readonly records: readonly { readonly id: string; readonly title: string; readonly lines: readonly FormLine[] }[];
}

export interface FormLine {
  readonly label: string;
  readonly text: string;
}

/** What the form says by itself, in the languages of the client. */
const WORDS = {
  en: { history: 'History', part: 'Module', record: 'Record', field: 'Field', value: 'Value' },
  fi: { history: 'Historia', part: 'Moduuli', record: 'Tietue', field: 'Kenttä', value: 'Arvo' },
  sv: { history: 'Historik', part: 'Modul', record: 'Post', field: 'Fält', value: 'Värde' },
  de: { history: 'Verlauf', part: 'Modul', record: 'Datensatz', field: 'Feld', value: 'Wert' },
  ru: { history: 'История', part: 'Модуль', record: 'Запись', field: 'Поле', value: 'Значение' },
};

/** English for a language there is no form in. */
export function formWords(language: string): (typeof WORDS)['en'] {
  return WORDS[language.slice(0, 2).toLowerCase() as keyof typeof WORDS] ?? WORDS.en;
}

/** In the words of the language, instants on the actor's clocks. */
export function personalForm(context: BoundContext, data: PersonalData, language: string): PersonalForm {
  const tongue = tongueOf(language, context.space.state.words);
  const zone = String(context.actor.rights.binds['zone'] ?? 'UTC');
  const say = (entity: Entity, field: Field, value: unknown) => words(fieldIn(tongue, entity.name, field), value, { language, zone });
  const sections: FormSection[] = data.sections.map(({ entity, fields, records }) => ({
    entity: entity.name,
    label: tongue(entity.name, entity.plural),
    records: records.map((record) => ({
      id: String(record['id']),
      title: titleOf(entity, record),
      lines: fields
        .filter((field) => field.name !== 'id' && field.name !== 'version')
        .map((field) => ({ label: tongue(entity.name, field.label), text: say(entity, field, record[field.name]) }))
        .filter(({ text }) => text !== ''),
    })),
  }));
  const { entities } = context.schema;
  const lines = data.history.map((change) => ({
    id: change.id,
    title: `${new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(change.at))} · ${change.actor.title}`,
    lines: changed(entities[change.entity], change, tongue, say),
  }));
  const history = lines.filter((line) => line.lines.length > 0);
  const told = formWords(language).history;
  return { title: data.title, sections: history.length > 0 ? [...sections, { entity: null, label: told, records: history }] : sections };
}

/** Before and after, where there is anything to say. */
function changed(
  entity: Entity | undefined,
  { before, after }: Change,
  tongue: Tongue,
  say: (entity: Entity, field: Field, value: unknown) => string,
): FormLine[] {
  if (!entity) return [];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.flatMap((name) => {
    const field = entity.fields[name];
    if (!field || field.type === 'children') return [];
    const [was, is] = [before?.[name], after?.[name]].map((value) => say(entity, field, value));
    const text = was && is ? `${was} → ${is}` : was ? `${was} → –` : is;
    return text ? [{ label: tongue(entity.name, field.label), text }] : [];
  });
}

function words(field: Field, value: unknown, place: { language: string; zone: string }): string {
  if (value === null || value === undefined || value === '') return '';
  if (field.type === 'json') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((one) => words(field, one, place)).join(', ');
  if (typeof value === 'object' && !('title' in value) && !('amount' in value)) return JSON.stringify(value);
  return printed(field, value, place);
}

/** One line a value, for a sheet. */
export function formRows({ sections }: PersonalForm): Values[] {
  return sections.flatMap(({ label: part, records }) =>
    records.flatMap(({ title, lines }) => lines.map(({ label, text }) => ({ part, record: title, field: label, value: text }))),
  );
}
