// The tables that are there: what PostgreSQL's catalog says about a workspace.

import type { Queryable } from './pool.ts';
import { compile, sql } from './sql.ts';
import type { ForeignKey, Grant, Index, Table, TableColumn } from './table.ts';

export interface FoundTable extends Table {
  /** On disk, without indexes. */
  readonly bytes: number;
  readonly indexes: readonly FoundIndex[];
  readonly foreignKeys: readonly FoundForeignKey[];
}

export interface FoundIndex extends Index {
  /** False: left over from a build that did not end, or one that is under way. */
  readonly valid: boolean;
}

export interface FoundForeignKey extends ForeignKey {
  /** False: older rows are not checked yet. */
  readonly valid: boolean;
}

/**
 * All tables of one PostgreSQL schema. Definitions name what is outside of the session's search_path with its schema.
 * @param space PostgreSQL schema of the workspace
 */
export async function readCatalog(db: Queryable, space: string): Promise<FoundTable[]> {
  const statement = compile(sql`
    select c.relname, pg_catalog.pg_relation_size(c.oid), ${columns}, ${key}, ${indexes}, ${foreignKeys}, ${grants(space)}
    from pg_catalog.pg_class c
    where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = ${sql.value(space)}) and c.relkind = 'r'
    order by c.relname`);
  const { rows } = await db.query(statement);
  return rows.map(([name, bytes, ...lists]) => {
    const [columns, primaryKey, indexes, foreignKeys, grants] = lists.map((list) => JSON.parse(list ?? '[]'));
    return {
      name: name as string,
      bytes: Number(bytes),
      columns: columns as TableColumn[],
      primaryKey: primaryKey as string[],
      indexes: indexes as FoundIndex[],
      foreignKeys: foreignKeys as FoundForeignKey[],
      grants: grants as Grant[],
    };
  });
}

const columns = sql`(
  select json_agg(json_build_object(
    'name', a.attname,
    'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
    'notNull', a.attnotnull,
    'default', case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end,
    'identity', a.attidentity <> '',
    'generated', case when a.attgenerated <> '' then json_build_object(
      'expression', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
      'of', coalesce(string_to_array(pg_catalog.col_description(c.oid, a.attnum), ', '), '{}')) end
  ) order by a.attnum)
  from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

const key = sql`(
  select json_agg(a.attname order by n)
  from pg_catalog.pg_constraint k, unnest(k.conkey) with ordinality as u(attnum, n), pg_catalog.pg_attribute a
  where k.conrelid = c.oid and k.contype = 'p' and a.attrelid = c.oid and a.attnum = u.attnum)`;

/** The columns of an expression are those the index depends on. */
const indexes = sql`(
  select json_agg(json_build_object(
    'name', r.relname,
    'unique', i.indisunique,
    'valid', i.indisvalid,
    'definition', substring(pg_catalog.pg_get_indexdef(i.indexrelid) from ' (USING .*)$'),
    'columns', (
      select json_agg(distinct a.attname)
      from pg_catalog.pg_depend p join pg_catalog.pg_attribute a on a.attrelid = p.refobjid and a.attnum = p.refobjsubid
      where p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and p.objid = i.indexrelid
        and p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and p.refobjid = c.oid and p.refobjsubid > 0)
  ) order by r.relname)
  from pg_catalog.pg_index i join pg_catalog.pg_class r on r.oid = i.indexrelid
  where i.indrelid = c.oid and not i.indisprimary)`;

const foreignKeys = sql`(
  select json_agg(json_build_object(
    'name', k.conname,
    'column', (select attname from pg_catalog.pg_attribute where attrelid = c.oid and attnum = k.conkey[1]),
    'table', (select relname from pg_catalog.pg_class where oid = k.confrelid),
    'cascade', k.confdeltype = 'c',
    'valid', k.convalidated
  ) order by k.conname)
  from pg_catalog.pg_constraint k
  where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1)`;

/** Of the role that has the name of the schema. */
const grants = (space: string) => sql`(
  select json_agg(lower(p.privilege_type) order by p.privilege_type)
  from pg_catalog.aclexplode(c.relacl) p join pg_catalog.pg_roles r on r.oid = p.grantee
  where r.rolname = ${sql.value(space)})`;
