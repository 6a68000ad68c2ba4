// Logging a call or meeting, planning a task: three fields, and it stands in the timeline.

import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../../client/index.ts';
import { localToday } from '../../fields/date-text.ts';
import { toWire, widgetFor } from '../../fields/lookup.ts';
import { problemsIn } from '../../form/problems.ts';
import { useSubmission } from '../../form/submission.ts';
import { fieldOf } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { refreshTimelines } from './refresh.ts';
import classes from './timeline.module.css';

export interface ActivityFormProps {
  way: 'call' | 'meeting' | 'task';
  activities: EntityDescription;
  about: { entity: string; id: string };
}

const HOUR = 3_600_000;

export function ActivityForm({ way, activities, about }: ActivityFormProps) {
  const { t } = useTranslation();
  const whenName = way === 'meeting' ? 'starts_at' : 'due_on';
  const first = () => (way === 'meeting' ? roundedNow() : way === 'call' ? localToday() : null);
  const [subject, setSubject] = useState('');
  const [when, setWhen] = useState<unknown>(first);
  const [notes, setNotes] = useState<unknown>(null);
  const { problems, setProblems, busy, during } = useSubmission(problemsIn);
  const whenField = fieldOf(activities, whenName);
  const notesField = fieldOf(activities, 'description');

  const save = () =>
    during(async () => {
      await client.records('activities').create({
        ...valuesOf(way, whenField ? toWire(whenField, when) : null),
        subject: subject.trim() || t(`timeline.way.${way}`),
        description: notesField ? toWire(notesField, notes) : null,
        related_to: about,
      });
      setSubject('');
      setNotes(null);
      setWhen(first());
      setProblems({});
      refreshTimelines();
    });
  const When = whenField && widgetFor(whenField).Edit;
  const Notes = notesField && widgetFor(notesField).Edit;

  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t('timeline.subject')}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        placeholder={t(`timeline.subjectOf.${way}`)}
        error={problems.subject}
        className={classes.subject}
      />
      {When && whenField && (
        <When entity="activities" field={whenField} value={when} onChange={setWhen} place="form" error={problems[whenName] ?? null} />
      )}
      {Notes && notesField && (
        <div className={classes.notes}>
          <Notes
            entity="activities"
            field={notesField}
            value={notes}
            onChange={setNotes}
            place="form"
            error={problems.description ?? null}
          />
        </div>
      )}
      <Group justify="flex-end" className={classes.notes}>
        <Button type="submit" size="compact-sm" loading={busy}>
          {t(`timeline.save.${way}`)}
        </Button>
      </Group>
    </form>
  );
}

/** A call and a meeting that began are done; a meeting to come and a task are open. */
function valuesOf(way: ActivityFormProps['way'], when: unknown): Values {
  if (way === 'task') return { kind: 'task', type: 'To do', due_on: when, status: 'open' };
  if (way === 'call') return { kind: 'task', type: 'Call', due_on: when, status: 'done' };
  const starts = typeof when === 'string' ? Date.parse(when) : Number.NaN;
  const ends = Number.isNaN(starts) ? null : new Date(starts + HOUR).toISOString();
  return { kind: 'event', type: 'Meeting', starts_at: when, ends_at: ends, status: starts < Date.now() ? 'done' : 'open' };
}

function roundedNow(): string {
  return new Date(Math.floor(Date.now() / 900_000) * 900_000).toISOString();
}
