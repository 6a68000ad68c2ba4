// Instants in addresses and those one usually looks back to.

import { expect, it } from 'vitest';
import { beforeChange, fromLocalInput, instantIn, toLocalInput, usualInstants } from './instants.ts';

it('takes instants only', () => {
  expect(instantIn({ asof: '2026-03-01T08:00:00Z' })).toEqual({ asof: '2026-03-01T08:00:00Z' });
  expect(instantIn({ asof: '2026-03-01T08:00:00.123456Z' })).toEqual({ asof: '2026-03-01T08:00:00.123456Z' });
  for (const asof of ['', 'yesterday', '2026-03-01', '2026-13-01T08:00:00Z', 7, undefined]) expect(instantIn({ asof })).toEqual({});
});

it('offers what lies behind, the month and quarter from their beginning', () => {
  const now = new Date(2026, 4, 31, 10, 30);
  const at = Object.fromEntries(usualInstants(now).map((one) => [one.key, new Date(one.at)]));
  expect(at.yesterday).toEqual(new Date(2026, 4, 30, 10, 30));
  expect(at.month).toEqual(new Date(2026, 4, 1));
  expect(at.quarter).toEqual(new Date(2026, 3, 1));
  expect(at.year).toEqual(new Date(2025, 4, 31, 10, 30));
  expect(Object.values(at).every((one) => one < now)).toBe(true);
});

it('goes to controls and back', () => {
  const at = new Date(2026, 1, 28, 23, 59).toISOString();
  expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect(fromLocalInput('')).toBeNull();
  expect(beforeChange('2026-03-01T00:00:00.000Z')).toBe('2026-02-28T23:59:59.999Z');
});
