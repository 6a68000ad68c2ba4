import { describe, expect, it } from 'vitest';
import type { GrantLine, RightsCatalogue, Scope } from '../../client/index.ts';
import { groupsOf, isCovered, isOn, put, putRight, stateOf, toggleAll } from './lines.ts';

const every: readonly Scope[] = ['own', 'own_groups', 'same_unit', 'sub_units', 'role_branch', 'all'];
const noun = (target: string, scopes: readonly Scope[], gives = scopes) => ({
  ...{ target, label: target, withheld: false, area: 'business' as const, scopes, fields: [] },
  verbs: [
    { verb: '*', gives },
    { verb: 'view', gives },
    { verb: 'win', label: 'Win', gives },
  ],
});
const catalogue: RightsCatalogue = {
  targets: [noun('*', every), noun('deals', every), noun('leads', every, ['own']), noun('products', ['all'])],
  features: [
    { name: 'administration', label: 'Administration', withheld: false, gives: true },
    { name: 'set_authorization', label: 'Set authorization', withheld: true, gives: false },
  ],
  bound: true,
};
const business = () => true;
const groups = groupsOf(catalogue, false);

describe('ticks of rights', () => {
  it('stand in four groups, of which a department gives all but passing on [SC-09] [SC-10] [SC-11] [SC-12] [SC-13] [SC-20]', () => {
    const keys = (rights: readonly { key: string }[]) => rights.map(({ key }) => key);
    expect(keys(groups.menu)).toEqual(['deals.view.own', 'leads.view.own', 'products.view.all']);
    expect(keys(groups.same)).toEqual(['deals.view.same_unit', 'leads.view.same_unit']);
    expect(keys(groups.below)).toEqual(['deals.view.sub_units', 'leads.view.sub_units']);
    expect(keys(groups.functions)).toContain('feature:set_authorization');
    expect(keys(groupsOf(catalogue, true).functions)).not.toContain('feature:set_authorization');
  });

  it('all of a group: on with one click, shown as on only while all are, off with the next; what one may not give stays [SC-26] [CS-025] [SC-14]', () => {
    let lines = toggleAll([], groups.menu, business);
    expect(lines).toEqual([
      { target: 'deals', verb: 'view', scopes: ['own'] },
      { target: 'leads', verb: 'view', scopes: ['own'] },
      { target: 'products', verb: 'view', scopes: ['all'] },
    ]);
    expect(stateOf(lines, groups.menu, business)).toEqual({ on: 3, of: 3, all: true });
    lines = put(lines, groups.menu[0]!, false);
    expect(stateOf(lines, groups.menu, business)).toEqual({ on: 2, of: 3, all: false });
    expect(toggleAll(toggleAll(lines, groups.menu, business), groups.menu, business)).toEqual([]);
    const given = toggleAll([], groups.same, business);
    expect(given).toEqual([{ target: 'deals', verb: 'view', scopes: ['own', 'same_unit'] }]);
    expect(stateOf(given, groups.same, business).all).toBe(false);
  });

  it('a wider line gives what narrower ones would [SC-11]', () => {
    const all: GrantLine[] = [{ target: '*', verb: '*', scopes: ['all'] }];
    for (const right of [...groups.menu, ...groups.same]) expect(isOn(all, right, true)).toBe(true);
    expect(isOn(all, groups.menu[0]!, false)).toBe(false);
    const own: GrantLine[] = [{ target: 'deals', verb: 'view', scopes: ['own'] }];
    expect(isCovered(own, { target: 'deals', verb: 'view', scope: 'own' }, true)).toBe(false);
    expect(isCovered(own, { target: 'deals', verb: 'view', scope: 'same_unit' }, true)).toBe(false);
  });

  it('lines keep their ids; the menu entry goes with all that is seen of the noun [SC-10]', () => {
    const lines: GrantLine[] = [{ id: '1', target: 'deals', verb: 'view', scopes: ['own', 'same_unit'] }];
    expect(put(lines, { target: 'deals', verb: 'view', scope: 'all' }, true)).toEqual([
      { ...lines[0], scopes: ['own', 'same_unit', 'all'] },
    ]);
    expect(putRight(lines, groups.menu[0]!, false)).toEqual([]);
    expect(
      put(put([], { target: 'feature:x', verb: '*', scope: null }, true), { target: 'feature:x', verb: '*', scope: null }, false),
    ).toEqual([]);
  });
});
