// Why two records are taken for the same, in words: `same E-mail`, `Name 92 % alike, same City`.

import i18next from 'i18next';
import type { DuplicateReason, EntityDescription } from '../../client/index.ts';
import { fieldOf } from '../queries.ts';

export function reasonWords(entity: EntityDescription, { rule, alike }: DuplicateReason): string {
  const words = rule.map(({ field, how }) => {
    const label = fieldOf(entity, field)?.label ?? field;
    if (how !== 'similar') return i18next.t('duplicates.same', { field: label });
    return alike === null
      ? i18next.t('duplicates.similar', { field: label })
      : i18next.t('duplicates.alike', { field: label, percent: alike });
  });
  return words.join(', ');
}
