// children (line items): a count in a list; the record form edits the rows themselves.

import i18next from 'i18next';
import type { Widget } from './widget.ts';

const count = (value: readonly unknown[]) => i18next.t('field.rows', { count: value.length });

export const childrenWidget: Widget<readonly unknown[]> = {
  Show: ({ value }) => count(value),
  Edit: ({ value }) => count(value ?? []),
  text: count,
  width: 110,
  wide: true,
  formOnly: true,
};
