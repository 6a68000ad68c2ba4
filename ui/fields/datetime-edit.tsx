// The controls of datetime (in the user's time zone) and time.

import { Input, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockOf, instantAt } from '../zone.ts';
import { DateEdit } from './date-edit.tsx';
import { localToday } from './date-text.ts';
import classes from './fields.module.css';
import { useInputProps, useWrapperProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function DatetimeEdit({ value, onChange, onCommit: _, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  const wrapper = useWrapperProps(props);
  const local = toLocal(value);
  const change = (date: string | null, time: string) => {
    if (date === null) onChange(null);
    // A half-typed date stays as typed, so that the message can stand beside it.
    else onChange(/^\d{4}-\d{2}-\d{2}$/.test(date) ? fromLocal(date, time) : date);
  };
  const named = { ...props.field, label: `${props.field.label}: ${t('field.date')}` };
  const controls = (
    <div className={classes.pair}>
      <DateEdit
        {...props}
        field={named}
        silentLabel={named.label}
        value={local?.date ?? value}
        onChange={(date) => change(date, local?.time ?? '09:00')}
        error={null}
      />
      <TextInput
        type="time"
        size={wrapper.size}
        variant={props.place === 'cell' ? 'unstyled' : 'default'}
        aria-label={`${props.field.label}: ${t('field.time')}`}
        value={local?.time ?? ''}
        onChange={(event) => change(local?.date ?? localToday(), event.currentTarget.value || '00:00')}
        disabled={props.disabled}
      />
    </div>
  );
  if (props.place === 'cell') return controls;
  return (
    <Input.Wrapper {...wrapper} labelElement="div">
      {controls}
    </Input.Wrapper>
  );
}

export function TimeEdit({ value, onChange, ...props }: EditProps<string>) {
  return (
    <TextInput
      {...useInputProps(props)}
      type="time"
      value={value?.slice(0, 5) ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

function toLocal(instant: string | null): { date: string; time: string } | null {
  if (!instant?.includes('T') || Number.isNaN(Date.parse(instant))) return null;
  const [date = '', time = ''] = clockOf(instant).split('T');
  return { date, time };
}

function fromLocal(date: string, time: string): string {
  return instantAt(`${date}T${time}`).replace('.000Z', 'Z');
}
