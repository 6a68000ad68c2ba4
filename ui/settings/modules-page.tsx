// Which modules and languages are there for everybody, and the way to the settings of each module.

import { ActionIcon, Alert, Skeleton, Switch, Tabs, Text, Tooltip } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { inWords, languages } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { useModuleSettings } from './of-module.ts';
import classes from './settings.module.css';

interface Module {
  readonly name: string;
  readonly label: string;
  readonly icon: string;
  readonly active: boolean;
  readonly needed_by: readonly string[];
}

const modulesQuery = queryOptions({
  queryKey: [...keys.entities, 'modules'],
  queryFn: ({ signal }) => client.service<readonly Module[]>('modules', {}, { signal }),
  staleTime: 0,
});

export function ModulesPage({ settings }: { settings: EntityDescription }) {
  const { t } = useTranslation();
  const query = { limit: 1 };
  const { data, error } = useQuery({
    queryKey: keys.list(settings.name, query),
    queryFn: ({ signal }) => client.records(settings.name).list(query, { signal }),
    staleTime: 0,
  });
  const stored = data?.records[0];
  return (
    <>
      <PageHead title={settings.label} />
      <div className={classes.page}>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {stored ? (
          <Tabs defaultValue="modules" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="modules">{t('modules.modules')}</Tabs.Tab>
              <Tabs.Tab value="languages">{t('modules.languages')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="modules">
              <Modules stored={stored} />
            </Tabs.Panel>
            <Tabs.Panel value="languages">
              <Languages settings={settings} stored={stored} />
            </Tabs.Panel>
          </Tabs>
        ) : (
          <Skeleton height={300} />
        )}
      </div>
    </>
  );
}

/** Saves and reads anew what there is, for every screen. */
function useSaving(stored: RecordValues) {
  const [busy, during] = useBusy();
  const save = (values: Record<string, unknown>) =>
    during(async () => {
      await client.records('module_settings').update(stored.id, values);
      const told = [keys.entity('module_settings'), keys.entities].map((queryKey) => queryClient.invalidateQueries({ queryKey }));
      await Promise.all(told);
    });
  return { busy, save };
}

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** What is switched off, with one more or one fewer. */
const switched = (off: readonly string[], name: string, on: boolean) => (on ? off.filter((one) => one !== name) : [...off, name]);

function Modules({ stored }: { stored: RecordValues }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(modulesQuery);
  const { entities } = useSetup();
  const { busy, save } = useSaving(stored);
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  if (!data) return <Skeleton height={300} />;
  const labelOf = (name: string) => inWords(data.find((one) => one.name === name)?.label ?? name, name);
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('modules.hint')}
      </Text>
      <ul className={classes.list}>
        {data.map((module) => {
          const Icon = entityIcon(module.icon);
          const label = labelOf(module.name);
          const noun = entities.find(({ name }) => module.active && name === module.name);
          return (
            <li key={module.name} className={classes.row} data-off={!module.active || undefined}>
              <Icon size={20} stroke={1.5} aria-hidden />
              <span className={classes.words}>
                <span className={classes.label}>{label}</span>
                {module.active && module.needed_by.length > 0 && (
                  <span className={classes.details}>{t('modules.neededBy', { modules: module.needed_by.map(labelOf).join(', ') })}</span>
                )}
              </span>
              {noun && <ModuleLinks noun={noun} label={label} />}
              <Switch
                aria-label={label}
                checked={module.active}
                disabled={busy || (module.active && module.needed_by.length > 0)}
                onChange={(event) => void save({ inactive: switched(namesIn(stored.inactive), module.name, event.currentTarget.checked) })}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

function ModuleLinks({ noun, label }: { noun: EntityDescription; label: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.buttons}>
      {useModuleSettings(noun).map(({ title, icon: Icon, link }) => (
        <Tooltip key={title} label={t(title)}>
          <ActionIcon
            renderRoot={(props) => <Link {...link} {...props} />}
            variant="subtle"
            color="gray"
            aria-label={`${label}: ${t(title)}`}
          >
            <Icon size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

function Languages({ settings, stored }: { settings: EntityDescription; stored: RecordValues }) {
  const { t } = useTranslation();
  const { busy, save } = useSaving(stored);
  const off = namesIn(stored.inactive_languages);
  const known = (fieldOf(settings, 'inactive_languages')?.options ?? []).map(({ value }) => String(value));
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('modules.languagesHint')}
      </Text>
      <ul className={classes.list}>
        {languages.map(({ value, label }) => (
          <li key={value} className={classes.row} data-off={off.includes(value) || undefined}>
            <span className={classes.words}>
              <span className={classes.label} lang={value}>
                {label}
              </span>
            </span>
            <Switch
              aria-label={label}
              checked={!off.includes(value)}
              disabled={busy || !known.includes(value)}
              onChange={(event) => void save({ inactive_languages: switched(off, value, event.currentTarget.checked) })}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
