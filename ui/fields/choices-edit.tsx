// The control of multi_picklist.

import { MultiSelect, TagsInput } from '@mantine/core';
import { useInputProps } from './input.ts';
import { optionLabel } from './option-badge.tsx';
import type { EditProps } from './widget.ts';

export function ChoicesEdit({ value, onChange, ...props }: EditProps<string[]>) {
  const input = useInputProps(props);
  const { field } = props;
  if (field.open) {
    // Known ones are written and read by their words.
    const meant = (words: string) => field.options.find(({ label }) => label === words)?.value ?? words;
    return (
      <TagsInput
        {...input}
        value={(value ?? []).map((item) => optionLabel(field, item))}
        onChange={(words) => onChange(words.map(meant))}
        data={[...new Set(field.options.map(({ label }) => label))]}
      />
    );
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
