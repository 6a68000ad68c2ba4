// json: settings that screens of their own write; here they are shown and edited as text.

import type { Json } from '../../schema/index.ts';
import { lazyEdit } from './lazy-edit.tsx';
import type { ShowProps, Widget } from './widget.ts';

const oneLine = (value: Json) => JSON.stringify(value);

function JsonShow({ value, place }: ShowProps<Json>) {
  return place === 'page' ? <pre>{JSON.stringify(value, null, 2)}</pre> : oneLine(value);
}

export const jsonWidget: Widget<Json> = { Show: JsonShow, Edit: lazyEdit('JsonEdit'), text: oneLine, formOnly: true, wide: true };
