// Words that administrators may put in place of those that come: which there are, in which language, and what stands there now.

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { EntityDescription } from '../../client/index.ts';
import { cardOf, useCards } from '../card/card.ts';
import { shippedTexts } from '../i18n.ts';
import { nounTexts } from '../nouns.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';

/** Instead of a module: texts of the program itself. */
export const PROGRAM = 'program';

export interface Word {
  /** As the module or an administrator wrote it; of the program, its key. */
  readonly original: string;
  /** In English. */
  readonly english: string;
  readonly shipped: string;
}

/** All words of a place, in a language; undefined until they have come. */
export function useWords(place: string, noun: EntityDescription | undefined, language: string): readonly Word[] | undefined {
  const { related, parts } = cardOf(useCards(), place);
  const { data } = useQuery(shippedQuery(language));
  const { data: english } = useQuery(shippedQuery('en'));
  if (!data || !english) return undefined;
  if (!noun)
    return Object.entries(english.texts).map(([key, text]) => ({ original: key, english: text, shipped: data.texts[key] ?? text }));
  const headings = [...related, ...parts].flatMap(
    ({ title, tab }) => [title, tab].filter((text) => typeof text === 'string' && text !== '') as string[],
  );
  const texts = [...new Set([...nounTexts(noun), ...headings])];
  return texts.map((text) => ({ original: text, english: text, shipped: data.labels[`${place}.${text}`] ?? data.labels[text] ?? text }));
}

const shippedQuery = (language: string) =>
  queryOptions({ queryKey: ['shipped words', language], queryFn: () => shippedTexts(language), staleTime: Number.POSITIVE_INFINITY });

type Stored = { readonly id: string; readonly original: string; readonly text: string };

/** By what they stand for. */
export function useOwnWords(place: string, language: string): ReadonlyMap<string, Stored> | undefined {
  const filter = `language = "${language}" and place = ${JSON.stringify(place)}`;
  const { data } = useQuery({
    queryKey: keys.list('translations', { filter }),
    queryFn: async ({ signal }) => {
      const found = new Map<string, Stored>();
      const all = client.records<Stored>('translations').each({ filter, fields: ['original', 'text'], limit: 500 }, { signal });
      for await (const one of all) found.set(one.original, one);
      return found;
    },
    staleTime: 0,
  });
  return data;
}

/** An empty text gives the place back to the word that came. */
export async function saveWord(
  at: { readonly place: string; readonly language: string },
  original: string,
  text: string,
  stored: Stored | undefined,
): Promise<void> {
  const calls = client.records('translations');
  if (stored && text === '') await calls.delete(stored.id);
  else if (stored) await calls.update(stored.id, { text });
  else if (text !== '') await calls.create({ ...at, original, text });
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.entity('translations') }),
    queryClient.invalidateQueries({ queryKey: keys.entities }),
  ]);
}
