// text and text_area.

import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import { namedText } from './named.ts';
import type { Widget } from './widget.ts';

export const textWidget: Widget<string> = {
  Show: ({ value, field, place }) => <span className={place === 'page' ? classes.wrap : undefined}>{namedText(String(value), field)}</span>,
  Edit: lazyEdit('TextEdit'),
  text: (value, field) => namedText(String(value), field),
  width: 200,
  typed: true,
};

export const textAreaWidget: Widget<string> = {
  Show: ({ value, place }) => (place === 'page' ? <span className={classes.lines}>{value}</span> : value.replace(/\s+/g, ' ')),
  Edit: lazyEdit('TextAreaEdit'),
  text: (value) => value.replace(/\s+/g, ' '),
  width: 240,
  typed: true,
  cellRoom: 'tall',
  wide: true,
};
