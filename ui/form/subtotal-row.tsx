// The sum of some rows, below the last of them.

import { useTranslation } from 'react-i18next';
import type { FieldDescription, Money } from '../../client/index.ts';
import { plainText } from '../fields/lookup.ts';
import classes from './lines.module.css';
import { endOf } from './lines-columns.ts';

/** `lead` and `tail`: so many cells stand before and behind those of the columns. */
export function SubtotalRow(props: { amount: Money; columns: readonly FieldDescription[]; lead?: number; tail?: number }) {
  const { amount, columns, lead = 0, tail = 0 } = props;
  const { t } = useTranslation();
  const end = endOf(columns);
  const column = columns[end];
  if (!column) return null;
  const behind = columns.length - end - 1 + tail;
  return (
    <tr className={classes.subtotal}>
      <td colSpan={lead + end}>{t('lines.subtotal')}</td>
      <td data-end>{plainText(column, amount)}</td>
      {behind > 0 && <td colSpan={behind} />}
    </tr>
  );
}
