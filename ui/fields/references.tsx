// references: several records of one noun.

import type { Reference } from '../../client/index.ts';
import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import { ReferenceLink } from './reference.tsx';
import type { Widget } from './widget.ts';

export const referencesWidget: Widget<Reference[]> = {
  Show: ({ value, field, place }) => (
    <span className={place === 'page' ? classes.wrap : undefined}>
      {value.map((item, at) => (
        <span key={item.id}>
          {at > 0 && ', '}
          <ReferenceLink entity={field.to[0]} value={item} />
        </span>
      ))}
    </span>
  ),
  Edit: lazyEdit('ReferencesPicker'),
  text: (value) => value.map((item) => item.title).join(', '),
  toWire: (value) => value.map((item) => item.id),
  width: 200,
  comparedAs: 'record',
  formOnly: true,
};
