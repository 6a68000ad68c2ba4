// Puts sign-in in front of the application when a call needs it. The application behind stays as it is, with all that was typed.

import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { keys, queryClient } from '../queries.ts';
import classes from './sign-in.module.css';
import { sessionState } from './state.ts';

const SignIn = lazy(() => import('./sign-in.tsx').then((module) => ({ default: module.SignIn })));

export function SessionGate({ children }: { children: ReactNode }) {
  const locked = useSyncExternalStore(sessionState.subscribe, sessionState.isLocked);
  const before = queryClient.getQueryData<{ me: { id: string } }>(keys.entities)?.me.id;

  const enter = (userId: string) => {
    // Another person on the same screen: nothing of the first may remain.
    if (before && before !== userId) location.reload();
    else sessionState.unlock();
  };

  return (
    <>
      <div className={classes.application} inert={locked}>
        {children}
      </div>
      {locked && (
        <Suspense fallback={<div className={before === undefined ? classes.page : classes.sheet} />}>
          <SignIn again={before !== undefined} onEnter={enter} />
        </Suspense>
      )}
    </>
  );
}
