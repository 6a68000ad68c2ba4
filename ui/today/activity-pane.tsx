// A task or an event of today's list: what it is about, whom to reach, and how it ends: done, given up, or on another day.

import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, Reference } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { useBusy } from '../busy.ts';
import { localToday } from '../fields/date-text.ts';
import { widgetFor } from '../fields/lookup.ts';
import { fieldOf, recordQuery, useEntity } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { Reach } from './contact-pane.tsx';
import type { Entry } from './entries.ts';
import { settle } from './handle.ts';
import classes from './today.module.css';

const days = [
  ['tomorrow', 1],
  ['threeDays', 3],
  ['week', 7],
] as const;

export function ActivityPane({ entry, onHandled }: { entry: Entry; onHandled: () => void }) {
  const { t } = useTranslation();
  const { entity, record } = entry;
  const contacts = useEntity('contacts');
  const contact = record.contact as Reference | null;
  const { data } = useQuery({ ...recordQuery('contacts', contact?.id ?? ''), enabled: !!contact && !!contacts?.can.view });
  const [remark, setRemark] = useState('');
  const [busy, during] = useBusy();
  const [asking, setAsking] = useState(false);
  const running = useRef(false);
  const about = record.related_to as AnyReference | null;
  const links = [about, named('contacts', record.contact), named('accounts', record.account)].filter(
    (one, i, all): one is AnyReference => !!one && all.findIndex((other) => other?.id === one.id) === i,
  );
  const due = fieldOf(entity, 'due_on');
  const DueEdit = due && widgetFor(due).Edit;

  const end = async (what: 'complete' | 'cancel' | { due_on: string }) => {
    if (running.current) return;
    running.current = true;
    await during(async () => {
      await settle(entry, what, remark.trim());
      onHandled();
    });
    running.current = false;
  };

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
      {entity.can.update ? (
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
            <Button size="sm" loading={busy} onClick={() => void end('complete')}>
              {t('today.done')}
            </Button>
            <Button size="sm" variant="default" disabled={busy} onClick={() => void end('cancel')}>
              {t('today.cancelIt')}
            </Button>
          </div>
          {record.kind !== 'event' && due && !due.read_only && (
            <fieldset className={classes.days} aria-label={t('today.otherDay')}>
              <span className={classes.quiet}>{t('today.otherDay')}</span>
              {days.map(([name, distance]) => (
                <Button
                  key={name}
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  onClick={() => void end({ due_on: addDays(localToday(), distance) })}
                >
                  {t(`today.${name}`)}
                </Button>
              ))}
              <Button size="compact-xs" variant="default" disabled={busy} onClick={() => setAsking(true)}>
                {t('today.pickDay')}
              </Button>
            </fieldset>
          )}
          {asking && DueEdit && (
            <DueEdit
              entity={entity.name}
              field={due}
              value={null}
              onChange={(value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && void end({ due_on: value })}
              place="form"
              autoFocus
            />
          )}
        </div>
      ) : (
        <p className={classes.quiet}>{t('today.readOnly')}</p>
      )}
    </>
  );
}

function named(entity: string, reference: unknown): AnyReference | null {
  return reference ? { entity, ...(reference as Reference) } : null;
}
