// What administrators made of the schema at run time, read from its tables: own fields, changes at other fields, forms, numbers.

import type { Queryable, Sql } from '../db/index.ts';
import { compile, sql } from '../db/index.ts';
import type { Adaptations, CustomField, FieldOverlay, FormLayout, NumberChoice, Schema, SearchChoice } from '../schema/index.ts';
import { fieldTypes, patternOf } from '../schema/index.ts';
import { parseJson } from './json.ts';

/** Entities whose records are part of the schema. */
export const ADAPTING: readonly string[] = [
  'custom_fields',
  'field_settings',
  'form_layouts',
  'data_settings',
  'translations',
  'numberings',
];

interface Source {
  readonly db: Queryable;
  /** PostgreSQL schema of the workspace. */
  readonly space: string;
  readonly schema: Schema;
}

/** Empty where no module has the nouns. Settings that say nothing are left out, so that what modules say stands. */
export async function readAdaptations(source: Source): Promise<Adaptations> {
  const [fields, overlays, layouts, settings, numberings] = await Promise.all([
    readAll(source, 'custom_fields', sql`"position" nulls last, "created_at", "id"`),
    readAll(source, 'field_settings', sql`"id"`),
    readAll(source, 'form_layouts', sql`"id"`),
    readAll(source, 'data_settings', sql`"id"`),
    readAll(source, 'numberings', sql`"id"`),
  ]);
  return {
    fields: fields.map(toCustomField),
    overlays: overlays.map(toOverlay),
    layouts: layouts.map(toLayout),
    searches: settings.flatMap(toSearch),
    numbers: numberings.map(toNumbers),
  };
}

/** Whole records without their rows; nothing where no module has the noun. */
async function readAll({ db, space, schema }: Source, name: string, order: Sql): Promise<Given[]> {
  const entity = schema.entities[name];
  if (!entity) return [];
  const fields = Object.values(entity.fields).filter((field) => fieldTypes[field.type]!.columns(field).length === 1 && !field.system);
  const columns = sql.join(
    fields.map((field) => sql`${sql.identifier(field.name)}::text`),
    ', ',
  );
  const { rows } = await db.query(compile(sql`select ${columns} from ${sql.identifier(space, name)} order by ${order}`));
  return rows.map((cells) => {
    const values = fields.map((field, i) => [field.name, fieldTypes[field.type]!.fromColumns([cells[i] ?? null], field)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== null));
  });
}

type Given = { readonly [name: string]: unknown };

function toCustomField({ options, to, visible_if, required_if, in_list, for_customers, for_administrators, ...rest }: Given): CustomField {
  return {
    ...rest,
    ...{ inList: in_list, forCustomers: for_customers, forAdministrators: for_administrators },
    ...conditions({ visible_if, required_if }),
    ...(options ? { options: json(options) } : {}),
    ...(to ? { to: Array.isArray(to) ? to : [to] } : {}),
  } as CustomField;
}

function toOverlay({ entity, field, options, visible_if, required_if, ...rest }: Given): FieldOverlay {
  return {
    ...rest,
    ...conditions({ visible_if, required_if }),
    ...(options ? { options: json(options) } : {}),
    entity: String(entity),
    name: String(field),
  } as FieldOverlay;
}

function toLayout({ entity, arrangement }: Given): FormLayout {
  return { entity: String(entity), blocks: (json(arrangement ?? '[]') ?? []) as FormLayout['blocks'] };
}

/** Nothing where the modules' own choice stands. */
function toSearch({ entity, searched, search_archived: archived }: Given): SearchChoice[] {
  const fields = Array.isArray(searched) && searched.length > 0 ? (searched as string[]) : null;
  return fields || archived ? [{ entity: String(entity), fields, archived: archived === true }] : [];
}

function toNumbers({ entity, prefix, digits }: Given): NumberChoice {
  return { entity: String(entity), pattern: patternOf(String(prefix ?? ''), Number(digits)) };
}

function conditions({ visible_if, required_if }: Given) {
  return { ...(visible_if ? { visibleIf: String(visible_if) } : {}), ...(required_if ? { requiredIf: String(required_if) } : {}) };
}

function json(value: unknown): unknown {
  return typeof value === 'string' ? parseJson(value) : value;
}
