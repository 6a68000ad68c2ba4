// Signed in or not. A call that meets 401 waits here until somebody signs in and is then sent again:
// whatever was typed stays typed, whatever was being saved is saved.

import { closeEyes, throughEyes } from '../seeing/eyes.ts';
import { heardFetch } from './reach.ts';

type Listener = () => void;

let locked = false;
let waiting: (() => void)[] = [];
const listeners = new Set<Listener>();

export const sessionState = {
  isLocked: () => locked,
  subscribe(listener: Listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Lets the waiting calls go on. */
  unlock() {
    locked = false;
    const resume = waiting;
    waiting = [];
    for (const go of resume) go();
    for (const listener of listeners) listener();
  },
};

/** `fetch` for the API client. Sign-in calls themselves pass: their 401 means a wrong password. */
export const sessionFetch: typeof fetch = async (input, init) => {
  const response = await heardFetch(input, throughEyes(init));
  if (response.status !== 401 || isSignIn(input, init)) return response;
  if (await isSeeingOver(response)) return seeAsOneself();
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    locked = true;
    for (const listener of listeners) listener();
  });
  return sessionFetch(input, init);
};

/** Half an hour is over, or somebody's rights have changed. */
async function isSeeingOver(response: Response): Promise<boolean> {
  // A proxy in between may answer without our words.
  const said = await response
    .clone()
    .json()
    .catch(() => null);
  return (said as { code?: string } | null)?.code === 'seeing_over';
}

/** Nothing more is asked in this page: the next one is one's own. */
function seeAsOneself(): Promise<never> {
  const [, place] = location.pathname.split('/');
  void fetch(`/${place}/api/v1/session/seen`, throughEyes({ method: 'DELETE' })).then(() => {
    closeEyes();
    location.reload();
  });
  return new Promise(() => {});
}

function isSignIn(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  return init?.method !== 'GET' && /\/api\/v1\/session(\/|$)/.test(String(input));
}
