// Quick filters above a list: a choice acts at once (row CS-065). What is chosen stands in the address as an expression.

import { Button, MultiSelect, Popover, Select, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, Reference } from '../../client/index.ts';
import { type Expression, parse } from '../../schema/index.ts';
import { SmallControls } from '../fields/input.ts';
import { widgetFor } from '../fields/lookup.ts';
import { ReferencesPicker } from '../fields/reference-picker.tsx';
import { describeValue } from '../filter/describe.ts';
import { type Condition, type Group, toModel, toText } from '../filter/model.ts';
import { useTitles } from '../filter/use-titles.ts';
import { me, periods } from '../filter/values.ts';
import { type Column, columnAt } from '../list/columns.ts';
import { useSetup } from '../queries.ts';
import classes from './views.module.css';

export interface QuickFiltersProps {
  readonly entity: EntityDescription;
  readonly paths: readonly string[];
  readonly chosen: string;
  readonly onChange: (chosen: string) => void;
}

export function QuickFilters({ entity, paths, chosen, onChange }: QuickFiltersProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const model = useMemo(() => read(chosen), [chosen]);
  const titles = useTitles(entity, model);
  const of = (column: Column) =>
    model.items.find((item): item is Condition => item.kind === 'condition' && item.path.join('.') === column.path);
  const set = (column: Column, condition: Condition | null) => {
    const others = model.items.filter((item) => item.kind !== 'condition' || item.path.join('.') !== column.path);
    onChange(toText({ kind: 'group', join: 'and', items: condition ? [...others, condition] : others }));
  };
  const columns = paths.flatMap((path) => columnAt(entities, entity, path) ?? []);
  return (
    <SmallControls value={true}>
      <section className={classes.quick} aria-label={t('views.quickFilters')}>
        {columns.map((column) => (
          <Choice
            key={column.path}
            entity={entity}
            column={column}
            condition={of(column)}
            titles={titles}
            onChange={(condition) => set(column, condition)}
          />
        ))}
      </section>
    </SmallControls>
  );
}

interface ChoiceProps {
  readonly entity: EntityDescription;
  readonly column: Column;
  readonly condition: Condition | undefined;
  readonly titles: Map<string, string>;
  readonly onChange: (condition: Condition | null) => void;
}

function Choice({ entity, column, condition, titles, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const { field, path, label, over } = column;
  const ask = (operator: Condition['operator'], values: readonly Expression[]) =>
    onChange(values.length ? { kind: 'condition', path: path.split('.'), operator, values, ...(over ? { over } : {}) } : null);
  const texts = (condition?.values ?? []).flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  const text = (value: string): Expression => ({ kind: 'text', value });

  switch (widgetFor(field).comparedAs) {
    case 'option':
      return (
        <MultiSelect
          size="xs"
          className={classes.quickChoice}
          data={field.options.map((option) => ({ value: option.value, label: option.label }))}
          value={texts}
          onChange={(values) => ask('in', values.map(text))}
          placeholder={texts.length ? undefined : label}
          aria-label={label}
          searchable={field.options.length > 7}
          clearable
        />
      );
    case 'boolean': {
      const [value] = condition?.values ?? [];
      return (
        <Select
          size="xs"
          className={classes.quickChoice}
          data={[
            { value: 'true', label: `${label}: ${t('field.yes')}` },
            { value: 'false', label: `${label}: ${t('field.no')}` },
          ]}
          value={value?.kind === 'boolean' ? String(value.value) : null}
          onChange={(next) => ask('=', next === null ? [] : [{ kind: 'boolean', value: next === 'true' }])}
          placeholder={label}
          aria-label={label}
          clearable
        />
      );
    }
    case 'date':
      return <DateChoice field={field} label={label} condition={condition} onPick={(value) => ask('=', value ? [value] : [])} />;
    case 'record': {
      const mine = condition?.values.some((value) => value.kind === 'call' && value.name === 'me');
      const shown: Reference[] = [
        ...(mine ? [{ id: 'me()', title: t('filter.function.me') }] : []),
        ...texts.map((id) => ({ id, title: titles.get(id) ?? '…' })),
      ];
      return (
        <Popover position="bottom-start" width={280} trapFocus withinPortal>
          <Popover.Target>
            <UnstyledButton className={classes.quickButton} data-chosen={shown.length > 0 || undefined} aria-label={label}>
              <span className={classes.quickWords}>{shown.map((one) => one.title).join(', ') || label}</span>
              <IconChevronDown size={14} aria-hidden="true" />
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown p="xs">
            <Stack gap={8}>
              {field.to.includes('users') && !mine && (
                <Button size="compact-sm" variant="light" onClick={() => ask('in', [me, ...texts.map(text)])}>
                  {t('filter.onlyMine')}
                </Button>
              )}
              <ReferencesPicker
                entity={entity.name}
                field={field}
                silentLabel={label}
                place="form"
                required={false}
                value={shown}
                onChange={(next) => {
                  for (const { id, title } of next ?? []) titles.set(id, title);
                  ask(
                    'in',
                    (next ?? []).map(({ id }) => (id === 'me()' ? me : text(id))),
                  );
                }}
              />
            </Stack>
          </Popover.Dropdown>
        </Popover>
      );
    }
    default:
      return <TextChoice label={label} value={texts[0] ?? ''} onType={(value) => ask('contains', value ? [text(value)] : [])} />;
  }
}

/** Today, this week and so on; no Go button. */
function DateChoice({
  field,
  label,
  condition,
  onPick,
}: {
  field: FieldDescription;
  label: string;
  condition: Condition | undefined;
  onPick: (value: Expression | null) => void;
}) {
  const { t } = useTranslation();
  const words = (value: Expression) => describeValue(value, field, { t, titles: new Map() });
  const [value] = condition?.values ?? [];
  return (
    <Select
      size="xs"
      className={classes.quickChoice}
      data={periods.map(words)}
      value={value ? words(value) : null}
      onChange={(next) => onPick(periods.find((period) => words(period) === next) ?? null)}
      placeholder={label}
      aria-label={label}
      maxDropdownHeight={320}
      clearable
    />
  );
}

function TextChoice({ label, value, onType }: { label: string; value: string; onType: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback((next: string) => onType(next.trim()), 250);
  return (
    <TextInput
      size="xs"
      className={classes.quickChoice}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

function read(text: string): Group {
  try {
    return toModel(text ? parse(text) : null);
  } catch {
    return { kind: 'group', join: 'and', items: [] };
  }
}
