import { describe, expect, it } from 'vitest';
import { fitness } from './match.ts';

describe('finding by what was typed', () => {
  it.each([
    ['deal', 'Deals'],
    ['new de', 'New: Deal'],
    ['dela', 'Deals'],
    ['acounts', 'Accounts'],
    ['настроики', 'Настройки'],
    ['kaytto', 'Käyttöoikeudet'],
    ['dark', 'Appearance: dark'],
    ['rchiv', 'Archive'],
    ['contcats', 'Contacts'],
  ])('%s finds %s', (typed, text) => expect(fitness(typed, text)).toBeGreaterThan(0));

  it.each([
    ['deal x', 'Deals'],
    ['dal', 'Deals'],
    ['jobs', 'Deals'],
    ['acct', 'Contacts'],
  ])('%s does not find %s', (typed, text) => expect(fitness(typed, text)).toBe(0));

  it('puts what begins so before what contains it, and the short before the long', () => {
    expect(fitness('deal', 'Deals')).toBeGreaterThan(fitness('deal', 'New: Deal'));
    expect(fitness('act', 'Activities')).toBeGreaterThan(fitness('act', 'Contacts'));
    expect(fitness('import', 'Import')).toBeGreaterThan(fitness('import', 'Import settings'));
  });
});
