// Whether two records are alike, and by which rules: asked in JavaScript of the few that an index or a neighbourhood brings together.

import { type Entity, type Field, fold } from '../../schema/index.ts';
import { similarity } from '../import/similar.ts';
import { type DuplicateRule, isText, type RulePart } from './rules.ts';

/** Spelt as alike as a slip of the pen, or as the same company with another legal form. */
export const ALIKE = 0.8;
const SHORTEST_PHONE = 6;
const SHORTEST_TEXT = 3;

/** A rule that holds between two records. */
export type Reason = {
  readonly rule: DuplicateRule;
  /** Of rules with likeness: how alike, in percent; null where all is the same. */
  readonly alike: number | null;
};

/** Cells of a record by field, as PostgreSQL writes them. */
export type Cells = Readonly<Record<string, string | null>>;

/** Every rule that holds between the two; none where they are not alike. */
export function reasonsOf(entity: Entity, rules: readonly DuplicateRule[], one: Cells, other: Cells): Reason[] {
  return rules.flatMap((rule) => {
    const scores = rule.map((part) => likeness(entity.fields[part.field]!, part, one[part.field] ?? '', other[part.field] ?? ''));
    if (scores.some((score) => score === 0)) return [];
    return [{ rule, alike: rule.some(({ how }) => how === 'similar') ? Math.round(Math.min(...scores) * 100) : null }];
  });
}

/** 0: not alike. Empty fields agree in nothing. */
function likeness(field: Field, { how }: RulePart, one: string, other: string): number {
  if (one === '' || other === '') return 0;
  if (!isText(field)) return one === other ? 1 : 0;
  if (how === 'exact') return fold(one) === fold(other) ? 1 : 0;
  if (how === 'normalised' && field.type === 'phone') return digits(one).length >= SHORTEST_PHONE && digits(one) === digits(other) ? 1 : 0;
  if (plain(one).length < SHORTEST_TEXT) return 0;
  if (how === 'normalised') return plain(one) === plain(other) ? 1 : 0;
  const score = similarity(one, other);
  return score >= ALIKE ? score : 0;
}

/** Long enough to say anything. */
export function isTelling(field: Field, { how }: RulePart, value: string): boolean {
  if (how === 'exact' || !isText(field)) return true;
  return field.type === 'phone' ? digits(value).length >= SHORTEST_PHONE : plain(value).length >= SHORTEST_TEXT;
}

/** As kontor.digits() in the database: country codes and leading zeros are before the last eight. */
export function digits(text: string): string {
  return text.replace(/[^0-9]/g, '').slice(-8);
}

/** Without case, accents, spaces and punctuation. */
export function plain(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}
