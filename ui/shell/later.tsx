// What may stand a moment after what one came for: it is drawn when that is on the screen, and gives way to whatever one does meanwhile.

import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { afterPicture } from '../first-screen.ts';

export interface LaterProps {
  children: ReactNode;
  fallback?: ReactNode;
  /** What one came for has been drawn. */
  after?: boolean;
}

export function Later({ children, fallback = null, after = true }: LaterProps) {
  const [due, setDue] = useState(false);
  useEffect(() => (after ? afterPicture(() => startTransition(() => setDue(true))) : undefined), [after]);
  return due ? children : fallback;
}
