// Everybody with the rights that hold and the last sign-in: found, switched on and off, authorised, exported (rows SC-05, SC-06, PX-03).

import { ActionIcon, Alert, Button, Checkbox, Group, Select, Skeleton, Switch, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconEye, IconPencil, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectiveRights, EntityDescription, RecordValues, Reference, ReviewAnswer } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { FindUser } from '../rights/find-user.tsx';
import { type RecordDialog, RecordDialogs } from '../rights/record-dialogs.tsx';
import { maySeeAs, seeAs } from '../seeing/seeing.ts';
import classes from '../settings/settings.module.css';
import { ButtonLink } from '../shell/button-link.tsx';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';

type Reviewed = ReviewAnswer['users'][number];

export function StaffScreen() {
  const { me } = useSetup();
  const noun = useEntity('users');
  if (!noun?.can.view || !(me.root || me.features.includes('administration'))) return <PageMissing />;
  return <Staff noun={noun} />;
}

function Staff({ noun }: { noun: EntityDescription }) {
  const { t } = useTranslation();
  const [typed, type] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 250);
  const [department, setDepartment] = useState<string | null>(null);
  const [below, setBelow] = useState(true);
  const [status, setStatus] = useState<string | null>(null);
  const [dialog, open] = useState<{ what: RecordDialog; user: RecordValues } | null>(null);
  const departments = useDepartments();
  const filter = filterOf({ words, status, departments: department ? unitsOf(departments, department, below) : [] });
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.entity('users'), 'review', filter],
    queryFn: ({ pageParam, signal }) =>
      client.rights.review({ ...(filter ? { filter } : {}), ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const users = data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <>
      <PageHead title={t('rights.staff')}>
        <Button component="a" size="xs" variant="default" href={client.rights.reviewUrl(filter)} leftSection={<IconDownload size={16} />}>
          {t('rights.export')}
        </Button>
        {noun.can.create && (
          <ButtonLink to="/$entity/new" params={{ entity: 'users' }} size="xs" leftSection={<IconPlus size={16} />}>
            {t('list.new')}
          </ButtonLink>
        )}
      </PageHead>
      <div className={classes.page}>
        <Group gap="xs" align="center">
          <FindUser value={typed} onChange={type} />
          <Select
            aria-label={fieldOf(noun, 'department')?.label}
            placeholder={fieldOf(noun, 'department')?.label}
            data={departments.map(({ id, name }) => ({ value: id, label: name }))}
            value={department}
            onChange={setDepartment}
            searchable
            clearable
            style={{ flex: '1 1 180px' }}
          />
          <Checkbox label={t('rights.withBelow')} checked={below} onChange={(event) => setBelow(event.currentTarget.checked)} />
          <Select
            aria-label={fieldOf(noun, 'status')?.label}
            placeholder={fieldOf(noun, 'status')?.label}
            data={fieldOf(noun, 'status')?.options.map(({ value, label }) => ({ value, label })) ?? []}
            value={status}
            onChange={setStatus}
            clearable
            style={{ flex: '1 1 130px' }}
          />
        </Group>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={300} />}
        {data && users.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('rights.nobody')}
          </Text>
        )}
        {users.length > 0 && (
          <ul className={classes.list}>
            {users.map((one) => (
              <Person key={one.user.id} noun={noun} person={one} onOpen={(what) => open({ what, user: one.user })} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('rights.more')}
          </Button>
        )}
      </div>
      {dialog && (
        <RecordDialogs
          open={dialog.what}
          entity={noun}
          record={dialog.user}
          title={String(dialog.user.name)}
          onClose={() => open(null)}
          onGone={() => open(null)}
        />
      )}
    </>
  );
}

function Person({
  noun,
  person: { user, rights },
  onOpen,
}: {
  noun: EntityDescription;
  person: Reviewed;
  onOpen: (what: RecordDialog) => void;
}) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const title = (value: unknown) => (value as Reference | null)?.title;
  const sets = ((user.permission_sets as readonly Reference[] | null) ?? []).map((set) => set.title);
  const last = user.last_sign_in_at ? formatDateTime(String(user.last_sign_in_at), currentLanguage()) : t('rights.never');
  const toggle = async () => {
    try {
      await client.records('users').act(user.id, user.status === 'enabled' ? 'disable' : 'enable');
    } catch (refusal) {
      showError(refusal);
    } finally {
      void queryClient.invalidateQueries({ queryKey: keys.record('users', user.id) });
      await queryClient.invalidateQueries({ queryKey: keys.entity('users') });
    }
  };
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.label}>
          <RecordLink entity="users" id={user.id}>
            {String(user.name)}
          </RecordLink>
        </span>
        <span className={classes.details}>
          {[user.login, title(user.department), title(user.role), ...sets].filter(Boolean).join(' · ')}
        </span>
        <span className={classes.details}>
          {t('rights.lastSignIn', { when: last })} · {reach(t, rights)}
        </span>
        <span className={classes.details}>
          {t('record.created', {
            who: title(user.created_by) ?? 'Kontor',
            when: formatDateTime(String(user.created_at), currentLanguage()),
          })}
        </span>
      </span>
      <Switch
        checked={user.status === 'enabled'}
        disabled={!noun.can.update || user.id === me.id}
        onChange={() => void toggle()}
        aria-label={t('rights.enabled', { name: String(user.name) })}
      />
      {noun.can.update && (me.root || me.features.includes('set_authorization')) && (
        <Button size="xs" variant="default" onClick={() => onOpen('authorization')}>
          {t('record.authorization')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => onOpen('effective')}>
        {t('record.effective')}
      </Button>
      <Group gap={4} wrap="nowrap">
        {noun.can.update && (
          <ButtonLink
            to="/$entity/$id"
            params={{ entity: 'users', id: user.id }}
            search={{ edit: '1' }}
            size="xs"
            variant="subtle"
            color="gray"
            px={7}
            aria-label={t('record.edit', { field: String(user.name) })}
          >
            <IconPencil size={16} />
          </ButtonLink>
        )}
        {maySeeAs(me, user) && (
          <Tooltip label={t('seeing.as', { name: String(user.name) })}>
            <ActionIcon size={30} onClick={() => void seeAs(user.id)} aria-label={t('seeing.as', { name: String(user.name) })}>
              <IconEye size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </li>
  );
}

function reach(t: TFunction, rights: EffectiveRights | null): string {
  if (!rights) return t('rights.reason.not_enabled');
  if (rights.root) return t('rights.reason.root');
  const sees = rights.nouns.filter(({ verbs }) => verbs.some(({ verb }) => verb === 'view')).length;
  const edits = rights.nouns.filter(({ verbs }) => verbs.some(({ verb }) => verb === 'update')).length;
  return t('rights.reach', { sees, edits });
}

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}

function useDepartments(): readonly Unit[] {
  const query = { fields: ['id', 'name', 'parent'], sort: 'name', limit: 500 };
  const { data } = useQuery({
    queryKey: keys.list('departments', query),
    queryFn: ({ signal }) => client.records('departments').list(query, { signal }),
  });
  return (data?.records ?? []).map(({ id, name, parent }) => ({
    id,
    name: String(name),
    parent: (parent as Reference | null)?.id ?? null,
  }));
}

/** The department, with all below it when asked for. */
function unitsOf(departments: readonly Unit[], id: string, below: boolean): string[] {
  const found = [id];
  for (let at = 0; below && at < found.length; at++)
    for (const unit of departments) if (unit.parent === found[at] && !found.includes(unit.id)) found.push(unit.id);
  return found;
}

/** All conditions together (row SC-06). */
function filterOf({ words, status, departments }: { words: string; status: string | null; departments: readonly string[] }): string {
  const text = JSON.stringify(words);
  return [
    ...(words ? [`(contains(login, ${text}) or contains(name, ${text}))`] : []),
    ...(departments.length > 0 ? [`department in (${departments.map((id) => `"${id}"`).join(', ')})`] : []),
    ...(status ? [`status = "${status}"`] : []),
  ].join(' and ');
}
