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
  // Which day is still to be said: until then the dialog keeps what was chosen.
  const [pending, setPending] = useState<Mode>(mode);
  const [days, setDays] = useState(daysOf(condition));
  const words = (value: Expression) => describeValue(value, field, { t, titles: new Map() });
  const open = (next: boolean) => {
    setOpened(next);
    setPending(mode);
  };
  const said = [t(`filter.operator.${operatorKey(condition.operator)}`), condition.values.map(words).join(` ${t('filter.and')} `)];
  const sentence = said.filter(Boolean).join(' ');

  return (
    <Popover opened={opened} onChange={open} position="bottom-start" withinPortal trapFocus width={300}>
      <Popover.Target>
        <UnstyledButton
          className={classes.time}
          onClick={() => open(!opened)}
          aria-label={`${t('filter.time.open', { field: field.label })} ${sentence}`}
          aria-haspopup="dialog"
        >
          <IconCalendarTime size={15} aria-hidden="true" />
          <span>{sentence}</span>
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
            value={opened ? pending : mode}
            onChange={(next) => {
              if (!next) return;
              onChange(inMode(condition, next as Mode, days));
              setPending(next as Mode);
            }}
            allowDeselect={false}
            maxDropdownHeight={360}
            comboboxProps={{ withinPortal: false }}
          />
          <ModeValues {...{ entity, field, condition, onChange, words, days }} mode={opened ? pending : mode} onDays={setDays} />
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

interface ModeValuesProps extends Omit<TimeDialogProps, 'fresh'> {
  readonly mode: Mode;
  readonly words: (value: Expression) => string;
  readonly days: number;
  readonly onDays: (days: number) => void;
}

/** What a way of speaking of time has to be told: which period, how many days, which day, from and until. */
function ModeValues({ entity, field, condition, mode, words, days, onChange, onDays }: ModeValuesProps) {
  const { t } = useTranslation();
  const [first, second] = condition.values;
  const set = (...values: (Expression | undefined)[]) => onChange(withValues(condition, OPERATORS[mode], values));
  const day = (label: string, value: Expression | undefined, onDay: (day: Expression | undefined) => void) => (
    <DateEdit
      {...{ entity, field, place: 'form', required: false }}
      silentLabel={label}
      value={value?.kind === 'text' ? value.value : null}
      onChange={(typed) => onDay(typed ? { kind: 'text', value: typed } : undefined)}
    />
  );
  if (mode === 'period' || mode === 'notPeriod')
    return (
      <Select
        size="xs"
        aria-label={t('filter.time.which')}
        data={named.map(words)}
        value={first ? words(first) : null}
        onChange={(next) => {
          const value = named.find((period) => words(period) === next);
          if (value) set(value);
        }}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
    );
  if (isCounted(mode))
    return (
      <NumberInput
        size="xs"
        label={t('filter.time.days')}
        min={1}
        max={36_500}
        allowDecimal={false}
        value={days}
        onChange={(value) => {
          const count = Math.max(1, Math.round(Number(value)) || 1);
          onDays(count);
          set(countedFrom(mode, count));
        }}
      />
    );
  if (mode === 'on' || mode === 'before' || mode === 'after') return day(t('filter.time.day'), first, set);
  if (mode === 'between')
    return (
      <Group gap={6} wrap="nowrap">
        {day(t('filter.time.from'), first, (value) => set(value, second ?? value))}
        {day(t('filter.time.until'), second, (value) => set(first, value))}
      </Group>
    );
  return null;
}

type Counted = 'last' | 'next' | 'older' | 'further';

function isCounted(mode: Mode): mode is Counted {
  return ['last', 'next', 'older', 'further'].includes(mode);
}

const OPERATORS: Readonly<Record<Mode, Condition['operator']>> = {
  ...{ period: '=', notPeriod: '!=', last: '=', next: '=', older: '<', further: '>' },
  ...{ on: '=', before: '<', after: '>', between: 'between', empty: 'is empty', notEmpty: 'is not empty' },
};

function withValues(condition: Condition, operator: Condition['operator'], values: readonly (Expression | undefined)[]): Condition {
  return { ...condition, operator, values: values.filter((value) => value !== undefined) };
}

/** The condition in another way of speaking of time, with what of its values still means something there. */
function inMode(condition: Condition, mode: Mode, days: number): Condition {
  const [first] = condition.values;
  const literals = condition.values.filter((value) => value.kind === 'text');
  const values = (): (Expression | undefined)[] => {
    if (mode === 'period' || mode === 'notPeriod') return [first?.kind === 'call' && first.args.length === 0 ? first : named[0]];
    if (isCounted(mode)) return [countedFrom(mode, days)];
    if (mode === 'empty' || mode === 'notEmpty') return [];
    return mode === 'between' ? literals.slice(0, 2) : [literals[0]];
  };
  return withValues(condition, OPERATORS[mode], values());
}

/** `last_days(7)`, `today() - 7`. */
function countedFrom(mode: Counted, count: number): Expression {
  const number: Expression = { kind: 'number', value: String(count) };
  if (mode === 'last' || mode === 'next') return { kind: 'call', name: `${mode}_days`, args: [number] };
  return { kind: 'binary', op: mode === 'older' ? '-' : '+', left: { kind: 'call', name: 'today', args: [] }, right: number };
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
