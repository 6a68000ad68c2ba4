// Patterns of running numbers: `D-{year}-{000000}` is a prefix, a counter with its least width, and a suffix.

export interface Numbering {
  /** Text before the digits; a counter runs for each prefix, so a new year starts at 1. */
  readonly prefix: string;
  readonly width: number;
  readonly suffix: string;
}

const COUNTER = /\{(0+)\}/g;

/** What is wrong with the pattern, or null. */
export function patternProblem(pattern: string): string | null {
  const counters = pattern.match(COUNTER) ?? [];
  if (counters.length !== 1) return 'needs exactly one counter like {0000}';
  const rest = pattern.replace(COUNTER, '').replace(/\{(year|month)\}/g, '');
  if (/[{}]/.test(rest)) return 'knows only {year}, {month} and zeros in braces';
  return pattern.length > 100 ? 'is longer than 100 characters' : null;
}

/** `C-` and 4 -> `C-{0000}` */
export function patternOf(prefix: string, digits: number): string {
  return `${prefix}{${'0'.repeat(digits)}}`;
}

/** The pattern's parts at a date `YYYY-MM-DD`. */
export function numberingOf(pattern: string, date: string): Numbering {
  const [before = '', zeros = '0', after = ''] = pattern.split(/\{(0+)\}/);
  const fill = (text: string) => text.replaceAll('{year}', date.slice(0, 4)).replaceAll('{month}', date.slice(5, 7));
  return { prefix: fill(before), width: zeros.length, suffix: fill(after) };
}

/** The number as people read it, `D-2026-000042`. */
export function printNumber({ prefix, width, suffix }: Numbering, count: number): string {
  return `${prefix}${String(count).padStart(width, '0')}${suffix}`;
}
