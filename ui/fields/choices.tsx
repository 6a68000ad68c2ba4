// multi_picklist: any number of the options; open ones take new values.

import { MultiSelect, TagsInput } from '@mantine/core';
import classes from './fields.module.css';
import { useInputProps } from './input.ts';
import { OptionBadge, optionLabel } from './option-badge.tsx';
import type { EditProps, Widget } from './widget.ts';

export const multiPicklistWidget: Widget<string[]> = {
  Show: ({ field, value, place }) => (
    <span className={place === 'page' ? classes.badges : classes.badgesLine}>
      {value.map((item) => (
        <OptionBadge key={item} field={field} value={item} />
      ))}
    </span>
  ),
  Edit: ChoicesEdit,
  text: (value, field) => value.map((item) => optionLabel(field, item)).join(', '),
  width: 200,
  comparedAs: 'option',
  cellRoom: 'tall',
};

function ChoicesEdit({ value, onChange, ...props }: EditProps<string[]>) {
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
