// Which columns a list shows, in what order and how wide; kept for each noun in this browser.

import { useMemo, useSyncExternalStore } from 'react';
import type { EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { useSetup } from '../queries.ts';
import { workspace } from '../workspace.ts';

export interface Column {
  /** `name`, or over references `account.city`. */
  readonly path: string;
  readonly field: FieldDescription;
  /** `City`, or `Account › City`. */
  readonly label: string;
  readonly width: number;
}

interface Choice {
  readonly paths?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

export const NARROWEST = 64;
export const WIDEST = 800;

const listeners = new Set<() => void>();
const cache = new Map<string, Choice>();

export function useColumns(entity: EntityDescription): readonly Column[] {
  const { entities } = useSetup();
  const choice = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(entity.name),
  );
  return useMemo(() => {
    const found = (choice.paths ?? entity.list.columns).flatMap((path) => columnAt(entities, entity, path) ?? []);
    const columns = found.length ? found : entity.title.flatMap((path) => columnAt(entities, entity, path) ?? []);
    return columns.map((column) => ({ ...column, width: choice.widths?.[column.path] ?? column.width }));
  }, [entities, entity, choice]);
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

/** The column of a path; undefined when it is not there for this person. */
export function columnAt(entities: readonly EntityDescription[], entity: EntityDescription, path: string): Column | undefined {
  const labels: string[] = [];
  let at: EntityDescription | undefined = entity;
  let field: FieldDescription | undefined;
  for (const step of path.split('.')) {
    field = at?.fields.find((candidate) => candidate.name === step);
    if (!field) return undefined;
    labels.push(field.label);
    at = entities.find((candidate) => candidate.name === field?.to[0]);
  }
  if (!field) return undefined;
  // What alone names a record deserves room.
  const title = entity.title.length === 1 && entity.title[0] === path;
  return { path, field, label: labels.join(' › '), width: title ? 280 : (widgetFor(field).width ?? 160) };
}

/** Fields that can be a column: those of the noun and, behind it, of the nouns its references point to. */
export function possibleColumns(entities: readonly EntityDescription[], entity: EntityDescription): Column[] {
  const own = entity.fields.filter(showable).map((field) => field.name);
  const behind = entity.fields.flatMap((field) => {
    const target = field.type === 'reference' ? entities.find((candidate) => candidate.name === field.to[0]) : undefined;
    return target
      ? target.fields.filter((inner) => showable(inner) && inner.name !== 'id').map((inner) => `${field.name}.${inner.name}`)
      : [];
  });
  return [...own, ...behind].flatMap((path) => columnAt(entities, entity, path) ?? []);
}

function showable(field: FieldDescription): boolean {
  return field.type !== 'password' && field.type !== 'children';
}

/** `account.city` stands inside the reference: `{account: {id, title, city}}`. */
export function valueAt(record: Values, path: string): unknown {
  let value: unknown = record;
  for (const step of path.split('.')) value = (value as Values | null | undefined)?.[step];
  return value ?? null;
}

/** In a cell of the list. */
export function isEditable(entity: EntityDescription, { path, field }: Column): boolean {
  const widget = widgetFor(field);
  return entity.can.update && !path.includes('.') && !field.read_only && !widget.readOnly && !widget.formOnly;
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
