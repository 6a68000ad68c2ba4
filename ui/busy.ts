// What a press has begun: its button waits for it, and what goes wrong is told.

import { useRef, useState } from 'react';
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

/** Of what is asked for again before it has ended, e.g. by a key held down, nothing comes. */
export function useOnce(during: (work: () => Promise<unknown>) => Promise<void>) {
  const running = useRef(false);
  return async (work: () => Promise<unknown>): Promise<void> => {
    if (running.current) return;
    running.current = true;
    await during(work);
    running.current = false;
  };
}
