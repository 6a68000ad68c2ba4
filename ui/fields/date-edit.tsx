// The control of date: typed in any usual form, or picked; Today is always one click. The calendar is fetched when it is first opened.

import { ActionIcon, Button, Popover, Skeleton, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n.ts';
import { localToday, parseDateText } from './date-text.ts';
import classes from './fields.module.css';
import { formatDate } from './format.ts';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

const Calendar = lazy(() => import('./calendar.tsx').then((module) => ({ default: module.Calendar })));

export function DateEdit({ value, onChange, onCommit, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const language = currentLanguage();
  const today = localToday();
  const isDate = value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value);

  const bad = typed === null && value !== null && !isDate;
  const input = useInputProps({ ...props, error: props.error ?? (bad ? t('field.notADate') : null) });

  const pick = (date: string | null) => {
    setTyped(null);
    setOpen(false);
    onChange(date);
    onCommit?.(date);
  };

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" withinPortal trapFocus={false} withRoles={false}>
      <Popover.Target>
        <TextInput
          {...input}
          value={typed ?? (isDate ? formatDate(value, language) : (value ?? ''))}
          placeholder={props.place === 'form' ? formatDate(today, language) : undefined}
          onFocus={() => setTyped(isDate ? formatDate(value, language) : (value ?? ''))}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            onChange(text.trim() === '' ? null : (parseDateText(text, language, today) ?? text));
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
          }}
          rightSection={
            <ActionIcon
              size="sm"
              onClick={() => setOpen((was) => !was)}
              aria-label={t('field.calendar')}
              tabIndex={props.place === 'cell' ? -1 : 0}
              disabled={props.disabled}
            >
              <IconCalendar size={16} stroke={1.6} />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown p="xs" onMouseDown={(event) => event.preventDefault()}>
        <Suspense fallback={<Skeleton width={252} height={252} />}>
          <Calendar value={isDate ? value : null} language={language} onPick={pick} />
        </Suspense>
        <div className={classes.calendarFoot}>
          <Button size="compact-sm" variant="light" onClick={() => pick(today)}>
            {t('field.today')}
          </Button>
          {!props.field.required && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => pick(null)}>
              {t('field.clear')}
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
