// A condition on time in a dialog of its own (row CS-057): a period, so many days back or ahead, a day, from and until.

import { Button, Group, NumberInput, Popover, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import type { Expression } from '../../schema/index.ts';
import { DateEdit } from '../fields/date-edit.tsx';
import { describeValue, operatorKey } from './describe.ts';
import classes from './filter.module.css';
import type { Condition } from './model.ts';
import { periods } from './values.ts';

type Mode = 'period' | 'notPeriod' | 'last' | 'next' | 'older' | 'further' | 'on' | 'before' | 'after' | 'between' | 'empty' | 'notEmpty';

const modes: readonly Mode[] = [
  ...(['period', 'last', 'next', 'older', 'further', 'on', 'before', 'after', 'between', 'notPeriod', 'empty', 'notEmpty'] as const),
];

/** Periods with a name of their own; those of so many days are asked with a number. */
const named = periods.filter((period) => period.kind === 'call' && period.args.length === 0);

export interface TimeDialogProps {
  readonly entity: string;
  readonly field: FieldDescription;
  readonly condition: Condition;
  /** Opened at once for a condition that was just added. */
  readonly fresh?: boolean;
  readonly onChange: (condition: Condition) => void;
}

export function TimeDialog({ entity, field, condition, fresh = false, onChange }: TimeDialogProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(fresh);
  const mode = modeOf(condition);
  const [days, setDays] = useState(daysOf(condition));
  const words = (value: Expression) => describeValue(value, field, { t, titles: new Map() });
  const [first, second] = condition.values;
  const set = (operator: Condition['operator'], ...values: (Expression | undefined)[]) =>
    onChange({ ...condition, operator, values: values.filter((value): value is Expression => value !== undefined) });

  const choose = (next: Mode) => {
    const literals = condition.values.filter((value) => value.kind === 'text');
    if (next === 'period' || next === 'notPeriod') {
      const kept = first?.kind === 'call' && first.args.length === 0 ? first : named[0];
      set(next === 'period' ? '=' : '!=', kept);
    } else if (next === 'last' || next === 'next' || next === 'older' || next === 'further') setCount(next, days);
    else if (next === 'empty' || next === 'notEmpty') set(next === 'empty' ? 'is empty' : 'is not empty');
    else if (next === 'between') set('between', ...literals.slice(0, 2));
    else set(next === 'on' ? '=' : next === 'before' ? '<' : '>', literals[0]);
    // Which day is still to be said: until then the dialog keeps what was chosen.
    setPending(next);
  };
  const setCount = (kind: Mode, count: number) => {
    const number: Expression = { kind: 'number', value: String(count) };
    const today: Expression = { kind: 'call', name: 'today', args: [] };
    if (kind === 'last' || kind === 'next') set('=', { kind: 'call', name: `${kind}_days`, args: [number] });
    else set(kind === 'older' ? '<' : '>', { kind: 'binary', op: kind === 'older' ? '-' : '+', left: today, right: number });
  };
  const [pending, setPending] = useState<Mode>(mode);
  const shown = opened ? pending : mode;
  const common = { entity, field, place: 'form' as const, required: false };
  const text = (value: Expression | undefined) => (value?.kind === 'text' ? value.value : null);
  const literal = (value: string | null): Expression | undefined => (value ? { kind: 'text', value } : undefined);
  const sentence = [t(`filter.operator.${operatorKey(condition.operator)}`), condition.values.map(words).join(` ${t('filter.and')} `)];

  return (
    <Popover
      opened={opened}
      onChange={(next) => {
        setOpened(next);
        setPending(mode);
      }}
      position="bottom-start"
      withinPortal
      trapFocus
      width={300}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.time}
          onClick={() => {
            setPending(mode);
            setOpened(!opened);
          }}
          aria-label={t('filter.time.open', { field: field.label })}
          aria-haspopup="dialog"
        >
          <IconCalendarTime size={15} aria-hidden="true" />
          <span>{sentence.filter(Boolean).join(' ')}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={t('filter.time.title', { field: field.label })}>
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('filter.time.title', { field: field.label })}
          </Text>
          <Select
            size="xs"
            aria-label={t('filter.operatorLabel')}
            data={modes.map((value) => ({ value, label: t(`filter.time.${value}`) }))}
            value={shown}
            onChange={(next) => next && choose(next as Mode)}
            allowDeselect={false}
            maxDropdownHeight={360}
            comboboxProps={{ withinPortal: false }}
          />
          {(shown === 'period' || shown === 'notPeriod') && (
            <Select
              size="xs"
              aria-label={t('filter.time.which')}
              data={named.map(words)}
              value={first ? words(first) : null}
              onChange={(next) => {
                const value = named.find((period) => words(period) === next);
                if (value) set(shown === 'period' ? '=' : '!=', value);
              }}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          {(shown === 'last' || shown === 'next' || shown === 'older' || shown === 'further') && (
            <NumberInput
              size="xs"
              label={t('filter.time.days')}
              min={1}
              max={36_500}
              allowDecimal={false}
              value={days}
              onChange={(value) => {
                const count = Math.max(1, Math.round(Number(value)) || 1);
                setDays(count);
                setCount(shown, count);
              }}
            />
          )}
          {(shown === 'on' || shown === 'before' || shown === 'after') && (
            <DateEdit
              {...common}
              silentLabel={t('filter.time.day')}
              value={text(first)}
              onChange={(value) => set(shown === 'on' ? '=' : shown === 'before' ? '<' : '>', literal(value))}
            />
          )}
          {shown === 'between' && (
            <Group gap={6} wrap="nowrap">
              <DateEdit
                {...common}
                silentLabel={t('filter.time.from')}
                value={text(first)}
                onChange={(value) => set('between', literal(value), second ?? literal(value))}
              />
              <DateEdit
                {...common}
                silentLabel={t('filter.time.until')}
                value={text(second)}
                onChange={(value) => set('between', first, literal(value))}
              />
            </Group>
          )}
          <Group justify="flex-end">
            <Button size="compact-sm" onClick={() => setOpened(false)}>
              {t('filter.time.done')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function modeOf({ operator, values: [first] }: Condition): Mode {
  if (operator === 'is empty') return 'empty';
  if (operator === 'is not empty') return 'notEmpty';
  if (operator === 'between') return 'between';
  if (first?.kind === 'binary') return first.op === '-' ? 'older' : 'further';
  if (first?.kind === 'call') {
    if (first.name === 'last_days') return 'last';
    if (first.name === 'next_days') return 'next';
    return operator === '!=' ? 'notPeriod' : operator === '=' ? 'period' : operator.startsWith('<') ? 'before' : 'after';
  }
  if (operator === '=' || operator === '!=') return first ? 'on' : 'period';
  return operator.startsWith('<') ? 'before' : 'after';
}

function daysOf({ values: [first] }: Condition): number {
  const number = first?.kind === 'binary' ? first.right : first?.kind === 'call' ? first.args[0] : undefined;
  return number?.kind === 'number' ? Number(number.value) : 7;
}
