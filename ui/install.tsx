// Kontor as an application on a phone or desktop: manifest of this workspace, service worker, and a word when a new version is there.

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { workspace } from './workspace.ts';

export async function makeInstallable(): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = `/${encodeURIComponent(workspace)}/manifest.webmanifest`;
  document.head.append(link);
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/sw.js');
  const offer = () => {
    // The very first one replaces nobody.
    if (registration.waiting && navigator.serviceWorker.controller) offerUpdate(registration.waiting);
  };
  offer();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  // Whoever keeps the page open for days hears of it, too.
  setInterval(() => void registration.update().catch(() => undefined), 3_600_000);
}

function offerUpdate(waiting: ServiceWorker): void {
  const reload = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('take over');
  };
  notifications.show({
    id: 'update',
    autoClose: false,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {i18next.t('shell.newVersion')}
        <Button size="compact-sm" variant="light" onClick={reload}>
          {i18next.t('errors.reload')}
        </Button>
      </Group>
    ),
  });
}
