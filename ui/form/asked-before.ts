// Fields that are saved after a question alone: in the whole form, never in passing in a cell or on many records.

const ASKED: ReadonlySet<string> = new Set(['departments.new_user_sets', 'departments.new_user_grants']);

export function isAskedBefore(entity: string, field: string): boolean {
  return ASKED.has(`${entity}.${field}`);
}
