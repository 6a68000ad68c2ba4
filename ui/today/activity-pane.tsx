// A task or an event of today's list: what it is about, whom to reach, and how it ends: done, given up, or on another day.

import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, FieldDescription, Reference } from '../../client/index.ts';
import { useBusy, useOnce } from '../busy.ts';
import { widgetFor } from '../fields/lookup.ts';
import { fieldOf, recordQuery, useEntity } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { DayButtons } from './day-buttons.tsx';
import type { Entry } from './entries.ts';
import { settle } from './handle.ts';
import { Reach } from './reach.tsx';
import classes from './today.module.css';

export function ActivityPane({ entry, onHandled }: { entry: Entry; onHandled: () => void }) {
  const { t } = useTranslation();
  const { entity, record } = entry;
  const contacts = useEntity('contacts');
  const contact = record.contact as Reference | null;
  const { data } = useQuery({ ...recordQuery('contacts', contact?.id ?? ''), enabled: !!contact && !!contacts?.can.view });
  const about = record.related_to as AnyReference | null;
  const links = [about, named('contacts', record.contact), named('accounts', record.account)].filter(
    (one, i, all): one is AnyReference => !!one && all.findIndex((other) => other?.id === one.id) === i,
  );
  return (
    <>
      {links.length > 0 && (
        <p className={classes.links}>
          {links.map((link) => (
            <RecordLink key={link.id} entity={link.entity} id={link.id}>
              {link.title}
            </RecordLink>
          ))}
        </p>
      )}
      {record.place ? <p className={classes.quiet}>{String(record.place)}</p> : null}
      {data && <Reach record={data.record} />}
      {record.description ? <p className={classes.what}>{String(record.description)}</p> : null}
      {entity.can.update ? <Settle entry={entry} onHandled={onHandled} /> : <p className={classes.quiet}>{t('today.readOnly')}</p>}
    </>
  );
}

/** How it ends. */
function Settle({ entry, onHandled }: { entry: Entry; onHandled: () => void }) {
  const { t } = useTranslation();
  const [remark, setRemark] = useState('');
  const [busy, during] = useBusy();
  const once = useOnce(during);
  const end = (what: Parameters<typeof settle>[1]) =>
    void once(async () => {
      await settle(entry, what, remark.trim());
      onHandled();
    });
  const due = fieldOf(entry.entity, 'due_on');
  return (
    <div className={classes.form}>
      <Textarea
        label={t('today.remark')}
        value={remark}
        onChange={(event) => setRemark(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        data-first
      />
      <div className={classes.buttons}>
        <Button size="sm" loading={busy} onClick={() => end('complete')}>
          {t('today.done')}
        </Button>
        <Button size="sm" variant="default" disabled={busy} onClick={() => end('cancel')}>
          {t('today.cancelIt')}
        </Button>
      </div>
      {entry.record.kind !== 'event' && due && !due.read_only && (
        <OtherDay entity={entry.entity.name} due={due} busy={busy} onDay={(due_on) => end({ due_on })} />
      )}
    </div>
  );
}

interface OtherDayProps {
  entity: string;
  due: FieldDescription;
  busy: boolean;
  onDay: (day: string) => void;
}

function OtherDay({ entity, due, busy, onDay }: OtherDayProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const DueEdit = widgetFor(due).Edit;
  return (
    <>
      <fieldset className={classes.days} aria-label={t('today.otherDay')}>
        <span className={classes.quiet}>{t('today.otherDay')}</span>
        <DayButtons days={['tomorrow', 'threeDays', 'week']} disabled={busy} onDay={onDay} />
        <Button size="compact-xs" variant="default" disabled={busy} onClick={() => setAsking(true)}>
          {t('today.pickDay')}
        </Button>
      </fieldset>
      {asking && (
        <DueEdit
          entity={entity}
          field={due}
          value={null}
          onChange={(value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && onDay(value)}
          place="form"
          autoFocus
        />
      )}
    </>
  );
}

function named(entity: string, reference: unknown): AnyReference | null {
  return reference ? { entity, ...(reference as Reference) } : null;
}
