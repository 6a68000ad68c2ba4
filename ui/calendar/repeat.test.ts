import { describe, expect, it } from 'vitest';
import { readRepeat, ruleFor, withEnd } from './repeat.ts';

describe('repetitions as they are chosen [CS-100]', () => {
  it.each(['daily', 'workdays', 'weekly', 'biweekly', 'monthly', 'monthly_day', 'yearly'] as const)('%s comes back as it was', (repeat) => {
    const rule = withEnd(ruleFor(repeat, '2026-03-10'), '2026-12-31', null);
    expect(readRepeat(rule, '2026-03-10')).toEqual({ repeat, until: '2026-12-31', count: null });
  });

  it('keeps a rule of one’s own', () => {
    expect(readRepeat('FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-03-27')).toEqual({ repeat: 'own', until: null, count: 3 });
    expect(withEnd('FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', null, 5)).toBe('FREQ=MONTHLY;BYDAY=-1FR;COUNT=5');
    expect(ruleFor('monthly_day', '2026-03-10')).toBe('FREQ=MONTHLY;BYDAY=2TU');
    expect(withEnd(null, null, null)).toBe(null);
  });
});
