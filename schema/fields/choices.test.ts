// Choices: wire values are exact, files may say what people see.

import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { checkbox, multiPicklist, picklist, radio, state } from '../builders.ts';

const colors = ['Red', 'Green', { value: 'blue', label: 'Deep blue' }, { value: 'grey', label: 'Grey', active: false }] as const;

describe('picklist', () => {
  const color = singleField(picklist(colors));
  const open = singleField(picklist(colors, { open: true }));

  it.each<[unknown, unknown]>([
    ['Red', 'Red'],
    [' blue ', 'blue'],
    ['red', '!not_an_option'],
    ['Deep blue', '!not_an_option'],
    ['grey', '!inactive_option'],
    ['', null],
    [null, null],
    [3, '!type'],
    [['Red'], '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(color.check(input)).toEqual(expected);
  });

  it('names the option that was meant, or those there are', () => {
    expect(color.message('red')).toBe('"red" is not one of the options; did you mean "Red"?');
    expect(color.message('Deep blue')).toBe('"Deep blue" is not one of the options; did you mean "blue"?');
    expect(color.message('Gren')).toBe('"Gren" is not one of the options; did you mean "Green"?');
    expect(color.message('Quadratic')).toBe('"Quadratic" is not one of the options; the options are "Red", "Green", "blue"');
  });

  it('takes other values when it is open, but still no inactive ones', () => {
    expect(open.check('Violet')).toBe('Violet');
    expect(open.check('grey')).toBe('!inactive_option');
    expect(open.check('two\nlines')).toBe('!line_break');
  });

  it.each<[string, unknown]>([
    ['red', 'Red'],
    ['DEEP BLUE', 'blue'],
    ['Blue', 'blue'],
    ['', null],
    ['violet', '!not_an_option'],
  ])('parse(%j) is %j', (given, expected) => {
    expect(color.parse(given)).toEqual(expected);
  });

  it('finds labels without accents, and prefers the exact value', () => {
    const words = singleField(picklist(['Käynnissä', 'kaynnissa']));
    expect(words.parse('kaynnissa')).toBe('kaynnissa');
    expect(words.parse('KÄYNNISSÄ')).toBe('Käynnissä');
    expect(open.parse('red')).toBe('Red');
  });

  it('prints labels, old options and strangers', () => {
    expect(color.print('blue')).toBe('Deep blue');
    expect(color.print('grey')).toBe('Grey');
    expect(color.print('gone')).toBe('gone');
    expect(color.print(null)).toBe('');
  });

  it('makes labels of bare values', () => {
    expect(singleField(radio(['in_progress', 'On hold'])).field.options).toEqual([
      { value: 'in_progress', label: 'In progress' },
      { value: 'On hold', label: 'On hold' },
    ]);
  });

  it('describes itself in JSON Schema', () => {
    expect(color.jsonSchema('write')).toEqual({
      anyOf: [{ type: 'string', enum: ['Red', 'Green', 'blue', 'grey'] }, { type: 'null' }],
    });
    expect(open.jsonSchema('write')).toMatchObject({ type: ['string', 'null'] });
  });
});

describe('state', () => {
  it('starts in its first state and knows where one may go', () => {
    const stage = singleField(state({ open: { next: ['won'] }, won: { label: 'Won!', means: 'won' } }));
    expect(stage.field.required).toBe(true);
    expect(stage.field.options).toEqual([
      { value: 'open', label: 'Open', next: ['won'] },
      { value: 'won', label: 'Won!', means: 'won' },
    ]);
    expect(stage.check('lost')).toBe('!not_an_option');
  });
});

describe('multi_picklist', () => {
  const hobbies = singleField(multiPicklist(['Running', 'Reading', { value: 'swim', label: 'Swimming' }]));

  it.each<[unknown, unknown]>([
    [
      ['Reading', 'Running', 'Reading'],
      ['Running', 'Reading'],
    ],
    [[], null],
    [null, null],
    ['Running', '!type'],
    [['Running', 5], '!type'],
    [['Running', 'Sleeping'], '!not_an_option'],
  ])('check(%j) is %j', (input, expected) => {
    expect(hobbies.check(input)).toEqual(expected);
  });

  it('reads and prints several values', () => {
    expect(hobbies.parse('swimming; running;')).toEqual(['Running', 'swim']);
    expect(hobbies.parse('Swimming|Running', { separator: '|' })).toEqual(['Running', 'swim']);
    expect(hobbies.parse(' ; ')).toBeNull();
    expect(hobbies.print(['Running', 'swim'])).toBe('Running; Swimming');
    expect(hobbies.parse(hobbies.print(['Running', 'swim']))).toEqual(['Running', 'swim']);
  });

  it('goes into one column and comes back', () => {
    expect(hobbies.columns(['Running', 'swim'])).toEqual(['["Running","swim"]']);
    expect(hobbies.read('["Running", "swim"]')).toEqual(['Running', 'swim']);
    expect(hobbies.columns(null)).toEqual([null]);
    expect(hobbies.read(null)).toBeNull();
  });
});

describe('checkbox', () => {
  const flag = singleField(checkbox());

  it.each<[unknown, unknown]>([
    [true, true],
    [false, false],
    [null, null],
    ['true', '!type'],
    [1, '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(flag.check(input)).toEqual(expected);
  });

  it.each(['yes', 'Y', 'TRUE', '1', 'x', 'Kyllä', 'kylla', 'ja', 'да', 'ИСТИНА', 'wahr'])('parse(%j) is true', (given) => {
    expect(flag.parse(given)).toBe(true);
  });

  it.each(['no', 'N', 'false', '0', 'Ei', 'nej', 'Nein', 'нет', 'falsch'])('parse(%j) is false', (given) => {
    expect(flag.parse(given)).toBe(false);
  });

  it('does not guess', () => {
    expect(flag.parse('maybe')).toBe('!not_yes_or_no');
    expect(flag.parse(flag.print(true))).toBe(true);
    expect(flag.parse(flag.print(false))).toBe(false);
    expect([flag.read('t'), flag.read('f'), flag.read(null)]).toEqual([true, false, null]);
  });
});
