// What one was told lately; unread ones are marked, a click reads one and goes where it leads.

import { UnstyledButton } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AnyReference, RecordValues } from '../../../client/index.ts';
import { formatDateTime } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { showError } from '../../messages.ts';
import { sentenceOf } from '../../notifications/sentence.ts';
import { keys, queryClient, useSetup } from '../../queries.ts';
import { client, workspace } from '../../workspace.ts';
import { useRecords, Waiting } from './records.tsx';
import classes from './widgets.module.css';

const QUERY = { fields: ['kind', 'title', 'text', 'about', 'link', 'values', 'read_at', 'created_at'], sort: '-created_at', limit: 20 };

export function NotificationsWidget() {
  const { t } = useTranslation();
  const { data, error, isPending } = useRecords('notifications', QUERY);
  return (
    <>
      <Waiting error={error} pending={isPending} />
      {data?.records.length === 0 && <p className={classes.none}>{t('notifications.none')}</p>}
      <ul className={classes.list}>
        {data?.records.map((record) => (
          <Entry key={record.id} record={record} />
        ))}
      </ul>
    </>
  );
}

function Entry({ record }: { record: RecordValues }) {
  const { t, i18n } = useTranslation();
  const { entities } = useSetup();
  const router = useRouter();
  const unread = record.read_at === null;
  const about = record.about as AnyReference | null;
  const path = about ? `/${about.entity}/${about.id}` : (record.link as string | null);
  const open = () => {
    if (unread) void read(record.id);
    if (path) router.history.push(`/${encodeURIComponent(workspace)}${path}`);
  };
  return (
    <li className={classes.row}>
      <UnstyledButton className={classes.words} data-unread={unread || undefined} onClick={open}>
        <span className={classes.name}>
          {unread && <span className="visually-hidden">{t('notifications.new')} </span>}
          {sentenceOf(record, entities, t, (key) => i18n.exists(key))}
        </span>
        <span className={classes.details}>{formatDateTime(String(record.created_at), currentLanguage())}</span>
      </UnstyledButton>
    </li>
  );
}

async function read(id: string): Promise<void> {
  try {
    await client.records('notifications').update(id, { read_at: new Date().toISOString() });
    await queryClient.invalidateQueries({ queryKey: keys.entity('notifications') });
  } catch (error) {
    showError(error);
  }
}
