// The top of a phone's screen: menu, workspace, search. The side bar comes in from the side.

import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import classes from './shell.module.css';
import { SideBar } from './side-bar.tsx';

export function PhoneTop({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useSetup();
  const [open, menu] = useDisclosure(false);
  return (
    <header className={classes.top}>
      <ActionIcon size="lg" onClick={menu.open} aria-label={t('shell.menu')} aria-expanded={open}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <span className={classes.topTitle}>{workspace.title}</span>
      <ActionIcon size="lg" onClick={onSearch} aria-label={t('shell.search')}>
        <IconSearch size={20} />
      </ActionIcon>
      <Drawer.Root opened={open} onClose={menu.close} size={280}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('shell.menu')}>
          <div className={classes.drawer}>
            <SideBar slim={false} onSearch={onSearch} onLeave={menu.close} />
          </div>
        </Drawer.Content>
      </Drawer.Root>
    </header>
  );
}
