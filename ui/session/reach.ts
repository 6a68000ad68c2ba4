// Whether the server answers, as calls tell: a network may be there and the server not, of which the browser knows nothing.

/** What a proxy says in its place. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);
const PAUSE = 3000;

let lost = false;
let asking = false;
const listeners = new Set<() => void>();

export const reach = {
  isLost: () => lost,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

/** `fetch`, which is heard. One call may fail by itself; when the next one does too, the server is away. */
export const heardFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    if (AWAY.has(response.status)) askAgain();
    return response;
  } catch (error) {
    if (!init?.signal?.aborted) askAgain();
    throw error;
  }
};

function askAgain(): void {
  if (asking) return;
  asking = true;
  setTimeout(async () => {
    asking = false;
    const answer = await fetch('/health').catch(() => null);
    tell(answer === null || AWAY.has(answer.status));
    if (lost) askAgain();
  }, PAUSE);
}

function tell(now: boolean): void {
  if (now === lost) return;
  lost = now;
  for (const listener of listeners) listener();
}
