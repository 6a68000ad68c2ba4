// The banner's place in the frame: nothing for whoever sees the program as himself.

import { lazy, Suspense } from 'react';
import { useSetup } from '../queries.ts';

const SeeingBanner = lazy(() => import('./banner.tsx').then((module) => ({ default: module.SeeingBanner })));

export function Seen() {
  const { me } = useSetup();
  if (!me.seen) return null;
  return (
    <Suspense>
      <SeeingBanner name={me.name} until={me.seen.until} />
    </Suspense>
  );
}
