// Labels in the user's language. Modules and administrators write them in one language (ours in English); the translation files
// say what they are in the others. What has no translation, a custom field for example, stays as it was written.

import type { ActionDescription, EntitiesAnswer, EntityDescription, FieldDescription } from '../client/index.ts';

/** English -> translated; `users.Name` goes before `Name` where one word means two things. */
export type Words = Readonly<Record<string, string>>;

const translated = new WeakMap<EntitiesAnswer, Map<Words, EntitiesAnswer>>();

/** The same answer for the same words, so that nothing is drawn again for nothing. */
export function translateNouns(answer: EntitiesAnswer, words: Words): EntitiesAnswer {
  const known = translated.get(answer) ?? new Map<Words, EntitiesAnswer>();
  translated.set(answer, known);
  const made = known.get(words) ?? { ...answer, entities: answer.entities.map((entity) => translateEntity(entity, words)) };
  known.set(words, made);
  return made;
}

const visible = new WeakMap<EntitiesAnswer, EntitiesAnswer>();

/** Without the fields that an administrator took off the screens (row CS-029). */
export function withoutHidden(answer: EntitiesAnswer): EntitiesAnswer {
  const known = visible.get(answer) ?? { ...answer, entities: answer.entities.map(seen) };
  visible.set(answer, known);
  return known;
}

function seen(entity: EntityDescription): EntityDescription {
  const hidden = new Set(entity.fields.filter((field) => field.hidden).map(({ name }) => name));
  if (hidden.size === 0) return entity;
  const shown = (name: string) => !hidden.has(name);
  return {
    ...entity,
    fields: entity.fields.filter(({ name }) => shown(name)),
    list: { ...entity.list, columns: entity.list.columns.filter(shown) },
    board: entity.board !== null && hidden.has(entity.board) ? null : entity.board,
    blocks: entity.blocks.map((block) => ({ ...block, fields: block.fields.filter(shown) })),
  };
}

function translateEntity(entity: EntityDescription, words: Words): EntityDescription {
  const say = (text: string) => words[`${entity.name}.${text}`] ?? words[text] ?? text;
  const field = (own: FieldDescription): FieldDescription => ({
    ...own,
    label: say(own.label),
    help: say(own.help),
    options: own.options.map((option) => ({ ...option, label: say(option.label) })),
    ...(own.fields ? { fields: own.fields.map(field) } : {}),
  });
  const action = (own: ActionDescription): ActionDescription => ({ ...own, label: say(own.label), input: own.input.map(field) });
  return {
    ...entity,
    label: say(entity.label),
    plural: say(entity.plural),
    fields: entity.fields.map(field),
    blocks: entity.blocks.map((block) => ({ ...block, label: say(block.label) })),
    actions: entity.actions.map(action),
  };
}

/** Every text of a noun that a person may read. */
export function nounTexts(entity: Omit<EntityDescription, 'can' | 'search_pending'>): string[] {
  const ofField = (field: FieldDescription): string[] => [
    field.label,
    field.help,
    ...field.options.map((option) => option.label),
    ...(field.fields ?? []).flatMap(ofField),
  ];
  const texts = [
    entity.label,
    entity.plural,
    ...entity.blocks.map((block) => block.label),
    ...entity.actions.flatMap((action) => [action.label, ...action.input.flatMap(ofField)]),
    ...entity.fields.flatMap(ofField),
  ];
  return [...new Set(texts.filter((text) => /\p{L}/u.test(text)))];
}
