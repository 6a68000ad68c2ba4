// What all controls have in common, in a form and in a list cell: label, help, star, message, size.

import { createContext, useContext } from 'react';
import { usePreferences } from '../preferences.tsx';
import type { EditProps } from './widget.ts';

type Common = Pick<EditProps, 'field' | 'place' | 'error' | 'required' | 'disabled' | 'autoFocus' | 'silentLabel'>;

/** Small controls where many stand close together: the filter builder, line items. */
export const SmallControls = createContext(false);

/** For controls that are one input. */
export function useInputProps(common: Common) {
  const { field, place, error, disabled = false, autoFocus = false } = common;
  const wrapper = useWrapperProps(common);
  if (place === 'cell') {
    const invalid = error ? true : undefined;
    return { size: 'xs' as const, variant: 'unstyled' as const, 'aria-label': field.label, 'aria-invalid': invalid, disabled, autoFocus };
  }
  const name = common.silentLabel === undefined ? undefined : { 'aria-label': common.silentLabel };
  return { ...wrapper, ...name, disabled, autoFocus, 'data-autofocus': autoFocus || undefined };
}

/** For what stands around a control made of several. */
export function useWrapperProps({ field, place, error, required, silentLabel }: Common) {
  const { density } = usePreferences();
  const small = useContext(SmallControls);
  const size = small || density === 'compact' || place === 'cell' ? ('xs' as const) : ('sm' as const);
  if (place === 'cell') return { size };
  if (silentLabel !== undefined) return { size, error: error || undefined };
  return {
    size,
    label: field.label,
    description: field.help || undefined,
    withAsterisk: required ?? field.required,
    error: error || undefined,
  };
}
