// The saved views of a noun as tabs above its list: open, make, change, order, star. What differs from the view is told beside them.

import { ActionIcon, Button } from '@mantine/core';
import { IconHome, IconPlus, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { afterFirstScreen } from '../first-screen.ts';
import { showError } from '../messages.ts';
import { useEntity, useSetup } from '../queries.ts';
import { useActiveInSight } from '../shell/active-in-sight.ts';
import { Hint } from '../shell/hint.tsx';
import type { ListState } from './list-state.ts';
import { changeTabs, refreshViews, type Tabs } from './use-views.ts';
import { ALL, type View } from './view.ts';
import classes from './views.module.css';

const menus = () => afterFirstScreen(() => import('./tab-menus.tsx'));
const TabMenu = lazy(() => menus().then((module) => ({ default: module.TabMenu })));
const MoreViews = lazy(() => menus().then((module) => ({ default: module.MoreViews })));
const ViewDialogs = lazy(() => import('./view-dialogs.tsx').then((module) => ({ default: module.ViewDialogs })));

export type Dialog = { readonly do: 'new' | 'edit' | 'copy' | 'rename' | 'saveAs'; readonly view: View };

export interface ViewTabsProps {
  readonly entity: EntityDescription;
  readonly state: ListState;
  /** Widths as one has dragged them go into the view that is saved. */
  readonly widths: () => Readonly<Record<string, number>>;
}

export function ViewTabs({ entity, state, widths }: ViewTabsProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const noun = useEntity('saved_views');
  const { views, view } = state;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { id } = view;
  const line = useActiveInSight(id);

  const keep = (change: (tabs: Tabs) => Tabs) => void changeTabs(entity.name, change).catch((error: unknown) => showError(error));
  const ids = views.shown.map((one) => one.id);
  const place = (moved: string, to: number) => {
    const others = ids.filter((other) => other !== moved);
    others.splice(Math.max(0, Math.min(others.length, to)), 0, moved);
    keep((tabs) => ({ ...tabs, order: others }));
  };
  const star = (one: View, on: boolean) =>
    keep((tabs) => {
      const key = one.owner?.id === me.id ? 'hidden' : 'starred';
      const add = key === 'hidden' ? !on : on;
      const rest = (tabs[key] ?? []).filter((other) => other !== one.id);
      return { ...tabs, [key]: add ? [...rest, one.id] : rest, ...(!on && tabs.default === one.id ? { default: null } : {}) };
    });
  const remove = async (one: View) => {
    if (!noun) return;
    const { deleteRecord } = await import('../record/delete-record.tsx');
    await deleteRecord(noun, one.id, one.name, () => void refreshViews()).then(
      () => state.open(ALL),
      (error: unknown) => showError(error),
    );
  };
  // A view one has opened by its address stands among the tabs for as long as one looks at it.
  const shown = ids.includes(id) ? views.shown : [...views.shown, view];

  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        <nav ref={line} className={classes.tabs} aria-label={t('views.tabs', { noun: entity.plural })}>
          {shown.map((one, at) => {
            const active = one.id === id && !state.lost;
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: dragging is an extra; the menu moves tabs by keyboard
              <div
                key={one.id}
                className={classes.tab}
                data-active={active || undefined}
                data-over={over === one.id || undefined}
                draggable={views.can.save}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', one.name);
                  setDragged(one.id);
                }}
                onDragOver={(event) => {
                  if (!dragged) return;
                  event.preventDefault();
                  setOver(one.id);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                onDrop={() => dragged && dragged !== one.id && place(dragged, at)}
              >
                <Link
                  to="/$entity"
                  params={{ entity: entity.name }}
                  search={one.id === ALL && !views.tabs.default ? {} : { view: one.id }}
                  className={classes.tabLink}
                  aria-current={active ? 'page' : undefined}
                  // The address of "All" is the beginning of each: only its own makes a link the current one.
                  activeOptions={{ exact: true }}
                  activeProps={{}}
                  draggable={false}
                  title={one.name}
                >
                  {views.tabs.default === one.id && <IconHome size={14} stroke={1.6} role="img" aria-label={t('views.opensFirst')} />}
                  <span className={classes.tabName}>{one.name}</span>
                  {one.id !== ALL && one.shared !== 'private' && (
                    <IconUsers size={13} stroke={1.6} role="img" aria-label={t('views.isShared')} />
                  )}
                </Link>
                {active && views.can.save && (
                  <Suspense fallback={<span className={classes.menuRoom} />}>
                    <TabMenu
                      state={state}
                      view={one}
                      at={at}
                      last={shown.length - 1}
                      onDialog={(what) => setDialog({ do: what, view: one })}
                      onDelete={() => void remove(one)}
                      onMove={(to) => place(one.id, to)}
                      onStar={(on) => star(one, on)}
                      onDefault={(on) => keep((tabs) => ({ ...tabs, default: on ? one.id : null }))}
                    />
                  </Suspense>
                )}
              </div>
            );
          })}
        </nav>
        {views.can.save && (
          <Hint label={t('views.new')}>
            <ActionIcon
              size={28}
              variant="subtle"
              color="gray"
              aria-label={t('views.new')}
              onClick={() => setDialog({ do: 'new', view: views.all })}
            >
              <IconPlus size={16} />
            </ActionIcon>
          </Hint>
        )}
        {views.others.length > 0 && (
          <Suspense>
            <MoreViews views={views.others} onOpen={state.open} onStar={(one) => star(one, true)} />
          </Suspense>
        )}
      </div>
      {state.changed && !state.lost && views.can.save && (
        <div className={classes.unsaved} role="status">
          <span className={classes.unsavedWords}>{t(id === ALL ? 'views.changedAll' : 'views.changed')}</span>
          {views.can.edit(view) && (
            <Button
              size="compact-xs"
              onClick={() => void import('./save.ts').then(({ saveChanges }) => saveChanges(entity, state, widths()))}
            >
              {t('views.save')}
            </Button>
          )}
          <Button size="compact-xs" variant={views.can.edit(view) ? 'default' : 'light'} onClick={() => setDialog({ do: 'saveAs', view })}>
            {t('views.saveAs')}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={state.reset}>
            {t('views.reset')}
          </Button>
        </div>
      )}
      {dialog && (
        <Suspense>
          <ViewDialogs entity={entity} state={state} dialog={dialog} widths={widths()} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </div>
  );
}
