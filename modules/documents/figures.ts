// Days, amounts and numbers as the reader of a document writes them.

import { digits } from '../../engine/index.ts';
import { decimalsOf, type Money } from '../../schema/index.ts';

export interface Figures {
  /** Of an empty one nothing. */
  day(day: unknown): string;
  /** Without its currency. */
  amount(money: unknown): string;
  /** With the sign of its currency, where the reader expects it. */
  signed(money: unknown): string;
  /** Without zeros at its end. */
  number(value: unknown): string;
}

/** @param sign how amounts are marked, e.g. `€` */
export function figuresOf(language: string, sign: string): Figures {
  const dates = new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' });
  return {
    day: (day) => (day ? dates.format(Date.parse(`${day}T00:00:00Z`)) : ''),
    amount(money) {
      const { amount } = money as Money;
      return digits(amount, language, decimalsOf(amount));
    },
    signed(money) {
      const { amount, currency } = money as Money;
      const places = { minimumFractionDigits: decimalsOf(amount), maximumFractionDigits: decimalsOf(amount) };
      const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...places });
      const parts = format.formatToParts(amount as `${number}`);
      return parts.map(({ type, value }) => (type === 'currency' ? sign : value)).join('');
    },
    number(value) {
      const text = String(value)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
      return digits(text, language, decimalsOf(text));
    },
  };
}
