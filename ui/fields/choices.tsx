// multi_picklist: any number of the options; open ones take new values.

import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import { OptionBadge, optionLabel } from './option-badge.tsx';
import type { Widget } from './widget.ts';

export const multiPicklistWidget: Widget<string[]> = {
  Show: ({ field, value, place }) => (
    <span className={place === 'page' ? classes.badges : classes.badgesLine}>
      {value.map((item) => (
        <OptionBadge key={item} field={field} value={item} />
      ))}
    </span>
  ),
  Edit: lazyEdit('ChoicesEdit'),
  text: (value, field) => value.map((item) => optionLabel(field, item)).join(', '),
  width: 200,
  comparedAs: 'option',
  cellRoom: 'tall',
};
