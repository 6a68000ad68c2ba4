// The control of money: an amount, and its currency at the end.

import { Select, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../client/index.ts';
import classes from './fields.module.css';
import { useInputProps } from './input.ts';
import { useDecimalDraft } from './number-edit.tsx';
import type { EditProps } from './widget.ts';

/** The currency of the last amount somebody entered here is the likeliest of the next. */
const STORED = 'kontor.currency';
const allCurrencies = Intl.supportedValuesOf('currency');

export function MoneyEdit({ value, onChange, ...props }: EditProps<Money>) {
  const { t } = useTranslation();
  const currency = value?.currency ?? props.field.currency ?? localStorage.getItem(STORED) ?? 'EUR';
  const draft = useDecimalDraft(value?.amount ?? null, { scale: null, grouping: true }, (amount) =>
    onChange(amount === null ? null : { amount, currency }),
  );
  const input = useInputProps({ ...props, error: props.error ?? (draft.bad ? t('field.notANumber') : null) });

  return (
    <TextInput
      {...input}
      {...draft.props}
      inputMode="decimal"
      styles={{ input: { textAlign: 'end', paddingInlineEnd: 76 } }}
      rightSectionWidth={72}
      rightSection={
        <Select
          aria-label={t('field.currencyOf', { field: props.field.label })}
          variant="unstyled"
          size="xs"
          className={classes.currency}
          rightSection={<IconChevronDown size={12} />}
          rightSectionWidth={18}
          rightSectionPointerEvents="none"
          data={allCurrencies.includes(currency) ? allCurrencies : [currency, ...allCurrencies]}
          value={currency}
          onChange={(next) => {
            if (!next) return;
            localStorage.setItem(STORED, next);
            if (value) onChange({ amount: value.amount, currency: next });
          }}
          searchable
          onFocus={(event) => event.currentTarget.select()}
          onClick={(event) => event.currentTarget.select()}
          allowDeselect={false}
          limit={50}
          disabled={props.disabled ?? false}
          comboboxProps={{ width: 110, position: 'bottom-end' }}
        />
      }
    />
  );
}
