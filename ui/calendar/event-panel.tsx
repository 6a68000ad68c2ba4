// One event or task that was clicked: what it is, and what one does with it most: answer, change, leave out, take along.

import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconCalendarRepeat, IconDownload, IconLock, IconMapPin, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Reference } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { dateLanguage, formatDate } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { recordQuery, useSetup } from '../queries.ts';
import { saveFile } from '../save-file.ts';
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
  const { data, error } = useQuery(recordQuery('activities', item.id));
  const record = data?.record ?? item;
  const can = data?.can;
  const [busy, during] = useBusy();
  const act = (action: string, input = {}) =>
    during(async () => {
      await client.records('activities').act(item.id, action, input);
      refresh('activities');
      onClose();
    });
  const takeAlong = () =>
    during(async () => {
      const { name, text } = await client.service<{ name: string; text: string }>('event_file', { id: item.id });
      saveFile(name, text, 'text/calendar');
    });
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
        <Facts record={record} />
        {error && (
          <p className={classes.line} role="alert">
            {errorText(error)}
          </p>
        )}
        {can?.actions.includes('answer') && <OwnAnswer record={record} busy={busy} onAnswer={(answer) => void act('answer', { answer })} />}
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
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void act('complete')}>
              {t('calendar.done')}
            </Button>
          )}
          {record.kind === 'event' && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconDownload size={14} />}
              disabled={busy}
              onClick={() => void takeAlong()}
            >
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

/** What is known of it beside its time. */
function Facts({ record }: { record: EventPanelProps['item'] }) {
  const { t } = useTranslation();
  return (
    <>
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
      <Invited record={record} />
      {Boolean(record.description) && <p className={classes.words}>{String(record.description)}</p>}
    </>
  );
}

/** By the id of whoever was invited. */
function answersOf({ answers }: EventPanelProps['item']): Readonly<Record<string, string>> {
  return (answers ?? {}) as Record<string, string>;
}

function Invited({ record }: { record: EventPanelProps['item'] }) {
  const { t } = useTranslation();
  const answers = answersOf(record);
  const invited = [record.participants, record.guests].flatMap((all) => (all as readonly Reference[] | null | undefined) ?? []);
  if (invited.length === 0) return null;
  return (
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
  );
}

interface OwnAnswerProps {
  record: EventPanelProps['item'];
  busy: boolean;
  onAnswer: (answer: string) => void;
}

function OwnAnswer({ record, busy, onAnswer }: OwnAnswerProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const own = answersOf(record)[me.id];
  return (
    <Group gap={6} role="group" aria-label={t('calendar.yourAnswer')}>
      {(['yes', 'maybe', 'no'] as const).map((answer) => (
        <Button
          key={answer}
          size="compact-sm"
          variant={own === answer ? 'filled' : 'default'}
          disabled={busy}
          onClick={() => onAnswer(answer)}
        >
          {t(`calendar.answer.${answer}`)}
        </Button>
      ))}
    </Group>
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
