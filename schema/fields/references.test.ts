// References: ids in, ids out; titles only where a value was read with one.

import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { anyReference, children, defineEntity, file, password, reference, references, sequence, text } from '../index.ts';

const A = '01980000-0000-7000-8000-00000000000a';
const B = '01980000-0000-7000-8000-00000000000b';

describe('reference', () => {
  const account = singleField(reference('accounts'));

  it.each<[unknown, unknown]>([
    [A, A],
    [A.toUpperCase(), A],
    [` ${A} `, A],
    ['', null],
    [null, null],
    ['Acme', '!not_an_id'],
    [`${A}0`, '!not_an_id'],
    [5, '!type'],
    [{ id: A, title: 'Acme' }, '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(account.check(input)).toEqual(expected);
  });

  it('says how a reference is written to those who send back what they read', () => {
    expect(account.message({ id: A, title: 'Acme' })).toBe('must be the id alone: a reference is written as its id');
  });

  it('prints the title where there is one', () => {
    expect(account.print({ id: A, title: 'Acme' })).toBe('Acme');
    expect(account.print(A)).toBe(A);
    expect(account.print(null)).toBe('');
  });
});

describe('references', () => {
  const members = singleField(references('users'));

  it.each<[unknown, unknown]>([
    [
      [B, A, B],
      [B, A],
    ],
    [[], null],
    [null, null],
    [A, '!type'],
    [['Anna'], '!not_an_id'],
    [[A, 5], '!type'],
    [Array.from({ length: 1001 }, (_, i) => `01980000-0000-7000-8000-${String(i).padStart(12, '0')}`), '!too_many'],
  ])('check is as expected', (input, expected) => {
    expect(members.check(input)).toEqual(expected);
  });

  it('goes into an array and comes back', () => {
    expect(members.columns([B, A])).toEqual([`{${B},${A}}`]);
    expect(members.read(`{${B},${A}}`)).toEqual([B, A]);
    expect(members.read('{}')).toBeNull();
    expect(members.parse(`${A}; ${B}`)).toEqual([A, B]);
  });
});

describe('any_reference', () => {
  const about = singleField(anyReference(['accounts', 'deals']));

  it.each<[unknown, unknown]>([
    [
      { entity: 'deals', id: A },
      { entity: 'deals', id: A },
    ],
    [null, null],
    [{ entity: 'deal', id: A }, '!not_a_target'],
    [{ entity: 'deals', id: 'x' }, '!not_an_id'],
    [{ entity: 'deals', id: null }, '!type'],
    [{ entity: 'deals', id: A, title: 'x' }, '!type'],
    [A, '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(about.check(input)).toEqual(expected);
  });

  it('names the entity that was meant', () => {
    expect(about.message({ entity: 'deal', id: A })).toBe('cannot point to "deal"; did you mean deals?');
  });

  it('goes into two columns, and into text', () => {
    const value = { entity: 'deals', id: A };
    expect(about.columns(value)).toEqual([A, 'deals']);
    expect(about.read(A, 'deals')).toEqual(value);
    expect(about.parse(about.print(value))).toEqual(value);
    expect(about.print({ ...value, title: 'Ten chairs' })).toBe('Ten chairs');
    expect(about.columns(null)).toEqual([null, null]);
    expect(about.read(null, null)).toBeNull();
  });
});

describe('children', () => {
  const lines = singleField(children(defineEntity('lines', { label: 'Line', plural: 'Lines', fields: { item: text() } })));

  it('has no column and checks only the form of rows', () => {
    expect(lines.type.columns(lines.field)).toEqual([]);
    expect(lines.field.to).toEqual(['lines']);
    expect(lines.check([{ item: 'x' }])).toEqual([{ item: 'x' }]);
    expect(lines.check(null)).toEqual([]);
    expect(lines.check({})).toBe('!type');
    expect(lines.message([{}, 'x'])).toBe('row 2 must be an object of field values');
  });
});

describe('others', () => {
  it('files are known by their id', () => {
    expect(singleField(file()).check(A)).toBe(A);
    expect(singleField(file()).field.to).toEqual(['files']);
  });

  it('passwords are taken as typed, and never printed', () => {
    const secret = singleField(password());
    expect(secret.field.internal).toBe(true);
    expect(secret.check('  a b  ')).toBe('  a b  ');
    expect(secret.check('')).toBeNull();
    expect(secret.check('x'.repeat(1025))).toBe('!too_long');
    expect(secret.check(5)).toBe('!type');
    expect(secret.print('$argon2id$...')).toBe('');
    expect(secret.type.operators).toEqual([]);
  });

  it('running numbers are read-only', () => {
    expect(singleField(sequence('D-{year}-{000}')).field).toMatchObject({ readOnly: true, unique: true, searched: true });
    expect(() => singleField(sequence('D-{year}'))).toThrow('needs exactly one counter like {0000}');
    expect(() => singleField(sequence('D-{day}-{0}'))).toThrow('knows only {year}, {month} and zeros in braces');
  });
});
