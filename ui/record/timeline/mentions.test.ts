import { describe, expect, it } from 'vitest';
import { nameBeing, stillNamed } from './mentions.ts';

describe('mentions [CS-080]', () => {
  it('begin with an @ at the start of a word, in any script, with a space in the name', () => {
    expect(nameBeing('@')).toBe('');
    expect(nameBeing('Please, @An')).toBe('An');
    expect(nameBeing('Please, @Anna Be')).toBe('Anna Be');
    expect(nameBeing('Скажи @Ольга')).toBe('Ольга');
    expect(nameBeing('(@Åke')).toBe('Åke');
  });

  it('are no part of an e-mail address, and end', () => {
    expect(nameBeing('anna@b')).toBeNull();
    expect(nameBeing('@Anna Berg said this')).toBeNull();
    expect(nameBeing('nothing')).toBeNull();
  });

  it('count for who is named in the end', () => {
    const people = [
      { id: '1', title: 'Anna Berg' },
      { id: '2', title: 'Åke' },
    ];
    expect(stillNamed('Ask @Anna Berg', people)).toEqual(['1']);
    expect(stillNamed('Nobody', people)).toEqual([]);
  });
});
