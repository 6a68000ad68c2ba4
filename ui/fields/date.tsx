// date: a day of the calendar, in the order of the user's language.

import { currentLanguage } from '../i18n.ts';
import { formatDate } from './format.ts';
import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

export const dateWidget: Widget<string> = {
  Show: ({ value }) => <time dateTime={value}>{formatDate(value, currentLanguage())}</time>,
  Edit: lazyEdit('DateEdit'),
  text: (value) => formatDate(value, currentLanguage()),
  width: 120,
  comparedAs: 'date',
};
