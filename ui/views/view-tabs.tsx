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
import { useReorder } from '../reorder.ts';
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
  const { views, view } = state;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const line = useActiveInSight(view.id);
  const { keep, star, remove } = useTabChanges(entity, state);
  const ids = views.shown.map(({ id }) => id);
  const order = useReorder(ids, (moved) => keep((tabs) => ({ ...tabs, order: moved })));
  // A view one has opened by its address stands among the tabs for as long as one looks at it.
  const shown = ids.includes(view.id) ? views.shown : [...views.shown, view];

  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        <nav ref={line} className={classes.tabs} aria-label={t('views.tabs', { noun: entity.plural })}>
          {shown.map((one, at) => {
            const active = one.id === view.id && !state.lost;
            return (
              <div
                key={one.id}
                className={classes.tab}
                data-active={active || undefined}
                {...order.dragging(one.id, one.name, at)}
                draggable={views.can.save}
              >
                <TabLink entity={entity} views={views} view={one} active={active} />
                {active && views.can.save && (
                  <Suspense fallback={<span className={classes.menuRoom} />}>
                    <TabMenu
                      state={state}
                      view={one}
                      at={at}
                      last={shown.length - 1}
                      onDialog={(what) => setDialog({ do: what, view: one })}
                      onDelete={() => void remove(one)}
                      onMove={(to) => order.move(one.id, to)}
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
        <Unsaved entity={entity} state={state} widths={widths} onSaveAs={() => setDialog({ do: 'saveAs', view })} />
      )}
      {dialog && (
        <Suspense>
          <ViewDialogs entity={entity} state={state} dialog={dialog} widths={widths()} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** What one changes about tabs is one's own: their order, which of them stand there, which opens first. */
function useTabChanges(entity: EntityDescription, state: ListState) {
  const { me } = useSetup();
  const noun = useEntity('saved_views');
  const keep = (change: (tabs: Tabs) => Tabs) => void changeTabs(entity.name, change).catch((error: unknown) => showError(error));
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
  return { keep, star, remove };
}

interface TabLinkProps extends Pick<ViewTabsProps, 'entity'>, Pick<ListState, 'views' | 'view'> {
  readonly active: boolean;
}

function TabLink({ entity, views, view, active }: TabLinkProps) {
  const { t } = useTranslation();
  return (
    <Link
      to="/$entity"
      params={{ entity: entity.name }}
      search={view.id === ALL && !views.tabs.default ? {} : { view: view.id }}
      className={classes.tabLink}
      aria-current={active ? 'page' : undefined}
      // The address of "All" is the beginning of each: only its own makes a link the current one.
      activeOptions={{ exact: true }}
      activeProps={{}}
      draggable={false}
      title={view.name}
    >
      {views.tabs.default === view.id && <IconHome size={14} stroke={1.6} role="img" aria-label={t('views.opensFirst')} />}
      <span className={classes.tabName}>{view.name}</span>
      {view.id !== ALL && view.shared !== 'private' && <IconUsers size={13} stroke={1.6} role="img" aria-label={t('views.isShared')} />}
    </Link>
  );
}

function Unsaved({ entity, state, widths, onSaveAs }: ViewTabsProps & { readonly onSaveAs: () => void }) {
  const { t } = useTranslation();
  const editable = state.views.can.edit(state.view);
  return (
    <div className={classes.unsaved} role="status">
      <span className={classes.unsavedWords}>{t(state.view.id === ALL ? 'views.changedAll' : 'views.changed')}</span>
      {editable && (
        <Button size="compact-xs" onClick={() => void import('./save.ts').then(({ saveChanges }) => saveChanges(entity, state, widths()))}>
          {t('views.save')}
        </Button>
      )}
      <Button size="compact-xs" variant={editable ? 'default' : 'light'} onClick={onSaveAs}>
        {t('views.saveAs')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={state.reset}>
        {t('views.reset')}
      </Button>
    </div>
  );
}
