// Nearest names.

import { expect, it } from 'vitest';
import { defineEntity, defineModule, integer, text } from './index.ts';
import { fieldMeant, nearest } from './names.ts';
import { resolve } from './resolve.ts';

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

const things = defineEntity('things', {
  ...{ label: 'Thing', plural: 'Things', title: 'name' },
  fields: {
    name: text({ aliases: ['thing_name'] }),
    part_no: integer(),
    a_b: integer(),
    ab: integer(),
    hidden_key: text({ internal: true }),
    twice: integer({ formula: 'PartNo + partno * 2' }),
  },
});
const fieldsOfThings = resolve([defineModule({ name: 'test', entities: [things] })]).schema.entities.things!.fields;

it.each([
  ['part_no', 'part_no'],
  ['partno', 'part_no'],
  ['PartNo', 'part_no'],
  ['part-no', 'part_no'],
  ['thing_name', 'name'],
  ['ThingName', 'name'],
  ['ab', 'ab'],
  ['Ab', undefined],
  ['hiddenkey', undefined],
  ['part', undefined],
])('%s means the field %s [CS-050]', (name, field) => expect(fieldMeant(fieldsOfThings, name)?.name).toBe(field));

it('keeps a formula by the names of its fields, however it was spelt [CS-050]', () => {
  expect(JSON.stringify(fieldsOfThings.twice?.formula)).not.toMatch(/partno/i);
});
