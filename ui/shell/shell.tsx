// The frame around every screen: side bar, search palette, offline banner, live connection.

import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveConnection } from '../live.tsx';
import { usePreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { OfflineBanner } from './offline-banner.tsx';
import classes from './shell.module.css';
import { SideBar } from './side-bar.tsx';

const SearchPalette = lazy(() => import('../search/palette.tsx').then((module) => ({ default: module.SearchPalette })));

export function Shell() {
  const { t } = useTranslation();
  const { workspace } = useSetup();
  const { sideBar } = usePreferences();
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const [searching, search] = useDisclosure(false);
  const [menuOpen, menu] = useDisclosure(false);
  // Also while typing: the palette is the way out of everything.
  useHotkeys([['mod+K', search.toggle]], []);
  useEffect(() => {
    document.title = workspace.title;
  }, [workspace.title]);

  return (
    <div className={classes.frame} data-side={phone ? 'none' : sideBar}>
      <a className={classes.skip} href="#content">
        {t('shell.skip')}
      </a>
      <LiveConnection />
      {phone ? (
        <header className={classes.top}>
          <ActionIcon size="lg" onClick={menu.open} aria-label={t('shell.menu')}>
            <IconMenu2 size={20} />
          </ActionIcon>
          <span className={classes.topTitle}>{workspace.title}</span>
          <ActionIcon size="lg" onClick={search.open} aria-label={t('shell.search')}>
            <IconSearch size={20} />
          </ActionIcon>
          <Drawer.Root opened={menuOpen} onClose={menu.close} size={280}>
            <Drawer.Overlay />
            <Drawer.Content aria-label={t('shell.menu')}>
              <div className={classes.drawer}>
                <SideBar slim={false} onSearch={search.open} onLeave={menu.close} />
              </div>
            </Drawer.Content>
          </Drawer.Root>
        </header>
      ) : (
        <div className={classes.side}>
          <SideBar slim={sideBar === 'slim'} onSearch={search.open} />
        </div>
      )}
      <main className={classes.content} id="content" tabIndex={-1}>
        <OfflineBanner />
        <div className={classes.screen}>
          <Outlet />
        </div>
      </main>
      {searching && (
        <Suspense>
          <SearchPalette onClose={search.close} />
        </Suspense>
      )}
    </div>
  );
}
