// What the activity log is narrowed to: words, people, modules, what was done and how, days.

import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription, Reference } from '../../client/index.ts';
import { DateEdit } from '../fields/date-edit.tsx';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './log.module.css';
import type { LogSearch } from './search.ts';

const VERBS = ['create', 'update', 'delete', 'merge'] as const;
const CAUSES = ['user', 'api', 'import', 'bulk', 'action', 'undo', 'restored', 'job', 'workflow', 'system', 'link'] as const;

export function LogFilters({ search, onChange }: { search: LogSearch; onChange: (change: LogSearch) => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nouns = entities.filter((entity) => entity.can.view).sort((a, b) => a.plural.localeCompare(b.plural));
  const people = entities.find((entity) => entity.name === 'users')?.can.view === true;
  const choice = (name: 'verb' | 'cause', values: readonly string[]) => (
    <Select
      label={t(`log.${name}`)}
      data={values.map((value) => ({ value, label: t(`log.${name}s.${value}`) }))}
      value={search[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? '' })}
      clearable
    />
  );
  return (
    <search className={classes.filters}>
      <Words value={search.q ?? ''} onChange={(q) => onChange({ q })} />
      {people && <Person value={search.user ?? null} onChange={(user) => onChange({ user })} />}
      <Select
        label={t('log.module')}
        data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
        value={search.entity ?? null}
        onChange={(entity) => onChange({ entity: entity ?? '' })}
        searchable
        clearable
      />
      {choice('verb', VERBS)}
      {choice('cause', CAUSES)}
      <Day name="from" value={search.from ?? null} onChange={(from) => onChange({ from })} />
      <Day name="to" value={search.to ?? null} onChange={(to) => onChange({ to })} />
    </search>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useTranslation();
  const [typed, type] = useState(value);
  const tell = useDebouncedCallback(onChange, 300);
  useEffect(() => type(value), [value]);
  return (
    <TextInput
      leftSection={<IconSearch size={16} />}
      label={t('log.words')}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        type(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}

export function Person({ value, onChange }: { value: string | null; onChange: (user: string) => void }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<Reference | null>(null);
  const { data } = useQuery({
    queryKey: [...keys.record('users', value ?? ''), 'title'],
    queryFn: ({ signal }) => client.records('users').get(value!, { fields: ['name'], signal }),
    enabled: value !== null && chosen?.id !== value,
  });
  const known = chosen?.id === value ? chosen : value && data ? { id: value, title: String(data.record.name) } : null;
  const field = useField('created_by', t('log.user'));
  return (
    <ReferencePicker
      entity="users"
      field={field}
      place="form"
      value={value ? known : null}
      onChange={(picked) => {
        choose(picked as Reference | null);
        onChange(picked?.id ?? '');
      }}
    />
  );
}

export function Day({ name, value, onChange }: { name: 'from' | 'to'; value: string | null; onChange: (day: string) => void }) {
  const { t } = useTranslation();
  const field = useField('created_at', t(`log.${name}`));
  const [typed, type] = useState<string | null>(value);
  useEffect(() => type(value), [value]);
  return (
    <DateEdit
      entity="users"
      field={field}
      place="form"
      value={typed}
      onChange={(day) => {
        type(day);
        // Told once it is a day, not while it is being typed.
        if (day === null || /^\d{4}-\d\d-\d\d$/.test(day)) onChange(day ?? '');
      }}
    />
  );
}

/** A control of fields is used for what is no field. */
function useField(like: string, label: string): FieldDescription {
  const { entities } = useSetup();
  const known = entities.flatMap(({ fields }) => fields).find(({ name }) => name === like)!;
  return { ...known, name: `log ${label}`, label, help: '', required: false };
}
