// The control for the values of a condition, by what the field is compared as.

import { ActionIcon, Group, Menu, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { IconCalendarTime, IconUserCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription, Reference } from '../../client/index.ts';
import type { Expression } from '../../schema/index.ts';
import { DateEdit } from '../fields/date-edit.tsx';
import { widgetFor } from '../fields/lookup.ts';
import { DecimalEdit } from '../fields/number-edit.tsx';
import { ReferencePicker, ReferencesPicker } from '../fields/reference-picker.tsx';
import { describeValue } from './describe.ts';
import classes from './filter.module.css';
import { type Condition, valueCount } from './model.ts';
import { days, me, periods } from './values.ts';

export interface ValueEditProps {
  entity: string;
  field: FieldDescription;
  condition: Condition;
  titles: Map<string, string>;
  onChange: (values: readonly Expression[]) => void;
}

export function ValueEdit(props: ValueEditProps) {
  const count = valueCount(props.condition.operator);
  if (count === 0) return null;
  if (count === 'many') return <ManyValues {...props} />;
  return (
    <Group gap={6} wrap="nowrap" grow className={classes.values}>
      {Array.from({ length: count }, (_, at) => (
        <OneValue
          // biome-ignore lint/suspicious/noArrayIndexKey: first and second bound
          key={at}
          {...props}
          value={props.condition.values[at]}
          onValue={(value) => {
            const values = [...props.condition.values];
            if (value) values[at] = value;
            else values.splice(at, 1);
            props.onChange(values);
          }}
        />
      ))}
    </Group>
  );
}

function OneValue({
  entity,
  field,
  condition,
  titles,
  value,
  onValue,
}: ValueEditProps & { value: Expression | undefined; onValue: (value: Expression | null) => void }) {
  const { t } = useTranslation();
  const common = { entity, field, silentLabel: field.label, place: 'form' as const, required: false };
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  const text = value?.kind === 'text' ? value.value : null;
  const literal = (next: string | null): Expression | null => (next === null || next === '' ? null : { kind: 'text', value: next });

  if (value?.kind === 'call') {
    return (
      <TextInput
        size="xs"
        readOnly
        aria-label={field.label}
        value={describeValue(value, field, { t, titles })}
        rightSection={
          <ActionIcon size="sm" onClick={() => onValue(null)} aria-label={t('field.clear')}>
            <IconX size={14} />
          </ActionIcon>
        }
      />
    );
  }
  switch (comparedAs) {
    case 'number':
      return (
        <DecimalEdit {...common} value={value?.kind === 'number' ? value.value : null} onChange={(next) => onValue(numberLiteral(next))} />
      );
    case 'boolean':
      return (
        <Select
          size="xs"
          aria-label={field.label}
          data={[
            { value: 'true', label: t('field.yes') },
            { value: 'false', label: t('field.no') },
          ]}
          allowDeselect={false}
          value={value?.kind === 'boolean' ? String(value.value) : null}
          onChange={(next) => onValue({ kind: 'boolean', value: next === 'true' })}
        />
      );
    case 'date':
      return (
        <Group gap={4} wrap="nowrap" className={classes.values}>
          <DateEdit {...common} value={text} onChange={(next) => onValue(literal(next))} />
          <FunctionMenu
            label={t('filter.relativeDate')}
            icon={<IconCalendarTime size={16} />}
            functions={condition.operator === '=' || condition.operator === '!=' ? periods : days}
            field={field}
            onPick={onValue}
          />
        </Group>
      );
    case 'option':
      return (
        <Select
          size="xs"
          aria-label={field.label}
          data={field.options.map(({ value, label }) => ({ value, label }))}
          searchable={field.options.length > 7}
          value={text}
          onChange={(next) => onValue(literal(next))}
        />
      );
    case 'record':
      return (
        <Group gap={4} wrap="nowrap" className={classes.values}>
          <ReferencePicker
            {...common}
            value={text === null ? null : { id: text, title: titles.get(text) ?? '…' }}
            onChange={(next) => {
              if (next) titles.set(next.id, next.title);
              onValue(literal(next?.id ?? null));
            }}
          />
          {field.to.includes('users') && (
            <FunctionMenu
              label={t('filter.function.me')}
              icon={<IconUserCircle size={16} />}
              functions={[me]}
              field={field}
              onPick={onValue}
            />
          )}
        </Group>
      );
    default:
      return (
        <TextInput
          size="xs"
          type={comparedAs === 'time' ? 'time' : 'text'}
          aria-label={field.label}
          value={text ?? ''}
          onChange={(event) => onValue(literal(event.currentTarget.value))}
        />
      );
  }
}

function ManyValues({ entity, field, condition, titles, onChange }: ValueEditProps) {
  const { t } = useTranslation();
  const { values } = condition;
  const texts = values.flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  const others = values.filter((value) => value.kind !== 'text');
  const change = (next: readonly string[]) => onChange([...others, ...next.map((value): Expression => ({ kind: 'text', value }))]);
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  if (comparedAs === 'record') {
    const mine = others.some((value) => value.kind === 'call' && value.name === 'me');
    const shown: Reference[] = [
      ...(mine ? [{ id: 'me()', title: t('filter.function.me') }] : []),
      ...texts.map((id) => ({ id, title: titles.get(id) ?? '…' })),
    ];
    return (
      <Group gap={4} wrap="nowrap" className={classes.values}>
        <ReferencesPicker
          entity={entity}
          field={field}
          silentLabel={field.label}
          place="form"
          required={false}
          value={shown}
          onChange={(next) => {
            const chosen = next ?? [];
            for (const { id, title } of chosen) titles.set(id, title);
            onChange(chosen.map(({ id }): Expression => (id === 'me()' ? me : { kind: 'text', value: id })));
          }}
        />
        {field.to.includes('users') && !mine && (
          <FunctionMenu
            label={t('filter.function.me')}
            icon={<IconUserCircle size={16} />}
            functions={[me]}
            field={field}
            onPick={(value) => onChange([...values, value])}
          />
        )}
      </Group>
    );
  }
  if (comparedAs === 'option' && field.options.length > 0) {
    const strangers = texts.filter((text) => !field.options.some((option) => option.value === text));
    return (
      <MultiSelect
        size="xs"
        className={classes.values}
        aria-label={field.label}
        data={[...strangers.map((value) => ({ value, label: value })), ...field.options.map(({ value, label }) => ({ value, label }))]}
        value={texts}
        onChange={change}
        searchable
        hidePickedOptions
      />
    );
  }
  return <TagsInput size="xs" className={classes.values} aria-label={field.label} value={texts} onChange={change} />;
}

function FunctionMenu({
  label,
  icon,
  functions,
  field,
  onPick,
}: {
  label: string;
  icon: React.ReactNode;
  functions: readonly Expression[];
  field: FieldDescription;
  onPick: (value: Expression) => void;
}) {
  const { t } = useTranslation();
  if (functions.length === 1) {
    return (
      <ActionIcon size={30} variant="default" aria-label={label} title={label} onClick={() => onPick(functions[0] as Expression)}>
        {icon}
      </ActionIcon>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={30} variant="default" aria-label={label} title={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {functions.map((value) => {
          const words = describeValue(value, field, { t, titles: new Map() });
          return (
            <Menu.Item key={words} onClick={() => onPick(value)}>
              {words}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function numberLiteral(value: string | number | null): Expression | null {
  return value !== null && /^-?\d+(\.\d+)?$/.test(String(value)) ? { kind: 'number', value: String(value) } : null;
}
