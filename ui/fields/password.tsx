// password: can be set, never read.

import { lazyEdit } from './lazy-edit.tsx';
import type { Widget } from './widget.ts';

export const passwordWidget: Widget<string> = {
  Show: () => '••••••',
  Edit: lazyEdit('PasswordEdit'),
  text: () => '••••••',
  formOnly: true,
};
