// The filter builder: conditions and nested groups, each group joined by and / or.

import { ActionIcon, Button, Group as Line, Select, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { print } from '../../schema/index.ts';
import { SmallControls } from '../fields/input.ts';
import { widgetFor } from '../fields/lookup.ts';
import { possibleColumns } from '../list/columns.ts';
import { useSetup } from '../queries.ts';
import { fieldAt, operatorKey } from './describe.ts';
import classes from './filter.module.css';
import { type Condition, type Group, type Item, type Operator, valueCount } from './model.ts';
import { ValueEdit } from './value-edit.tsx';
import { newCondition, operatorsFor } from './values.ts';

export interface BuilderProps {
  entity: EntityDescription;
  group: Group;
  titles: Map<string, string>;
  onChange: (group: Group) => void;
}

const DEEPEST = 4;

export function Builder(props: BuilderProps) {
  return (
    <SmallControls value={true}>
      <div className={classes.builder}>
        <GroupEdit {...props} depth={0} />
      </div>
    </SmallControls>
  );
}

function GroupEdit({ entity, group, titles, onChange, depth }: BuilderProps & { depth: number }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const fields = useFieldChoices(entity);
  const setItem = (at: number, item: Item | null) => {
    const items = [...group.items];
    if (item) items[at] = item;
    else items.splice(at, 1);
    onChange({ ...group, items });
  };
  const add = (item: Item) => onChange({ ...group, items: [...group.items, item] });
  const fresh = (path: string): Condition => {
    const field = fieldAt({ entities, entity }, path.split('.'))?.field;
    const comparedAs = (field && widgetFor(field).comparedAs) ?? 'text';
    return newCondition(path.split('.'), operatorsFor(field?.operators ?? [], comparedAs), comparedAs);
  };
  const first = fields[0]?.items[0]?.value ?? entity.title[0] ?? 'id';

  if (group.items.length === 0 && depth === 0) {
    return (
      <div className={classes.line}>
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
    <div className={classes.group} data-nested={depth > 0 || undefined}>
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
  onChange: (condition: Condition) => void;
  onField: (path: string) => void;
}

function ConditionEdit({ entity, condition, titles, fields, onChange, onField }: ConditionEditProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const found = fieldAt({ entities, entity }, condition.path);
  const path = condition.path.join('.');
  const comparedAs = (found && widgetFor(found.field).comparedAs) ?? 'text';
  const operators = operatorsFor(found?.field.operators ?? [], comparedAs);
  const shown = operators.includes(condition.operator) ? operators : [condition.operator, ...operators];

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
        data={found ? fields : [{ value: path, label: path }]}
        value={path}
        onChange={(next) => next && onField(next)}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        comboboxProps={{ width: 280, position: 'bottom-start' }}
        className={classes.field}
      />
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
    </div>
  );
}

/** Own fields first, then those behind each reference. */
function useFieldChoices(entity: EntityDescription) {
  const { entities } = useSetup();
  return useMemo(() => {
    const columns = possibleColumns(entities, entity).filter((column) => column.field.operators.length > 0);
    const groups = new Map<string, { value: string; label: string }[]>();
    for (const { path, label, field } of columns) {
      const group = path.includes('.') ? (label.split(' › ')[0] ?? '') : entity.label;
      const items = groups.get(group) ?? [];
      groups.set(group, items);
      items.push({ value: path, label: path.includes('.') ? `${group} › ${field.label}` : field.label });
    }
    return [...groups].map(([group, items]) => ({ group, items }));
  }, [entities, entity]);
}
