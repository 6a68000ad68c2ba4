// One of several: picklist (open ones take new values), radio, state.

import type { FieldDescription } from '../../client/index.ts';
import { lazyEdit } from './lazy-edit.tsx';
import { OptionBadge, optionLabel, optionOf } from './option-badge.tsx';
import type { ShowProps, Widget } from './widget.ts';

const Show = ({ field, value }: ShowProps<string>) => <OptionBadge field={field} value={value} />;
const text = (value: string, field: FieldDescription) => optionLabel(field, value);

export const picklistWidget: Widget<string> = {
  Show,
  Edit: lazyEdit('PicklistEdit'),
  text,
  width: 150,
  comparedAs: 'option',
};

export const radioWidget: Widget<string> = {
  Show,
  Edit: lazyEdit('RadioEdit'),
  text,
  width: 150,
  comparedAs: 'option',
};

export const stateWidget: Widget<string> = { Show, Edit: lazyEdit('StateEdit'), text, width: 150, comparedAs: 'option' };

/** Options one may choose now: active ones, for a state only where one may go from here, and always the present one. */
export function choosable(field: FieldDescription, present: string | null) {
  const next = present === null ? null : optionOf(field, present)?.next;
  return field.options.filter((option) => option.value === present || (option.active !== false && (!next || next.includes(option.value))));
}
