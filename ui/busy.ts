// What a press has begun: its button waits for it, and what goes wrong is told.

import { useState } from 'react';
import { showError } from './messages.ts';

/** `tell`: what becomes of an error; by default it is said in a corner of the screen. */
export function useBusy(tell: (error: unknown) => void | Promise<void> = (error) => showError(error)) {
  const [busy, setBusy] = useState(false);
  const during = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      await tell(error);
    } finally {
      setBusy(false);
    }
  };
  return [busy, during] as const;
}
