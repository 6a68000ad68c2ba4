// Of tabs that scroll sideways the open one is in sight, also when it was opened from elsewhere.

import { type RefObject, useRef } from 'react';
import { useOnChange } from '../on-change.ts';

/** `open`: which one it is. @returns the ref of what scrolls */
export function useActiveInSight(open: string): RefObject<HTMLElement | null> {
  const line = useRef<HTMLElement>(null);
  useOnChange(open, () => line.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  return line;
}
