// A contact of today's list: how to reach it, what was said last, what was done now, and when to come back to it.

import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import { formatDateTime } from '../fields/format.ts';
import { widgetFor } from '../fields/lookup.ts';
import { useSubmission } from '../form/submission.ts';
import { currentLanguage } from '../i18n.ts';
import { fieldOf, keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import type { Entry } from './entries.ts';
import { followUp, log } from './handle.ts';
import classes from './today.module.css';

const LAST = 6;
const days = [
  ['tomorrow', 1],
  ['threeDays', 3],
  ['week', 7],
  ['month', 30],
] as const;

export function ContactPane({ entry, onHandled }: { entry: Entry; onHandled: () => void }) {
  const { t } = useTranslation();
  const { entity, record } = entry;
  const action = entity.actions.find(({ name }) => name === 'follow_up');
  const input = (name: string) => action?.input.find((field) => field.name === name);
  const [done, setDone] = useState('');
  const [comment, setComment] = useState('');
  const [date, setDate] = useState<unknown>(null);
  const [closed, setClosed] = useState<unknown>(null);
  const { problems, setProblems, busy, during } = useSubmission();
  const running = useRef(false);

  const attempt = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    await during(work);
    running.current = false;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!date && !closed) return setProblems({ next_action_on: t('today.dateOrStatus') });
    void attempt(async () => {
      await followUp(entry, { done: done || null, comment: comment || null, next_action_on: date, closed_as: closed });
      onHandled();
    });
  };
  const onlyLog = () =>
    void attempt(async () => {
      await log(entry, done || 'Note', comment);
      setComment('');
      setDone('');
    });

  const [doneField, dateField, closedField] = [input('done'), input('next_action_on'), input('closed_as')];
  const DateEdit = dateField && widgetFor(dateField).Edit;
  const ClosedEdit = closedField && widgetFor(closedField).Edit;
  return (
    <>
      <Reach record={record} />
      <LastWords id={record.id} />
      {action && entity.can.update ? (
        <form className={classes.form} onSubmit={submit} noValidate>
          {doneField && (
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label={doneField.label}
              value={done}
              onChange={setDone}
              data={[{ value: '', label: '–' }, ...doneField.options.map(({ value, label }) => ({ value, label }))]}
            />
          )}
          <Textarea
            label={t('today.comment')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={8}
            data-first
          />
          <fieldset className={classes.days} aria-label={dateField?.label}>
            {days.map(([name, distance]) => {
              const day = addDays(localToday(), distance);
              return (
                <Button
                  key={name}
                  size="compact-xs"
                  variant={date === day ? 'filled' : 'default'}
                  aria-pressed={date === day}
                  onClick={() => setDate(day)}
                >
                  {t(`today.${name}`)}
                </Button>
              );
            })}
          </fieldset>
          <div className={classes.pair}>
            {DateEdit && (
              <DateEdit
                entity={entity.name}
                field={dateField}
                value={date}
                onChange={setDate}
                place="form"
                error={problems.next_action_on ?? null}
              />
            )}
            {ClosedEdit && (
              <ClosedEdit
                entity={entity.name}
                field={{ ...closedField, help: '' }}
                value={closed}
                onChange={setClosed}
                place="form"
                error={problems.closed_as ?? null}
              />
            )}
          </div>
          {problems[''] && <p role="alert">{problems['']}</p>}
          <div className={classes.buttons}>
            <Button type="submit" loading={busy} size="sm">
              {t('today.saveNext')}
            </Button>
            <Button variant="default" size="sm" disabled={busy || (!done && !comment)} onClick={onlyLog}>
              {t('today.onlyLog')}
            </Button>
          </div>
        </form>
      ) : (
        <p className={classes.quiet}>{t('today.readOnly')}</p>
      )}
    </>
  );
}

/** Phone and mail to press. */
export function Reach({ record }: { record: Readonly<Record<string, unknown>> }) {
  const numbers = [record.phone, record.mobile].filter((number): number is string => typeof number === 'string' && number !== '');
  const mail = typeof record.email === 'string' && record.email !== '' ? record.email : null;
  if (numbers.length === 0 && !mail) return null;
  return (
    <div className={classes.reach}>
      {numbers.map((number) => (
        <a key={number} href={`tel:${number.replace(/[^\d+*#]/g, '')}`} className={classes.call}>
          <IconPhone size={16} aria-hidden="true" />
          {number}
        </a>
      ))}
      {mail && (
        <a href={`mailto:${mail}`} className={classes.call}>
          <IconMail size={16} aria-hidden="true" />
          {mail}
        </a>
      )}
    </div>
  );
}

interface Word {
  readonly key: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly kind: string;
}

/** What was done and said about a contact, newest first. */
function LastWords({ id }: { id: string }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const activities = entities.find(({ name, can }) => name === 'activities' && can.view);
  const comments = entities.find(({ name, can }) => name === 'comments' && can.view);
  const { data } = useQuery({
    queryKey: [...keys.entity('activities'), 'last-words', id],
    queryFn: async ({ signal }): Promise<Word[]> => {
      const known = ['subject', 'type', 'description', 'created_at', 'created_by'].filter(
        (name) => activities && fieldOf(activities, name),
      );
      const past = { filter: `contact = "${id}" and status = "done"`, sort: '-updated_at', fields: ['id', ...known], limit: LAST };
      const said = { filter: `about = "${id}"`, sort: '-created_at', fields: ['id', 'excerpt', 'created_at', 'created_by'], limit: LAST };
      const [acts, words] = await Promise.all([
        activities ? client.records('activities').list(past, { signal }) : null,
        comments ? client.records('comments').list(said, { signal }) : null,
      ]);
      const found = [
        ...(acts?.records ?? []).map((act) => ({
          ...act,
          what: String(act.description || act.subject || ''),
          kind: String(act.type ?? ''),
        })),
        ...(words?.records ?? []).map((word) => ({ ...word, what: String(word.excerpt ?? ''), kind: '' })),
      ] as (Record<string, unknown> & { what: string; kind: string })[];
      return found
        .map((one) => ({
          key: String(one.id),
          at: String(one.created_at ?? ''),
          who: (one.created_by as Reference | null)?.title ?? '',
          what: one.what,
          kind: one.kind,
        }))
        .sort((a, b) => b.at.localeCompare(a.at))
        .slice(0, LAST);
    },
  });
  if (!data) return null;
  const typeField = activities && fieldOf(activities, 'type');
  const labelOf = (kind: string) => typeField?.options.find(({ value }) => value === kind)?.label ?? kind;
  return (
    <section className={classes.words} aria-label={t('today.lastWords')}>
      <h3 className={classes.small}>{t('today.lastWords')}</h3>
      {data.length === 0 && <p className={classes.quiet}>{t('today.noWords')}</p>}
      <ul>
        {data.map(({ key, at, who, what, kind }) => (
          <li key={key}>
            <p className={classes.what}>{what}</p>
            <p className={classes.quiet}>{[labelOf(kind), who, at && formatDateTime(at, currentLanguage())].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
