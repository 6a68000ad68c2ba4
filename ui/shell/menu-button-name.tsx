// The name of a button that opens a menu: read aloud always, seen over the button while the menu is closed. Open, it would lie over
// the first entry.

import { Tooltip } from '@mantine/core';
import { cloneElement, type HTMLAttributes, type ReactElement, type Ref } from 'react';

export interface MenuButtonNameProps extends HTMLAttributes<HTMLElement> {
  readonly label: string;
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
  readonly ref?: Ref<HTMLElement>;
}

/** Child of `Menu.Target` or `Popover.Target`, around the button: what they say about the menu reaches the button too. */
export function MenuButtonName({ label, children, ...target }: MenuButtonNameProps) {
  return (
    <Tooltip label={label} disabled={target['aria-expanded'] === true}>
      {cloneElement(children, { 'aria-label': label, ...target })}
    </Tooltip>
  );
}
