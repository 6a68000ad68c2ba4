// A new event or task, or the times and words of one that is there: what one needs day by day. All fields are on its own page.

import { Checkbox, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { dateLanguage } from '../fields/format.ts';
import { widgetFor } from '../fields/lookup.ts';
import { type Problems, problemsIn } from '../form/problems.ts';
import { useSubmission } from '../form/submission.ts';
import { currentLanguage } from '../i18n.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import classes from './calendar.module.css';
import { ENDS, type EventDraft, type EventForm, formOf, LINKS, moved, peopleOf, rangeOf, valuesOf } from './event-form.ts';
import { Conflicts, FindTime } from './free-time.tsx';
import type { Repeat } from './repeat.ts';

export interface EventDialogProps {
  entity: EntityDescription;
  draft: EventDraft;
  zone: string;
  /** Refused: says why beside the fields. */
  onSave: (values: Values) => Promise<unknown>;
  onClose: () => void;
}

const REPEATS: readonly Repeat[] = ['never', 'daily', 'workdays', 'weekly', 'biweekly', 'monthly', 'monthly_day', 'yearly'];
const REMINDERS = [0, 5, 10, 15, 30, 60, 120, 1440, 2880];

interface PartProps {
  entity: EntityDescription;
  form: EventForm;
  set: (part: Partial<EventForm>) => void;
  problems: Problems;
}

export function EventDialog({ entity, draft, zone, onSave, onClose }: EventDialogProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const { record } = draft;
  const [form, setForm] = useState(() => formOf(draft));
  const set = (part: Partial<EventForm>) => setForm((was) => ({ ...was, ...part }));
  const { problems, busy, during } = useSubmission(problemsIn);
  const isEvent = form.kind === 'event';
  const whose = { people: peopleOf(form, record, me.id), range: rangeOf(form, zone), except: record?.id };
  const parts: PartProps = { entity, form, set, problems };

  const save = () =>
    during(async () => {
      await onSave(valuesOf(form, entity, record, zone));
      onClose();
    });

  return (
    <Modal
      opened
      onClose={onClose}
      title={record ? t('calendar.change') : t('calendar.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('calendar.close') }}
    >
      <form
        onSubmit={(submit) => {
          submit.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={fieldOf(entity, 'subject')?.label}
            value={form.subject}
            onChange={({ currentTarget }) => set({ subject: currentTarget.value })}
            required
            data-autofocus
            maxLength={250}
            error={problems.subject}
          />
          {!record && <KindChoice {...parts} />}
          {isEvent ? <Times {...parts} /> : <DueDay {...parts} />}
          {isEvent && <Conflicts {...whose} />}
          {isEvent && <Repetition {...parts} hasOwn={formOf(draft).repeat === 'own'} />}
          <Links {...parts} />
          {isEvent && <FindTime {...whose} zone={zone} onPick={(start) => set(moved(form, start))} />}
          <Details {...parts} />
          <DialogButtons onCancel={onClose} type="submit" loading={busy}>
            {record ? t('form.save') : t('form.create')}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}

function KindChoice({ form, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      value={form.kind}
      onChange={(kind) => set({ kind: kind as EventForm['kind'] })}
      data={(['event', 'task'] as const).map((value) => ({ value, label: t(`calendar.${value}`) }))}
    />
  );
}

function DueDay({ entity, form, set, problems }: PartProps) {
  return (
    <div className={classes.times}>
      <TextInput
        type="date"
        label={fieldOf(entity, 'due_on')?.label}
        value={form.start.slice(0, 10)}
        onChange={({ currentTarget: { value } }) => value && set(moved(form, `${value}${form.start.slice(10)}`))}
        error={problems.due_on}
      />
    </div>
  );
}

function Times({ entity, form, set, problems }: PartProps) {
  const { t } = useTranslation();
  const { start, end, allDay, isPrivate } = form;
  return (
    <>
      <div className={classes.times}>
        <TextInput
          type="date"
          label={fieldOf(entity, 'starts_at')?.label}
          value={start.slice(0, 10)}
          onChange={({ currentTarget: { value } }) => value && set(moved(form, `${value}${start.slice(10)}`))}
          error={problems.starts_at}
        />
        {!allDay && (
          <TextInput
            type="time"
            label={t('calendar.from')}
            value={start.slice(11, 16)}
            onChange={({ currentTarget: { value } }) => value && set(moved(form, `${start.slice(0, 10)}T${value}`))}
          />
        )}
        <TextInput
          type="date"
          label={fieldOf(entity, 'ends_at')?.label}
          value={end.slice(0, 10)}
          onChange={({ currentTarget: { value } }) => value && set({ end: `${value}${end.slice(10)}` })}
          error={problems.ends_at}
        />
        {!allDay && (
          <TextInput
            type="time"
            label={t('calendar.to')}
            value={end.slice(11, 16)}
            onChange={({ currentTarget: { value } }) => value && set({ end: `${end.slice(0, 10)}T${value}` })}
          />
        )}
      </div>
      <Group>
        <Checkbox
          label={fieldOf(entity, 'all_day')?.label}
          checked={allDay}
          onChange={({ currentTarget }) => set({ allDay: currentTarget.checked })}
        />
        <Checkbox
          label={t('calendar.private')}
          checked={isPrivate}
          onChange={({ currentTarget }) => set({ isPrivate: currentTarget.checked })}
        />
      </Group>
    </>
  );
}

/** `hasOwn`: the rule that is there is none of the choices, and may stay. */
function Repetition({ entity, form, set, problems, hasOwn }: PartProps & { hasOwn: boolean }) {
  const { t } = useTranslation();
  const { repeat, ends } = form;
  const choices = [...REPEATS, ...(hasOwn ? (['own'] as const) : [])];
  return (
    <div className={classes.times}>
      <Select
        label={fieldOf(entity, 'recurrence')?.label}
        value={repeat}
        onChange={(value) => set({ repeat: value ?? 'never' })}
        data={choices.map((value) => ({ value, label: t(`calendar.repeat.${value}`, sayings(form.start)) }))}
        allowDeselect={false}
        error={problems.recurrence}
      />
      {repeat !== 'never' && (
        <Select
          label={t('calendar.ends')}
          value={ends}
          onChange={(value) => set({ ends: value ?? 'never' })}
          data={ENDS.map((value) => ({ value, label: t(`calendar.end.${value}`) }))}
          allowDeselect={false}
        />
      )}
      {repeat !== 'never' && ends === 'until' && (
        <TextInput
          type="date"
          label={t('calendar.lastDay')}
          value={form.until}
          onChange={({ currentTarget }) => set({ until: currentTarget.value })}
        />
      )}
      {repeat !== 'never' && ends === 'count' && (
        <NumberInput
          label={t('calendar.times')}
          min={1}
          max={999}
          value={form.count}
          onChange={(value) => set({ count: Number(value) || 1 })}
        />
      )}
    </div>
  );
}

/** Who takes part and what it is about; a task has nobody but its owner. */
function Links({ entity, form, set, problems }: PartProps) {
  const names = form.kind === 'event' ? LINKS : LINKS.filter((name) => name !== 'participants' && name !== 'guests');
  return names.map((name) => {
    const field = fieldOf(entity, name);
    if (!field || field.read_only) return null;
    const { Edit } = widgetFor(field);
    return (
      <Edit
        key={name}
        place="form"
        entity="activities"
        field={field}
        value={(form.links[name] ?? null) as never}
        onChange={(value: unknown) => set({ links: { ...form.links, [name]: value } })}
        error={problems[name]}
      />
    );
  });
}

function Details({ entity, form, set }: PartProps) {
  const { t } = useTranslation();
  const { reminder } = form;
  const minutes = [...new Set([...REMINDERS, ...(reminder === null ? [] : [reminder])])];
  return (
    <>
      <div className={classes.times}>
        {form.kind === 'event' && (
          <TextInput
            label={fieldOf(entity, 'place')?.label}
            value={form.place}
            onChange={({ currentTarget }) => set({ place: currentTarget.value })}
          />
        )}
        <Select
          label={t('calendar.reminder')}
          value={reminder === null ? 'none' : String(reminder)}
          onChange={(value) => set({ reminder: value === null || value === 'none' ? null : Number(value) })}
          data={[
            { value: 'none', label: t('calendar.noReminder') },
            ...minutes.map((minutes) => ({ value: String(minutes), label: t('calendar.minutesBefore', { minutes }) })),
          ]}
          allowDeselect={false}
        />
      </div>
      <Textarea
        label={fieldOf(entity, 'description')?.label}
        value={form.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
      />
    </>
  );
}

function sayings(start: string): { day: string; weekday: string } {
  const date = new Date(`${start.slice(0, 10)}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(dateLanguage(currentLanguage()), { timeZone: 'UTC', weekday: 'long' }).format(date);
  return { day: String(date.getUTCDate()), weekday };
}
