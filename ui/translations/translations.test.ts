import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';

type Tree = { [key: string]: string | Tree };

const read = (language: string): Tree => JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Tree;

function flatten(tree: Tree, before = ''): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as [string, string]] : flatten(value, `${before}${key}.`),
  );
}

/** Names of what a message is given; fails where it is no ICU message. */
function placeholders(message: string, language: string): string[] {
  const names = new Set<string>();
  const walk = (elements: unknown): void => {
    for (const element of elements as { type: number; value?: string; options?: Record<string, { value: unknown }> }[]) {
      // 0 is literal text, 7 the number of a plural.
      if (element.type !== 0 && element.type !== 7 && element.value) names.add(element.value);
      for (const option of Object.values(element.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

const english = new Map(flatten(read('en')));

describe.each(['fi', 'sv', 'de', 'ru'])('translation %s', (language) => {
  const translated = new Map(flatten(read(language)));

  it('has the same keys as English [CS-041]', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('is given the same values in every message', () => {
    for (const [key, message] of english) {
      expect({ key, given: placeholders(translated.get(key) ?? '', language) }).toEqual({ key, given: placeholders(message, 'en') });
    }
  });

  it('has all plural forms of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of translated) {
      const plurals = message.match(/plural,(?:[^{}]*\{[^{}]*\})*/g) ?? [];
      for (const plural of plurals)
        for (const form of forms) expect({ key, plural }).toEqual({ key, plural: expect.stringContaining(`${form} {`) });
    }
  });

  it('leaves no message in English but names and examples', () => {
    const alike = [...english].filter(([key, message]) => translated.get(key) === message).map(([key]) => key);
    // Single words may well be the same in two languages: Import, Name, Filter.
    const sentence = (key: string) => /\p{L}{2,} +\p{L}{2,}/u.test((english.get(key) ?? '').replace(/\{[^{}]*\}/g, ''));
    expect(alike.filter((key) => key !== 'filter.example' && sentence(key))).toEqual([]);
  });
});

describe('English', () => {
  it('has its keys in order, so that two people rarely add to the same line', () => {
    const sorted = (tree: Tree): boolean => {
      const keys = Object.keys(tree);
      return keys.join() === [...keys].sort().join() && Object.values(tree).every((value) => typeof value === 'string' || sorted(value));
    };
    expect(sorted(read('en'))).toBe(true);
  });
});
