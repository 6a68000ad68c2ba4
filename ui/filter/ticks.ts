// Conditions that are one tick (row CS-062): only mine, only those of my unit.

import type { EntityDescription } from '../../client/index.ts';
import { type Condition, type Group, toText } from './model.ts';

export interface Tick {
  readonly name: 'onlyMine' | 'onlyUnit';
  readonly condition: Condition;
}

export function ticks(entity: EntityDescription): Tick[] {
  if (!entity.owned || !entity.fields.some((field) => field.name === 'owner')) return [];
  const equals = (path: readonly string[], name: string): Condition => ({
    ...{ kind: 'condition', path, operator: '=' },
    values: [{ kind: 'call', name, args: [] }],
  });
  return [
    { name: 'onlyMine', condition: equals(['owner'], 'me') },
    { name: 'onlyUnit', condition: equals(['owner', 'department'], 'my_department') },
  ];
}

export function isTicked(group: Group, { condition }: Tick): boolean {
  const text = toText(condition);
  return group.join === 'and' ? group.items.some((item) => toText(item) === text) : false;
}

/** Beside conditions joined by `or`, those become a group of their own: a tick holds in every case. */
export function toggleTick(group: Group, tick: Tick): Group {
  const text = toText(tick.condition);
  if (isTicked(group, tick)) return { ...group, items: group.items.filter((item) => toText(item) !== text) };
  if (group.join === 'and' || group.items.length <= 1) return { kind: 'group', join: 'and', items: [...group.items, tick.condition] };
  return { kind: 'group', join: 'and', items: [group, tick.condition] };
}
