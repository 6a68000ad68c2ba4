// A contact of today's list: how to reach it, what was said last, what was done now, and when to come back to it.

import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionDescription } from '../../client/index.ts';
import { useOnce } from '../busy.ts';
import { widgetFor } from '../fields/lookup.ts';
import { useSubmission } from '../form/submission.ts';
import { DayButtons } from './day-buttons.tsx';
import type { Entry } from './entries.ts';
import { followUp, log } from './handle.ts';
import { LastWords } from './last-words.tsx';
import { Reach } from './reach.tsx';
import classes from './today.module.css';

export function ContactPane({ entry, onHandled }: { entry: Entry; onHandled: () => void }) {
  const { t } = useTranslation();
  const { entity, record } = entry;
  const action = entity.actions.find(({ name }) => name === 'follow_up');
  return (
    <>
      <Reach record={record} />
      <LastWords id={record.id} />
      {action && entity.can.update ? (
        <FollowUp entry={entry} action={action} onHandled={onHandled} />
      ) : (
        <p className={classes.quiet}>{t('today.readOnly')}</p>
      )}
    </>
  );
}

function FollowUp({ entry, action, onHandled }: { entry: Entry; action: ActionDescription; onHandled: () => void }) {
  const { t } = useTranslation();
  const [done, setDone] = useState('');
  const [comment, setComment] = useState('');
  const [date, setDate] = useState<unknown>(null);
  const [closed, setClosed] = useState<unknown>(null);
  const { problems, setProblems, busy, during } = useSubmission();
  const once = useOnce(during);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!date && !closed) return setProblems({ next_action_on: t('today.dateOrStatus') });
    void once(async () => {
      await followUp(entry, { done: done || null, comment: comment || null, next_action_on: date, closed_as: closed });
      onHandled();
    });
  };
  const onlyLog = () =>
    once(async () => {
      await log(entry, done || 'Note', comment);
      setComment('');
      setDone('');
    });
  const input = (name: string) => action.input.find((field) => field.name === name);
  const [doneField, dateField, closedField] = [input('done'), input('next_action_on'), input('closed_as')];
  const DateEdit = dateField && widgetFor(dateField).Edit;
  const ClosedEdit = closedField && widgetFor(closedField).Edit;
  return (
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
        <DayButtons days={['tomorrow', 'threeDays', 'week', 'month']} chosen={date} onDay={setDate} />
      </fieldset>
      <div className={classes.pair}>
        {DateEdit && (
          <DateEdit
            entity={entry.entity.name}
            field={dateField}
            value={date}
            onChange={setDate}
            place="form"
            error={problems.next_action_on ?? null}
          />
        )}
        {ClosedEdit && (
          <ClosedEdit
            entity={entry.entity.name}
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
        <Button variant="default" size="sm" disabled={busy || (!done && !comment)} onClick={() => void onlyLog()}>
          {t('today.onlyLog')}
        </Button>
      </div>
    </form>
  );
}
