// Calls, meetings and tasks in the timeline; one that is open is done with one click.

import { Badge, Button } from '@mantine/core';
import { IconCalendarEvent, IconChecklist, IconMail, IconNote, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Reference } from '../../../client/index.ts';
import { useBusy } from '../../busy.ts';
import { formatDate, formatDateTime } from '../../fields/format.ts';
import { OptionBadge, optionOf } from '../../fields/option-badge.tsx';
import { currentLanguage } from '../../i18n.ts';
import { fieldOf, keys, queryClient, useEntity } from '../../queries.ts';
import { RecordLink } from '../../shell/record-link.tsx';
import { client } from '../../workspace.ts';
import { Folded } from '../folded.tsx';
import { EntryFrame } from './entry.tsx';
import { type EntryProps, pointsTo, recordSource } from './source.ts';
import classes from './timeline.module.css';

export const activitySource = recordSource({
  kind: 'activity',
  noun: 'activities',
  about: 'related_to',
  fields: ['subject', 'kind', 'type', 'status', 'starts_at', 'due_on', 'related_to', 'description', 'created_at', 'created_by', 'owner'],
  // A customer's record knows its activities by several fields; what is below an account comes by the account alone.
  filter: ({ entity: { name }, id, below }) =>
    name === 'accounts' && below.length > 0
      ? `${pointsTo(['related_to'], id, [])} or account = "${id}"`
      : pointsTo(['related_to', ...(name === 'contacts' ? ['contact'] : [])], id, below),
  Entry: ActivityEntry,
});

function ActivityEntry({ item }: EntryProps<RecordValues>) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const noun = useEntity('activities');
  const { data: record } = item;
  const language = currentLanguage();
  const Icon = iconOf(record);
  const status = noun && fieldOf(noun, 'status');
  const due = record.starts_at
    ? formatDateTime(String(record.starts_at), language)
    : record.due_on
      ? formatDate(String(record.due_on), language)
      : null;
  const complete = () =>
    during(async () => {
      await client.records('activities').act(record.id, 'complete');
      await queryClient.invalidateQueries({ queryKey: ['timeline'] });
      await queryClient.invalidateQueries({ queryKey: keys.entity('activities') });
    });
  return (
    <EntryFrame
      who={(record.created_by as Reference | null)?.title ?? 'Kontor'}
      what={t('timeline.did.activity', { type: typeOf(record, noun) })}
      at={item.at}
      place={item.place}
      icon={<Icon size={15} stroke={1.7} />}
      beside={
        record.status === 'open' && (
          <Button size="compact-xs" variant="subtle" color="gray" loading={busy} onClick={() => void complete()}>
            {t('timeline.complete')}
          </Button>
        )
      }
    >
      <div className={classes.card}>
        <RecordLink entity="activities" id={record.id} className={classes.link}>
          {String(record.subject)}
        </RecordLink>
        <span className={classes.facts}>
          {status && <OptionBadge field={status} value={String(record.status)} />}
          {due && (
            <Badge variant="transparent" color="gray" size="sm" tt="none" fw={400} px={0}>
              {due}
            </Badge>
          )}
        </span>
        {typeof record.description === 'string' && record.description !== record.subject && (
          <Folded>
            <p className={classes.text}>{record.description}</p>
          </Folded>
        )}
      </div>
    </EntryFrame>
  );
}

function typeOf(record: RecordValues, noun: ReturnType<typeof useEntity>): string {
  const type = noun && fieldOf(noun, 'type');
  const value = String(record.type ?? '');
  return (type && optionOf(type, value)?.label) || value || noun?.label || '';
}

const icons = { Call: IconPhone, Meeting: IconCalendarEvent, Visit: IconCalendarEvent, 'E-mail': IconMail, Note: IconNote } as const;

function iconOf({ type, kind }: RecordValues) {
  return icons[type as keyof typeof icons] ?? (kind === 'event' ? IconCalendarEvent : IconChecklist);
}
