// What is odd about a file or a column, in the person's language where the code says enough.

import i18next from 'i18next';
import type { ImportProblem } from '../../client/index.ts';

const worded = new Set([
  'ambiguous_dates',
  'mixed_dates',
  'ambiguous_numbers',
  'mixed_numbers',
  'surrounding_spaces',
  'broken_characters',
  'no_header',
  'short_row',
  'extra_cells',
  'unclosed_quote',
  'cut_off',
]);

export function problemWords({ code, message, count, value }: ImportProblem): string {
  if (worded.has(code)) return i18next.t(`import.problem.${code}`, { count, value: value ?? '' });
  return count > 0 ? `${message} (${i18next.t('import.times', { count })})` : message;
}
