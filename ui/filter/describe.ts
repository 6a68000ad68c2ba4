// A condition as a sentence: `Stage is Won`, `Amount is over 1 000`, `Owner is me`.

import type { TFunction } from 'i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { type Expression, print } from '../../schema/index.ts';
import { formatDate, formatDateTime, formatDecimal } from '../fields/format.ts';
import { widgetFor } from '../fields/lookup.ts';
import { optionLabel } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { columnAt } from '../list/columns.ts';
import { type Condition, type Item, toText } from './model.ts';

export interface Names {
  readonly entities: readonly EntityDescription[];
  readonly entity: EntityDescription;
  /** Titles of records that filters name by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly t: TFunction;
}

export function fieldAt(
  { entities, entity }: Pick<Names, 'entities' | 'entity'>,
  path: readonly string[],
): { field: FieldDescription; label: string; over: number } | undefined {
  return columnAt(entities, entity, path.join('.'));
}

export function describe(item: Item, names: Names): string {
  if (item.kind === 'beyond') return print(item.expression);
  if (item.kind === 'condition') return describeCondition(item, names);
  const word = ` ${names.t(item.join === 'and' ? 'filter.and' : 'filter.or')} `;
  return item.items.map((part) => (part.kind === 'group' ? `(${describe(part, names)})` : describe(part, names))).join(word);
}

function describeCondition(condition: Condition, names: Names): string {
  const found = fieldAt(names, condition.path);
  if (!found) return toText(condition);
  const values = condition.values.map((value) => describeValue(value, found.field, names));
  const words = names.t(`filter.operator.${operatorKey(condition.operator)}`);
  const between = condition.operator === 'between' ? ` ${names.t('filter.and')} ` : ', ';
  return [found.label, words, values.join(between)].filter(Boolean).join(' ');
}

export function describeValue(value: Expression, field: FieldDescription, { t, titles }: Pick<Names, 't' | 'titles'>): string {
  switch (value.kind) {
    case 'text':
      return describeText(value.value, field, titles);
    case 'number':
      return formatDecimal(value.value, currentLanguage());
    case 'boolean':
      return t(value.value ? 'field.yes' : 'field.no');
    case 'call': {
      const [days] = value.args;
      return t(`filter.function.${value.name}`, { defaultValue: print(value), days: days?.kind === 'number' ? Number(days.value) : 0 });
    }
    case 'binary': {
      const days = value.right.kind === 'number' ? Number(value.right.value) : 0;
      if (value.left.kind !== 'call' || value.left.name !== 'today') return print(value);
      return t(value.op === '-' ? 'filter.daysAgo' : 'filter.daysAhead', { days });
    }
    default:
      return print(value);
  }
}

function describeText(text: string, field: FieldDescription, titles: ReadonlyMap<string, string>): string {
  switch (widgetFor(field).comparedAs) {
    case 'option':
      return optionLabel(field, text);
    case 'record':
      return titles.get(text) ?? '…';
    case 'date':
      return text.includes('T') ? formatDateTime(text, currentLanguage()) : formatDate(text, currentLanguage());
    default:
      return `“${text}”`;
  }
}

/** Translation keys cannot be signs. */
export function operatorKey(operator: Condition['operator']): string {
  const names: Partial<Record<Condition['operator'], string>> = {
    '=': 'is',
    '!=': 'isNot',
    '<': 'less',
    '<=': 'atMost',
    '>': 'more',
    '>=': 'atLeast',
  };
  return names[operator] ?? operator.replaceAll(/[ _](\w)/g, (_, letter: string) => letter.toUpperCase());
}
