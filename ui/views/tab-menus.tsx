// The menus of view tabs; they come after the first picture.

import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDotsVertical, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListState } from './list-state.ts';
import { ALL, type View } from './view.ts';
import type { Dialog } from './view-tabs.tsx';
import classes from './views.module.css';

interface TabMenuProps {
  readonly state: ListState;
  readonly view: View;
  readonly at: number;
  readonly last: number;
  readonly onDialog: (what: Dialog['do']) => void;
  readonly onDelete: () => void;
  readonly onMove: (to: number) => void;
  readonly onStar: (on: boolean) => void;
  readonly onDefault: (on: boolean) => void;
}

export function TabMenu({ state: { views }, view, at, last, onDialog, onDelete, onMove, onStar, onDefault }: TabMenuProps) {
  const { t } = useTranslation();
  const editable = views.can.edit(view);
  const opensFirst = views.tabs.default === view.id || (view.id === ALL && !views.tabs.default);
  const known = view.id === ALL || views.shown.some((one) => one.id === view.id);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <ActionIcon size={22} variant="subtle" color="gray" aria-label={t('views.menu', { name: view.name })}>
          <IconDotsVertical size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {editable && <Menu.Item onClick={() => onDialog('edit')}>{t('views.edit')}</Menu.Item>}
        {editable && <Menu.Item onClick={() => onDialog('rename')}>{t('views.rename')}</Menu.Item>}
        <Menu.Item onClick={() => onDialog('copy')}>{t('views.copy')}</Menu.Item>
        <Menu.Divider />
        {!known && <Menu.Item onClick={() => onStar(true)}>{t('views.star')}</Menu.Item>}
        {known && (
          <Menu.Item disabled={opensFirst} onClick={() => onDefault(view.id !== ALL)}>
            {t('views.makeFirst')}
          </Menu.Item>
        )}
        {known && at > 0 && <Menu.Item onClick={() => onMove(at - 1)}>{t('views.moveLeft')}</Menu.Item>}
        {known && at < last && <Menu.Item onClick={() => onMove(at + 1)}>{t('views.moveRight')}</Menu.Item>}
        {known && view.id !== ALL && <Menu.Item onClick={() => onStar(false)}>{t('views.putAway')}</Menu.Item>}
        {editable && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" onClick={onDelete}>
              {t('views.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface MoreViewsProps {
  readonly views: readonly View[];
  readonly onOpen: (id: string) => void;
  readonly onStar: (view: View) => void;
}

/** Views of others that one may star, and own ones that were put away. */
export function MoreViews({ views, onOpen, onStar }: MoreViewsProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" withinPortal closeOnItemClick={false} width={280}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />}>
          {t('views.more', { count: views.length })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('views.moreHint')}</Menu.Label>
        {views.map((view) => (
          <div key={view.id} className={classes.moreLine}>
            <Menu.Item
              onClick={() => onOpen(view.id)}
              className={classes.moreName}
              title={view.owner ? `${view.name} (${view.owner.title})` : view.name}
            >
              {view.name}
            </Menu.Item>
            <ActionIcon
              size={26}
              variant="subtle"
              color="gray"
              aria-label={t('views.starNamed', { name: view.name })}
              className={classes.starButton}
              onClick={() => onStar(view)}
            >
              <IconStar size={15} className={classes.starEmpty} />
              <IconStarFilled size={15} className={classes.starFull} />
            </ActionIcon>
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
