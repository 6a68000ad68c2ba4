// A part of the screen that scrolls in itself: it has a name, and the keyboard reaches it.

import type { ComponentPropsWithRef } from 'react';

export function ScrollRegion({ label, ...props }: ComponentPropsWithRef<'section'> & { label: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  return <section tabIndex={0} aria-label={label} {...props} />;
}
