// any_reference: a record of one of several nouns.

import type { AnyReference } from '../../client/index.ts';
import { lazyEdit } from './lazy-edit.tsx';
import { ReferenceLink } from './reference.tsx';
import type { Widget } from './widget.ts';

export const anyReferenceWidget: Widget<AnyReference> = {
  Show: ({ value, place }) => <ReferenceLink entity={value.entity} value={value} wrap={place === 'page'} />,
  // The picker's choices always carry their noun.
  Edit: lazyEdit('ReferencePicker'),
  text: (value) => value.title,
  toWire: (value) => ({ entity: value.entity, id: value.id }),
  width: 190,
  comparedAs: 'record',
  linked: true,
};
