// secret: can be set and replaced, never read; all one sees is whether there is one.

import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

const covered = '••••••';

/** A text while it is typed, `true` where one is stored. */
export const secretWidget: Widget<string | true> = {
  Show: () => covered,
  Edit: lazyEdit('SecretEdit'),
  text: () => covered,
  formOnly: true,
};
