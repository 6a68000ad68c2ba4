// Starts the application: translations first (nothing is shown without them), then the tree in place of the shape of index.html.

import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import './base.css';
import type { AnyRoute } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { afterFirstScreen, idle, watchFirstScreen } from './first-screen.ts';
import { startTranslations } from './i18n.ts';
import { entitiesQuery, queryClient } from './queries.ts';
import { router } from './routes.tsx';
import { readViewsAhead } from './views/use-views.ts';

watchFirstScreen();
// Texts, nouns and the code of the screen are fetched side by side; each alone would wait for the one before it.
void queryClient.prefetchQuery(entitiesQuery);
const screens: Readonly<Record<string, AnyRoute>> = router.routesById;
const preload = async (routeId: string) => {
  const screen = screens[routeId]?.options.component as { preload?: () => Promise<void> } | undefined;
  await screen?.preload?.().catch(() => undefined);
};
for (const { routeId } of router.matchRoutes(router.latestLocation) as { routeId: string }[]) void preload(routeId);
void afterFirstScreen(async () => {
  await idle();
  // What one goes to all day: the first click on it finds its code there.
  for (const routeId of ['/$entity', '/$entity/$id']) await preload(routeId);
  readViewsAhead();
});
await startTranslations();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
