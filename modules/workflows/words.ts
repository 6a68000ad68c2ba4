// Texts of a step with values of the record in the places of their tags.

import { answersFor, type BoundContext, type Extra, filledText, tagsIn } from '../../engine/index.ts';
import { type Entity, fieldTypes } from '../../schema/index.ts';
import type { Subject } from './subject.ts';

type Answers = Awaited<ReturnType<typeof answersFor>>;

/** What becomes of a value before it stands in the text, e.g. its quotation marks. */
export type Escape = (text: string) => string;

export interface Text {
  readonly text: unknown;
  readonly made?: Escape;
}

/** The texts in the order asked; what `context` may not read stays empty. */
export async function filled(
  context: BoundContext,
  entity: Entity,
  subject: Subject,
  texts: readonly Text[],
  extras: readonly Extra[] = [],
): Promise<string[]> {
  const all = texts.map(({ text }) => String(text ?? ''));
  const tags = all.flatMap(tagsIn);
  if (tags.length === 0) return all;
  const answers = subject.gone
    ? ofValues(entity, subject)
    : await answersFor(context, { entity: entity.name, of: { id: subject.id }, language: await languageOf(context), extras }, tags);
  return all.map((text, i) => filledText(text, escaped(answers, texts[i]?.made)));
}

function escaped(answers: Answers, made: Escape | undefined): Answers {
  if (!made) return answers;
  return {
    listOf: (tag) => answers.listOf(tag),
    rows: (list) => answers.rows(list),
    figure: (tag, row) => answers.figure(tag, row),
    holds: (condition) => answers.holds(condition),
    pieces: (tag, row) => answers.pieces(tag, row).map((piece) => ('text' in piece ? { text: made(piece.text) } : piece)),
  };
}

/** Of a record that is gone: its own fields, as the history keeps them. */
function ofValues(entity: Entity, { gone }: Subject): Answers {
  return {
    listOf: () => null,
    rows: () => 0,
    figure: () => null,
    holds: () => false,
    pieces({ path }) {
      const field = entity.fields[String(path.at(-1))];
      const value = gone?.[field?.name ?? ''];
      return field && value !== null && value !== undefined ? [{ text: fieldTypes[field.type]!.print(value, field) }] : [];
    },
  };
}

/** That of the house's papers. */
async function languageOf(context: BoundContext): Promise<string> {
  const known = Object.hasOwn(context.space.state.schema.entities, 'document_settings');
  return String((known && (await context.settings('document_settings')).language) || 'en');
}
