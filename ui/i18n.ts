// Translations: i18next with ICU messages. One file a language, fetched when it is chosen.

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { icuMessages } from './messages-format.ts';

const files: Record<string, () => Promise<{ default: object }>> = {
  en: () => import('./translations/en.json', { with: { type: 'json' } }),
  fi: () => import('./translations/fi.json', { with: { type: 'json' } }),
  sv: () => import('./translations/sv.json', { with: { type: 'json' } }),
  de: () => import('./translations/de.json', { with: { type: 'json' } }),
  ru: () => import('./translations/ru.json', { with: { type: 'json' } }),
};

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
  const load = files[language];
  if (!load) throw new Error(`no translation file for ${language}`);
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await load()).default);
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
