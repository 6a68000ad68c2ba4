// Texts that name something the house knows, in the reader's words.

import i18next from 'i18next';
import type { FieldDescription } from '../../client/index.ts';
import { currentWords } from '../i18n.ts';
import { translateNouns } from '../nouns.ts';
import { entitiesQuery, queryClient } from '../queries.ts';

const NOUNS = ['noun', 'any_noun', 'owned_noun'];

export function namedText(value: string, { names }: FieldDescription): string {
  if (names === null || !NOUNS.includes(names)) return value;
  if (value === '*') return i18next.t('field.allBusiness');
  const setup = queryClient.getQueryData(entitiesQuery.queryKey);
  const nouns = setup ? translateNouns(setup, currentWords()).entities : [];
  return nouns.find(({ name }) => name === value)?.plural ?? value;
}
