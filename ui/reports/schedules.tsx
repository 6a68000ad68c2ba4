// A report by mail, by itself: one's own schedules of this report, how the last one went, and the form of a new one.

import { ActionIcon, Alert, Badge, Button, Menu, Modal, Skeleton } from '@mantine/core';
import { IconDots, IconMail, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference, Values } from '../../client/index.ts';
import type { ReportAnswers } from '../../schema/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { plainText, toWire, widgetFor } from '../fields/lookup.ts';
import { currentLanguage } from '../i18n.ts';
import { useLive } from '../live.tsx';
import { errorText, showDone, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import { client } from '../workspace.ts';
import classes from './reports.module.css';

interface Props {
  readonly report: string;
  /** What its questions are answered with in what is sent. */
  readonly answers: ReportAnswers;
  readonly onClose: () => void;
}

export function Schedules({ report, answers, onClose }: Props) {
  const { t } = useTranslation();
  const entity = useEntity('report_schedules');
  const [editing, setEditing] = useState<Values | null>(null);
  const query = { filter: `report = "${report}"`, sort: 'id', limit: 100 };
  const { data, error } = useQuery({
    queryKey: keys.list('report_schedules', query),
    queryFn: ({ signal }) => client.records('report_schedules').list(query, { signal }),
  });
  useLive('report_schedules', () => void queryClient.invalidateQueries({ queryKey: keys.entity('report_schedules') }));
  if (!entity) return null;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('reportMail.title')} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      {editing ? (
        <Form entity={entity} report={report} answers={answers} first={editing} onDone={() => setEditing(null)} />
      ) : (
        <div className={classes.schedules}>
          {error && <Alert color="red">{errorText(error)}</Alert>}
          {!data && !error && <Skeleton height={80} />}
          {data?.records.length === 0 && <p className={classes.quiet}>{t('reportMail.empty')}</p>}
          <ul className={classes.reports}>
            {data?.records.map((record) => (
              <Schedule key={record.id} entity={entity} record={record} onEdit={() => setEditing(record)} />
            ))}
          </ul>
          <div>
            <Button leftSection={<IconPlus size={15} />} onClick={() => setEditing({})}>
              {t('reportMail.new')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

const COLOR: Readonly<Record<string, string>> = { sent: 'green', partly: 'yellow', failed: 'red', written: 'gray', running: 'blue' };

function Schedule({ entity, record, onEdit }: { entity: EntityDescription; record: RecordValues; onEdit: () => void }) {
  const { t } = useTranslation();
  const words = (name: string) => {
    const field = fieldOf(entity, name);
    return field ? plainText(field, record[name]) : '';
  };
  const when = (value: unknown) => formatDateTime(String(value), currentLanguage());
  const outside = String(record.outside ?? '')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const people = [...((record.recipients as Reference[] | null) ?? []).map(({ title }) => title ?? ''), ...outside];
  const detail =
    record.every === 'week' ? words('weekday') : record.every === 'month' ? t('reportMail.onDay', { day: Number(record.day) }) : '';
  const name = [words('every'), detail, words('time')].filter(Boolean).join(', ');
  const change = async (values: Values, done: string) => {
    try {
      await client.records('report_schedules').update(record.id, values);
      void queryClient.invalidateQueries({ queryKey: keys.entity('report_schedules') });
      showDone(done);
    } catch (error) {
      showError(error);
    }
  };
  const now = async () => {
    try {
      await client.records('report_schedules').act(record.id, 'run_now');
      showDone(t('reportMail.started'));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <li className={classes.schedule}>
      <IconMail size={18} stroke={1.6} aria-hidden="true" />
      <div className={classes.scheduleWords}>
        <div className={classes.fileName}>{name}</div>
        <div className={classes.quiet}>{t('reportMail.goes', { format: words('format'), people: people.join(', ') })}</div>
        <div className={classes.quiet}>
          {record.paused ? t('reportMail.paused') : record.next_at ? t('reportMail.next', { when: when(record.next_at) }) : ''}
        </div>
        {!!record.last_state && (
          <div className={classes.quiet}>
            <Badge size="sm" variant="light" color={COLOR[String(record.last_state)] ?? 'gray'} me={6}>
              {words('last_state')}
            </Badge>
            {record.last_at ? when(record.last_at) : ''}
            {!!record.last_result && <div className={classes.problem}>{String(record.last_result)}</div>}
          </div>
        )}
      </div>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t('reports.more', { name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void now()}>{t('reportMail.now')}</Menu.Item>
          <Menu.Item
            onClick={() => void change({ paused: !record.paused }, record.paused ? t('reportMail.resumed') : t('reportMail.pausedNow'))}
          >
            {record.paused ? t('reportMail.resume') : t('reportMail.pause')}
          </Menu.Item>
          <Menu.Item onClick={onEdit}>{t('reports.edit')}</Menu.Item>
          <Menu.Item color="red" onClick={() => void deleteRecord(entity, record.id, name).catch(showError)}>
            {t('reports.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

const FIELDS = ['every', 'weekday', 'day', 'time', 'time_zone', 'recipients', 'outside', 'format', 'delivery'] as const;

interface FormProps {
  readonly entity: EntityDescription;
  readonly report: string;
  readonly answers: ReportAnswers;
  readonly first: Values;
  readonly onDone: () => void;
}

function Form({ entity, report, answers, first, onDone }: FormProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const [values, setValues] = useState<Values>({
    ...{ every: 'week', weekday: '1', day: 1, time: '08:00', time_zone: me.zone, format: 'xlsx', delivery: 'attachment' },
    ...first,
  });
  const [busy, during] = useBusy();
  const mayOutside = me.root || me.features.includes('reports_outside');
  const shown = FIELDS.filter((name) => {
    if (name === 'weekday') return values.every === 'week';
    if (name === 'day') return values.every === 'month';
    return name !== 'outside' || mayOutside || !!values.outside;
  });
  const save = () =>
    during(async () => {
      const wire = Object.fromEntries(
        FIELDS.map((name) => {
          const field = fieldOf(entity, name);
          return [name, field ? toWire(field, values[name]) : null];
        }),
      );
      const calls = client.records('report_schedules');
      if (typeof first.id === 'string') await calls.update(first.id, wire);
      else await calls.create({ ...wire, report, answers });
      void queryClient.invalidateQueries({ queryKey: keys.entity('report_schedules') });
      showDone(t('reportMail.saved'));
      onDone();
    });
  return (
    <form
      className={classes.schedules}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {shown.map((name) => {
        const field = fieldOf(entity, name);
        if (!field) return null;
        const { Edit } = widgetFor(field);
        return (
          <div key={name}>
            <Edit
              entity="report_schedules"
              field={field}
              value={values[name] ?? null}
              onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
              place="form"
              required={field.required}
            />
            {name === 'outside' && <p className={classes.warning}>{t('reportMail.outsideHint', { name: me.name })}</p>}
          </div>
        );
      })}
      {Object.keys(answers).length > 0 && typeof first.id !== 'string' && <p className={classes.quiet}>{t('reportMail.answers')}</p>}
      <div className={classes.scheduleButtons}>
        <Button variant="default" onClick={onDone}>
          {t('form.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('reports.save')}
        </Button>
      </div>
    </form>
  );
}
