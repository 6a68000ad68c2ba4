// The name of what an icon does, told by the browser itself: tooltips of the library would bring its whole positioning along
// before the first screen stands.

import { cloneElement, type ReactElement } from 'react';

export interface HintProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly children: ReactElement<{ title?: string }>;
}

export function Hint({ label, disabled, children }: HintProps) {
  return disabled ? children : cloneElement(children, { title: label });
}
