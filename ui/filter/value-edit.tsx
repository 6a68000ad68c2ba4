// The control for the values of a condition, by what the field is compared as.

import { ActionIcon, Group, Menu, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { IconCalendarTime, IconUserCircle, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
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

interface OneValueProps extends ValueEditProps {
  value: Expression | undefined;
  /** Null: none. */
  onValue: (value: Expression | null) => void;
}

function OneValue({ entity, field, condition, titles, value, onValue }: OneValueProps) {
  const { t } = useTranslation();
  const common = { entity, field, silentLabel: field.label, place: 'form' as const, required: false };
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  const text = value?.kind === 'text' ? value.value : null;
  const onText = (next: string | null) => onValue(next === null || next === '' ? null : { kind: 'text', value: next });
  if (value?.kind === 'call') return <CallValue field={field} titles={titles} value={value} onClear={() => onValue(null)} />;
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
          <DateEdit {...common} value={text} onChange={onText} />
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
          onChange={onText}
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
              onText(next?.id ?? null);
            }}
          />
          <MeButton field={field} onPick={onValue} />
        </Group>
      );
    default:
      return (
        <TextInput
          size="xs"
          type={comparedAs === 'time' ? 'time' : 'text'}
          aria-label={field.label}
          value={text ?? ''}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      );
  }
}

/** Worked out when it is asked, e.g. "this month". */
function CallValue({
  field,
  titles,
  value,
  onClear,
}: Pick<OneValueProps, 'field' | 'titles'> & { value: Expression; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      size="xs"
      readOnly
      aria-label={field.label}
      value={describeValue(value, field, { t, titles })}
      rightSection={
        <ActionIcon size="sm" onClick={onClear} aria-label={t('field.clear')}>
          <IconX size={14} />
        </ActionIcon>
      }
    />
  );
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
        {!mine && <MeButton field={field} onPick={(value) => onChange([...values, value])} />}
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

/** Whoever looks, where the field is about users. */
function MeButton({ field, onPick }: { field: FieldDescription; onPick: (value: Expression) => void }) {
  const { t } = useTranslation();
  if (!field.to.includes('users')) return null;
  const label = t('filter.function.me');
  return (
    <ActionIcon size={30} variant="default" aria-label={label} title={label} onClick={() => onPick(me)}>
      <IconUserCircle size={16} />
    </ActionIcon>
  );
}

interface FunctionMenuProps {
  label: string;
  icon: ReactNode;
  functions: readonly Expression[];
  field: FieldDescription;
  onPick: (value: Expression) => void;
}

function FunctionMenu({ label, icon, functions, field, onPick }: FunctionMenuProps) {
  const { t } = useTranslation();
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
