// The notifications at the side of the page: newest first, unread ones marked; a click reads one and goes where it leads.

import { ActionIcon, Button, Checkbox, Drawer, Skeleton, Stack, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments, IconBell, IconChecks, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AnyReference, RecordValues } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { client, workspace } from '../workspace.ts';
import classes from './notifications.module.css';
import { sentenceOf } from './sentence.ts';

const PAGE = 30;
const notifications = client.records('notifications');
const choices = client.records('notification_choices');

export function NotificationPanel({ onClose, onLeave }: { onClose: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  const [choosing, chooser] = useDisclosure(false);
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={420}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={t('notifications.title')}>
        <header className={classes.head}>
          <h2 className={classes.title}>{t('notifications.title')}</h2>
          <Tooltip label={t('notifications.readAll')}>
            <ActionIcon size={30} onClick={() => void readAll()} aria-label={t('notifications.readAll')}>
              <IconChecks size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('notifications.choose')}>
            <ActionIcon size={30} onClick={chooser.toggle} aria-label={t('notifications.choose')} aria-expanded={choosing}>
              <IconAdjustments size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <ActionIcon size={30} onClick={onClose} aria-label={t('notifications.close')}>
            <IconX size={18} stroke={1.6} />
          </ActionIcon>
        </header>
        <Drawer.Body className={classes.body}>
          {choosing && <Choices />}
          <List onLeave={onLeave} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

const query = { fields: ['kind', 'title', 'text', 'about', 'link', 'values', 'read_at', 'created_at'], sort: '-created_at', limit: PAGE };

function List({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.list('notifications', query),
    queryFn: ({ pageParam, signal }) => notifications.list({ ...query, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (error) return <p className={classes.none}>{errorText(error)}</p>;
  if (!data) return <Skeleton height={160} m="md" />;
  const records = data.pages.flatMap((page) => page.records);
  if (records.length === 0) {
    return (
      <div className={classes.none}>
        <IconBell size={28} stroke={1.4} aria-hidden="true" />
        <p>{t('notifications.none')}</p>
      </div>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {records.map((record) => (
          <Entry key={record.id} record={record} onLeave={onLeave} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" m="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('history.earlier')}
        </Button>
      )}
    </>
  );
}

function Entry({ record, onLeave }: { record: RecordValues; onLeave: () => void }) {
  const { t, i18n } = useTranslation();
  const { entities } = useSetup();
  const router = useRouter();
  const unread = record.read_at === null;
  const about = record.about as AnyReference | null;
  const path = about ? `/${about.entity}/${about.id}` : (record.link as string | null);
  const open = () => {
    if (unread) void read(record.id);
    if (!path) return;
    onLeave();
    router.history.push(`/${encodeURIComponent(workspace)}${path}`);
  };
  return (
    <li>
      <button type="button" className={classes.entry} data-unread={unread || undefined} onClick={open}>
        <span className={classes.sentence}>
          {unread && <span className="visually-hidden">{t('notifications.new')} </span>}
          {sentenceOf(record, entities, t, (key) => i18n.exists(key))}
        </span>
        {typeof record.text === 'string' && record.text && <span className={classes.text}>{record.text}</span>}
        <time className={classes.when} dateTime={String(record.created_at)}>
          {formatDateTime(String(record.created_at), currentLanguage())}
        </time>
      </button>
    </li>
  );
}

const choiceQuery = { fields: ['muted'], limit: 1 };

function Choices() {
  const { t } = useTranslation();
  const noun = useEntity('notification_choices');
  const { data } = useQuery({
    queryKey: keys.list('notification_choices', choiceQuery),
    queryFn: ({ signal }) => choices.list(choiceQuery, { signal }),
  });
  if (!data) return <Skeleton height={180} m="md" />;
  const kinds = (noun && fieldOf(noun, 'muted')?.options) ?? [];
  const [own] = data.records;
  const muted = (own?.muted as readonly string[] | null | undefined) ?? [];
  const toggle = async (kind: string, wanted: boolean) => {
    const values = { muted: wanted ? muted.filter((other) => other !== kind) : [...muted, kind] };
    try {
      await (own ? choices.update(own.id, values) : choices.create(values));
      await queryClient.invalidateQueries({ queryKey: keys.entity('notification_choices') });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <fieldset className={classes.choices} aria-label={t('notifications.chooseHint')}>
      <p className={classes.hint}>{t('notifications.chooseHint')}</p>
      <Stack gap={8}>
        {kinds.map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label}
            checked={!muted.includes(value)}
            onChange={(event) => void toggle(value, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </fieldset>
  );
}

async function read(id: string): Promise<void> {
  await notifications.update(id, { read_at: new Date().toISOString() }).catch(showError);
  await queryClient.invalidateQueries({ queryKey: keys.entity('notifications') });
}

async function readAll(): Promise<void> {
  await notifications.bulk({ update: { filter: 'read_at is empty', set: { read_at: new Date().toISOString() } } }).catch(showError);
  await queryClient.invalidateQueries({ queryKey: keys.entity('notifications') });
}
