import { describe, expect, it } from 'vitest';
import { covers } from '../../engine/index.ts';
import type { Schema } from '../../schema/index.ts';
import type { Grant } from './delegation.ts';

const schema = { entities: { deals: { area: 'business' }, users: { area: 'administration' } } } as unknown as Schema;
const grant = (target: string, verb: string, ...scopes: string[]): Grant => ({ target, verb, scopes });

describe('rights that may be passed on [SC-14]', () => {
  const own = [
    grant('*', 'view', 'same_unit'),
    grant('deals', '*', 'own', 'sub_units'),
    grant('users', 'view', 'all'),
    grant('feature:administration', '*'),
  ];

  it.each([
    ['the same', grant('deals', 'update', 'own'), true],
    ['scopes of several grants together', grant('deals', 'view', 'own', 'same_unit', 'sub_units'), true],
    ['less than all', grant('users', 'view', 'own'), true],
    ['a wider scope', grant('deals', 'update', 'all'), false],
    ['another verb', grant('users', 'update', 'own'), false],
    ['every verb where one is held', grant('users', '*', 'own'), false],
    ['every target where one is held', grant('*', 'delete', 'own'), false],
    ['a noun that * does not cover', grant('departments', 'view', 'own'), false],
    ['a feature that is held', grant('feature:administration', '*'), true],
    ['a feature that is not', grant('feature:backup', '*'), false],
  ])('%s', (_, wanted, expected) => {
    expect(covers(own, wanted, schema)).toBe(expected);
  });
});
