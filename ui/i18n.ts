// Translations: i18next with ICU messages. One file a language, fetched in two parts when it is chosen.

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { EntitiesAnswer } from '../client/index.ts';
import { afterFirstScreen } from './first-screen.ts';
import { icuMessages, setOwnTexts } from './messages-format.ts';
import type { Words } from './nouns.ts';

interface Files {
  /** Texts of the frame, of lists and of what lies over them, without which nothing is shown; see translations/parts.ts. */
  readonly first: () => Promise<{ default: object }>;
  readonly rest: () => Promise<{ default: object }>;
  /** Labels of nouns and fields, and what explains them; they are written in English. */
  readonly nouns: () => Promise<{ default: object }>;
  readonly explained: () => Promise<{ default: object }>;
}

const none = async () => ({ default: {} });

const files: Record<string, Files> = {
  en: {
    first: () => import('./translations/en.json?part=first'),
    rest: () => import('./translations/en.json?part=rest'),
    nouns: none,
    explained: none,
  },
  fi: {
    first: () => import('./translations/fi.json?part=first'),
    rest: () => import('./translations/fi.json?part=rest'),
    nouns: () => import('./translations/nouns/fi.json?part=first'),
    explained: () => import('./translations/nouns/fi.json?part=rest'),
  },
  sv: {
    first: () => import('./translations/sv.json?part=first'),
    rest: () => import('./translations/sv.json?part=rest'),
    nouns: () => import('./translations/nouns/sv.json?part=first'),
    explained: () => import('./translations/nouns/sv.json?part=rest'),
  },
  de: {
    first: () => import('./translations/de.json?part=first'),
    rest: () => import('./translations/de.json?part=rest'),
    nouns: () => import('./translations/nouns/de.json?part=first'),
    explained: () => import('./translations/nouns/de.json?part=rest'),
  },
  ru: {
    first: () => import('./translations/ru.json?part=first'),
    rest: () => import('./translations/ru.json?part=rest'),
    nouns: () => import('./translations/nouns/ru.json?part=first'),
    explained: () => import('./translations/nouns/ru.json?part=rest'),
  },
};

const wordsOf = new Map<string, Words>();
const noWords: Words = {};
let own: EntitiesAnswer['words'] = {};
const withOwn = new Map<string, Words>();

/** Labels of nouns in the present language; the same object as long as neither it nor the workspace's own words change. */
export function currentWords(): Words {
  const language = currentLanguage();
  const words = withOwn.get(language) ?? joined(shippedWords(language), own[language]?.labels ?? noWords);
  if (wordsOf.has(language)) withOwn.set(language, words);
  return words;
}

/** A label that was written in English, or by an administrator, outside of the description of its noun. */
export function inWords(label: string, noun = ''): string {
  const words = currentWords();
  return words[`${noun}.${label}`] ?? words[label] ?? label;
}

/** As the translation files have them. */
function shippedWords(language: string): Words {
  return wordsOf.get(language) ?? noWords;
}

/** Own words for all modules go before those of the files for one module. */
function joined(shipped: Words, labels: Words): Words {
  const keys = Object.keys(labels);
  if (keys.length === 0) return shipped;
  const kept = Object.entries(shipped).filter(([key]) => !keys.some((one) => key.endsWith(`.${one}`)));
  return { ...Object.fromEntries(kept), ...labels };
}

/** Takes over the words that administrators of the workspace put in place of ours. */
export function adoptWords(words: EntitiesAnswer['words']): void {
  if (JSON.stringify(words) === JSON.stringify(own)) return;
  own = words;
  withOwn.clear();
  for (const language of Object.keys(files)) setOwnTexts(language, words[language]?.texts ?? {});
  // What is drawn already is drawn again.
  void i18next.changeLanguage(currentLanguage());
}

let offered: readonly string[] = Object.keys(files);

/** Languages that an administrator left switched on. */
export function offerLanguages(active: readonly string[]): void {
  offered = active;
  if (!active.includes(currentLanguage())) void setLanguage('en');
}

export function offeredLanguages(): readonly (typeof languages)[number][] {
  return languages.filter(({ value }) => offered.includes(value));
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
  if (!wordsOf.has(language)) {
    const [texts, nouns] = await Promise.all([file.first(), file.nouns()]);
    i18next.addResourceBundle(language, 'translation', texts.default);
    wordsOf.set(language, nouns.default as Words);
  }
  // Who changes the language sees some screen already; at the start the rest may come after the first picture.
  if (i18next.language !== language && whole.size > 0) await allTexts(language);
  await i18next.changeLanguage(language);
  void afterFirstScreen(() => allTexts(language)).catch(() => undefined);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}

const whole = new Map<string, Promise<void>>();

/** Resolves when every screen can be told in the language. A failed fetch is tried again by the next who asks. */
export function allTexts(language = currentLanguage()): Promise<void> {
  const known = whole.get(language);
  if (known) return known;
  const coming = fetchRest(language);
  whole.set(language, coming);
  coming.catch(() => whole.delete(language));
  return coming;
}

async function fetchRest(language: string): Promise<void> {
  const file = files[language];
  if (!file) throw new Error(`no translation file for ${language}`);
  const [texts, explained] = await Promise.all([file.rest(), file.explained()]);
  i18next.addResourceBundle(language, 'translation', texts.default, true);
  wordsOf.set(language, { ...shippedWords(language), ...explained.default });
  withOwn.delete(language);
}

/** All that comes with a language, without speaking it: labels by what was written, texts by key. */
export async function shippedTexts(language: string): Promise<{ readonly labels: Words; readonly texts: Words }> {
  const file = files[language];
  if (!file) throw new Error(`no translation file for ${language}`);
  const [first, rest, nouns, explained] = await Promise.all([file.first(), file.rest(), file.nouns(), file.explained()]);
  return { labels: { ...nouns.default, ...explained.default } as Words, texts: flat({ ...first.default, ...rest.default }) };
}

function flat(texts: object, before = ''): Words {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value]] : Object.entries(flat(value as object, `${before}${key}.`)),
    ),
  );
}

export function currentLanguage(): string {
  return i18next.language ?? 'en';
}

function preferredLanguage(): string {
  const stored = localStorage.getItem(STORED);
  const wished = [stored, ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wished.find((language): language is string => !!language && language in files) ?? 'en';
}
