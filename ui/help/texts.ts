// The guides, one chunk a language.

import { marked } from 'marked';
import { fold } from '../../schema/fold.ts';
import { pages } from './pages.ts';

export interface Guide {
  readonly name: string;
  readonly title: string;
  readonly html: string;
  /** What is searched. */
  readonly words: string;
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
  const { default: texts } = await (files[language] ?? files.en!)();
  return pages.flatMap(({ name, about }) => {
    const text = Object.entries(texts).find(([path]) => path.endsWith(`/${name}.md`))?.[1];
    if (!text) return [];
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
    const html = marked.parse(text, { async: false });
    return [{ name, about, title, html, words: fold(text) }];
  });
}
