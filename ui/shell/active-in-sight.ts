// Of tabs that scroll sideways the open one is in sight, also when it was opened from elsewhere.

import { type RefObject, useEffect, useRef } from 'react';

/** `open`: which one it is. @returns the ref of what scrolls */
export function useActiveInSight(open: string): RefObject<HTMLElement | null> {
  const line = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is open
  useEffect(() => {
    line.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open]);
  return line;
}
