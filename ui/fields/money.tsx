// money: an exact amount and its currency.

import type { Money } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { formatMoney } from './format.ts';
import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

const show = (value: Money) => formatMoney(value.amount, value.currency, currentLanguage());

export const moneyWidget: Widget<Money> = {
  Show: ({ value }) => show(value),
  Edit: lazyEdit('MoneyEdit'),
  text: show,
  align: 'end',
  summed: true,
  cellRoom: 'wide',
  comparedAs: 'number',
  width: 168,
};
