// The related nouns a view uses, and what goes with one that is taken out (row CS-058).

import type { EntityDescription } from '../../client/index.ts';
import { parse } from '../../schema/index.ts';
import { type Condition, type Group, type Item, toModel, toText } from '../filter/model.ts';
import type { Draft } from './save.ts';
import { groupPath } from './view.ts';

export interface Related {
  /** First step of its paths: `account`, `lines`, `deals`. */
  readonly name: string;
  readonly label: string;
}

/** What a view could use beside its own fields. */
export function relatedOf(entities: readonly EntityDescription[], entity: EntityDescription): Related[] {
  const fields = entity.fields
    .filter((field) => field.fields || (field.type === 'reference' && entities.some((noun) => noun.name === field.to[0])))
    .map(({ name, label }) => ({ name, label }));
  const backs = entity.back_references.flatMap((back) => {
    const noun = entities.find((candidate) => candidate.name === back.entity);
    return noun && noun.area === 'business' ? [{ name: back.name, label: noun.plural }] : [];
  });
  return [...fields, ...backs];
}

/** Those that are ticked, and those whose fields are in use. */
export function usedRelated(draft: Draft): string[] {
  const steps = pathsOf(draft).flatMap((path) => (path.includes('.') ? [path.split('.')[0] ?? ''] : []));
  return [...new Set([...(draft.settings.related ?? []), ...steps])];
}

export interface Loss {
  readonly columns: number;
  readonly conditions: number;
  readonly figures: number;
}

/** The draft without a related noun: its fields, conditions and figures go along. */
export function withoutRelated(draft: Draft, name: string): { readonly draft: Draft; readonly loss: Loss } {
  const of = (path: string) => path.split('.')[0] === name && path.includes('.');
  const columns = draft.columns?.filter((path) => !of(path));
  const conditions = { lost: 0 };
  const filter = dropConditions(draft.filter, of, conditions);
  const { related, quick, figures, group, ...settings } = draft.settings;
  const speaks = (text: string | undefined) => {
    const found = { lost: 0 };
    dropConditions(text ?? '', of, found);
    return found.lost > 0;
  };
  const kept = figures?.filter((figure) => !(figure.field && of(figure.field)) && !speaks(figure.filter) && !speaks(figure.against));
  const sort = draft.sort
    .split(',')
    .filter((word) => word && !of(word.replace(/^-/, '')))
    .join(',');
  return {
    draft: {
      ...draft,
      columns,
      filter,
      sort,
      settings: {
        ...settings,
        ...(related ? { related: related.filter((other) => other !== name) } : {}),
        ...(quick ? { quick: quick.filter((path) => !of(path)) } : {}),
        ...(kept ? { figures: kept } : {}),
        ...(group && !of(groupPath(group)) ? { group } : {}),
      },
    },
    loss: {
      columns: (draft.columns?.length ?? 0) - (columns?.length ?? 0),
      conditions: conditions.lost,
      figures: (figures?.length ?? 0) - (kept?.length ?? 0),
    },
  };
}

function dropConditions(filter: string, of: (path: string) => boolean, count: { lost: number }): string {
  if (!filter) return '';
  const drop = (item: Item): Item | null => {
    if (item.kind === 'group') return { ...item, items: item.items.map(drop).filter((inner) => inner !== null) };
    const gone = item.kind === 'condition' ? of(item.path.join('.')) : pathsIn(item.expression).some(of);
    if (!gone) return item;
    count.lost += 1;
    return null;
  };
  return toText(drop(modelOf(filter)) ?? modelOf(''));
}

export function modelOf(filter: string): Group {
  try {
    return toModel(filter ? parse(filter) : null);
  } catch {
    return { kind: 'group', join: 'and', items: [] };
  }
}

function pathsOf({ columns, filter, settings }: Draft): string[] {
  const filters = [filter, ...(settings.figures ?? []).flatMap((figure) => [figure.filter ?? '', figure.against ?? ''])];
  const conditions = (item: Item): string[] => {
    if (item.kind === 'group') return item.items.flatMap(conditions);
    return item.kind === 'condition' ? [pathOf(item)] : pathsIn(item.expression);
  };
  return [
    ...(columns ?? []),
    ...(settings.quick ?? []),
    ...(settings.figures ?? []).flatMap((figure) => figure.field ?? []),
    ...filters.flatMap((text) => conditions(modelOf(text))),
  ];
}

const pathOf = (condition: Condition) => condition.path.join('.');

/** Every path in a tree; a list of rows counts as one that goes further. */
function pathsIn(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if ('kind' in tree && tree.kind === 'path' && 'path' in tree) return [(tree.path as string[]).join('.')];
  const over = 'over' in tree && Array.isArray(tree.over) ? [`${tree.over.join('.')}.`] : [];
  return [...over, ...Object.values(tree).flatMap(pathsIn)];
}
