// ICU messages (plurals, choices) for i18next, with our own numbers: a thin space between thousands in every language.

import type { I18nFormatModule } from 'i18next';
import { type Formatters, IntlMessageFormat } from 'intl-messageformat';
import { THIN } from './fields/format.ts';

const parsed = new Map<string, IntlMessageFormat>();

/** The type that i18next declares leaves out what it calls. */
interface MessageModule extends I18nFormatModule {
  init(): void;
  parse(message: string, values: Record<string, string | number>, language: string): string;
  addLookupKeys(keys: string[]): string[];
}

export const icuMessages: MessageModule = {
  type: 'i18nFormat',
  init: () => undefined,
  parse(message, values, language) {
    const key = `${language} ${message}`;
    const known = parsed.get(key) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true, formatters });
    parsed.set(key, known);
    return String(known.format(values));
  },
  addLookupKeys: (keys) => keys,
};

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
