import { describe, expect, it } from 'vitest';
import type { EntitiesAnswer } from '../client/index.ts';
import { nounTexts, translateNouns } from './nouns.ts';

const answer = {
  entities: [
    {
      name: 'users',
      label: 'User',
      plural: 'Users',
      blocks: [{ label: 'Details', fields: ['name'] }],
      actions: [{ name: 'archive', label: 'Archive', input: [{ name: 'why', label: 'Comment', help: '', options: [] }] }],
      fields: [
        { name: 'name', label: 'Name', help: 'Full name.', options: [] },
        { name: 'status', label: 'Status', help: '', options: [{ value: 'on', label: 'Enabled' }] },
        { name: 'c_shoe', label: 'Shoe size', help: '', options: [], fields: [{ name: 'left', label: 'Name', help: '', options: [] }] },
      ],
    },
  ],
} as unknown as EntitiesAnswer;

describe('labels of nouns', () => {
  const words = {
    User: 'Käyttäjä',
    Name: 'Nimi',
    'users.Status': 'Tila',
    Status: 'Vaihe',
    Enabled: 'Käytössä',
    Archive: 'Arkistoi',
    Comment: 'Kommentti',
  };
  const [users] = translateNouns(answer, words).entities;

  it('are said in the words of the language, of this noun first', () => {
    expect(users).toMatchObject({ label: 'Käyttäjä', actions: [{ label: 'Arkistoi', input: [{ label: 'Kommentti' }] }] });
    expect(users?.fields[0]).toMatchObject({ label: 'Nimi' });
    expect(users?.fields[1]).toMatchObject({ label: 'Tila', options: [{ value: 'on', label: 'Käytössä' }] });
    expect(users?.fields[2]?.fields?.[0]).toMatchObject({ label: 'Nimi' });
  });

  it('stay as they were written where there are no words', () => {
    expect(users).toMatchObject({ plural: 'Users', blocks: [{ label: 'Details' }] });
    expect(users?.fields[2]).toMatchObject({ label: 'Shoe size' });
  });

  it('are the same object for the same words', () => {
    expect(translateNouns(answer, words)).toBe(translateNouns(answer, words));
    expect(translateNouns(answer, {})).not.toBe(translateNouns(answer, words));
  });

  it('can be listed', () => {
    const texts = answer.entities[0] && nounTexts(answer.entities[0]);
    expect(texts).toEqual(['User', 'Users', 'Details', 'Archive', 'Comment', 'Name', 'Full name.', 'Status', 'Enabled', 'Shoe size']);
  });
});
