// Above the calendar: which days, how they are shown, and whose.

import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import { ReferencesPicker } from '../fields/reference-picker.tsx';
import { fieldOf } from '../queries.ts';
import classes from './calendar.module.css';
import type { View } from './canvas.tsx';
import { monthFrom } from './week.ts';

export const VIEWS: readonly View[] = ['month', 'week', 'work_week', 'day', 'list'];

interface CalendarBarProps {
  entity: EntityDescription;
  /** The days that are shown, in words. */
  title: string | undefined;
  view: View;
  date: string;
  phone: boolean;
  onGo: (next: { view?: View; date?: string }) => void;
  people: readonly AnyReference[];
  onPeople: (people: readonly AnyReference[]) => void;
}

export function CalendarBar({ entity, title, view, date, phone, onGo, people, onPeople }: CalendarBarProps) {
  const { t } = useTranslation();
  const owner = fieldOf(entity, 'owner');
  const step = (way: -1 | 1) => {
    const days = view === 'day' ? 1 : view === 'month' ? 0 : 7;
    onGo({ date: days > 0 ? addDays(date, way * days) : monthFrom(date, way) });
  };
  const views = {
    size: 'xs',
    'aria-label': t('calendar.view'),
    value: view,
    onChange: (value: string | null) => onGo({ view: value as View }),
    data: VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) })),
  } as const;
  return (
    <div className={classes.bar}>
      <Button size="compact-sm" variant="default" onClick={() => onGo({ date: localToday() })}>
        {t('calendar.today')}
      </Button>
      <ActionIcon onClick={() => step(-1)} aria-label={t('calendar.earlier')}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon onClick={() => step(1)} aria-label={t('calendar.later')}>
        <IconChevronRight size={18} />
      </ActionIcon>
      <span className={classes.period} aria-live="polite">
        {title}
      </span>
      {phone ? <Select {...views} w={130} allowDeselect={false} /> : <SegmentedControl {...views} />}
      {owner && (
        <div className={classes.people}>
          <ReferencesPicker
            place="cell"
            entity="activities"
            field={{ ...owner, label: t('calendar.people'), required: false }}
            silentLabel={t('calendar.people')}
            value={people as AnyReference[]}
            error={null}
            onChange={(next) => onPeople((next ?? []) as AnyReference[])}
          />
        </div>
      )}
    </div>
  );
}
