// Who is taken at the time of an event, and when all are free.

import { Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference, Values } from '../../client/index.ts';
import { dateLanguage } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import type { TimeRange } from './event-form.ts';
import { clockOf } from './week.ts';

interface Whose {
  /** Ids of users. */
  people: readonly string[];
  range: TimeRange;
  /** The event that is there already does not stand in its own way. */
  except?: string | undefined;
}

interface Spans {
  readonly people: readonly { readonly user: Reference; readonly spans: readonly { start: string; end: string }[] }[];
}

/** Who is taken at this time already: a hint, never a refusal. */
export function Conflicts({ people, range, except }: Whose) {
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
export function FindTime({ people, range, except, zone, onPick }: Whose & { zone: string; onPick: (start: string) => void }) {
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
            <Button key={start} size="compact-sm" variant="default" onClick={() => onPick(clockOf(start, zone))}>
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
