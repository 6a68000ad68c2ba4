// The foot of a phone's screen, in reach of the thumb: what one goes to all day, search, notifications, and the whole menu.

import { Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell, IconCalendarMonth, IconHome, IconMenu2, IconSearch, IconSun, type TablerIcon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnread } from '../notifications/bell.tsx';
import { inMenu, usePhone } from '../phone.ts';
import { useSetup } from '../queries.ts';
import classes from './phone-bar.module.css';
import { SideBar } from './side-bar.tsx';

const Panel = lazy(() => import('../notifications/panel.tsx').then((module) => ({ default: module.NotificationPanel })));

export function PhoneBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [open, menu] = useDisclosure(false);
  const [told, panel] = useDisclosure(false);
  const unread = useUnread();
  const { settings } = usePhone();
  const plans = entities.some(({ name, can }) => name === 'activities' && can.view) && inMenu(settings, 'activities');
  return (
    <nav className={classes.bar} aria-label={t('shell.bar')}>
      {plans ? (
        <Link to="/today" className={classes.item} activeProps={{ 'data-active': true }} activeOptions={{ includeSearch: false }}>
          <Face icon={IconSun}>{t('today.title')}</Face>
        </Link>
      ) : (
        <Link to="/" className={classes.item} activeProps={{ 'data-active': true }} activeOptions={{ exact: true }}>
          <Face icon={IconHome}>{t('commands.home')}</Face>
        </Link>
      )}
      {plans && (
        <Link to="/calendar" search={{}} className={classes.item} activeProps={{ 'data-active': true }}>
          <Face icon={IconCalendarMonth}>{t('calendar.title')}</Face>
        </Link>
      )}
      <UnstyledButton className={classes.item} onClick={onSearch}>
        <Face icon={IconSearch}>{t('shell.search')}</Face>
      </UnstyledButton>
      <UnstyledButton className={classes.item} onClick={panel.open} aria-expanded={told}>
        <Face icon={IconBell} marked={unread > 0}>
          {t('notifications.short')}
          {unread > 0 && (
            <span className="visually-hidden">
              {' '}
              {unread} {t('notifications.unread')}
            </span>
          )}
        </Face>
      </UnstyledButton>
      <UnstyledButton className={classes.item} onClick={menu.open} aria-expanded={open}>
        <Face icon={IconMenu2}>{t('shell.menu')}</Face>
      </UnstyledButton>
      {told && (
        <Suspense>
          <Panel onClose={panel.close} onLeave={panel.close} />
        </Suspense>
      )}
      <Drawer.Root opened={open} onClose={menu.close} size={280} position="right">
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('shell.menu')}>
          <div className={classes.drawer}>
            <SideBar slim={false} onSearch={onSearch} onLeave={menu.close} />
          </div>
        </Drawer.Content>
      </Drawer.Root>
    </nav>
  );
}

function Face({ icon: Icon, marked, children }: { icon: TablerIcon; marked?: boolean; children: ReactNode }) {
  return (
    <>
      <span className={classes.icon} data-marked={marked || undefined} aria-hidden="true">
        <Icon size={22} stroke={1.6} />
      </span>
      <span className={classes.name}>{children}</span>
    </>
  );
}
