// ICU messages (plurals, choices) for i18next, with our own numbers: a thin space between thousands in every language.

import type { I18nFormatModule } from 'i18next';
import { type Formatters, IntlMessageFormat } from 'intl-messageformat';
import { THIN } from './fields/format.ts';

const parsed = new Map<string, IntlMessageFormat>();

/** The type that i18next declares leaves out what it calls. */
interface MessageModule extends I18nFormatModule {
  init(): void;
  parse(message: string, values: Record<string, string | number>, language: string, namespace?: string, key?: string): string;
  addLookupKeys(keys: string[]): string[];
}

export const icuMessages: MessageModule = {
  type: 'i18nFormat',
  init: () => undefined,
  parse(message, values, language, _, key = '') {
    const own = ownTexts.get(language)?.[key];
    if (own === undefined) return print(message, values, language);
    try {
      return print(own, values, language);
    } catch {
      // A brace too few, or a value that there is not: ours says it meanwhile.
      return print(message, values, language);
    }
  },
  addLookupKeys: (keys) => keys,
};

/** Texts of the workspace's own in place of ours, by language and key (row CS-043). */
const ownTexts = new Map<string, Readonly<Record<string, string>>>();

export function setOwnTexts(language: string, texts: Readonly<Record<string, string>>): void {
  ownTexts.set(language, texts);
}

/** Whether a text can be printed at all: its braces match, and what stands in them is known. */
export function isMessage(text: string): boolean {
  try {
    new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true });
    return true;
  } catch {
    return false;
  }
}

function print(message: string, values: Record<string, string | number>, language: string): string {
  const key = `${language} ${message}`;
  const known = parsed.get(key) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true, formatters });
  parsed.set(key, known);
  return String(known.format(values));
}

const formatters: Formatters = {
  getNumberFormat: (...settings) => withThinSpaces(new Intl.NumberFormat(...settings)),
  getDateTimeFormat: (...settings) => new Intl.DateTimeFormat(...settings),
  getPluralRules: (...settings) => new Intl.PluralRules(...settings),
};

/** Messages ask of a number format nothing but `format`. */
function withThinSpaces(numbers: Intl.NumberFormat): Intl.NumberFormat {
  const print = (value: number) => numbers.formatToParts(value).map((part) => (part.type === 'group' ? THIN : part.value));
  return { format: (value: number) => print(value).join('') } as Intl.NumberFormat;
}
