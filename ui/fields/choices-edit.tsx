// The control of multi_picklist.

import { MultiSelect, TagsInput } from '@mantine/core';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function ChoicesEdit({ value, onChange, ...props }: EditProps<string[]>) {
  const input = useInputProps(props);
  const { field } = props;
  if (field.open) {
    return <TagsInput {...input} value={value ?? []} onChange={onChange} data={field.options.map((option) => option.value)} />;
  }
  const options = field.options.filter((option) => option.active !== false || value?.includes(option.value));
  return (
    <MultiSelect
      {...input}
      value={value ?? []}
      onChange={onChange}
      data={options.map(({ value, label }) => ({ value, label }))}
      searchable={options.length > 7}
      hidePickedOptions
      defaultDropdownOpened={props.place === 'cell'}
    />
  );
}
