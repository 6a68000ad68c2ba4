// Administration: who may sign in and do what, what records look like, what runs in the background.

import { Title } from '@mantine/core';
import {
  IconCopy,
  IconHistory,
  IconListCheck,
  IconLogin,
  IconProgress,
  IconReportAnalytics,
  IconShield,
  IconShieldCheck,
  IconTableImport,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { entityIcon } from '../icons.ts';
import { useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import classes from './home.module.css';

interface Card {
  readonly link: LinkProps;
  readonly icon: TablerIcon;
  readonly label: string;
}

/** Nouns that are decided on in pages of their own: the address, and what it is called where that is not the noun's name. */
const DATA_PAGES: readonly { noun: string; to: LinkProps['to']; title?: string; can?: 'view' | 'update' }[] = [
  { noun: 'module_settings', to: '/settings/modules' },
  { noun: 'menu_settings', to: '/settings/menu' },
  { noun: 'numberings', to: '/settings/numbers' },
  { noun: 'phone_settings', to: '/settings/phone' },
  { noun: 'translations', to: '/settings/words/{-$entity}', title: 'words.title' },
  { noun: 'custom_fields', to: '/settings/fields/{-$entity}', title: 'shell.customFields', can: 'view' },
  { noun: 'card_settings', to: '/settings/cards/{-$entity}', title: 'cards.title' },
  { noun: 'data_settings', to: '/settings/data/{-$entity}', title: 'dataSettings.title' },
  { noun: 'workflows', to: '/workflows', can: 'view' },
  { noun: 'workflow_runs', to: '/workflows/runs', can: 'view' },
];

/** What has a place on those pages, or under Security. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...DATA_PAGES.map(({ noun }) => noun),
  ...['field_settings', 'form_layouts', 'not_duplicates', 'address_ranges', 'bans', 'sign_ins', 'record_reads'],
]);

const PEOPLE = [
  ...['permission_sets', 'departments', 'roles', 'owner_groups', 'users', 'sharing_levels', 'sharing_rules', 'api_keys'],
  ...['sign_in_providers', 'directory_runs'],
];
const SECURITY = ['outgoing_mails', 'faults', 'log_clearings', 'privacy_requests'];

export function SettingsScreen() {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const shown = entities.filter((entity) => entity.can.view && !ELSEWHERE.has(entity.name));
  const lists = shown.filter(({ area, bound, single }) => area === 'administration' && !bound && !single);
  const { administrator } = useRights();
  // What everybody sees but only some set up has its place on the records: it is no administration of his.
  const isHis = ({ can }: EntityDescription) => administrator || can.create || can.update;
  const business = lists.filter((entity) => !PEOPLE.includes(entity.name) && !SECURITY.includes(entity.name) && isHis(entity));
  const pages = shown
    .filter(({ single }) => single)
    .map(({ name, icon, label }): Card => ({ link: { to: '/settings/$name', params: { name } }, icon: entityIcon(icon), label }));
  return (
    <>
      <PageHead title={t('shell.administration')} />
      <Section title={t('settings.pages')} cards={pages} />
      <Section
        title={t('settings.people')}
        cards={[...usePeopleCards(), ...lists.filter(({ name }) => PEOPLE.includes(name)).map(listCard)]}
      />
      <Section title={t('settings.security')} cards={useSecurityCards(lists.filter(({ name }) => SECURITY.includes(name)))} />
      <Section title={t('settings.business')} cards={business.map(listCard)} />
      <Section title={t('settings.data')} cards={useDataCards()} />
    </>
  );
}

function usePeopleCards(): readonly Card[] {
  const { t } = useTranslation();
  const { administrator, seen } = useRights();
  return [
    ...cardIf(administrator && seen('users'), { to: '/settings/staff' }, IconListCheck, t('rights.staff')),
    ...cardIf(administrator && seen('users'), { to: '/settings/report-scope' }, IconReportAnalytics, t('reportScope.title')),
  ];
}

function useSecurityCards(lists: readonly EntityDescription[]): readonly Card[] {
  const { t } = useTranslation();
  const { administrator, seen } = useRights();
  const readings = seen('record_reads');
  if (!administrator && !seen('sign_ins')) return [];
  return [
    ...cardIf(administrator, { to: '/settings/protection' }, IconShieldCheck, t('security.overview')),
    ...cardIf(seen('bans') ?? seen('address_ranges'), { to: '/settings/addresses' }, IconShield, t('security.addresses.title')),
    ...cardIf(seen('sign_ins'), { to: '/$entity', params: { entity: 'sign_ins' } }, IconLogin, t('security.signIns')),
    ...cardIf(true, { to: '/log' }, IconHistory, t('shell.log')),
    ...(readings ? [listCard(readings)] : []),
    ...lists.map(listCard),
  ];
}

function useDataCards(): readonly Card[] {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const decided = DATA_PAGES.flatMap(({ noun, to, title, can = 'update' }) => {
    const entity = entities.find(({ name }) => name === noun);
    if (!entity?.can[can]) return [];
    const label = title ? t(title) : entity.single ? entity.label : entity.plural;
    return [{ link: { to }, icon: entityIcon(entity.icon), label }];
  });
  return [
    ...decided,
    ...cardIf(true, { to: '/duplicates/{-$entity}' }, IconCopy, t('duplicates.menu')),
    ...cardIf(
      entities.some(({ can }) => can.import),
      { to: '/import/{-$entity}' },
      IconTableImport,
      t('shell.import'),
    ),
    ...cardIf(true, { to: '/jobs/{-$id}' }, IconProgress, t('shell.jobs')),
  ];
}

function useRights() {
  const { entities, me } = useSetup();
  return {
    administrator: me.root || me.features.includes('administration'),
    seen: (noun: string) => entities.find(({ name, can }) => name === noun && can.view),
  };
}

const cardIf = (shown: unknown, link: LinkProps, icon: TablerIcon, label: string): readonly Card[] =>
  shown ? [{ link, icon, label }] : [];

const listCard = ({ name, icon, plural }: EntityDescription): Card => ({
  link: { to: '/$entity', params: { entity: name } },
  icon: entityIcon(icon),
  label: plural,
});

function Section({ title, cards }: { title: string; cards: readonly Card[] }) {
  if (cards.length === 0) return null;
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.sectionTitle}>
        {title}
      </Title>
      <div className={classes.cards}>
        {cards.map(({ link, icon: Icon, label }) => (
          <Link key={JSON.stringify(link)} {...link} className={classes.noun}>
            <Icon size={22} stroke={1.5} className={classes.icon} aria-hidden="true" />
            <span className={classes.name}>{label}</span>
          </Link>
        ))}
      </div>
    </section>
  );
}
