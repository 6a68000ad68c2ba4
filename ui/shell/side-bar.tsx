// The side bar: workspace, search, the menu of nouns, the gear menu. Slim shows icons with their names as tooltips.

import { Kbd, UnstyledButton } from '@mantine/core';
import {
  IconCalendarMonth,
  IconChartBar,
  IconHelpCircle,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconReport,
  IconSearch,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { afterFirstScreen } from '../first-screen.ts';
import { openHelp } from '../help/open.ts';
import { entityIcon } from '../icons.ts';
import { Bell } from '../notifications/bell.tsx';
import { setPreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { TodayLink } from '../today/today-link.tsx';
import { GearFace } from './gear-face.tsx';
import { Hint } from './hint.tsx';
import classes from './side-bar.module.css';

// Menus come after the first picture.
const GearMenu = lazy(() => afterFirstScreen(() => import('./gear-menu.tsx')).then((module) => ({ default: module.GearMenu })));
const RunningJobs = lazy(() =>
  afterFirstScreen(() => import('../jobs/running-jobs.tsx')).then((module) => ({ default: module.RunningJobs })),
);

export interface SideBarProps {
  slim: boolean;
  onSearch: () => void;
  /** Phone: closes the drawer when something was chosen. */
  onLeave?: () => void;
}

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export function SideBar({ slim, onSearch, onLeave }: SideBarProps) {
  const { t } = useTranslation();
  const { entities, me, workspace } = useSetup();
  const menu = entities.filter((entity) => entity.menu && entity.can.view);

  return (
    <nav className={classes.bar} data-slim={slim || undefined} aria-label={t('shell.menu')}>
      <div className={classes.head}>
        <Link to="/" className={classes.workspace} onClick={onLeave} aria-label={workspace.title}>
          <img src="/assets/icon.svg" alt="" width={24} height={24} />
          {!slim && <span className={classes.name}>{workspace.title}</span>}
        </Link>
        {!slim && !onLeave && (
          <Hint label={t('shell.collapse')}>
            <UnstyledButton className={classes.fold} onClick={() => setPreferences({ sideBar: 'slim' })} aria-label={t('shell.collapse')}>
              <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
            </UnstyledButton>
          </Hint>
        )}
      </div>
      <Hint label={t('shell.search')} disabled={!slim}>
        <UnstyledButton
          className={classes.search}
          onClick={() => {
            onLeave?.();
            onSearch();
          }}
          aria-label={slim ? t('shell.search') : undefined}
          aria-keyshortcuts="Control+K Meta+K"
        >
          <IconSearch size={16} stroke={1.8} />
          {!slim && (
            <>
              <span className={classes.name}>{t('shell.search')}</span>
              <Kbd size="xs" className={classes.keys}>
                {modifier} K
              </Kbd>
            </>
          )}
        </UnstyledButton>
      </Hint>
      <Bell slim={slim} onLeave={onLeave} />
      <div className={classes.menu}>
        <TodayLink slim={slim} onLeave={onLeave} />
        {entities.some(({ name, can }) => name === 'activities' && can.view) && (
          <Hint label={t('calendar.title')} disabled={!slim}>
            <Link
              to="/calendar"
              search={{}}
              className={classes.item}
              activeProps={{ 'data-active': true }}
              aria-label={slim ? t('calendar.title') : undefined}
              onClick={onLeave}
            >
              <IconCalendarMonth size={18} stroke={1.6} className={classes.icon} />
              {!slim && <span className={classes.name}>{t('calendar.title')}</span>}
            </Link>
          </Hint>
        )}
        <Hint label={t('analysis.title')} disabled={!slim}>
          <Link
            to="/analysis"
            search={{}}
            className={classes.item}
            activeProps={{ 'data-active': true }}
            aria-label={slim ? t('analysis.title') : undefined}
            onClick={onLeave}
          >
            <IconChartBar size={18} stroke={1.6} className={classes.icon} />
            {!slim && <span className={classes.name}>{t('analysis.title')}</span>}
          </Link>
        </Hint>
        {entities.some(({ name, can }) => name === 'reports' && can.view) && (
          <Hint label={t('reports.title')} disabled={!slim}>
            <Link
              to="/reports"
              className={classes.item}
              activeProps={{ 'data-active': true }}
              aria-label={slim ? t('reports.title') : undefined}
              onClick={onLeave}
            >
              <IconReport size={18} stroke={1.6} className={classes.icon} />
              {!slim && <span className={classes.name}>{t('reports.title')}</span>}
            </Link>
          </Hint>
        )}
        <Items entities={menu} slim={slim} onLeave={onLeave} />
      </div>
      <div className={classes.foot}>
        <Suspense>
          <RunningJobs slim={slim} onLeave={onLeave} />
        </Suspense>
        <Hint label={t('help.title')} disabled={!slim}>
          <UnstyledButton
            className={classes.item}
            onClick={() => {
              onLeave?.();
              openHelp();
            }}
            aria-keyshortcuts="F1"
          >
            <IconHelpCircle size={18} stroke={1.6} className={classes.icon} />
            <span className={slim ? 'visually-hidden' : classes.name}>{t('help.title')}</span>
          </UnstyledButton>
        </Hint>
        <Suspense fallback={<GearFace slim={slim} name={me.name} />}>
          <GearMenu slim={slim} onLeave={onLeave} />
        </Suspense>
        {slim && (
          <Hint label={t('shell.expand')}>
            <UnstyledButton className={classes.item} onClick={() => setPreferences({ sideBar: 'wide' })} aria-label={t('shell.expand')}>
              <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
            </UnstyledButton>
          </Hint>
        )}
      </div>
    </nav>
  );
}

function Items({ entities, slim, onLeave }: { entities: readonly EntityDescription[]; slim: boolean; onLeave?: () => void }) {
  return (
    <ul className={classes.list}>
      {entities.map((entity) => {
        const Icon = entityIcon(entity.icon);
        return (
          <li key={entity.name}>
            <Hint label={entity.plural} disabled={!slim}>
              <Link
                to="/$entity"
                params={{ entity: entity.name }}
                className={classes.item}
                activeProps={{ 'data-active': true }}
                aria-label={slim ? entity.plural : undefined}
                onClick={onLeave}
              >
                <Icon size={18} stroke={1.6} className={classes.icon} />
                {!slim && <span className={classes.name}>{entity.plural}</span>}
              </Link>
            </Hint>
          </li>
        );
      })}
    </ul>
  );
}
