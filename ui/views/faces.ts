// What a noun can show beside a list, and by which field.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import type { Face, ViewSettings } from './view.ts';

/** Fields that can make the columns of a board: one of some options. */
export function boardFields(entity: EntityDescription): FieldDescription[] {
  return entity.fields.filter((field) => ['picklist', 'radio', 'state'].includes(field.type) && field.options.length > 1);
}

/** The field of the board: what the view says, else what the noun says, else the first there is. */
export function boardField(entity: EntityDescription, settings: ViewSettings): string | null {
  const fields = boardFields(entity);
  const named = (name: string | null | undefined) => fields.find((field) => field.name === name)?.name;
  return named(settings.board?.field) ?? named(entity.board) ?? fields[0]?.name ?? null;
}

/** Dates that records can stand by in a calendar. */
export function dateFields(entity: EntityDescription): FieldDescription[] {
  return entity.fields.filter((field) => ['date', 'datetime'].includes(field.type) && !field.hidden);
}

export function facesOf(entity: EntityDescription, settings: ViewSettings): Face[] {
  return [
    'list',
    ...(boardField(entity, settings) ? (['board'] as const) : []),
    // When a record was made, which all have, alone makes no calendar.
    ...(dateFields(entity).some((field) => !field.system) ? (['calendar'] as const) : []),
    'chart',
  ];
}

/** What each face is called: a key of the translations. */
export const FACE_LABELS = { list: 'list.asList', board: 'list.asBoard', calendar: 'list.asCalendar', chart: 'list.asChart' } as const;

export interface GroupChoice {
  readonly value: string;
  readonly field: FieldDescription;
  /** `month` of a date. */
  readonly unit: string | null;
}

/** Fields one can group a list by, with the parts of dates. */
export function groupChoices(entity: EntityDescription): GroupChoice[] {
  return entity.fields.flatMap((field): GroupChoice[] => {
    if (field.system && field.name === 'id') return [];
    if (field.type === 'date' || field.type === 'datetime')
      return (['month', 'quarter', 'year', 'week', 'day'] as const).map((unit) => ({ value: `${unit}(${field.name})`, field, unit }));
    return GROUPED.has(field.type) ? [{ value: field.name, field, unit: null }] : [];
  });
}

const GROUPED = new Set(['picklist', 'radio', 'state', 'reference', 'user', 'owner', 'checkbox']);

/** What can be added up. */
export function summable(entity: EntityDescription): FieldDescription[] {
  return entity.fields.filter((field) => widgetFor(field).comparedAs === 'number' && !field.system && field.type !== 'sequence');
}
