// A dashboard with its tabs and menu: looked at by everybody, arranged by whoever may change it.

import { ActionIcon, Button, Menu, Modal, Skeleton, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconLayoutDashboard, IconPencil, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AsOfBanner } from '../as-of/banner.tsx';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useBusy } from '../busy.ts';
import { errorText, showError } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { useActiveInSight } from '../shell/active-in-sight.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { showWithUndo } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import classes from './dashboard.module.css';
import { copyDashboard, type Entry, newDashboard, useDashboard, useDashboards, useWidgets } from './data.ts';
import { DeleteDialog, RenameDialog, ShareDialog } from './dialogs.tsx';
import { type Arranging, Frame } from './frame.tsx';
import { type Dashboard, firstSettings, inOrder, newId, placeFor, type Widget, type WidgetKind, widgetKinds } from './model.ts';
import { useChooseHome } from './use-choose-home.ts';

const Arrange = lazy(() => import('./arrange.tsx').then((module) => ({ default: module.Arrange })));
const WidgetSettings = lazy(() => import('./widget-settings.tsx').then((module) => ({ default: module.WidgetSettings })));

export function DashboardPage({ id, arranging }: { id: string | undefined; arranging: boolean }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const { shown, all, home, ready } = useDashboards();
  const wanted = id ?? home;
  if (!ready) return <Skeleton m="lg" height={400} />;
  const entries = shown.some((entry) => entry.id === wanted) ? shown : [...shown, ...all.filter((entry) => entry.id === wanted)];
  return (
    <>
      <Tabs entries={entries} current={wanted} home={home} />
      <Loaded
        key={wanted}
        id={wanted}
        hello={id === undefined ? t('home.hello', { name: me.name }) : null}
        home={home}
        arranging={arranging}
      />
    </>
  );
}

function Tabs({ entries, current, home }: { entries: readonly Entry[]; current: string; home: string }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const navigate = useNavigate();
  const mayMake = entities.some(({ name, can }) => name === 'dashboards' && can.create);
  const line = useActiveInSight(current);
  const make = async () => {
    try {
      const made = await newDashboard();
      await navigate({ to: '/home/{-$id}', params: { id: made }, search: { arrange: '1' } });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <div className={classes.bar}>
      <nav ref={line} className={classes.tabs} aria-label={t('dashboard.all')}>
        {entries.map((entry) => (
          <Link
            key={entry.id}
            to="/home/{-$id}"
            params={{ id: entry.id }}
            search={{}}
            className={classes.tab}
            aria-current={entry.id === current ? 'page' : undefined}
            title={entry.own || entry.builtIn || !entry.owner ? entry.name : `${entry.name} · ${entry.owner.title}`}
          >
            {entry.name}
            {entry.id === home && <span className="visually-hidden"> ({t('dashboard.isHome')})</span>}
          </Link>
        ))}
      </nav>
      {mayMake && (
        <Tooltip label={t('dashboard.new')}>
          <ActionIcon size={28} onClick={() => void make()} aria-label={t('dashboard.new')}>
            <IconPlus size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

interface LoadedProps {
  readonly id: string;
  readonly hello: string | null;
  readonly home: string;
  readonly arranging: boolean;
}

function Loaded({ id, ...rest }: LoadedProps) {
  const { t } = useTranslation();
  const { dashboard, error } = useDashboard(id);
  if (error) return <Notice icon={<IconLayoutDashboard size={28} stroke={1.5} />} title={t('dashboard.gone')} text={errorText(error)} />;
  if (!dashboard) return <Skeleton m="lg" height={400} />;
  return <Shown dashboard={dashboard} {...rest} />;
}

type Dialog = 'rename' | 'share' | 'delete' | 'add' | Widget | null;

function Shown({ dashboard, hello, home, arranging }: Omit<LoadedProps, 'id'> & { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const phone = useMediaQuery('(max-width: 760px)') ?? false;
  const { widgets, save } = useWidgets(dashboard);
  const [dialog, setDialog] = useState<Dialog>(null);
  const asOf = useAsOf();
  const arrange = useArrange(dashboard);
  const own = dashboard.own && !dashboard.builtIn;
  const editing = arranging && own;
  const change = (changed: Widget) => save(widgets.map((widget) => (widget.id === changed.id ? changed : widget)));
  const remove = (widget: Widget) => {
    save(widgets.filter(({ id }) => id !== widget.id));
    showWithUndo(`widget-${widget.id}`, t('dashboard.removed'), async () => save(widgets));
  };
  return (
    <>
      <PageHead title={hello ?? dashboard.name}>
        {editing ? (
          <>
            <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setDialog('add')}>
              {t('dashboard.addWidget')}
            </Button>
            <Button onClick={() => void arrange(false)}>{t('dashboard.done')}</Button>
          </>
        ) : (
          <>
            <AsOfSwitch asOf={asOf} size={32} />
            <Tools dashboard={{ ...dashboard, widgets }} isHome={dashboard.id === home} onDialog={setDialog} />
          </>
        )}
      </PageHead>
      <AsOfBanner asOf={asOf} />
      <div className={classes.page}>
        {widgets.length === 0 ? (
          <Notice
            icon={<IconLayoutDashboard size={28} stroke={1.5} />}
            title={t('dashboard.empty')}
            text={t(own ? 'dashboard.emptyHint' : 'dashboard.emptyOther')}
          >
            {own && <Button onClick={() => setDialog('add')}>{t('dashboard.addWidget')}</Button>}
          </Notice>
        ) : editing && !phone ? (
          <Suspense fallback={<Skeleton height={400} />}>
            <Arrange widgets={widgets} onArranged={save} onSettings={setDialog} onRemove={remove} />
          </Suspense>
        ) : (
          <Widgets
            widgets={widgets}
            mayArrange={own}
            arranging={
              editing
                ? {
                    onSettings: setDialog,
                    onRemove: remove,
                    onChange: (id, settings) => save(widgets.map((one) => (one.id === id ? ({ ...one, settings } as Widget) : one))),
                    onKey: () => undefined,
                  }
                : undefined
            }
          />
        )}
      </div>
      {dialog === 'rename' && <RenameDialog dashboard={dashboard} onClose={() => setDialog(null)} />}
      {dialog === 'share' && <ShareDialog dashboard={dashboard} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && <DeleteDialog dashboard={dashboard} onClose={() => setDialog(null)} />}
      {dialog === 'add' && (
        <AddDialog
          dashboard={dashboard.id}
          widgets={widgets}
          onAdd={(widget) => {
            save([...widgets, widget]);
            setDialog(ASKED_AT_ONCE.includes(widget.kind) ? widget : null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog !== null && typeof dialog === 'object' && (
        <Suspense>
          <WidgetSettings
            widget={dialog}
            onClose={() => setDialog(null)}
            onSave={(changed) => {
              setDialog(null);
              change(changed);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Begins and ends arranging, here or on a dashboard just made. */
function useArrange(dashboard: Dashboard) {
  const navigate = useNavigate();
  return (on: boolean, id = dashboard.id) => navigate({ to: '/home/{-$id}', params: { id }, search: on ? { arrange: '1' } : {} });
}

interface ToolsProps {
  readonly dashboard: Dashboard;
  readonly isHome: boolean;
  readonly onDialog: (dialog: Dialog) => void;
}

/** What can be done with a dashboard that one looks at. One that is not one's own is arranged as a copy. */
function Tools({ dashboard, isHome, onDialog }: ToolsProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const arrange = useArrange(dashboard);
  const chooseHome = useChooseHome();
  const [busy, during] = useBusy();
  const own = dashboard.own && !dashboard.builtIn;
  const mayMake = entities.some(({ name, can }) => name === 'dashboards' && can.create);
  const copy = (on: boolean) =>
    during(async () => {
      const name = dashboard.builtIn ? t('dashboard.ownName', { name: dashboard.name }) : t('dashboard.copyName', { name: dashboard.name });
      await arrange(on, await copyDashboard(dashboard, name));
    });
  const toArrange = t(own ? 'dashboard.arrange' : 'dashboard.arrangeCopy');
  return (
    <>
      {(own || mayMake) && (
        <Tooltip label={toArrange}>
          <ActionIcon size={32} disabled={busy} onClick={() => void (own ? arrange(true) : copy(true))} aria-label={toArrange}>
            <IconPencil size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={32} aria-label={t('dashboard.menu')}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={isHome} onClick={() => void chooseHome(dashboard.id)}>
            {t('dashboard.makeHome')}
          </Menu.Item>
          {mayMake && <Menu.Item onClick={() => void copy(false)}>{t('dashboard.copy')}</Menu.Item>}
          {own && <Menu.Item onClick={() => onDialog('rename')}>{t('dashboard.rename')}</Menu.Item>}
          {own && <Menu.Item onClick={() => onDialog('share')}>{t('dashboard.share')}</Menu.Item>}
          {own && (
            <Menu.Item color="red" onClick={() => onDialog('delete')}>
              {t('dashboard.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

interface WidgetsProps {
  readonly widgets: readonly Widget[];
  readonly mayArrange: boolean;
  readonly arranging: Arranging | undefined;
}

function Widgets({ widgets, mayArrange, arranging }: WidgetsProps) {
  return (
    <div className={classes.grid}>
      {inOrder(widgets).map((widget) => (
        <div
          key={widget.id}
          className={classes.place}
          data-free={!['chart', 'calendar', 'whiteboard'].includes(widget.kind) || undefined}
          style={
            {
              '--column': `${widget.x + 1} / span ${widget.w}`,
              '--row': `${widget.y + 1} / span ${widget.h}`,
              '--height': `${widget.h * 44}px`,
            } as React.CSSProperties
          }
        >
          <Frame widget={widget} mayArrange={mayArrange} {...(arranging ? { arranging } : {})} />
        </div>
      ))}
    </div>
  );
}

/** Empty until one says what is to be seen. */
const ASKED_AT_ONCE: readonly WidgetKind[] = ['chart', 'list', 'calendar'];

interface AddDialogProps {
  /** Id of the dashboard. */
  readonly dashboard: string;
  readonly widgets: readonly Widget[];
  readonly onAdd: (widget: Widget) => void;
  readonly onClose: () => void;
}

function AddDialog({ dashboard, widgets, onAdd, onClose }: AddDialogProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [busy, during] = useBusy();
  const add = (kind: WidgetKind) =>
    during(async () => {
      const settings = kind === 'whiteboard' ? { board: await newBoard(dashboard, t) } : firstSettings(kind, entities);
      onAdd({ id: newId(), kind, ...placeFor(widgets, kind), settings } as Widget);
    });
  return (
    <Modal opened onClose={onClose} title={t('dashboard.addWidget')} size={720} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      <div className={classes.add}>
        {widgetKinds.map((kind) => (
          <UnstyledButton key={kind} className={classes.kind} disabled={busy} onClick={() => void add(kind)}>
            <span>
              <span className={classes.kindName}>{t(`dashboard.kinds.${kind}`)}</span>
              <span className={classes.kindHint}>{t(`dashboard.hints.${kind}`)}</span>
            </span>
          </UnstyledButton>
        ))}
      </div>
    </Modal>
  );
}

async function newBoard(dashboard: string, t: (key: string) => string): Promise<string> {
  const columns = ['first', 'second', 'third'].map((place) => ({ id: newId(), name: t(`dashboard.board.${place}`) }));
  const { id } = await client
    .records('whiteboards')
    .create({ name: t('dashboard.kinds.whiteboard'), dashboard: { entity: 'dashboards', id: dashboard }, columns, cards: [] });
  return id;
}
