// A workflow in one sentence: when it begins, and under which condition.

import type { TFunction } from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import { describe } from '../filter/describe.ts';
import { toModel } from '../filter/model.ts';
import { fieldOf } from '../queries.ts';
import { readText } from '../settings/condition-edit.tsx';
import type { DraftWorkflow, Kind } from './draft.ts';

interface Names {
  readonly entities: readonly EntityDescription[];
  readonly noun: EntityDescription | undefined;
  readonly titles: ReadonlyMap<string, string>;
  readonly t: TFunction;
}

type Said = Pick<DraftWorkflow, 'event' | 'fields' | 'condition'>;

export function sentenceOf({ event, fields, condition }: Said, { entities, noun, titles, t }: Names): string {
  const labels = fields.map((name) => (noun && fieldOf(noun, name)?.label) || name);
  const limited = (event === 'changed' || event === 'saved') && labels.length > 0;
  const read = condition ? readText(condition) : null;
  const asked = read?.expression && noun ? describe(toModel(read.expression), { entities, entity: noun, titles, t }) : condition;
  return [
    t(`workflows.begins.${event}`),
    limited && t('workflows.onlyFields', { fields: labels.join(', ') }),
    asked && t('workflows.onlyIf', { condition: asked }),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function kindsText(kinds: readonly Kind[], t: TFunction): string {
  return kinds.map((kind) => t(`workflows.kind.${kind}`)).join(' → ');
}
