// The tables that a schema wants: one for each entity, besides those every workspace has.

import { hash } from 'node:crypto';
import { type Entity, type Field, fieldTypes, type Schema } from '../schema/index.ts';
import { indexesOf } from './indexes.ts';
import { systemTables } from './system.ts';
import { column, type ForeignKey, nameOf, type Table, type TableColumn } from './table.ts';

export interface WantedTables {
  readonly tables: readonly Table[];
  /** Hash of them: tables that fit it once fit it until something is dropped. */
  readonly shape: string;
}

/** Schemas are frozen and shared, so each is translated once. */
const known = new WeakMap<Schema, WantedTables>();

/** @throws Error where an entity has the name of a table of the system */
export function tablesOf(schema: Schema): WantedTables {
  const before = known.get(schema);
  if (before) return before;
  const entities = Object.values(schema.entities);
  const taken = entities.find(({ name }) => systemTables.some((table) => table.name === name));
  if (taken) throw new Error(`"${taken.name}" is a table of the system and cannot be an entity`);
  const tables = [...systemTables, ...entities.map(tableOf)];
  const wanted = { tables, shape: hash('sha256', JSON.stringify(tables)) };
  known.set(schema, wanted);
  return wanted;
}

/** Workspaces share entities, and so their tables. */
const knownTables = new WeakMap<Entity, Table>();

function tableOf(entity: Entity): Table {
  const table = knownTables.get(entity) ?? makeTable(entity);
  knownTables.set(entity, table);
  return table;
}

function makeTable(entity: Entity): Table {
  const fields = Object.values(entity.fields);
  return {
    name: entity.name,
    columns: fields.sort((a, b) => rank(a) - rank(b)).flatMap(columnsOf),
    primaryKey: ['id'],
    indexes: indexesOf(entity),
    foreignKeys: fields.flatMap((field) => foreignKey(entity, field)),
    grants: ['select', 'insert', 'update', 'delete'],
  };
}

/** What is never empty and always read stands first: PostgreSQL finds it without walking the row. */
function rank(field: Field): number {
  if (!field.system) return 2;
  return field.required ? 0 : 1;
}

/** Only what the engine itself fills in is NOT NULL: whether a person must fill in a field may change any day. */
function columnsOf(field: Field): TableColumn[] {
  const columns = fieldTypes[field.type]?.columns(field) ?? [];
  return columns.map(({ suffix, type }) => column(field.name + suffix, type, { notNull: field.system && field.required }));
}

/**
 * References to one entity, but not to who made or changed a record: users stay, and a check for each write of each table
 * at the same few rows is what they would cost. See docs/decisions/0041-foreign-keys.md.
 */
function foreignKey({ name, parent }: Entity, field: Field): ForeignKey[] {
  const isParent = parent !== null && field.name === 'parent';
  const [target] = field.to;
  const type = fieldTypes[field.type];
  if (target === undefined || field.to.length > 1 || (field.system && !isParent)) return [];
  if (type?.expression(field).kind !== 'reference' || type.columns(field).length !== 1) return [];
  return [{ name: nameOf('fk', name, [field.name], `${target} ${isParent}`), column: field.name, table: target, cascade: isParent }];
}
