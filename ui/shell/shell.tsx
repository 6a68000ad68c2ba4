// The frame around every screen: side bar, search palette, offline banner, live connection.

import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keepEarlyKeys } from '../commands/early-keys.ts';
import { useCommands } from '../commands/registry.ts';
import { useAsked } from '../completion/ask.ts';
import { loadEdits } from '../fields/lazy-edit.tsx';
import { afterFirstScreen } from '../first-screen.ts';
import { openHelp, useOpenedHelp } from '../help/open.ts';
import { LiveConnection } from '../live.tsx';
import { usePreferences } from '../preferences.tsx';
import { Seen } from '../seeing/seen.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import classes from './shell.module.css';
import { SideBar } from './side-bar.tsx';

const PhoneBar = lazy(() => import('./phone-bar.tsx').then((module) => ({ default: module.PhoneBar })));
keepEarlyKeys();
const CommandsEverywhere = lazy(() =>
  afterFirstScreen(() => import('../commands/everywhere.tsx')).then((module) => ({ default: module.CommandsEverywhere })),
);
const HelpPanel = lazy(() => import('../help/help-panel.tsx').then((module) => ({ default: module.HelpPanel })));
const KeyHelp = lazy(() => import('./key-help.tsx').then((module) => ({ default: module.KeyHelp })));
const AskForMissing = lazy(() => import('../completion/completion.tsx').then((module) => ({ default: module.AskForMissing })));
const Peek = lazy(() => afterFirstScreen(() => import('../peek/peek.tsx')).then((module) => ({ default: module.Peek })));
const SearchPalette = lazy(() => import('../search/palette.tsx').then((module) => ({ default: module.SearchPalette })));

export function Shell() {
  const { t } = useTranslation();
  const { sideBar } = usePreferences();
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const [searching, search] = useDisclosure(false);
  const lacking = useAsked();
  const guide = useOpenedHelp();
  const [helping, help] = useDisclosure(false);
  // Also while typing: the palette is the way out of everything.
  useHotkeys([['mod+K', search.toggle]], []);
  useHotkeys([['shift+?', help.open, { usePhysicalKeys: false }]]);
  useCommands([{ id: 'keys', label: t('keys.title'), group: 'settings', keys: '?', icon: 'help', run: help.open }]);
  useHotkeys([['F1', () => openHelp()]], []);
  useIdle(loadEdits);
  useIdle(makeInstallable);
  useIdle(tellWhole);
  useEffect(keepFilesOut, []);

  return (
    <div className={classes.frame} data-side={phone ? 'none' : sideBar}>
      <a className={classes.skip} href="#content">
        {t('shell.skip')}
      </a>
      <LiveConnection />
      {!phone && (
        <div className={classes.side}>
          <SideBar slim={sideBar === 'slim'} onSearch={search.open} />
        </div>
      )}
      <main className={classes.content} id="content" tabIndex={-1}>
        <Seen />
        <OfflineBanner />
        <div className={classes.screen}>
          <Outlet />
        </div>
      </main>
      {phone && (
        <Suspense fallback={<div className={classes.barRoom} />}>
          <PhoneBar onSearch={search.open} />
        </Suspense>
      )}
      <Suspense>
        <CommandsEverywhere />
      </Suspense>
      {guide && (
        <Suspense>
          <HelpPanel page={guide} />
        </Suspense>
      )}
      {lacking && (
        <Suspense>
          <AskForMissing key={lacking} contact={lacking} />
        </Suspense>
      )}
      <Suspense>
        <Peek />
      </Suspense>
      {helping && (
        <Suspense>
          <KeyHelp onClose={help.close} />
        </Suspense>
      )}
      {searching && (
        <Suspense>
          <SearchPalette onClose={search.close} />
        </Suspense>
      )}
    </div>
  );
}

const tellWhole = () => import('./whole-text.ts').then((module) => module.tellWholeTexts());
const makeInstallable = () => import('../install.tsx').then((module) => module.makeInstallable());

/** A file dropped beside its place would open in the browser, and what one was doing would be gone. */
function keepFilesOut() {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  const events = ['dragover', 'drop'] as const;
  for (const name of events) addEventListener(name, refuse);
  return () => {
    for (const name of events) removeEventListener(name, refuse);
  };
}

/** When the first screen stands and nobody asks for anything. */
function useIdle(work: () => Promise<unknown>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void afterFirstScreen(async () => {
      timer = setTimeout(() => void work().catch(() => undefined), 500);
    });
    return () => clearTimeout(timer);
  }, [work]);
}
