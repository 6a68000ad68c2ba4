import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pageOf, pages } from './pages.ts';

const folder = (language: string) => fileURLToPath(new URL(`../../docs/help/${language}/`, import.meta.url));
const namesIn = (language: string) => readdirSync(folder(language)).map((file) => file.replace(/\.md$/, ''));
const read = (language: string, name: string) => readFileSync(`${folder(language)}${name}.md`, 'utf8');
const languages = ['en', 'fi', 'sv', 'de', 'ru'];
const routes = [...readFileSync(new URL('../routes.tsx', import.meta.url), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path!);

describe('help', () => {
  it('has a page for every screen', () => {
    const screens = new Set(pages.flatMap((page) => page.screens));
    expect(routes.length).toBeGreaterThan(8);
    expect(routes.filter((route) => !screens.has(route))).toEqual([]);
  });

  it('opens the page of the screen, a noun’s own where it has one', () => {
    expect(pageOf('/today')).toBe('today');
    expect(pageOf('/$entity', 'deals')).toBe('deals');
    expect(pageOf('/$entity', 'vehicles')).toBe('lists');
    expect(pageOf('/$entity/$id', 'deals')).toBe('records');
  });

  it.each(languages)('has every page in %s, and no page that nobody finds', (language) => {
    expect(namesIn(language).sort()).toEqual(pages.map(({ name }) => name).sort());
  });

  it.each(languages)('has whole links and one heading on each page, in %s', (language) => {
    for (const name of namesIn(language)) {
      const text = read(language, name);
      expect({ name, headings: text.match(/^# /gm)?.length }).toEqual({ name, headings: 1 });
      const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);
      expect({ name, broken: links.filter((link) => !pages.some((page) => `${page.name}.md` === link)) }).toEqual({ name, broken: [] });
    }
  });

  it('tells firewalls and clients to go by name, and that a backup does without the key [CS-283] [PX-39]', () => {
    const text = read('en', 'operation');
    for (const words of [/^## Reached by name$/m, /firewalls allow the name/, /KONTOR_SECRET[\s\S]*A backup does not hold it/])
      expect(text).toMatch(words);
  });

  it('is no translation of half a page', () => {
    for (const language of languages.slice(1)) {
      for (const name of namesIn(language)) {
        const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
        for (const what of [/^## /gm, /^(\d\.|-) /gm, /^\|/gm])
          expect({ language, name, found: count(read(language, name), what) }).toEqual({
            language,
            name,
            found: count(read('en', name), what),
          });
      }
    }
  });
});
