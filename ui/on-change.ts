// What is done when something has become another one, and not because of what it reads while it is done.

import { useEffect, useRef } from 'react';

/** Calls `act`, that of the last drawing, after the first drawing and whenever `value` is another one. */
export function useOnChange(value: unknown, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value is what it is called for; what it reads is no reason to call it
  useEffect(() => {
    latest.current();
  }, [value]);
}
