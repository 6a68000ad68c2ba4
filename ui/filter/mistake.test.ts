import { describe, expect, it } from 'vitest';
import { type EntityDescription, KontorError } from '../../client/index.ts';
import { findMistake, mistakeIn } from './mistake.ts';

const noun = (name: string, fields: object[], back: string[] = []) =>
  ({
    name,
    plural: name,
    fields,
    back_references: back.map((backName) => ({ name: backName, entity: 'deals', field: 'account' })),
  }) as unknown as EntityDescription;

const accounts = noun(
  'accounts',
  [
    { name: 'name', to: [] },
    { name: 'city', to: [] },
    { name: 'revenue', to: [] },
  ],
  ['deals'],
);
const deals = noun('deals', [
  { name: 'stage', to: [] },
  { name: 'amount', to: [] },
  { name: 'account', to: ['accounts'] },
]);

const mistake = (text: string) => findMistake(text, [accounts, deals], deals);

describe('mistakes in a filter', () => {
  it('are none where there are none', () => {
    expect(mistake('stage = "won" and account.city in ("Oslo") and amount between 1 and 2 and not contains(account.name, "x")')).toBeNull();
    expect(mistake('amount.currency = "EUR" and account.deals is empty')).toBeNull();
  });

  it('have a place and a suggestion for a misspelt field', () => {
    expect(mistake('amount > 1 and stge = "won"')).toEqual({
      name: 'stge',
      at: [15, 19],
      suggestion: 'stage',
      message: expect.any(String),
    });
  });

  it('are found behind references', () => {
    expect(mistake('account.ctiy = "Oslo"')).toMatchObject({ name: 'ctiy', at: [8, 12], suggestion: 'city' });
  });

  it('are found inside lists of rows', () => {
    expect(mistake('count(account.deals where stage = "won") > 2')).toBeNull();
    expect(mistake('count(account.deals where stge = "won") > 2')).toMatchObject({ name: 'stge', suggestion: 'stage' });
    expect(mistake('sum(account.delas.amount) > 2')).toMatchObject({ name: 'delas' });
  });

  it('have the place where the grammar breaks', () => {
    expect(mistake('amount > ')).toMatchObject({ at: [9, 9] });
    expect(mistake('stage is null')).toMatchObject({ suggestion: 'empty' });
  });

  it('come from the server with place and suggestion', () => {
    const error = new KontorError(400, {
      code: 'expression',
      detail: 'No',
      at: [0, 4],
      suggestion: 'name',
      errors: [{ field: 'filter', code: 'expression', message: 'No' }],
    });
    expect(mistakeIn(error)).toEqual({ message: 'No', at: [0, 4], suggestion: 'name' });
    expect(mistakeIn(new KontorError(500, {}))).toBeNull();
    expect(mistakeIn(new Error('x'))).toBeNull();
  });
});
