// A new event or task, or the times and words of one that is there: what one needs day by day. All fields are on its own page.

import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference, Values } from '../../client/index.ts';
import { KontorError } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { dateLanguage } from '../fields/format.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { currentLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import { type Repeat, readRepeat, ruleFor, withEnd } from './repeat.ts';
import { instantAt } from './week.ts';

/** Local times by the clocks of the user's zone: `2026-03-02T09:00`; whole days end on their last day. */
export interface EventDraft {
  readonly kind: 'event' | 'task';
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  /** What is there already, when it is changed. */
  readonly record?: RecordValues;
  /** Further values of a new one. */
  readonly given?: Values;
}

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
const OTHERS = ['participants', 'guests', 'related_to', 'account', 'contact', 'type'];

export function EventDialog({ entity, draft, zone, onSave, onClose }: EventDialogProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const { record } = draft;
  const [kind, setKind] = useState(draft.kind);
  const [subject, setSubject] = useState(String(record?.subject ?? ''));
  const [start, setStart] = useState(draft.start);
  const [end, setEnd] = useState(draft.end);
  const [allDay, setAllDay] = useState(draft.allDay);
  const [place, setPlace] = useState(String(record?.place ?? ''));
  const [description, setDescription] = useState(String(record?.description ?? ''));
  const [reminder, setReminder] = useState<number | null>((record?.reminder_minutes as number | null | undefined) ?? null);
  const [isPrivate, setPrivate] = useState(Boolean(record?.private));
  const first = readRepeat((record?.recurrence as string | null | undefined) ?? null, draft.start.slice(0, 10));
  const [repeat, setRepeat] = useState<Repeat>(first.repeat);
  const [ends, setEnds] = useState<'never' | 'until' | 'count'>(first.count ? 'count' : first.until ? 'until' : 'never');
  const [until, setUntil] = useState(first.until ?? addDays(draft.start.slice(0, 10), 90));
  const [count, setCount] = useState(first.count ?? 10);
  const [others, setOthers] = useState<Values>(() =>
    Object.fromEntries(OTHERS.map((name) => [name, record?.[name] ?? draft.given?.[name] ?? null])),
  );
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const event = kind === 'event';
  const invited = (others.participants as readonly Reference[] | null) ?? [];
  const people = [...new Set([(record?.owner as Reference | null | undefined)?.id ?? me.id, ...invited.map(({ id }) => id)])];
  const range = {
    from: instantAt(allDay ? start.slice(0, 10) : start, zone),
    to: instantAt(allDay ? addDays(end.slice(0, 10), 1) : end, zone),
  };

  const move = (next: string) => {
    // The length stays, as one expects of a calendar.
    const length = Date.parse(`${end}Z`) - Date.parse(`${start}Z`);
    setStart(next);
    if (Number.isFinite(length) && length >= 0) setEnd(new Date(Date.parse(`${next}Z`) + length).toISOString().slice(0, 16));
  };

  const save = async () => {
    setBusy(true);
    const base = repeat === 'own' ? String(record?.recurrence ?? '') : ruleFor(repeat, start.slice(0, 10));
    const rule = withEnd(base, ends === 'until' ? until : null, ends === 'count' ? count : null);
    const known = (name: string) => fieldOf(entity, name) && !fieldOf(entity, name)?.read_only;
    const linked = OTHERS.filter(known).map((name) => [name, toWire(fieldOf(entity, name)!, others[name])]);
    const words: Values = { subject, description: description || null, reminder_minutes: reminder, ...Object.fromEntries(linked) };
    const values: Values = event
      ? {
          ...words,
          starts_at: range.from,
          ends_at: range.to,
          all_day: allDay,
          recurrence: rule,
          place: place || null,
          private: isPrivate,
          time_zone: record?.time_zone ?? zone,
        }
      : { ...words, due_on: start.slice(0, 10), participants: undefined, guests: undefined };
    const sent = { ...(record ? {} : { kind }), ...values };
    try {
      await onSave(Object.fromEntries(Object.entries(sent).filter(([name, value]) => value !== undefined && known(name))));
      onClose();
    } catch (error) {
      if (error instanceof KontorError && error.errors.length > 0) {
        setProblems(Object.fromEntries(error.errors.map(({ field, message }) => [field, message])));
      } else showError(error, t('calendar.notSaved'));
    } finally {
      setBusy(false);
    }
  };

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
            value={subject}
            onChange={(change) => setSubject(change.currentTarget.value)}
            required
            data-autofocus
            maxLength={250}
            error={problems.subject}
          />
          {!record && (
            <SegmentedControl
              value={kind}
              onChange={(value) => setKind(value as 'event' | 'task')}
              data={[
                { value: 'event', label: t('calendar.event') },
                { value: 'task', label: t('calendar.task') },
              ]}
            />
          )}
          <div className={classes.times}>
            <TextInput
              type="date"
              label={event ? fieldOf(entity, 'starts_at')?.label : fieldOf(entity, 'due_on')?.label}
              value={start.slice(0, 10)}
              onChange={({ currentTarget: { value } }) => value && move(`${value}${start.slice(10)}`)}
              error={problems.starts_at ?? problems.due_on}
            />
            {event && !allDay && (
              <TextInput
                type="time"
                label={t('calendar.from')}
                value={start.slice(11, 16)}
                onChange={({ currentTarget: { value } }) => value && move(`${start.slice(0, 10)}T${value}`)}
              />
            )}
            {event && (
              <TextInput
                type="date"
                label={fieldOf(entity, 'ends_at')?.label}
                value={end.slice(0, 10)}
                onChange={({ currentTarget: { value } }) => value && setEnd(`${value}${end.slice(10)}`)}
                error={problems.ends_at}
              />
            )}
            {event && !allDay && (
              <TextInput
                type="time"
                label={t('calendar.to')}
                value={end.slice(11, 16)}
                onChange={({ currentTarget: { value } }) => value && setEnd(`${end.slice(0, 10)}T${value}`)}
              />
            )}
          </div>
          {event && (
            <Group>
              <Checkbox
                label={fieldOf(entity, 'all_day')?.label}
                checked={allDay}
                onChange={(change) => setAllDay(change.currentTarget.checked)}
              />
              <Checkbox label={t('calendar.private')} checked={isPrivate} onChange={(change) => setPrivate(change.currentTarget.checked)} />
            </Group>
          )}
          {event && <Conflicts people={people} range={range} except={record?.id} />}
          {event && (
            <div className={classes.times}>
              <Select
                label={fieldOf(entity, 'recurrence')?.label}
                value={repeat}
                onChange={(value) => setRepeat((value as Repeat | null) ?? 'never')}
                data={[...REPEATS, ...(first.repeat === 'own' ? (['own'] as const) : [])].map((value) => ({
                  value,
                  label: t(`calendar.repeat.${value}`, sayings(start)),
                }))}
                allowDeselect={false}
                error={problems.recurrence}
              />
              {repeat !== 'never' && (
                <Select
                  label={t('calendar.ends')}
                  value={ends}
                  onChange={(value) => setEnds((value as typeof ends | null) ?? 'never')}
                  data={(['never', 'until', 'count'] as const).map((value) => ({ value, label: t(`calendar.end.${value}`) }))}
                  allowDeselect={false}
                />
              )}
              {repeat !== 'never' && ends === 'until' && (
                <TextInput
                  type="date"
                  label={t('calendar.lastDay')}
                  value={until}
                  onChange={(change) => setUntil(change.currentTarget.value)}
                />
              )}
              {repeat !== 'never' && ends === 'count' && (
                <NumberInput
                  label={t('calendar.times')}
                  min={1}
                  max={999}
                  value={count}
                  onChange={(value) => setCount(Number(value) || 1)}
                />
              )}
            </div>
          )}
          {['participants', 'guests', 'related_to', 'account', 'contact', 'type'].map((name) => {
            const field = fieldOf(entity, name);
            if (!field || field.read_only || (!event && (name === 'participants' || name === 'guests'))) return null;
            const { Edit } = widgetFor(field);
            return (
              <Edit
                key={name}
                place="form"
                entity="activities"
                field={field}
                value={(others[name] ?? null) as never}
                onChange={(value: unknown) => setOthers((was) => ({ ...was, [name]: value }))}
                error={problems[name]}
              />
            );
          })}
          {event && <FindTime people={people} range={range} zone={zone} except={record?.id} onPick={(at) => move(at)} />}
          <div className={classes.times}>
            {event && (
              <TextInput
                label={fieldOf(entity, 'place')?.label}
                value={place}
                onChange={(change) => setPlace(change.currentTarget.value)}
              />
            )}
            <Select
              label={t('calendar.reminder')}
              value={reminder === null ? 'none' : String(reminder)}
              onChange={(value) => setReminder(value === null || value === 'none' ? null : Number(value))}
              data={['none', ...new Set([...REMINDERS, ...(reminder === null ? [] : [reminder])])].map((minutes) => ({
                value: String(minutes),
                label: minutes === 'none' ? t('calendar.noReminder') : t('calendar.minutesBefore', { minutes }),
              }))}
              allowDeselect={false}
            />
          </div>
          <Textarea
            label={fieldOf(entity, 'description')?.label}
            value={description}
            onChange={(change) => setDescription(change.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={8}
          />
          <DialogButtons onCancel={onClose} type="submit" loading={busy}>
            {record ? t('form.save') : t('form.create')}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}

interface Spans {
  readonly people: readonly { readonly user: Reference; readonly spans: readonly { start: string; end: string }[] }[];
}

/** Who is taken at this time already: a hint, never a refusal. */
function Conflicts({
  people,
  range,
  except,
}: {
  people: readonly string[];
  range: { from: string; to: string };
  except?: string | undefined;
}) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(JSON.stringify({ ...range, users: people, ...(except ? { except } : {}) }), 300);
  const { data } = useQuery({
    queryKey: ['of', 'activities', 'busy', asked],
    queryFn: ({ signal }) => client.service<Spans>('busy', JSON.parse(asked) as Values, { signal }),
    enabled: range.to > range.from,
  });
  const taken = data?.people.filter(({ spans }) => spans.length > 0).map(({ user }) => user.title) ?? [];
  return (
    <p className={classes.conflict} role="status">
      {taken.length > 0 ? t('calendar.conflict', { who: taken.join(', ') }) : ''}
    </p>
  );
}

/** The next hours in which all are free and at work. */
function FindTime(props: {
  people: readonly string[];
  range: { from: string; to: string };
  zone: string;
  except?: string | undefined;
  onPick: (at: string) => void;
}) {
  const { people, range, zone, except, onPick } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const minutes = Math.min(1440, Math.max(5, Math.round((Date.parse(range.to) - Date.parse(range.from)) / 60_000)));
  const input = {
    from: new Date(Math.max(Date.now(), Date.parse(range.from) - 43_200_000)).toISOString(),
    to: new Date(Math.max(Date.now(), Date.parse(range.from)) + 14 * 86_400_000).toISOString(),
    ...{ users: people, minutes, ...(except ? { except } : {}) },
  };
  const [asked] = useDebouncedValue(JSON.stringify({ ...input, from: input.from.slice(0, 13), to: input.to.slice(0, 13) }), 300);
  const { data } = useQuery({
    queryKey: ['of', 'activities', 'free', asked],
    queryFn: ({ signal }) =>
      client.service<{ slots: readonly { start: string }[]; unknown: readonly Reference[] }>('free_slots', input, { signal }),
    enabled: open,
  });
  const show = (start: string) =>
    new Intl.DateTimeFormat(dateLanguage(currentLanguage()), {
      ...{ timeZone: zone, weekday: 'short', day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' },
    }).format(new Date(start));
  if (people.length < 2 && !open) return null;
  return (
    <div>
      <Button size="compact-sm" variant="light" onClick={() => setOpen((was) => !was)} aria-expanded={open}>
        {t('calendar.findTime')}
      </Button>
      {open && data && (
        <Group gap={6} mt={8}>
          {data.slots.slice(0, 8).map(({ start }) => (
            <Button key={start} size="compact-sm" variant="default" onClick={() => onPick(localIn(start, zone))}>
              {show(start)}
            </Button>
          ))}
          {data.slots.length === 0 && <span className={classes.quiet}>{t('calendar.noFreeTime')}</span>}
          {data.unknown.length > 0 && (
            <span className={classes.quiet}>{t('calendar.hoursUnknown', { who: data.unknown.map(({ title }) => title).join(', ') })}</span>
          )}
        </Group>
      )}
    </div>
  );
}

function localIn(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).format(new Date(instant));
  return parts.replace(' ', 'T').slice(0, 16);
}

function sayings(start: string): { day: string; weekday: string } {
  const date = new Date(`${start.slice(0, 10)}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(dateLanguage(currentLanguage()), { timeZone: 'UTC', weekday: 'long' }).format(date);
  return { day: String(date.getUTCDate()), weekday };
}
