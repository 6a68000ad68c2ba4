// Names of what a new workspace begins with, in its language: seeds are written in English and say beside it what they are in the others.

import type { Context } from '../../engine/index.ts';

/** Of workspaces, documents and letters. */
export const languages = [
  { value: 'en', label: 'English' },
  { value: 'fi', label: 'Suomi' },
  { value: 'sv', label: 'Svenska' },
  { value: 'de', label: 'Deutsch' },
  { value: 'ru', label: 'Русский' },
];

/** By the English word. */
export type SeedWords = Readonly<Record<string, readonly [fi: string, sv: string, de: string, ru: string]>>;

const ORDER = ['fi', 'sv', 'de', 'ru'];

/** Says an English word in the language of the workspace; what is in no list stays as it is. */
export async function seedWords(context: Context, words: SeedWords): Promise<(english: string) => string> {
  const at = ORDER.indexOf(String((await context.settings('general_settings')).language));
  return (english) => words[english]?.[at] ?? english;
}
