// The guides, one chunk a language; what is not translated is there in English.

import { marked } from 'marked';
import { fold } from '../../schema/fold.ts';
import { pages } from './pages.ts';

export interface Guide {
  readonly name: string;
  readonly title: string;
  readonly html: string;
  /** What is searched. */
  readonly words: string;
  /** Of the text: English where there is no translation. */
  readonly language: string;
  readonly about: 'work' | 'administration';
}

const files: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./texts-en.ts'),
  fi: () => import('./texts-fi.ts'),
  sv: () => import('./texts-sv.ts'),
  de: () => import('./texts-de.ts'),
  ru: () => import('./texts-ru.ts'),
};

export async function readGuides(language: string): Promise<readonly Guide[]> {
  const [english, own] = await Promise.all([files.en!(), files[language]?.()]);
  const textOf = (all: Record<string, string> | undefined, name: string) =>
    Object.entries(all ?? {}).find(([path]) => path.endsWith(`/${name}.md`))?.[1];
  return pages.flatMap(({ name, about }) => {
    const translated = textOf(own?.default, name);
    const text = translated ?? textOf(english.default, name);
    if (!text) return [];
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
    const html = marked.parse(text, { async: false });
    return [{ name, about, title, html, words: fold(text), language: translated ? language : 'en' }];
  });
}
