// The filter builder: conditions and nested groups, each group joined by and / or. Fields are picked, or dragged in from a palette.

import { ActionIcon, Alert, Button, Group as Line, Select, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconX } from '@tabler/icons-react';
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { print } from '../../schema/index.ts';
import { SmallControls } from '../fields/input.ts';
import { widgetFor } from '../fields/lookup.ts';
import { type Column, possibleConditions } from '../list/columns.ts';
import { useSetup } from '../queries.ts';
import { fieldAt, operatorKey } from './describe.ts';
import classes from './filter.module.css';
import { type Condition, type Group, type Item, type Operator, valueCount } from './model.ts';
import { TimeDialog } from './time-dialog.tsx';
import { ValueEdit } from './value-edit.tsx';
import { newCondition, operatorsFor } from './values.ts';

export interface BuilderProps {
  entity: EntityDescription;
  group: Group;
  titles: Map<string, string>;
  onChange: (group: Group) => void;
  /** Related nouns whose fields are offered, by the first step of their paths; absent: all. */
  related?: readonly string[] | undefined;
  /** As wide as what it stands in, rather than as wide as a popover. */
  fluid?: boolean;
}

const DEEPEST = 4;

/** What a dragged field is called on its way. */
export const FIELD_TYPE = 'application/x-kontor-field';

export function Builder(props: BuilderProps) {
  return (
    <SmallControls value={true}>
      <div className={classes.builder} data-fluid={props.fluid || undefined}>
        <GroupEdit {...props} depth={0} />
        <ListWarning entity={props.entity} group={props.group} />
      </div>
    </SmallControls>
  );
}

/** The condition that a field begins with. */
export function useFreshCondition(entity: EntityDescription): (path: string) => Condition {
  const { entities } = useSetup();
  return (path) => {
    const found = fieldAt({ entities, entity }, path.split('.'));
    const comparedAs = (found && widgetFor(found.field).comparedAs) ?? 'text';
    return newCondition(path.split('.'), operatorsFor(found?.field.operators ?? [], comparedAs), comparedAs, found?.over);
  };
}

function GroupEdit({ entity, group, titles, onChange, related, depth }: BuilderProps & { depth: number }) {
  const { t } = useTranslation();
  const fields = useFieldChoices(entity, related);
  const fresh = useFreshCondition(entity);
  const [over, setOver] = useState(false);
  // A condition that was just added opens its own dialog by itself, wherever it came from.
  const known = useRef(group.items.length);
  useEffect(() => {
    known.current = group.items.length;
  }, [group.items.length]);
  const setItem = (at: number, item: Item | null) => {
    const items = [...group.items];
    if (item) items[at] = item;
    else items.splice(at, 1);
    onChange({ ...group, items });
  };
  const add = (item: Item) => onChange({ ...group, items: [...group.items, item] });
  const first = fields[0]?.items[0]?.value ?? entity.title[0] ?? 'id';
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(FIELD_TYPE)) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      const path = event.dataTransfer.getData(FIELD_TYPE);
      setOver(false);
      if (!path) return;
      event.preventDefault();
      event.stopPropagation();
      add(fresh(path));
    },
  };

  if (group.items.length === 0 && depth === 0) {
    return (
      <div className={classes.line} data-over={over || undefined} {...drop}>
        <span className={classes.join}>{t('filter.where')}</span>
        <Select
          size="xs"
          aria-label={t('filter.field')}
          placeholder={t('filter.chooseField')}
          data={fields}
          value={null}
          onChange={(path) => path && add(fresh(path))}
          searchable
          maxDropdownHeight={320}
          comboboxProps={{ width: 280, position: 'bottom-start' }}
          data-autofocus
        />
      </div>
    );
  }

  return (
    <div className={classes.group} data-nested={depth > 0 || undefined} data-over={over || undefined} {...drop}>
      {group.items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <div key={at} className={classes.line}>
          <span className={classes.join}>
            {at === 0 ? (
              t('filter.where')
            ) : at === 1 ? (
              <UnstyledButton
                className={classes.joinButton}
                onClick={() => onChange({ ...group, join: group.join === 'and' ? 'or' : 'and' })}
                title={t('filter.switchJoin')}
              >
                {t(group.join === 'and' ? 'filter.and' : 'filter.or')}
              </UnstyledButton>
            ) : (
              t(group.join === 'and' ? 'filter.and' : 'filter.or')
            )}
          </span>
          {item.kind === 'group' ? (
            <GroupEdit
              entity={entity}
              group={item}
              titles={titles}
              related={related}
              depth={depth + 1}
              onChange={(next) => setItem(at, next.items.length ? next : null)}
            />
          ) : item.kind === 'beyond' ? (
            <code className={classes.beyond} title={t('filter.beyond')}>
              {print(item.expression)}
            </code>
          ) : (
            <ConditionEdit
              entity={entity}
              condition={item}
              titles={titles}
              fields={fields}
              fresh={at >= known.current}
              onChange={(next) => setItem(at, next)}
              onField={(path) => setItem(at, fresh(path))}
            />
          )}
          <ActionIcon size="sm" onClick={() => setItem(at, null)} aria-label={t('filter.removeCondition')}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Line gap={4}>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} onClick={() => add(fresh(first))}>
          {t('filter.addCondition')}
        </Button>
        {depth < DEEPEST && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} />}
            onClick={() => add({ kind: 'group', join: group.join === 'and' ? 'or' : 'and', items: [fresh(first)] })}
          >
            {t('filter.addGroup')}
          </Button>
        )}
      </Line>
    </div>
  );
}

interface ConditionEditProps {
  entity: EntityDescription;
  condition: Condition;
  titles: Map<string, string>;
  fields: ReturnType<typeof useFieldChoices>;
  fresh: boolean;
  onChange: (condition: Condition) => void;
  onField: (path: string) => void;
}

function ConditionEdit({ entity, condition, titles, fields, fresh, onChange, onField }: ConditionEditProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const found = fieldAt({ entities, entity }, condition.path);
  const path = condition.path.join('.');
  const comparedAs = (found && widgetFor(found.field).comparedAs) ?? 'text';
  const operators = operatorsFor(found?.field.operators ?? [], comparedAs);
  const shown = operators.includes(condition.operator) ? operators : [condition.operator, ...operators];
  const known = fields.some((group) => group.items.some((item) => item.value === path));

  const changeOperator = (operator: Operator) => {
    const count = valueCount(operator);
    const values = count === 'many' ? condition.values : condition.values.slice(0, count);
    onChange({ ...condition, operator, values });
  };

  return (
    <div className={classes.condition}>
      <Select
        size="xs"
        aria-label={t('filter.field')}
        data={known ? fields : [{ value: path, label: found?.label ?? path }, ...fields]}
        value={path}
        onChange={(next) => next && onField(next)}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        comboboxProps={{ width: 280, position: 'bottom-start' }}
        className={classes.field}
      />
      {found && comparedAs === 'date' ? (
        <TimeDialog entity={entity.name} field={found.field} condition={condition} fresh={fresh} onChange={onChange} />
      ) : (
        <>
          <Select
            size="xs"
            aria-label={t('filter.operatorLabel')}
            data={shown.map((operator) => ({ value: operator, label: t(`filter.operator.${operatorKey(operator)}`) }))}
            value={condition.operator}
            onChange={(next) => next && changeOperator(next as Operator)}
            allowDeselect={false}
            comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
            className={classes.operator}
          />
          {found && (
            <ValueEdit
              entity={entity.name}
              field={found.field}
              condition={condition}
              titles={titles}
              onChange={(values) => onChange({ ...condition, values })}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Row CS-061: a condition over many related records asks whether any of them fits. */
function ListWarning({ entity, group }: { entity: EntityDescription; group: Group }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const conditions = conditionsIn(group);
  const rows = conditions.find((condition) => condition.over);
  const field = rows && fieldAt({ entities, entity }, rows.path);
  if (!rows || !field) return null;
  const back = entity.back_references.find((candidate) => candidate.name === rows.path[0]);
  const noun = back && entities.find((candidate) => candidate.name === back.entity);
  return (
    <Alert mt="xs" p="xs" color="yellow" icon={<IconAlertTriangle size={16} />}>
      {noun
        ? t('filter.manyWarning', { field: field.label, noun: noun.plural, here: entity.plural })
        : t('filter.rowsWarning', { field: field.label, here: entity.plural })}
    </Alert>
  );
}

export function conditionsIn(item: Item): Condition[] {
  if (item.kind === 'group') return item.items.flatMap(conditionsIn);
  return item.kind === 'condition' ? [item] : [];
}

/** Own fields first, then those of line items, behind each reference, and of what points here. */
export function useFieldChoices(entity: EntityDescription, related: readonly string[] | undefined) {
  const { entities } = useSetup();
  return useMemo(() => grouped(possibleConditions(entities, entity), entity, related), [entities, entity, related]);
}

export function grouped(columns: readonly Column[], entity: EntityDescription, related: readonly string[] | undefined) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { path, label } of columns) {
    const [step = ''] = path.split('.');
    if (related && path.includes('.') && !related.includes(step)) continue;
    const group = path.includes('.') ? (label.split(' › ')[0] ?? '') : entity.label;
    const items = groups.get(group) ?? [];
    groups.set(group, items);
    items.push({ value: path, label });
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
