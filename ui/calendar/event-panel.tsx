// One event or task that was clicked: what it is, and what one does with it most: answer, change, leave out, take along.

import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconCalendarRepeat, IconDownload, IconLock, IconMapPin, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Reference } from '../../client/index.ts';
import { dateLanguage, formatDate } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { recordQuery, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import type { Occurrence } from './data.ts';
import { refresh } from './save.ts';

export interface EventPanelProps {
  item: Occurrence | RecordValues;
  zone: string;
  onEdit: (record: RecordValues) => void;
  onDelete: () => void;
  onClose: () => void;
}

export function EventPanel({ item, zone, onEdit, onDelete, onClose }: EventPanelProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const { data } = useQuery(recordQuery('activities', item.id));
  const record = data?.record ?? item;
  const can = data?.can;
  const answers = (record.answers ?? {}) as Record<string, string>;
  const invited = [
    ...((record.participants as readonly Reference[] | null) ?? []),
    ...((record.guests as readonly Reference[] | null) ?? []),
  ];

  const act = async (action: string, input = {}) => {
    try {
      await client.records('activities').act(item.id, action, input);
      refresh('activities');
      await client.records('activities').get(item.id);
      onClose();
    } catch (error) {
      showError(error);
    }
  };
  const takeAlong = async () => {
    try {
      const { name, text } = await client.service<{ name: string; text: string }>('event_file', { id: item.id });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      showError(error);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="md"
      title={<span className={classes.panelTitle}>{String(record.subject ?? '')}</span>}
      closeButtonProps={{ 'aria-label': t('calendar.close') }}
    >
      <Stack gap="xs">
        <p className={classes.line}>{whenOf(item, zone)}</p>
        {Boolean(record.recurrence) && (
          <p className={classes.line}>
            <IconCalendarRepeat size={16} /> {t('calendar.repeats')}
          </p>
        )}
        {Boolean(record.place) && (
          <p className={classes.line}>
            <IconMapPin size={16} /> {String(record.place)}
          </p>
        )}
        {Boolean(record.private) && (
          <p className={classes.line}>
            <IconLock size={16} /> {t('calendar.private')}
          </p>
        )}
        {(['owner', 'account', 'contact'] as const).map((name) => {
          const reference = record[name] as Reference | null;
          return reference ? (
            <p key={name} className={classes.line}>
              {reference.title}
            </p>
          ) : null;
        })}
        {invited.length > 0 && (
          <div className={classes.line}>
            <IconUsers size={16} />
            <ul className={classes.invited} aria-label={t('calendar.invited')}>
              {invited.map(({ id, title }) => (
                <li key={id}>
                  {title}: {t(`calendar.answer.${answers[id] ?? 'open'}`)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {Boolean(record.description) && <p className={classes.words}>{String(record.description)}</p>}
        {can?.actions.includes('answer') && (
          <Group gap={6} role="group" aria-label={t('calendar.yourAnswer')}>
            {(['yes', 'maybe', 'no'] as const).map((answer) => (
              <Button
                key={answer}
                size="compact-sm"
                variant={answers[me.id] === answer ? 'filled' : 'default'}
                onClick={() => void act('answer', { answer })}
              >
                {t(`calendar.answer.${answer}`)}
              </Button>
            ))}
          </Group>
        )}
        <Group gap={6} mt="xs">
          <Button component={Link} to={`/activities/${item.id}`} size="compact-sm" variant="default">
            {t('calendar.open')}
          </Button>
          {can?.update && (
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={14} />} onClick={() => onEdit(record)}>
              {t('calendar.edit')}
            </Button>
          )}
          {can?.actions.includes('complete') && (
            <Button size="compact-sm" variant="default" onClick={() => void act('complete')}>
              {t('calendar.done')}
            </Button>
          )}
          {record.kind === 'event' && (
            <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={() => void takeAlong()}>
              .ics
            </Button>
          )}
          {(can?.delete || can?.actions.includes('delete_occurrence')) && (
            <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={14} />} onClick={onDelete}>
              {t('calendar.delete')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function whenOf(item: Occurrence | RecordValues, zone: string): string {
  const language = dateLanguage(currentLanguage());
  if (item.kind === 'task') return item.due_on ? formatDate(String(item.due_on), currentLanguage()) : '';
  if (item.first_day && item.day_after) {
    const last = new Date(Date.parse(`${String(item.day_after)}T00:00:00Z`) - 86_400_000);
    const days = new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
    return days.formatRange(new Date(`${String(item.first_day)}T00:00:00Z`), last);
  }
  const format = new Intl.DateTimeFormat(language, {
    ...{ timeZone: zone, weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  });
  return format.formatRange(new Date(String(item.start)), new Date(String(item.end)));
}
