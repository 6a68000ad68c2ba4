// The bell: how many notifications are unread. It opens them at the side.

import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { keys, useEntity } from '../queries.ts';
import { Hint } from '../shell/hint.tsx';
import classes from '../shell/side-bar.module.css';
import { client } from '../workspace.ts';

const Panel = lazy(() => import('./panel.tsx').then((module) => ({ default: module.NotificationPanel })));

const UNREAD = { filter: 'read_at is empty', fields: ['id'], limit: 1, count: 'exact' } as const;

export function useUnread(): number {
  const told = useEntity('notifications')?.can.view ?? false;
  const { data } = useQuery({
    queryKey: keys.count('notifications', UNREAD),
    queryFn: ({ signal }) => client.records('notifications').list(UNREAD, { signal }),
    enabled: told,
  });
  return data?.count ?? 0;
}

export function Bell({ slim, onLeave }: { slim: boolean; onLeave?: () => void }) {
  const { t } = useTranslation();
  const unread = useUnread();
  const [open, panel] = useDisclosure(false);
  const label = t('notifications.title');
  return (
    <>
      <Hint label={label} disabled={!slim}>
        <UnstyledButton className={classes.item} onClick={panel.open} aria-expanded={open}>
          <span className={classes.bell} data-unread={unread > 0 || undefined}>
            <IconBell size={18} stroke={1.6} className={classes.icon} />
          </span>
          <span className={slim ? 'visually-hidden' : classes.name}>{label}</span>
          {unread > 0 && (
            <span className={slim ? 'visually-hidden' : classes.count}>
              {unread > 99 ? '99+' : unread}
              <span className="visually-hidden"> {t('notifications.unread')}</span>
            </span>
          )}
        </UnstyledButton>
      </Hint>
      {open && (
        <Suspense>
          <Panel
            onClose={panel.close}
            onLeave={() => {
              panel.close();
              onLeave?.();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
