// checkbox: yes or no.

import { Checkbox } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import classes from './fields.module.css';
import { useWrapperProps } from './input.ts';
import type { EditProps, Widget } from './widget.ts';

export const checkboxWidget: Widget<boolean> = {
  Show: ({ value }) =>
    value ? (
      <IconCheck size={16} className={classes.yes} role="img" aria-label={i18next.t('field.yes')} />
    ) : (
      <IconMinus size={16} className={classes.no} role="img" aria-label={i18next.t('field.no')} />
    ),
  Edit: CheckboxEdit,
  text: (value) => i18next.t(value ? 'field.yes' : 'field.no'),
  width: 100,
  comparedAs: 'boolean',
};

function CheckboxEdit({ value, onChange, onCommit, ...props }: EditProps<boolean>) {
  const { t } = useTranslation();
  const { withAsterisk: _, ...wrapper } = useWrapperProps(props);
  return (
    <Checkbox
      {...wrapper}
      aria-label={wrapper.label ? undefined : t('field.toggle', { field: props.field.label })}
      disabled={props.disabled}
      autoFocus={props.autoFocus}
      checked={value ?? false}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
        onCommit?.(event.currentTarget.checked);
      }}
      className={props.place === 'form' ? classes.checkbox : classes.cellCheckbox}
    />
  );
}
