// integer, decimal and percent. Decimals travel as strings; while one types nothing is rewritten under the fingers.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { formatDecimal, parseDecimal, THIN } from './format.ts';
import { useInputProps } from './input.ts';
import type { EditProps, Widget } from './widget.ts';

export const decimalWidget: Widget<string | number> = {
  Show: ({ value, field }) => formatDecimal(value, currentLanguage(), field.scale),
  Edit: DecimalEdit,
  text: (value, field) => formatDecimal(value, currentLanguage(), field.scale),
  toWire: (value) => String(value),
  align: 'end',
  comparedAs: 'number',
  typed: true,
  width: 120,
};

export const integerWidget: Widget<string | number> = {
  Show: ({ value }) => formatDecimal(value, currentLanguage()),
  Edit: DecimalEdit,
  text: (value) => formatDecimal(value, currentLanguage()),
  // What is no whole number goes as typed: the server words the complaint.
  toWire: (value) => (/^-?\d{1,15}$/.test(String(value)) ? Number(value) : value),
  align: 'end',
  comparedAs: 'number',
  typed: true,
  width: 110,
};

const percent = (value: string | number, field: FieldDescription) => `${formatDecimal(value, currentLanguage(), field.scale)}${THIN}%`;

export const percentWidget: Widget<string | number> = {
  Show: ({ value, field }) => percent(value, field),
  Edit: (props) => <DecimalEdit {...props} suffix="%" />,
  text: percent,
  toWire: (value) => String(value),
  align: 'end',
  comparedAs: 'number',
  typed: true,
  width: 100,
};

export function DecimalEdit({ value, onChange, suffix, ...props }: EditProps<string | number> & { suffix?: string }) {
  const { t } = useTranslation();
  const draft = useDecimalDraft(value, props.field.scale, onChange);
  const input = useInputProps({ ...props, error: props.error ?? (draft.bad ? t('field.notANumber') : null) });
  return (
    <TextInput
      {...input}
      {...draft.props}
      inputMode="decimal"
      rightSection={suffix}
      rightSectionPointerEvents="none"
      styles={props.place === 'cell' ? { input: { textAlign: 'end' } } : undefined}
    />
  );
}

/** The text while it is typed, the formatted number otherwise. */
export function useDecimalDraft(value: string | number | null, scale: number | null, onChange: (value: string | null) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const language = currentLanguage();
  const resting = value === null ? '' : formatDecimal(value, language, scale);
  return {
    bad: typed === null && value !== null && parseDecimal(String(value), language) === null,
    props: {
      value: typed ?? resting,
      onFocus: () => setTyped(resting),
      onBlur: () => setTyped(null),
      onChange: (event: { currentTarget: { value: string } }) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? null : (parseDecimal(text, language) ?? text));
      },
    },
  };
}
