// datetime (an instant, shown in the user's time zone) and time.

import { currentLanguage } from '../i18n.ts';
import { formatDateTime, formatTime } from './format.ts';
import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

export const datetimeWidget: Widget<string> = {
  Show: ({ value }) => <time dateTime={value}>{formatDateTime(value, currentLanguage())}</time>,
  Edit: lazyEdit('DatetimeEdit'),
  text: (value) => formatDateTime(value, currentLanguage()),
  width: 160,
  comparedAs: 'date',
  cellRoom: 'wide',
};

export const timeWidget: Widget<string> = {
  Show: ({ value }) => <time dateTime={value}>{formatTime(value)}</time>,
  Edit: lazyEdit('TimeEdit'),
  text: (value) => formatTime(value),
  width: 90,
  comparedAs: 'time',
};
