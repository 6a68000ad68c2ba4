// The side bar: workspace, search, the menu, the gear menu. Slim shows icons with their names as tooltips.

import { Kbd, UnstyledButton } from '@mantine/core';
import {
  IconExternalLink,
  IconHelpCircle,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSearch,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { afterFirstScreen } from '../first-screen.ts';
import { openHelp } from '../help/open.ts';
import { entityIcon } from '../icons.ts';
import { Bell } from '../notifications/bell.tsx';
import { setPreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { TodayLink } from '../today/today-link.tsx';
import { GearFace } from './gear-face.tsx';
import { Hint } from './hint.tsx';
import { type MenuItem, type MenuPart, useMenu } from './menu.ts';
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
  const { me, workspace } = useSetup();
  const menu = useMenu();

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
        {menu.map((part, i) => (
          <Part key={part.title ?? i} part={part} slim={slim} onLeave={onLeave} />
        ))}
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
        <Gear slim={slim} onLeave={onLeave} name={me.name} />
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

type PartProps = Pick<SideBarProps, 'slim' | 'onLeave'>;

/** The menu comes after the first screen; a click before that is kept, and opens it then. */
function Gear({ slim, onLeave, name }: PartProps & { name: string }) {
  const [asked, setAsked] = useState(false);
  return (
    <Suspense fallback={<GearFace slim={slim} name={name} aria-haspopup="menu" onClick={() => setAsked(true)} />}>
      <GearMenu slim={slim} onLeave={onLeave} opened={asked} onOpened={setAsked} />
    </Suspense>
  );
}

function Part({ part: { title, items }, slim, onLeave }: PartProps & { part: MenuPart }) {
  return (
    <div className={classes.part}>
      {title && <h2 className={slim ? 'visually-hidden' : classes.header}>{title}</h2>}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.name}>
            {item.name === 'today' && !item.href ? (
              <TodayLink title={item.title} slim={slim} onLeave={onLeave} />
            ) : (
              <Hint label={item.title} disabled={!slim}>
                <ItemLink item={item} slim={slim} onLeave={onLeave} />
              </Hint>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ItemLink({ item: { title, icon, to, href, newTab }, slim, onLeave }: PartProps & { item: MenuItem }) {
  const Icon = entityIcon(icon);
  const face = (
    <>
      <Icon size={18} stroke={1.6} className={classes.icon} />
      {!slim && <span className={classes.name}>{title}</span>}
      {!slim && newTab && <IconExternalLink size={14} stroke={1.6} className={classes.icon} aria-hidden="true" />}
    </>
  );
  const common = { className: classes.item, 'aria-label': slim ? title : undefined, onClick: onLeave };
  if (href)
    return (
      <a {...common} href={href} rel="noopener noreferrer" {...(newTab ? { target: '_blank' } : {})}>
        {face}
      </a>
    );
  return (
    <Link {...common} to={to as '/'} search={{}} activeProps={{ 'data-active': true }}>
      {face}
    </Link>
  );
}
