// What phones show: which modules the menu has, which of their fields stand in lists and on pages, and what opens first.

import { Alert, Button, Group, MultiSelect, Select, Skeleton, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, PhoneSettings, RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { entityIcon } from '../icons.ts';
import { errorText, showDone } from '../messages.ts';
import { inMenu } from '../phone.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import classes from './settings.module.css';

export function PhonePage({ settings }: { settings: EntityDescription }) {
  const query = { limit: 1 };
  const { data, error } = useQuery({
    queryKey: keys.list(settings.name, query),
    queryFn: ({ signal }) => client.records(settings.name).list(query, { signal }),
    staleTime: 0,
  });
  const stored = data?.records[0] as (RecordValues & PhoneSettings) | undefined;
  return (
    <>
      <PageHead title={settings.label} />
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {stored ? <PhoneForm key={stored.id} id={stored.id} stored={stored} /> : <Skeleton height={300} className={classes.page} />}
    </>
  );
}

function PhoneForm({ id, stored: { modules, shown, start } }: { id: string; stored: PhoneSettings }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [draft, setDraft] = useState<PhoneSettings>({ modules, shown: shown ?? {}, start });
  const [busy, during] = useBusy();
  const set = (values: Partial<PhoneSettings>) => setDraft((was) => ({ ...was, ...values }));
  const nouns = entities.filter(({ menu }) => menu);
  const chosen = nouns.filter(({ name }) => inMenu(draft, name));
  const show = (name: string, on: boolean) => {
    const left = nouns.filter((one) => (one.name === name ? on : inMenu(draft, one.name))).map((one) => one.name);
    set({ modules: left.length === nouns.length ? null : left, ...(!on && draft.start === name ? { start: null } : {}) });
  };

  const save = () =>
    during(async () => {
      await client.records('phone_settings').update(id, { ...draft });
      const told = [keys.entity('phone_settings'), keys.entities].map((queryKey) => queryClient.invalidateQueries({ queryKey }));
      await Promise.all(told);
      showDone(t('cards.saved'));
    });

  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Text size="sm" c="dimmed">
        {t('phone.hint')}
      </Text>
      <Select
        label={t('phone.start')}
        value={draft.start ?? 'home'}
        allowDeselect={false}
        searchable
        data={[
          { value: 'home', label: t('commands.home') },
          { value: 'today', label: t('today.title') },
          { value: 'calendar', label: t('calendar.title') },
          ...chosen.map(({ name, plural }) => ({ value: name, label: plural })),
        ]}
        onChange={(start) => set({ start: start === 'home' ? null : start })}
      />
      <ul className={classes.list}>
        {nouns.map((noun) => (
          <ModuleRow
            key={noun.name}
            noun={noun}
            on={inMenu(draft, noun.name)}
            fields={draft.shown[noun.name] ?? []}
            onSwitch={(on) => show(noun.name, on)}
            onFields={(names) => {
              const { [noun.name]: _, ...others } = draft.shown;
              set({ shown: names.length > 0 ? { ...others, [noun.name]: names } : others });
            }}
          />
        ))}
      </ul>
      <Group>
        <Button type="submit" loading={busy}>
          {t('form.save')}
        </Button>
      </Group>
    </form>
  );
}

interface ModuleRowProps {
  noun: EntityDescription;
  on: boolean;
  fields: readonly string[];
  onSwitch: (on: boolean) => void;
  onFields: (names: readonly string[]) => void;
}

function ModuleRow({ noun, on, fields, onSwitch, onFields }: ModuleRowProps) {
  const { t } = useTranslation();
  const Icon = entityIcon(noun.icon);
  return (
    <li className={classes.row} data-off={!on || undefined}>
      <Icon size={20} stroke={1.5} aria-hidden />
      <span className={classes.words}>
        <span className={classes.label}>{noun.plural}</span>
      </span>
      {on && (
        <MultiSelect
          className={classes.own}
          size="xs"
          aria-label={t('phone.fieldsOf', { noun: noun.plural })}
          placeholder={fields.length > 0 ? '' : t('phone.asElsewhere')}
          data={noun.fields.filter((field) => !field.fields && field.type !== 'id').map(({ name, label }) => ({ value: name, label }))}
          value={[...fields]}
          onChange={onFields}
          searchable
          clearable
        />
      )}
      <Switch aria-label={noun.plural} checked={on} onChange={(event) => onSwitch(event.currentTarget.checked)} />
    </li>
  );
}
