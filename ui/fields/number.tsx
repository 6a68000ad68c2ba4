// integer, decimal and percent. Decimals travel as strings; while one types nothing is rewritten under the fingers.

import type { FieldDescription } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { formatDecimal, THIN } from './format.ts';
import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

export const decimalWidget: Widget<string | number> = {
  Show: ({ value, field }) => formatDecimal(value, currentLanguage(), field.scale),
  Edit: lazyEdit('DecimalEdit'),
  text: (value, field) => formatDecimal(value, currentLanguage(), field.scale),
  toWire: (value) => String(value),
  align: 'end',
  comparedAs: 'number',
  typed: true,
  width: 120,
};

const whole = (value: string | number, field: FieldDescription) => formatDecimal(value, currentLanguage(), null, field.grouping);

export const integerWidget: Widget<string | number> = {
  Show: ({ value, field }) => whole(value, field),
  Edit: lazyEdit('DecimalEdit'),
  text: whole,
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
  Edit: lazyEdit('PercentEdit'),
  text: percent,
  toWire: (value) => String(value),
  align: 'end',
  comparedAs: 'number',
  typed: true,
  width: 100,
};
