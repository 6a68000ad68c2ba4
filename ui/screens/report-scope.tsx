// Whose data each person reads in reports, charts and shared views: people by sales unit, found by unit and by name (row CS-018).

import { ActionIcon, Alert, Button, Group, Select, Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { ReferencesPicker } from '../fields/reference-picker.tsx';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { FindUser } from '../rights/find-user.tsx';
import { useIsRoot } from '../rights/is-root.ts';
import classes from '../settings/settings.module.css';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';

interface Unit {
  readonly id: string;
  readonly name: string;
  /** Ids of users. */
  readonly members: readonly string[];
}

const PAGE = 200;

export function ReportScopeScreen() {
  const { me } = useSetup();
  const noun = useEntity('users');
  const units = useEntity('departments');
  if (!noun?.can.view || !units?.can.view || !(me.root || me.features.includes('administration'))) return <PageMissing />;
  return <ReportScope noun={noun} />;
}

function ReportScope({ noun }: { noun: EntityDescription }) {
  const { t } = useTranslation();
  const [typed, type] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [chosen, choose] = useState<string | null>(null);
  const units = useUnits();
  const members = chosen === null ? null : (units?.find(({ id }) => id === chosen)?.members ?? []);
  const query = {
    fields: ['id', 'name', 'login', 'department', 'permission_sets', 'report_units'],
    sort: 'name',
    limit: PAGE,
    ...(q ? { q } : {}),
    ...(members ? { filter: members.length > 0 ? `id in (${members.map((id) => `"${id}"`).join(', ')})` : 'false' } : {}),
  };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.list('users', query), 'pages'],
    queryFn: ({ pageParam, signal }) => client.records('users').list(pageParam ? { ...query, after: pageParam } : query, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: units !== undefined,
  });
  const isRoot = useIsRoot(true);
  const users = data?.pages.flatMap(({ records }) => records) ?? [];
  return (
    <>
      <PageHead title={t('reportScope.title')} />
      <div className={classes.page}>
        <Switched />
        <Group gap="xs">
          <FindUser value={typed} onChange={type} />
          <Select
            aria-label={t('reportScope.unit')}
            placeholder={t('reportScope.unit')}
            data={(units ?? []).filter((unit) => unit.members.length > 0).map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={choose}
            searchable
            clearable
            style={{ flex: '1 1 200px' }}
          />
        </Group>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={200} />}
        {data && users.length === 0 && <p className={classes.details}>{t('reportScope.nobody')}</p>}
        {sectionsOf(
          users,
          (units ?? []).filter(({ id }) => chosen === null || id === chosen),
        ).map(({ unit, people }) => (
          <section key={unit?.id ?? ''} aria-label={unit?.name ?? t('reportScope.none')}>
            <h2>{unit?.name ?? t('reportScope.none')}</h2>
            <ul className={classes.list}>
              {people.map((user) => (
                <Person key={user.id} noun={noun} user={user} isRoot={isRoot(user)} outside={unit === null} />
              ))}
            </ul>
          </section>
        ))}
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('rights.more')}
          </Button>
        )}
      </div>
    </>
  );
}

/** What is chosen here counts where reports are for the sales organisation alone. */
function Switched() {
  const { t } = useTranslation();
  const settings = useEntity('security_settings');
  const { data } = useQuery({
    queryKey: keys.list('security_settings', { limit: 1 }),
    queryFn: ({ signal }) => client.records('security_settings').list({ limit: 1 }, { signal }),
    enabled: settings?.can.view === true,
  });
  if (!data) return null;
  const on = data.records[0]?.reports_by_unit === true;
  return (
    <Alert color={on ? 'blue' : 'gray'} variant="light">
      {t(on ? 'reportScope.on' : 'reportScope.off')}{' '}
      <Link to="/settings/$name" params={{ name: 'security_settings' }}>
        {settings?.label}
      </Link>
    </Alert>
  );
}

interface PersonProps {
  noun: EntityDescription;
  user: RecordValues;
  isRoot: boolean;
  outside: boolean;
}

function Person({ noun, user, isRoot, outside }: PersonProps) {
  const { t } = useTranslation();
  const [editing, edit] = useState(false);
  const field = fieldOf(noun, 'report_units');
  const units = (user.report_units ?? []) as Reference[];
  const save = async (next: readonly Reference[]) => {
    try {
      await client.records('users').update(user.id, { report_units: next.map(({ id }) => id) });
    } catch (error) {
      showError(error);
    }
    void queryClient.invalidateQueries({ queryKey: keys.entity('users') });
    void queryClient.invalidateQueries({ queryKey: keys.record('users', user.id) });
  };
  const told = units.map(({ title }) => title).join(', ') || t(outside ? 'reportScope.nothing' : 'reportScope.own');
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.label}>
          <RecordLink entity="users" id={user.id}>
            {String(user.name)}
          </RecordLink>
        </span>
        <span className={classes.details}>{[user.login, (user.department as Reference | null)?.title].filter(Boolean).join(' · ')}</span>
        {editing && field ? (
          <ReferencesPicker
            entity="users"
            field={{ ...field, help: '' }}
            value={[...units]}
            onChange={(next) => void save((next ?? []) as Reference[])}
            place="form"
            required={false}
            autoFocus
            recordId={user.id}
          />
        ) : (
          <span className={classes.details}>{isRoot ? t('rights.reason.root') : t('reportScope.reads', { units: told })}</span>
        )}
      </span>
      {field && noun.can.update && !field.read_only && !isRoot && (
        <ActionIcon onClick={() => edit(!editing)} aria-label={t('record.edit', { field: `${field.label}: ${String(user.name)}` })}>
          <IconPencil size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  );
}

function useUnits(): readonly Unit[] | undefined {
  const query = { fields: ['id', 'name', 'members'], sort: 'name', limit: 500 };
  const { data } = useQuery({
    queryKey: keys.list('departments', query),
    queryFn: ({ signal }) => client.records('departments').list(query, { signal }),
  });
  return data?.records.map(({ id, name, members }) => ({
    id,
    name: String(name),
    members: ((members ?? []) as { user: Reference | null }[]).flatMap(({ user }) => user?.id ?? []),
  }));
}

/** Who belongs to several units stands in each; null: those who belong to none. */
function sectionsOf(users: readonly RecordValues[], units: readonly Unit[]) {
  const held = new Set(units.flatMap(({ members }) => members));
  const sections = units.map((unit) => ({ unit: unit as Unit | null, people: users.filter(({ id }) => unit.members.includes(id)) }));
  return [...sections, { unit: null, people: users.filter(({ id }) => !held.has(id)) }].filter(({ people }) => people.length > 0);
}
