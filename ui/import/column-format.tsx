// How dates and numbers of a column are written: what was found, shown with an example, and what else it may be.

import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ColumnFormat, FieldDescription, ImportColumn } from '../../client/index.ts';
import { fieldTypes } from '../../schema/index.ts';
import { plainText, widgetFor } from '../fields/lookup.ts';
import { toField } from '../form/described-schema.ts';
import classes from './import.module.css';

const DATES = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'YYYYMMDD',
  'D.M.YYYY',
  'M/D/YYYY',
  'DD.MM.YY',
];
const TIME = ' HH:mm';

/** Decimal mark and what stands between thousands, as one choice. */
const NUMBERS = [
  { value: '. ', label: '1234.5', format: { decimal: '.', thousands: '' } },
  { value: '.,', label: '1,234.5', format: { decimal: '.', thousands: ',' } },
  { value: ', ', label: '1234,5', format: { decimal: ',', thousands: '' } },
  { value: ',.', label: '1.234,5', format: { decimal: ',', thousands: '.' } },
  { value: ', s', label: '1 234,5', format: { decimal: ',', thousands: ' ' } },
  { value: '. s', label: '1 234.5', format: { decimal: '.', thousands: ' ' } },
  { value: ".'", label: "1'234.5", format: { decimal: '.', thousands: "'" } },
] as const;

export interface ColumnFormatEditProps {
  field: FieldDescription;
  column: ImportColumn;
  format: ColumnFormat;
  onChange: (format: ColumnFormat) => void;
}

export function ColumnFormatEdit({ field, column, format, onChange }: ColumnFormatEditProps) {
  const { t } = useTranslation();
  const { comparedAs } = widgetFor(field);
  if (column.samples.length === 0) return null;
  if (comparedAs === 'date') {
    const withTime = /[Hh]/.test(format.date ?? '');
    const usual = withTime ? DATES.map((date) => date + TIME) : DATES;
    const all = format.date && !usual.includes(format.date) ? [format.date, ...usual] : usual;
    return (
      <div className={classes.format}>
        <Select
          size="xs"
          aria-label={t('import.dateFormat', { column: column.name })}
          placeholder={t('import.chooseFormat')}
          data={all}
          value={format.date ?? null}
          onChange={(date) => date && onChange({ ...format, date })}
          allowDeselect={false}
          searchable
        />
        <Example field={field} column={column} format={format} />
      </div>
    );
  }
  if (comparedAs === 'number') {
    const { decimal = '.', thousands = '' } = format;
    const now = NUMBERS.find((one) => one.format.decimal === decimal && one.format.thousands === thousands);
    return (
      <div className={classes.format}>
        <Select
          size="xs"
          aria-label={t('import.numberFormat', { column: column.name })}
          data={NUMBERS.map(({ value, label }) => ({ value, label }))}
          value={now?.value ?? null}
          onChange={(value) => {
            const next = NUMBERS.find((one) => one.value === value);
            if (next) onChange({ ...format, ...next.format });
          }}
          allowDeselect={false}
        />
        <Example field={field} column={column} format={format} />
      </div>
    );
  }
  return null;
}

/** The first sample as it will be read. */
function Example({ field, column, format }: Omit<ColumnFormatEditProps, 'onChange'>) {
  const { t } = useTranslation();
  const sample = column.samples[0] ?? '';
  const parsed = fieldTypes[field.type]?.parse(sample, toField(field), format);
  if (!parsed) return null;
  return (
    <span className={classes.example} data-bad={!parsed.ok || undefined}>
      {parsed.ok
        ? t('import.example', { from: sample, to: plainText(field, parsed.value) || '–' })
        : t('import.exampleBad', { from: sample })}
    </span>
  );
}
