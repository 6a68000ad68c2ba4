// What may stand a moment after what one came for: it is drawn when that is on the screen, and gives way to whatever one does meanwhile.

import { type ReactNode, startTransition, useEffect, useState } from 'react';

export function Later({ children, fallback = null }: { children: ReactNode; fallback?: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setDue(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return due ? children : fallback;
}
