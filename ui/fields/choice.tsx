// One of several: picklist (open ones take new values), radio, state.

import { Autocomplete, Group, Radio, Select, Stack } from '@mantine/core';
import type { FieldDescription } from '../../client/index.ts';
import { useInputProps, useWrapperProps } from './input.ts';
import { OptionBadge, OptionDot, optionLabel, optionOf } from './option-badge.tsx';
import type { EditProps, ShowProps, Widget } from './widget.ts';

const Show = ({ field, value }: ShowProps<string>) => <OptionBadge field={field} value={value} />;
const text = (value: string, field: FieldDescription) => optionLabel(field, value);

export const picklistWidget: Widget<string> = {
  Show,
  Edit: (props) => (props.field.open ? <OpenEdit {...props} /> : <ChoiceEdit {...props} />),
  text,
  width: 150,
  comparedAs: 'option',
};

export const radioWidget: Widget<string> = {
  Show,
  Edit: (props) => (props.place === 'cell' || props.field.options.length > 6 ? <ChoiceEdit {...props} /> : <RadioEdit {...props} />),
  text,
  width: 150,
  comparedAs: 'option',
};

export const stateWidget: Widget<string> = { Show, Edit: ChoiceEdit, text, width: 150, comparedAs: 'option' };

/** Options one may choose now: active ones, for a state only where one may go from here, and always the present one. */
export function choosable(field: FieldDescription, present: string | null) {
  const next = present === null ? null : optionOf(field, present)?.next;
  return field.options.filter((option) => option.value === present || (option.active !== false && (!next || next.includes(option.value))));
}

function ChoiceEdit({ value, onChange, onCommit, ...props }: EditProps<string>) {
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
      clearable={props.place === 'form' && !props.field.required && props.field.type !== 'state'}
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
      maxLength={field.length ?? undefined}
    />
  );
}

function RadioEdit({ value, onChange, ...props }: EditProps<string>) {
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
