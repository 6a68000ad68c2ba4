// Field paths -> select columns and the function that makes a record of the cells. References come with their title.

import type { Joins, Sql, Tables } from '../db/index.ts';
import { sql, tableIn } from '../db/index.ts';
import type { Entity, Field, Schema, Step } from '../schema/index.ts';
import { fieldMeant, fieldTypes, nearest } from '../schema/index.ts';
import { type Directory, isKept } from './directory.ts';
import { malformed } from './errors.ts';
import { parseJson } from './json.ts';
import type { Values } from './types.ts';

export interface Selection {
  readonly columns: readonly Sql[];
  /** Where, counted from the first column, ids stand whose titles the directory must know before `read`. */
  readonly people: readonly number[];
  /** Where the cells of fields with one column stand, by name. */
  readonly plain?: ReadonlyMap<string, number>;
  /** Writes this selection's values into `out`, from the cells that start at `at`. */
  read(cells: readonly (string | null)[], at: number, out: Values): void;
}

/** What a selection is made for: the schema is the actor's, so that unreadable fields do not exist. */
export interface Frame {
  readonly schema: Schema;
  readonly space: string;
  /** What stands in for tables; default: the tables. */
  readonly tables?: Tables | undefined;
  readonly joins: Joins;
  /** Null where titles must come with the rows. */
  readonly directory: Directory | null;
  /** Everybody's schema, to which `schema` is cut. */
  readonly whole: Schema;
}

/** Requested paths as a tree: `account.name` and `account.city` share their first step. */
type Tree = Map<string, Tree>;

/** The fields read when none are named. Line items are part of a record but too much for a list. */
export function defaultPaths(entity: Entity, kind: 'list' | 'record'): string[] {
  return Object.values(entity.fields)
    .filter((field) => kind === 'record' || (field.type !== 'children' && field.type !== 'formatted_text'))
    .map((field) => field.name);
}

/** @throws Refusal 400 for a path that is not there for this actor, with the nearest that is. */
export function selectPaths(frame: Frame, entity: Entity, alias: Sql, paths: readonly string[]): Selection {
  const tree: Tree = new Map([['id', new Map()]]);
  for (const path of paths) {
    let node = tree;
    for (const step of path.split('.')) {
      const next = node.get(step) ?? new Map<string, Tree>();
      node.set(step, next);
      node = next;
    }
  }
  return selectTree(frame, entity, alias, tree, [], '');
}

function selectTree(frame: Frame, entity: Entity, alias: Sql, tree: Tree, reached: readonly Step[], prefix: string): Selection {
  const parts: { readonly at: number; readonly selection: Selection }[] = [];
  const plain = new Map<string, number>();
  let width = 0;
  for (const [name, subtree] of tree) {
    const field = fieldMeant(entity.fields, name);
    if (!field) throw unknownPath(prefix + name, name, entity);
    const selection = selectField(frame, field, alias, subtree, reached, prefix);
    if (fieldTypes[field.type]!.columns(field).length === 1) plain.set(field.name, width);
    parts.push({ at: width, selection });
    width += selection.columns.length;
  }
  return {
    columns: parts.flatMap(({ selection }) => selection.columns),
    people: parts.flatMap(({ at, selection }) => selection.people.map((offset) => at + offset)),
    plain,
    read(cells, from, out) {
      for (const { at, selection } of parts) selection.read(cells, from + at, out);
    },
  };
}

function selectField(frame: Frame, field: Field, alias: Sql, subtree: Tree, reached: readonly Step[], prefix: string): Selection {
  if (field.type === 'children') return selectChildren(frame, field, alias, subtree, `${prefix}${field.name}.`);
  const kind = fieldTypes[field.type]!.expression(field).kind;
  if (kind === 'references') return selectReferences(frame, field, alias);
  // An id is typed like a reference, but points nowhere; files are references that no filter walks.
  if ((kind === 'reference' || kind === 'file') && field.to.length > 0)
    return selectReference(frame, field, alias, subtree, reached, prefix);
  if (subtree.size > 0)
    throw malformed(`"${field.name}" is not a reference, so "${prefix}${field.name}" ends here.`, [], 'not_a_reference');
  return selectPlain(field, alias);
}

function selectPlain(field: Field, alias: Sql): Selection {
  const type = fieldTypes[field.type]!;
  const columns = type.columns(field).map((column) => sql`${alias}.${sql.identifier(field.name + column.suffix)}`);
  const { name } = field;
  if (columns.length !== 1) {
    return {
      columns,
      people: [],
      read(cells, at, out) {
        out[name] = type.fromColumns(cells.slice(at, at + columns.length), field);
      },
    };
  }
  const one: (string | null)[] = [null];
  return {
    columns,
    people: [],
    read(cells, at, out) {
      const cell = cells[at]!;
      one[0] = cell;
      out[name] = cell === null ? null : type.fromColumns(one, field);
    },
  };
}

/** `{id, title}`, an `entity` where there are several, and the fields asked for behind it if the record is in reach. */
function selectReference(frame: Frame, field: Field, alias: Sql, subtree: Tree, reached: readonly Step[], prefix: string): Selection {
  const id = sql`${alias}.${sql.identifier(field.name)}`;
  const many = fieldTypes[field.type]!.columns(field).length === 2;
  if (!many && frame.directory && isKept(field.to, frame.schema, frame.whole))
    return selectPerson(frame, frame.directory, field, id, subtree, reached, prefix);
  const kind = many ? sql`${alias}.${sql.identifier(`${field.name}_entity`)}` : null;
  const columns = [id, titleOf(frame, field.to, id, kind), ...(kind ? [kind] : [])];
  const behind = subtree.size > 0 ? selectBehind(frame, field, subtree, reached, prefix) : null;
  const { name } = field;
  const own = columns.length;
  return {
    columns: behind ? [...columns, ...behind.columns] : columns,
    people: behind ? behind.people.map((offset) => own + offset) : [],
    read(cells, at, out) {
      if (cells[at] === null) {
        out[name] = null;
        return;
      }
      const reference: Values = { id: cells[at], title: cells[at + 1] };
      if (kind) reference['entity'] = cells[at + 2];
      behind?.read(cells, at + own, reference);
      reference['id'] = cells[at];
      out[name] = reference;
    },
  };
}

/** `{id, title}` of somebody whose name every process knows, so that no row of a list has to look it up. */
function selectPerson(
  frame: Frame,
  directory: Directory,
  field: Field,
  id: Sql,
  subtree: Tree,
  reached: readonly Step[],
  prefix: string,
): Selection {
  const behind = subtree.size > 0 ? selectBehind(frame, field, subtree, reached, prefix) : null;
  const { name } = field;
  return {
    columns: behind ? [id, ...behind.columns] : [id],
    people: behind ? [0, ...behind.people.map((offset) => 1 + offset)] : [0],
    read(cells, at, out) {
      const person = cells[at];
      if (!person) {
        out[name] = null;
        return;
      }
      const reference: Values = { id: person, title: directory.title(person) };
      behind?.read(cells, at + 1, reference);
      reference['id'] = person;
      out[name] = reference;
    },
  };
}

function selectBehind(frame: Frame, field: Field, subtree: Tree, reached: readonly Step[], prefix: string): Selection {
  const names = [...subtree.keys()];
  const target = field.to
    .map((name) => frame.schema.entities[name]!)
    .find((entity) => names.every((name) => fieldMeant(entity.fields, name)));
  const first = frame.schema.entities[field.to[0]!]!;
  if (!target) {
    const wrong = names.find((name) => !fieldMeant(first.fields, name))!;
    throw unknownPath(`${prefix}${field.name}.${wrong}`, wrong, first);
  }
  const steps = [...reached, { field: field.name, to: target.name, anyEntity: fieldTypes[field.type]!.columns(field).length === 2 }];
  return selectTree(frame, target, frame.joins.reach(steps), subtree, steps, `${prefix}${field.name}.`);
}

function selectReferences(frame: Frame, field: Field, alias: Sql): Selection {
  const ids = sql`${alias}.${sql.identifier(field.name)}`;
  const column = sql`(select json_agg(json_build_array(r.id, ${titleOf(frame, field.to, sql`r.id`, null)}) order by r.n) from unnest(${ids}) with ordinality as r(id, n))`;
  return {
    columns: [column],
    people: [],
    read(cells, at, out) {
      const rows = cells[at] ? (parseJson(cells[at]) as [string, string | null][]) : [];
      out[field.name] = rows.map(([id, title]) => ({ id, title }));
    },
  };
}

function selectChildren(frame: Frame, field: Field, alias: Sql, subtree: Tree, prefix: string): Selection {
  const entity = frame.schema.entities[field.to[0]!]!;
  const hidden = new Set(['parent']);
  const wanted: Tree =
    subtree.size > 0
      ? subtree
      : new Map(
          Object.keys(entity.fields)
            .filter((name) => !hidden.has(name))
            .map((name) => [name, new Map()]),
        );
  const row = sql.identifier(`row_${field.name}`);
  const inner = selectTree({ ...frame, directory: null }, entity, row, new Map([['id', new Map()], ...wanted]), [], prefix);
  const cells = sql.join(
    inner.columns.map((column) => sql`(${column})::text`),
    ', ',
  );
  const table = tableIn(frame, entity.name);
  const column = sql`(select json_agg(json_build_array(${cells}) order by ${row}."position") from ${table} ${row} where ${row}."parent" = ${alias}."id")`;
  return {
    columns: [column],
    people: [],
    read(outer, at, out) {
      const rows = outer[at] ? (parseJson(outer[at]) as (string | null)[][]) : [];
      out[field.name] = rows.map((values) => {
        const record: Values = {};
        inner.read(values, 0, record);
        return record;
      });
    },
  };
}

/** The title of the record an id points to. It travels with the reference: whoever reads that reads this. */
export function titleOf(frame: Pick<Frame, 'schema' | 'space' | 'tables'>, targets: readonly string[], id: Sql, kind: Sql | null): Sql {
  const parts = targets.map((name) => {
    const target = frame.schema.entities[name]!;
    const row = sql.identifier('x');
    return {
      name,
      title: sql`(select ${titleSql(target, row)} from ${tableIn(frame, name, true)} ${row} where ${row}."id" = ${id})`,
    };
  });
  if (parts.length === 1) return parts[0]!.title;
  if (!kind)
    return sql`coalesce(${sql.join(
      parts.map((part) => part.title),
      ', ',
    )})`;
  return sql`case ${kind} ${sql.join(
    parts.map((part) => sql`when ${sql.literal(part.name)} then ${part.title}`),
    ' ',
  )} end`;
}

/** A title as text; a field the actor may not read is no part of it. */
export function titleSql(entity: Entity, row: Sql): Sql {
  const columns = entity.title.filter((name) => Object.hasOwn(entity.fields, name)).map((name) => sql`${row}.${sql.identifier(name)}`);
  if (columns.length === 0) return sql`null::text`;
  if (columns.length === 1) return sql`${columns[0]!}::text`;
  return sql`nullif(concat_ws(' ', ${sql.join(columns, ', ')}), '')`;
}

function unknownPath(path: string, name: string, entity: Entity) {
  const near = nearest(name, Object.keys(entity.fields));
  const hint = near ? ` Did you mean "${near}"?` : '';
  return malformed(
    `${entity.plural} have no field "${path}".${hint}`,
    [{ field: path, code: 'unknown_field', message: `There is no such field.${hint}` }],
    'unknown_field',
  );
}
