// Translations: i18next with ICU messages. One file a language, fetched when it is chosen.

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { icuMessages } from './messages-format.ts';
import type { Words } from './nouns.ts';

interface Files {
  readonly texts: () => Promise<{ default: object }>;
  /** Labels of nouns and fields; they are written in English. */
  readonly nouns: () => Promise<{ default: Words }>;
}

const files: Record<string, Files> = {
  en: { texts: () => import('./translations/en.json', { with: { type: 'json' } }), nouns: async () => ({ default: {} }) },
  fi: {
    texts: () => import('./translations/fi.json', { with: { type: 'json' } }),
    nouns: () => import('./translations/nouns/fi.json', { with: { type: 'json' } }),
  },
  sv: {
    texts: () => import('./translations/sv.json', { with: { type: 'json' } }),
    nouns: () => import('./translations/nouns/sv.json', { with: { type: 'json' } }),
  },
  de: {
    texts: () => import('./translations/de.json', { with: { type: 'json' } }),
    nouns: () => import('./translations/nouns/de.json', { with: { type: 'json' } }),
  },
  ru: {
    texts: () => import('./translations/ru.json', { with: { type: 'json' } }),
    nouns: () => import('./translations/nouns/ru.json', { with: { type: 'json' } }),
  },
};

const wordsOf = new Map<string, Words>();
const noWords: Words = {};

/** Labels of nouns in the present language; the same object as long as the language stays. */
export function currentWords(): Words {
  return wordsOf.get(currentLanguage()) ?? noWords;
}

/** Own names, so that everybody finds theirs. */
export const languages = [
  { value: 'en', label: 'English' },
  { value: 'fi', label: 'Suomi' },
  { value: 'sv', label: 'Svenska' },
  { value: 'de', label: 'Deutsch' },
  { value: 'ru', label: 'Русский' },
] as const;

const STORED = 'kontor.language';

export async function startTranslations(): Promise<void> {
  await i18next
    .use(icuMessages)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: false,
      resources: {},
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  await setLanguage(preferredLanguage());
}

export async function setLanguage(language: string): Promise<void> {
  const file = files[language];
  if (!file) throw new Error(`no translation file for ${language}`);
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const [texts, nouns] = await Promise.all([file.texts(), file.nouns()]);
    i18next.addResourceBundle(language, 'translation', texts.default);
    wordsOf.set(language, nouns.default);
  }
  await i18next.changeLanguage(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}

export function currentLanguage(): string {
  return i18next.language ?? 'en';
}

function preferredLanguage(): string {
  const stored = localStorage.getItem(STORED);
  const wished = [stored, ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wished.find((language): language is string => !!language && language in files) ?? 'en';
}
