// What the first screen does not show comes when that stands, so that the two share neither the line nor the processor.

let stands = (): void => undefined;
const standing = new Promise<void>((resolve) => {
  stands = resolve;
});

/** For screens that nobody tells of. */
const LONGEST = 10_000;

/** To be called once at the start. Who does something wants more than he sees. */
export function watchFirstScreen(): void {
  setTimeout(stands, LONGEST);
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, stands, { capture: true, once: true });
}

export function firstScreenStands(): void {
  stands();
}

export async function afterFirstScreen<T>(load: () => Promise<T>): Promise<T> {
  await standing;
  return load();
}

/** When what was drawn last is on the screen. @returns calls it off */
export function afterPicture(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(work);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** Milliseconds that a screen has for what it fetches itself. */
const ITS_OWN = 200;

/** When nothing is being drawn. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      // Some browsers do not tell.
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: LONGEST });
      else resolve();
    }, ITS_OWN);
  });
}
