// Administration: who may sign in and do what, what records look like, what runs in the background.

import { Title } from '@mantine/core';
import {
  IconChecklist,
  IconCopy,
  IconForms,
  IconHistory,
  IconId,
  IconListCheck,
  IconLogin,
  IconProgress,
  IconReportAnalytics,
  IconShield,
  IconShieldCheck,
  IconTableImport,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { entityIcon } from '../icons.ts';
import { useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import classes from './home.module.css';

/** What screens of their own show. */
const OWN_SCREEN = [
  'custom_fields',
  'field_settings',
  'form_layouts',
  'card_settings',
  'data_settings',
  'not_duplicates',
  'address_ranges',
  'bans',
  'sign_ins',
  'record_reads',
  'module_settings',
  'phone_settings',
  'translations',
  'numberings',
  'menu_settings',
];

const PEOPLE = [
  ...['permission_sets', 'departments', 'roles', 'owner_groups', 'users', 'sharing_levels', 'sharing_rules', 'api_keys'],
  ...['sign_in_providers', 'directory_runs'],
];
const SECURITY = ['outgoing_mails', 'faults', 'log_clearings', 'privacy_requests'];

export function SettingsScreen() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const nouns = entities.filter(
    (entity) => entity.area === 'administration' && !entity.bound && !entity.single && entity.can.view && !OWN_SCREEN.includes(entity.name),
  );
  const people = nouns.filter(({ name }) => PEOPLE.includes(name));
  const kept = nouns.filter(({ name }) => SECURITY.includes(name));
  const others = nouns.filter((entity) => !people.includes(entity) && !kept.includes(entity));
  const pages = entities.filter((entity) => entity.single && entity.can.view && !OWN_SCREEN.includes(entity.name));
  const fields = entities.find((entity) => entity.name === OWN_SCREEN[0]);
  const cards = entities.find((entity) => entity.name === 'card_settings');
  const data = entities.find((entity) => entity.name === 'data_settings');
  const modules = entities.find((entity) => entity.name === 'module_settings');
  const menu = entities.find((entity) => entity.name === 'menu_settings');
  const numbers = entities.find((entity) => entity.name === 'numberings');
  const phones = entities.find((entity) => entity.name === 'phone_settings');
  const words = entities.find((entity) => entity.name === 'translations');
  const readings = entities.find((entity) => entity.name === 'record_reads');
  const seen = (name: string) => entities.some((entity) => entity.name === name && entity.can.view);
  const administrator = me.root || me.features.includes('administration');
  const importable = entities.some((entity) => entity.can.import);
  return (
    <>
      <PageHead title={t('shell.administration')} />
      {pages.length > 0 && (
        <Section title={t('settings.pages')}>
          {pages.map((entity) => (
            <Link key={entity.name} to="/settings/$name" params={{ name: entity.name }} className={classes.noun}>
              <Content icon={entityIcon(entity.icon)} label={entity.label} />
            </Link>
          ))}
        </Section>
      )}
      <Section title={t('settings.people')}>
        {administrator && seen('users') && (
          <Link to="/settings/staff" className={classes.noun}>
            <Content icon={IconListCheck} label={t('rights.staff')} />
          </Link>
        )}
        {administrator && seen('users') && (
          <Link to="/settings/report-scope" className={classes.noun}>
            <Content icon={IconReportAnalytics} label={t('reportScope.title')} />
          </Link>
        )}
        <Nouns nouns={people} />
      </Section>
      {(administrator || seen('sign_ins')) && (
        <Section title={t('settings.security')}>
          {administrator && (
            <Link to="/settings/protection" className={classes.noun}>
              <Content icon={IconShieldCheck} label={t('security.overview')} />
            </Link>
          )}
          {(seen('bans') || seen('address_ranges')) && (
            <Link to="/settings/addresses" className={classes.noun}>
              <Content icon={IconShield} label={t('security.addresses.title')} />
            </Link>
          )}
          {seen('sign_ins') && (
            <Link to="/$entity" params={{ entity: 'sign_ins' }} search={{}} className={classes.noun}>
              <Content icon={IconLogin} label={t('security.signIns')} />
            </Link>
          )}
          <Link to="/log" className={classes.noun}>
            <Content icon={IconHistory} label={t('shell.log')} />
          </Link>
          {readings?.can.view && (
            <Link to="/$entity" params={{ entity: readings.name }} search={{}} className={classes.noun}>
              <Content icon={entityIcon(readings.icon)} label={readings.plural} />
            </Link>
          )}
          <Nouns nouns={kept} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t('settings.business')}>
          <Nouns nouns={others} />
        </Section>
      )}
      <Section title={t('settings.data')}>
        {modules?.can.update && (
          <Link to="/settings/modules" className={classes.noun}>
            <Content icon={entityIcon(modules.icon)} label={modules.label} />
          </Link>
        )}
        {menu?.can.update && (
          <Link to="/settings/menu" className={classes.noun}>
            <Content icon={entityIcon(menu.icon)} label={menu.label} />
          </Link>
        )}
        {numbers?.can.update && (
          <Link to="/settings/numbers" className={classes.noun}>
            <Content icon={entityIcon(numbers.icon)} label={numbers.plural} />
          </Link>
        )}
        {phones?.can.update && (
          <Link to="/settings/phone" className={classes.noun}>
            <Content icon={entityIcon(phones.icon)} label={phones.label} />
          </Link>
        )}
        {words?.can.update && (
          <Link to="/settings/words/{-$entity}" className={classes.noun}>
            <Content icon={entityIcon(words.icon)} label={t('words.title')} />
          </Link>
        )}
        {fields?.can.view && (
          <Link to="/settings/fields/{-$entity}" className={classes.noun}>
            <Content icon={IconForms} label={t('shell.customFields')} />
          </Link>
        )}
        {cards?.can.update && (
          <Link to="/settings/cards/{-$entity}" className={classes.noun}>
            <Content icon={IconId} label={t('cards.title')} />
          </Link>
        )}
        {data?.can.update && (
          <Link to="/settings/data/{-$entity}" className={classes.noun}>
            <Content icon={IconChecklist} label={t('dataSettings.title')} />
          </Link>
        )}
        <Link to="/duplicates/{-$entity}" className={classes.noun}>
          <Content icon={IconCopy} label={t('duplicates.menu')} />
        </Link>
        {importable && (
          <Link to="/import/{-$entity}" className={classes.noun}>
            <Content icon={IconTableImport} label={t('shell.import')} />
          </Link>
        )}
        <Link to="/jobs/{-$id}" className={classes.noun}>
          <Content icon={IconProgress} label={t('shell.jobs')} />
        </Link>
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.sectionTitle}>
        {title}
      </Title>
      <div className={classes.cards}>{children}</div>
    </section>
  );
}

function Nouns({ nouns }: { nouns: readonly EntityDescription[] }) {
  return nouns.map((entity) => (
    <Link key={entity.name} to="/$entity" params={{ entity: entity.name }} className={classes.noun}>
      <Content icon={entityIcon(entity.icon)} label={entity.plural} />
    </Link>
  ));
}

function Content({ icon: Icon, label }: { icon: TablerIcon; label: string }) {
  return (
    <>
      <Icon size={22} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <span className={classes.name}>{label}</span>
    </>
  );
}
