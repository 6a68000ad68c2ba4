// Which columns a list shows, in what order and how wide; kept for each noun in this browser.

import { useMemo, useSyncExternalStore } from 'react';
import type { EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { plainText, widgetFor } from '../fields/lookup.ts';
import { isAskedBefore } from '../form/asked-before.ts';
import { useSetup } from '../queries.ts';
import { workspace } from '../workspace.ts';

export interface Column {
  /** `name`, or over references `account.city`. */
  readonly path: string;
  readonly field: FieldDescription;
  /** `City`, or `Account › City`. */
  readonly label: string;
  readonly width: number;
  /** Steps up to a list of rows, e.g. 1 for `lines.quantity`; 0: one value a record. */
  readonly over: number;
}

/** What a view says about the columns of its list; what one changes oneself goes before it. */
export interface ColumnSettings {
  /** Under which widths are kept: the id of a view, or the noun. */
  readonly key: string;
  readonly paths?: readonly string[] | undefined;
  readonly widths?: Readonly<Record<string, number>> | undefined;
}

interface Choice {
  readonly paths?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

export const NARROWEST = 64;
export const WIDEST = 800;
/** No heading or choice makes a column wider than this. */
const WORDIEST = 230;

const listeners = new Set<() => void>();
const cache = new Map<string, Choice>();

export function useColumns(entity: EntityDescription, { key, paths, widths }: ColumnSettings): readonly Column[] {
  const { entities } = useSetup();
  const choice = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(key),
  );
  return useMemo(() => {
    const wanted = paths ?? choice.paths ?? entity.list.columns;
    const found = wanted.flatMap((path) => readableColumn(entities, entity, path) ?? []);
    const columns = found.length ? found : entity.title.flatMap((path) => columnAt(entities, entity, path) ?? []);
    return columns.map((column) => ({ ...column, width: choice.widths?.[column.path] ?? widths?.[column.path] ?? column.width }));
  }, [entities, entity, choice, paths, widths]);
}

/** Widths one has dragged, to be kept in a view. */
export function chosenWidths(key: string): Readonly<Record<string, number>> {
  return read(key).widths ?? {};
}

export function forgetWidths(key: string): void {
  const { widths: _, ...rest } = read(key);
  write(key, rest);
}

export function chooseColumns(entity: string, paths: readonly string[] | undefined): void {
  const { paths: _, ...rest } = read(entity);
  write(entity, paths ? { ...rest, paths } : rest);
}

export function setColumnWidth(entity: string, path: string, width: number): void {
  const choice = read(entity);
  const bounded = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  write(entity, { ...choice, widths: { ...choice.widths, [path]: bounded } });
}

/** The field at a path, also over line items and, where a filter asks for it, over records that point here; undefined when it is not there for this person. */
export function columnAt(entities: readonly EntityDescription[], entity: EntityDescription, path: string): Column | undefined {
  const labels: string[] = [];
  const steps = path.split('.');
  let fields: readonly FieldDescription[] = entity.fields;
  let at: EntityDescription | undefined = entity;
  let field: FieldDescription | undefined;
  let over = 0;
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    field = fields.find((candidate) => candidate.name === step);
    const back: EntityDescription['back_references'][number] | undefined =
      field || last || over ? undefined : at?.back_references.find((candidate) => candidate.name === step);
    if (back) {
      at = entities.find((candidate) => candidate.name === back.entity);
      labels.push(at?.plural ?? step);
      fields = at?.fields ?? [];
      over = index + 1;
      continue;
    }
    if (!field) return undefined;
    labels.push(field.label);
    if (field.fields && !last) {
      if (over) return undefined;
      over = index + 1;
      at = undefined;
      fields = field.fields;
      continue;
    }
    at = entities.find((candidate) => candidate.name === field?.to[0]);
    fields = at?.fields ?? [];
  }
  if (!field) return undefined;
  // What alone names a record deserves room.
  const title = entity.title.length === 1 && entity.title[0] === path;
  const label = labels.join(' › ');
  return { path, field, over, label, width: title ? 280 : roomFor(field, label) };
}

/** At first: as wide as such values are, and where words of the reader's language are longer, as wide as heading and choices. */
function roomFor(field: FieldDescription, label: string): number {
  const longest = Math.max(0, ...field.options.map((option) => option.label.length));
  const words = Math.max(label.length * 6.6 + 38, longest > 0 ? longest * 6.8 + 52 : 0);
  return Math.max(widgetFor(field).width ?? 160, Math.min(Math.round(words), WORDIEST));
}

/** As above, where a list can show it: records that point here are counted and filtered by, not listed in a cell. */
function readableColumn(entities: readonly EntityDescription[], entity: EntityDescription, path: string): Column | undefined {
  const column = columnAt(entities, entity, path);
  if (!column || !showable(column.field)) return undefined;
  return column.over > 0 && !entity.fields.some((field) => field.name === path.split('.')[0] && field.fields) ? undefined : column;
}

/** Fields that can be a column: those of the noun, of its line items, and of the nouns its references point to. */
export function possibleColumns(entities: readonly EntityDescription[], entity: EntityDescription): Column[] {
  const own = entity.fields.filter(showable).map((field) => field.name);
  const rows = entity.fields.flatMap((field) =>
    (field.fields ?? [])
      .filter((inner) => showable(inner) && !inner.system && !['id', 'parent', 'position'].includes(inner.name))
      .map((inner) => `${field.name}.${inner.name}`),
  );
  const behind = entity.fields.flatMap((field) => {
    const target = field.type === 'reference' ? entities.find((candidate) => candidate.name === field.to[0]) : undefined;
    return target
      ? target.fields.filter((inner) => showable(inner) && inner.name !== 'id').map((inner) => `${field.name}.${inner.name}`)
      : [];
  });
  return [...own, ...rows, ...behind].flatMap((path) => columnAt(entities, entity, path) ?? []);
}

/** Fields one can filter by, beyond the columns: those of records that point here. */
export function possibleConditions(entities: readonly EntityDescription[], entity: EntityDescription): Column[] {
  const pointing = entity.back_references.flatMap((back) => {
    const source = entities.find((candidate) => candidate.name === back.entity);
    if (source?.area !== 'business') return [];
    return source.fields.filter((inner) => showable(inner) && !inner.system).map((inner) => `${back.name}.${inner.name}`);
  });
  const user = entity.owned && entity.fields.some((field) => field.name === 'owner') ? ['owner.department'] : [];
  return [...possibleColumns(entities, entity), ...[...user, ...pointing].flatMap((path) => columnAt(entities, entity, path) ?? [])].filter(
    (column) => column.field.operators.length > 0,
  );
}

function showable(field: FieldDescription): boolean {
  return field.type !== 'password' && field.type !== 'children' && field.type !== 'json';
}

/** `account.city` stands inside the reference: `{account: {id, title, city}}`; over line items there is one value a row. */
export function valueAt(record: Values, path: string): unknown {
  let value: unknown = record;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = value.map((row: Values) => row?.[step] ?? null);
    else value = (value as Values | null | undefined)?.[step];
  }
  return value ?? null;
}

/** One line of plain text of a cell. */
export function cellText(column: Column, record: Values): string {
  const value = valueAt(record, column.path);
  if (column.over === 0 || !Array.isArray(value)) return plainText(column.field, value);
  return value
    .map((one) => plainText(column.field, one))
    .filter(Boolean)
    .join(', ');
}

/** How a cell of a frozen column stays where it is; its place is a variable of the grid. */
export function frozenAt(at: number, frozen: number) {
  if (at >= frozen) return {};
  return { 'data-frozen': true, 'data-edge': at === frozen - 1 || undefined, style: { insetInlineStart: `var(--f-${at})` } };
}

/** In a cell of the list. */
export function isEditable(entity: EntityDescription, { path, field }: Column): boolean {
  const widget = widgetFor(field);
  const isReadOnly = field.read_only || isAskedBefore(entity.name, field.name);
  return entity.can.update && !path.includes('.') && !isReadOnly && !widget.readOnly && !widget.formOnly;
}

function storageKey(entity: string): string {
  return `kontor.columns.${workspace}.${entity}`;
}

function read(entity: string): Choice {
  const known = cache.get(entity);
  if (known) return known;
  let choice: Choice = {};
  try {
    choice = JSON.parse(localStorage.getItem(storageKey(entity)) ?? '{}') as Choice;
  } catch {
    // Somebody else's text under our key: the default columns are a good start.
  }
  cache.set(entity, choice);
  return choice;
}

function write(entity: string, choice: Choice): void {
  cache.set(entity, choice);
  localStorage.setItem(storageKey(entity), JSON.stringify(choice));
  for (const listener of listeners) listener();
}
