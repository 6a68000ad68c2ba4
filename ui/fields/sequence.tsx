// sequence: a number the server gives.

import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

export const sequenceWidget: Widget<string> = {
  Show: ({ value }) => value,
  Edit: lazyEdit('SequenceEdit'),
  text: (value) => value,
  width: 130,
  readOnly: true,
};
