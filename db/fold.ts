// SQL text of kontor.fold(), the twin of schema/fold.ts: text without case and accents, as texts are compared and sorted.

import { FOLDED_LETTERS } from '../schema/fold.ts';

/**
 * Statements that make the function, for a server of this major version. It is one expression without SET and without
 * STRICT, so that the planner inlines it, and pure ASCII takes a short way, ten times as fast. The long way is a function
 * of its own, and in PL/pgSQL: of one in SQL the planner reads the whole body before it sees that it cannot be inlined, and
 * it plans the generated column anew with every INSERT.
 */
export function foldFunctions(serverMajor: number): readonly string[] {
  const collation = caseCollation(serverMajor);
  const single = Object.entries(FOLDED_LETTERS).filter(([, to]) => to.length === 1);
  const double = Object.entries(FOLDED_LETTERS).filter(([, to]) => to.length > 1);
  const from = single.map(([letter]) => letter).join('');
  const to = single.map(([, plain]) => plain).join('');
  const bare = `regexp_replace(normalize(lower(value collate ${collation}), NFD), '[\\u0300-\\u036f]', '', 'g')`;
  const folded = double.reduce(
    (sql, [letter, plain]) => `replace(${sql}, '${letter}', '${plain}')`,
    `translate(${bare}, '${from}', '${to}')`,
  );
  return [
    `create or replace function kontor.fold_letters(value text) returns text language plpgsql immutable strict parallel safe
as $$ begin return ${folded}; end $$`,
    `create or replace function kontor.fold(value text) returns text language sql immutable parallel safe
return case when octet_length(value) = char_length(value) then lower(value collate ${collation}) else kontor.fold_letters(value) end`,
    `create or replace function kontor.words(value text) returns text language plpgsql immutable parallel safe
as $$ begin return ' ' || kontor.fold(value); end $$`,
  ];
}

/** Collation with the full case mappings of Unicode, which are JavaScript's too; servers before 18 take it from ICU. */
export function caseCollation(serverMajor: number): string {
  return serverMajor >= 18 ? 'pg_catalog.pg_unicode_fast' : 'pg_catalog."und-x-icu"';
}
