// Commands that are there on every screen, and the keys of all commands. Fetched after the first screen stands.

import { useMantineColorScheme } from '@mantine/core';
import { type RegisteredRouter, useRouter } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openHelp } from '../help/open.ts';
import { offeredLanguages, setLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { setPreferences, usePreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { menuPages, useMenu } from '../shell/menu.ts';
import { client, workspace } from '../workspace.ts';
import { takeEarlyKeys } from './early-keys.ts';
import { PATIENCE, readKey, takesLetters } from './keys.ts';
import { allCommands, type Command, useCommands } from './registry.ts';

/** The second key after `g`. Nouns without one are reached by the palette. */
const nounKeys: Readonly<Record<string, string>> = {
  accounts: 'a',
  contacts: 'c',
  deals: 'd',
  leads: 'l',
  products: 'p',
  activities: 'v',
  files: 'f',
};

/** Screens of their own: address, label, key. One that is not in this build is left out. */
const places = [
  ['/today', 'today.title', 't', 'sun'],
  ['/', 'commands.home', 'h', 'home'],
  ['/calendar', 'commands.calendar', 'k', 'calendar'],
  ['/reports', 'commands.reports', 'r', 'report'],
  ['/analysis', 'commands.analysis', 'b', 'chart-bar'],
  ['/jobs', 'shell.jobs', 'j', 'progress'],
  ['/log', 'shell.log', 'x', 'history'],
] as const;

export function CommandsEverywhere() {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const { entities, me } = useSetup();
  const menu = useMenu();
  const { density, sideBar } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const here: Surroundings = {
    ...{ t, router, entities, me },
    administrator: me.root || me.features.includes('administration'),
    menu: menu.flatMap((part) => part.items),
    go: (address) => void router.navigate({ to: address } as Parameters<typeof router.navigate>[0]),
  };
  useCommands([
    ...placeCommands(here),
    ...nounCommands(here),
    ...toolCommands(here),
    {
      id: 'dark',
      label: t('commands.toggleDark'),
      group: 'settings',
      icon: 'moon',
      run: () => setColorScheme(isDark(colorScheme) ? 'light' : 'dark'),
    },
    {
      id: 'density',
      label: t('commands.toggleCompact'),
      group: 'settings',
      icon: 'list',
      run: () => setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' }),
    },
    {
      id: 'side-bar',
      label: t('commands.toggleSideBar'),
      group: 'settings',
      keys: '[',
      icon: 'layout',
      run: () => setPreferences({ sideBar: sideBar === 'slim' ? 'wide' : 'slim' }),
    },
    ...languageCommands(t, i18n.language),
    { id: 'help', label: t('help.title'), group: 'settings', icon: 'help', run: () => openHelp() },
    ...(me.seen ? [] : [signOut(t)]),
  ]);
  useEffect(listenToKeys, []);
  return null;
}

/** What commands are made of: who asks, and what he has before him. */
interface Surroundings extends Pick<ReturnType<typeof useSetup>, 'entities' | 'me'> {
  readonly t: TFunction;
  readonly router: RegisteredRouter;
  readonly menu: ReturnType<typeof useMenu>[number]['items'];
  readonly administrator: boolean;
  go(address: string): void;
}

/** Links of the menu, and screens of their own. */
function placeCommands({ t, router, menu, go }: Surroundings): Command[] {
  const isPutAway = (address: string) => menuPages.some(({ name, to }) => to === address && !menu.some((item) => item.name === name));
  const links = menu
    .filter(({ isLink }) => isLink)
    .map(
      ({ name, title, icon, to, href, newTab }): Command => ({
        id: `link ${name}`,
        label: title,
        group: 'go',
        icon,
        run: () => (href ? void window.open(href, newTab ? '_blank' : '_self', 'noopener,noreferrer') : go(to ?? '/')),
      }),
    );
  const screens = places
    .filter(([address]) => isThere(router, address) && !isPutAway(address))
    .map(
      ([address, label, key, icon]): Command => ({
        id: `go ${address}`,
        label: t(label),
        group: 'go',
        keys: `g ${key}`,
        icon,
        run: () => go(address),
      }),
    );
  return [...links, ...screens];
}

/** The lists of nouns, and new records of them. */
function nounCommands({ t, router, entities, menu, administrator }: Surroundings): Command[] {
  const nouns = entities.filter((entity) => entity.can.view && !entity.bound);
  const inMenu = new Map(menu.map(({ name, title }) => [name, title]));
  const lists = nouns
    .filter(({ name, area }) => inMenu.has(name) || (area === 'administration' && administrator))
    .map(
      (entity): Command => ({
        id: `list ${entity.name}`,
        label: inMenu.get(entity.name) ?? entity.plural,
        group: entity.area === 'administration' ? 'settings' : 'go',
        ...(nounKeys[entity.name] ? { keys: `g ${nounKeys[entity.name]}` } : {}),
        icon: entity.icon,
        run: () => void router.navigate({ to: '/$entity', params: { entity: entity.name } }),
      }),
    );
  const made = nouns
    .filter((entity) => entity.can.create && inMenu.has(entity.name) && entity.name !== 'files')
    .map(
      (entity): Command => ({
        id: `new ${entity.name}`,
        label: t('search.createNew', { noun: entity.label }),
        group: 'new',
        icon: 'plus',
        run: () => void router.navigate({ to: '/$entity/new', params: { entity: entity.name } }),
      }),
    );
  return [...lists, ...made];
}

/** Screens that are there for whoever may use them. */
function toolCommands({ t, entities, me, administrator, go }: Surroundings): Command[] {
  const sees = (noun: string) => entities.some(({ name, can }) => name === noun && can.view);
  const tool = (shown: boolean, id: string, label: string, icon: string, address: string, more: Partial<Command> = {}): Command[] =>
    shown ? [{ id, label: t(label), group: 'settings', icon, run: () => go(address), ...more }] : [];
  return [
    ...tool(administrator, 'settings', 'shell.administration', 'adjustments', '/settings', { keys: 'g s' }),
    ...tool(sees('custom_fields'), 'fields', 'shell.customFields', 'forms', '/settings/fields'),
    ...tool(true, 'duplicates', 'shell.duplicates', 'files', '/duplicates', { group: 'go' }),
    ...tool(
      entities.some(({ can }) => can.import),
      'import',
      'shell.import',
      'table-import',
      '/import',
      { group: 'go', keys: 'g i' },
    ),
    ...tool(sees('users'), 'profile', 'shell.profile', 'user-circle', `/users/${me.id}`),
  ];
}

function languageCommands(t: TFunction, now: string): Command[] {
  return offeredLanguages()
    .filter(({ value }) => value !== now)
    .map(
      ({ value, label }): Command => ({
        id: `language ${value}`,
        label: `${t('shell.language')}: ${label}`,
        group: 'settings',
        icon: 'world',
        run: () => void setLanguage(value).catch(showError),
      }),
    );
}

function signOut(t: TFunction): Command {
  return {
    id: 'sign-out',
    label: t('shell.signOut'),
    group: 'settings',
    icon: 'logout',
    run: () => void client.session.signOut().then(() => location.assign(`/${encodeURIComponent(workspace)}/`), showError),
  };
}

function isThere(router: RegisteredRouter, address: string): boolean {
  return address === '/' || Object.keys(router.routesByPath).some((path) => path === address || path.startsWith(`${address}/`));
}

function isDark(scheme: string): boolean {
  return scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}

function listenToKeys() {
  let before: { key: string; at: number } | null = null;
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || takesLetters(event.target) || document.querySelector('[role=dialog][aria-modal=true]'))
      return;
    const commands = allCommands();
    const read = readKey(event, before && event.timeStamp - before.at < PATIENCE ? before.key : null, commands);
    before = read && 'begun' in read ? { key: read.begun, at: event.timeStamp } : null;
    if (!read || 'begun' in read) return;
    event.preventDefault();
    commands[read.command]?.run();
  };
  takeEarlyKeys().forEach(listen);
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}
