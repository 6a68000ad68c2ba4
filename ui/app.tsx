// Everything every screen stands in: theme, queries, messages, routes.

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import './fields/registry.ts';
import { afterFirstScreen } from './first-screen.ts';
import { PreferencesEffects } from './preferences.tsx';
import { queryClient } from './queries.ts';
import { router } from './routes.tsx';
import { SessionGate } from './session/gate.tsx';
import { LastResort } from './shell/last-resort.tsx';
import { cssVariables, theme } from './theme.ts';

// Messages wait in a store until somebody shows them.
const MessagesCorner = lazy(() =>
  afterFirstScreen(() => import('./shell/messages-corner.tsx')).then((module) => ({ default: module.MessagesCorner })),
);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      <PreferencesEffects />
      <Suspense>
        <MessagesCorner />
      </Suspense>
      <LastResort>
        <QueryClientProvider client={queryClient}>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </QueryClientProvider>
      </LastResort>
    </MantineProvider>
  );
}
