// What all controls have in common, in a form and in a list cell: label, help, star, message, size.

import { usePreferences } from '../preferences.tsx';
import type { EditProps } from './widget.ts';

type Common = Pick<EditProps, 'field' | 'place' | 'error' | 'required' | 'disabled' | 'autoFocus'>;

/** For controls that are one input. */
export function useInputProps(common: Common) {
  const { field, place, error, disabled = false, autoFocus = false } = common;
  const wrapper = useWrapperProps(common);
  if (place === 'cell') {
    const invalid = error ? true : undefined;
    return { size: 'xs' as const, variant: 'unstyled' as const, 'aria-label': field.label, 'aria-invalid': invalid, disabled, autoFocus };
  }
  return { ...wrapper, disabled, autoFocus, 'data-autofocus': autoFocus || undefined };
}

/** For what stands around a control made of several. */
export function useWrapperProps({ field, place, error, required }: Common) {
  const { density } = usePreferences();
  const size = density === 'compact' || place === 'cell' ? ('xs' as const) : ('sm' as const);
  if (place === 'cell') return { size };
  return {
    size,
    label: field.label,
    description: field.help || undefined,
    withAsterisk: required ?? field.required,
    error: error || undefined,
  };
}
