// Fields that are saved after a question alone: in the whole form, never in passing in a cell or on many records.

import type { RecordValues } from '../../client/index.ts';

export interface QuestionProps {
  record: RecordValues;
  onAnswer: (sure: boolean) => void;
}

const ASKED: ReadonlySet<string> = new Set([
  ...['departments.new_user_sets', 'departments.new_user_grants'],
  ...['general_settings.currency_sign', 'currencies.symbol'],
]);

export function isAskedBefore(entity: string, field: string): boolean {
  return ASKED.has(`${entity}.${field}`);
}
