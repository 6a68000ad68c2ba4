// The line above the rows of a group: its value, how many, sums; a click folds it.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells

import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription, Money } from '../../client/index.ts';
import { formatDate, formatDecimal, formatMoney } from '../fields/format.ts';
import { widgetFor } from '../fields/lookup.ts';
import { currentLanguage } from '../i18n.ts';
import type { Column } from './columns.ts';
import classes from './grid.module.css';
import type { Heading } from './grouped-rows.ts';

export interface GroupHeadingProps {
  readonly id: string;
  readonly field: FieldDescription;
  readonly unit: string | null;
  readonly heading: Heading & { readonly open: boolean };
  readonly columns: readonly Column[];
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly onToggle: () => void;
}

export function GroupHeading({ id, field, unit, heading, columns, index, top, active, onToggle }: GroupHeadingProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { Show } = widgetFor(field);
  const sums = columns.flatMap((column) => {
    const text = sumText(heading.sums[column.path], language);
    return text ? [{ column, text }] : [];
  });
  return (
    <div className={classes.groupRow} style={{ transform: `translateY(${top}px)` }} role="row" aria-rowindex={index + 2}>
      <div
        id={id}
        className={classes.groupCell}
        role="gridcell"
        aria-expanded={heading.open}
        data-active={active || undefined}
        onClick={onToggle}
      >
        <IconChevronRight size={16} className={classes.chevron} data-open={heading.open || undefined} aria-hidden="true" />
        <span className={classes.groupValue}>
          {heading.value === null ? (
            t('list.noGroup', { field: field.label })
          ) : unit ? (
            unitText(unit, String(heading.value), language)
          ) : (
            <Show field={field} value={heading.value} place="cell" />
          )}
        </span>
        <span className={classes.groupCount}>{formatDecimal(heading.count, language)}</span>
        {sums.map(({ column, text }) => (
          <span key={column.path} className={classes.groupSum} title={t('list.sumOf', { column: column.label })}>
            <span className={classes.groupSumLabel}>{column.label}</span> {text}
          </span>
        ))}
      </div>
    </div>
  );
}

function sumText(sum: unknown, language: string): string {
  if (sum === null || sum === undefined) return '';
  if (typeof sum !== 'object') return formatDecimal(String(sum), language);
  // Several currencies make no sum one could name.
  const { amount, currency } = sum as Partial<Money>;
  return amount && currency ? formatMoney(amount, currency, language) : '';
}

/** `2026-03` as March 2026. */
export function unitText(unit: string, value: string, language: string): string {
  if (unit === 'month') {
    const [year, month] = value.split('-').map(Number);
    const time = Date.UTC(year ?? 0, (month ?? 1) - 1, 1);
    return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(time);
  }
  return unit === 'day' ? formatDate(value, language) : value.replace('-', ' ');
}
