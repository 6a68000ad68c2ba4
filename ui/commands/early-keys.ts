// Keys pressed before the commands have come: they are kept, and done as soon as it is known what they mean.

import { takesLetters } from './keys.ts';

let kept: KeyboardEvent[] | null = null;

/** Only the last two: no command has more keys. */
const MOST = 2;

export function keepEarlyKeys(): void {
  if (kept !== null) return;
  kept = [];
  addEventListener('keydown', keep);
  // Whoever does something else meanwhile has gone on.
  addEventListener('pointerdown', forget);
}

/** Once; from then on the commands listen themselves. */
export function takeEarlyKeys(): readonly KeyboardEvent[] {
  removeEventListener('keydown', keep);
  removeEventListener('pointerdown', forget);
  const taken = kept ?? [];
  kept = [];
  return taken;
}

function keep(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) return;
  if (takesLetters(event.target)) forget();
  else kept = [...(kept ?? []), event].slice(-MOST);
}

function forget(): void {
  kept = [];
}
