// Puts sign-in in front of the application when a call needs it. The application behind stays as it is, with all that was typed.

import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react';
import { keys, queryClient } from '../queries.ts';
import classes from './sign-in.module.css';
import { sessionState } from './state.ts';

const SignIn = lazy(() => import('./sign-in.tsx').then((module) => ({ default: module.SignIn })));

const SetPassword = lazy(() => import('./set-password.tsx').then((module) => ({ default: module.SetPassword })));

/** Of a mailed link; taken out of the address, so that it stays in no history of the browser. */
function takeToken(): string | null {
  const found = /^#set-password=([\w-]+)$/.exec(location.hash);
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found?.[1] ?? null;
}

export function SessionGate({ children }: { children: ReactNode }) {
  const locked = useSyncExternalStore(sessionState.subscribe, sessionState.isLocked);
  const [token, setToken] = useState(takeToken);
  const before = queryClient.getQueryData<{ me: { id: string } }>(keys.entities)?.me.id;

  const enter = (userId: string) => {
    // Another person on the same screen: nothing of the first may remain.
    if (before && before !== userId) location.reload();
    else sessionState.unlock();
  };

  return (
    <>
      <div className={classes.application} inert={locked || token !== null}>
        {children}
      </div>
      {token !== null && (
        <Suspense fallback={<div className={classes.page} />}>
          <SetPassword token={token} onDone={() => setToken(null)} />
        </Suspense>
      )}
      {locked && token === null && (
        <Suspense fallback={<div className={before === undefined ? classes.page : classes.sheet} />}>
          <SignIn again={before !== undefined} onEnter={enter} />
        </Suspense>
      )}
    </>
  );
}
