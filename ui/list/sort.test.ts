import { describe, expect, it } from 'vitest';
import { nextSort, sortOf } from './sort.ts';

describe('sorting by a click [CS-063]', () => {
  it('goes up, down, and back to the order of the list', () => {
    expect(nextSort('-updated_at', 'name', false)).toBe('name');
    expect(nextSort('name', 'name', false)).toBe('-name');
    expect(nextSort('-name', 'name', false)).toBe('');
  });

  it('adds to the other keys with Shift', () => {
    expect(nextSort('stage', 'name', true)).toBe('stage,name');
    expect(nextSort('stage,name', 'stage', true)).toBe('-stage,name');
    expect(nextSort('-stage,name', 'stage', true)).toBe('name');
  });

  it('tells direction and place', () => {
    expect(sortOf('stage,-name', 'name')).toEqual({ direction: 'desc', place: 2 });
    expect(sortOf('name', 'name')).toEqual({ direction: 'asc', place: 0 });
    expect(sortOf('name', 'stage')).toEqual({ direction: null, place: 0 });
  });
});
