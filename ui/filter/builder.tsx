// The filter builder: conditions and nested groups, each group joined by and / or. Fields are picked, or dragged in from a palette.

import { ActionIcon, Alert, Button, Group as Line, Select, type SelectProps, UnstyledButton } from '@mantine/core';
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

interface GroupEditProps extends Omit<BuilderProps, 'fluid'> {
  /** How many groups it stands in. */
  depth: number;
}

function GroupEdit({ entity, group, titles, onChange, related, depth }: GroupEditProps) {
  const { t } = useTranslation();
  const fields = useFieldChoices(entity, related);
  const begin = useFreshCondition(entity);
  // A condition that was just added opens its own dialog by itself, wherever it came from.
  const known = useRef(group.items.length);
  useEffect(() => {
    known.current = group.items.length;
  }, [group.items.length]);
  const setItem = (at: number, item: Item | null) => onChange({ ...group, items: group.items.toSpliced(at, 1, ...(item ? [item] : [])) });
  const add = (item: Item) => onChange({ ...group, items: [...group.items, item] });
  const drop = useFieldDrop((path) => add(begin(path)));
  const otherJoin = group.join === 'and' ? 'or' : 'and';
  const first = fields[0]?.items[0]?.value ?? entity.title[0] ?? 'id';

  if (group.items.length === 0 && depth === 0) {
    return (
      <div className={classes.line} {...drop}>
        <span className={classes.join}>{t('filter.where')}</span>
        <FieldSelect fields={fields} value={null} placeholder={t('filter.chooseField')} onChange={(path) => add(begin(path))} focused />
      </div>
    );
  }
  return (
    <div className={classes.group} data-nested={depth > 0 || undefined} {...drop}>
      {group.items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <div key={at} className={classes.line}>
          <Join at={at} join={group.join} onSwitch={() => onChange({ ...group, join: otherJoin })} />
          <ItemEdit
            {...{ entity, titles, related, depth, fields }}
            item={item}
            fresh={at >= known.current}
            onChange={(next) => setItem(at, next)}
            onField={(path) => setItem(at, begin(path))}
          />
          <ActionIcon size="sm" onClick={() => setItem(at, null)} aria-label={t('filter.removeCondition')}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Line gap={4}>
        <AddButton onClick={() => add(begin(first))}>{t('filter.addCondition')}</AddButton>
        {depth < DEEPEST && (
          <AddButton onClick={() => add({ kind: 'group', join: otherJoin, items: [begin(first)] })}>{t('filter.addGroup')}</AddButton>
        )}
      </Line>
    </div>
  );
}

/** A field that is dragged onto the element; of groups in groups the innermost takes it. */
function useFieldDrop(onField: (path: string) => void) {
  const [over, setOver] = useState(false);
  return {
    'data-over': over || undefined,
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
      onField(path);
    },
  };
}

/** What stands before an item: the second one's can be switched, for all of them. */
function Join({ at, join, onSwitch }: { at: number; join: Group['join']; onSwitch: () => void }) {
  const { t } = useTranslation();
  const words = t(join === 'and' ? 'filter.and' : 'filter.or');
  return (
    <span className={classes.join}>
      {at === 0 && t('filter.where')}
      {at === 1 && (
        <UnstyledButton className={classes.joinButton} onClick={onSwitch} title={t('filter.switchJoin')}>
          {words}
        </UnstyledButton>
      )}
      {at > 1 && words}
    </span>
  );
}

function AddButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} onClick={onClick}>
      {children}
    </Button>
  );
}

interface ItemEditProps extends Omit<GroupEditProps, 'group' | 'onChange'>, Pick<ConditionEditProps, 'fields' | 'fresh' | 'onField'> {
  item: Item;
  /** Null: nothing is left of it. */
  onChange: (item: Item | null) => void;
}

function ItemEdit({ entity, item, titles, related, depth, fields, fresh, onChange, onField }: ItemEditProps) {
  const { t } = useTranslation();
  if (item.kind === 'group')
    return (
      <GroupEdit
        entity={entity}
        group={item}
        titles={titles}
        related={related}
        depth={depth + 1}
        onChange={(next) => onChange(next.items.length ? next : null)}
      />
    );
  if (item.kind === 'beyond')
    return (
      <code className={classes.beyond} title={t('filter.beyond')}>
        {print(item.expression)}
      </code>
    );
  return <ConditionEdit {...{ entity, titles, fields, fresh, onChange, onField }} condition={item} />;
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
      <FieldSelect
        fields={known ? fields : [{ value: path, label: found?.label ?? path }, ...fields]}
        value={path}
        onChange={onField}
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

interface FieldSelectProps {
  fields: SelectProps['data'];
  value: string | null;
  onChange: (path: string) => void;
  placeholder?: string;
  /** It takes the focus of the dialog it stands in. */
  focused?: boolean;
  className?: string | undefined;
}

function FieldSelect({ fields, onChange, focused, ...props }: FieldSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      aria-label={t('filter.field')}
      data={fields}
      onChange={(path) => path && onChange(path)}
      searchable
      allowDeselect={false}
      maxDropdownHeight={320}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      data-autofocus={focused}
      {...props}
    />
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
