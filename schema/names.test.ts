// Nearest names.

import { expect, it } from 'vitest';
import { nearest } from './names.ts';

const fields = ['name', 'account', 'amount', 'closed_on', 'owner'];

it.each([
  ['nmae', 'name'],
  ['closedOn', 'closed_on'],
  ['Closed-On', 'closed_on'],
  ['acount', 'account'],
  ['amout', 'amount'],
  ['ownr', 'owner'],
  ['acuont', 'account'],
])('takes %s for %s', (wrong, right) => expect(nearest(wrong, fields)).toBe(right));

it('does not guess where nothing is near', () => {
  expect(nearest('telephone', fields)).toBeNull();
  expect(nearest('x', [])).toBeNull();
});

it('never suggests what was written', () => expect(nearest('name', ['name', 'names'])).toBe('names'));

it('takes the first of two equally near', () => expect(nearest('pane', ['pone', 'pine'])).toBe('pone'));
