// The controls for one of several: a list to choose from, an open list, radio buttons.

import { Autocomplete, Group, Radio, Select, Stack } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { choosable } from './choice.tsx';
import { useInputProps, useWrapperProps } from './input.ts';
import { OptionDot, optionLabel, optionOf } from './option-badge.tsx';
import type { EditProps } from './widget.ts';

/** More than these are easier to read in a list. */
const MOST_BUTTONS = 6;

export function PicklistEdit(props: EditProps<string>) {
  return props.field.open ? <OpenEdit {...props} /> : <ChoiceEdit clearable {...props} />;
}

export function RadioEdit(props: EditProps<string>) {
  const list = props.place === 'cell' || props.field.options.length > MOST_BUTTONS;
  return list ? <ChoiceEdit clearable {...props} /> : <RadioButtons {...props} />;
}

/** A state is always something. */
export function StateEdit(props: EditProps<string>) {
  return <ChoiceEdit clearable={false} {...props} />;
}

function ChoiceEdit({ value, onChange, onCommit, clearable, ...props }: EditProps<string> & { clearable: boolean }) {
  const input = useInputProps(props);
  const options = choosable(props.field, value);
  const known = value === null || options.some((option) => option.value === value);
  return (
    <Select
      {...input}
      data={[
        ...(known ? [] : [{ value: value as string, label: value as string }]),
        ...options.map(({ value, label }) => ({ value, label })),
      ]}
      value={value}
      onChange={(next) => {
        onChange(next);
        onCommit?.(next);
      }}
      searchable={props.field.options.length > 7}
      clearable={clearable && props.place === 'form' && !props.field.required}
      allowDeselect={false}
      defaultDropdownOpened={props.place === 'cell'}
      leftSection={props.place === 'form' && value ? <OptionDot color={optionOf(props.field, value)?.color} /> : undefined}
      renderOption={({ option }) => (
        <Group gap={8} wrap="nowrap">
          <OptionDot color={optionOf(props.field, option.value)?.color} />
          {option.label}
        </Group>
      )}
      comboboxProps={{ width: props.place === 'cell' ? 'max-content' : undefined, position: 'bottom-start' }}
      nothingFoundMessage="–"
    />
  );
}

function OpenEdit({ value, onChange, onCommit, ...props }: EditProps<string>) {
  const input = useInputProps(props);
  const { field } = props;
  const toValue = (label: string) => field.options.find((option) => option.label === label)?.value ?? label;
  return (
    <Autocomplete
      {...input}
      data={[...new Set(choosable(field, value).map((option) => option.label))]}
      value={value === null ? '' : optionLabel(field, value)}
      onChange={(label) => onChange(label === '' ? null : toValue(label))}
      onOptionSubmit={(label) => onCommit?.(toValue(label))}
      rightSection={<IconSelector size={16} stroke={1.5} />}
      rightSectionPointerEvents="none"
      maxLength={field.length ?? undefined}
    />
  );
}

function RadioButtons({ value, onChange, ...props }: EditProps<string>) {
  const wrapper = useWrapperProps(props);
  return (
    <Radio.Group {...wrapper} value={value} onChange={onChange}>
      <Stack gap={6} mt={6}>
        {choosable(props.field, value).map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} size={wrapper.size} disabled={props.disabled} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
