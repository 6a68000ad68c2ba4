// The control of integer, decimal and percent. While one types nothing is rewritten under the fingers.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { formatDecimal, parseDecimal } from './format.ts';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function PercentEdit(props: EditProps<string | number>) {
  return <DecimalEdit {...props} suffix="%" />;
}

export function DecimalEdit({ value, onChange, suffix, ...props }: EditProps<string | number> & { suffix?: string }) {
  const { t } = useTranslation();
  const draft = useDecimalDraft(value, props.field, onChange);
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
export function useDecimalDraft(
  value: string | number | null,
  { scale, grouping }: Pick<FieldDescription, 'scale' | 'grouping'>,
  onChange: (value: string | null) => void,
) {
  const [typed, setTyped] = useState<string | null>(null);
  const language = currentLanguage();
  const resting = value === null ? '' : formatDecimal(value, language, scale, grouping);
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
