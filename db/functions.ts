// SQL text of the functions in the schema `kontor` that compiled expressions call. All are safe to make again and again.

import { NOT_SO } from './errors.ts';
import { caseCollation, foldFunctions } from './fold.ts';

/** Days from 0001-01-01 to 9999-12-31, the dates there are; also in expression/days.ts. */
const DAYS = 3_652_058;
const FIRST_SECOND = -62_135_596_800;
const END_SECOND = 253_402_300_800;

/**
 * Statements, one function each, for a server of this major version. The bodies are single expressions, which the planner
 * inlines where an argument is cheap; arguments that are not are then evaluated once, where SQL's own BETWEEN copies them.
 * What leaves the calendar is empty: PostgreSQL would raise an error.
 */
export function expressionFunctions(serverMajor: number): readonly string[] {
  const collation = caseCollation(serverMajor);
  return [
    ...foldFunctions(serverMajor),
    `create or replace function kontor.lower(value text) returns text language sql immutable parallel safe
return lower(value collate ${collation})`,
    `create or replace function kontor.upper(value text) returns text language sql immutable parallel safe
return upper(value collate ${collation})`,
    // What is the same in two spellings of a phone number: the country code and leading zeros are before it.
    `create or replace function kontor.digits(value text) returns text language sql immutable parallel safe
return right(regexp_replace(value, '[^0-9]', '', 'g'), 8)`,
    // Stands where nothing comes when all is as it was taken to be: `... or kontor.not_so()`. It ends the whole batch it travels in.
    `create or replace function kontor.not_so() returns boolean language plpgsql
as $$ begin raise exception using errcode = '${NOT_SO}', message = 'It is not so.'; end $$`,
    // Not inlined, for its subselect: what was replaced is measured once.
    `create or replace function kontor.replace(value text, what text, by text) returns text language sql immutable parallel safe
return (select case when char_length(result) <= 100000 then nullif(result, '') end from (select replace(value, what, by) as result) as one)`,
    // Of each key the value that came last.
    `create or replace aggregate kontor.overlay(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe)`,
    `create or replace function kontor.within(value anycompatible, low anycompatible, high anycompatible) returns boolean
language sql immutable parallel safe as 'select value operator(pg_catalog.>=) low and value operator(pg_catalog.<=) high'`,
    `create or replace function kontor.add_days(value date, days numeric) returns date language sql immutable parallel safe
return case when abs(days) <= 4000000 then
  case when value - date '0001-01-01' + trunc(days) between 0 and ${DAYS} then value + trunc(days)::int end
end`,
    // Hours, because a day of an interval is not always 24 hours long.
    `create or replace function kontor.add_days(value timestamptz, days numeric) returns timestamptz language sql stable parallel safe
return case when abs(days) <= 4000000 then
  case when extract(epoch from value) + round(days * 86400, 3) >= ${FIRST_SECOND} and extract(epoch from value) + round(days * 86400, 3) < ${END_SECOND}
  then value + make_interval(hours => trunc(days)::int * 24, secs => round((days - trunc(days)) * 86400, 3)::float8) end
end`,
    `create or replace function kontor.add_months(value date, months numeric) returns date language sql immutable parallel safe
return case when abs(months) <= 130000 then
  case when extract(year from value) * 12 + extract(month from value) - 1 + trunc(months) between 12 and ${9999 * 12 + 11}
  then (value + make_interval(months => trunc(months)::int))::date end
end`,
  ];
}
