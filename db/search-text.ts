// The text in which search looks for words. It is an expression and no column: the index holds what it needs of it, and which
// fields are searched can change without a row being written. See docs/decisions/0212-search-as-an-expression.md.

import { type SQL, sql } from './sql.ts';

/**
 * Folded, with a space before each field, so that `% word%` finds where words begin.
 * @param row left out in the definition of an index; both must read alike for the index to serve
 */
export function searchText(fields: readonly string[], row?: SQL): SQL {
  const texts = searchOrder(fields).map((name) => sql`coalesce(${row ? sql`${row}.` : sql``}${sql.identifier(name)}, '')`);
  return sql`kontor.words(${sql.join(texts, " || ' ' || ")})`;
}

/** An order of their own: moving a field on the form must not make the index anew. */
export function searchOrder(fields: readonly string[]): readonly string[] {
  return [...fields].sort();
}
