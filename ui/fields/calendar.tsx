// The month to pick a day from; a chunk of its own, because it is the only part that needs a date library.

import '@mantine/dates/styles.layer.css';
import 'dayjs/locale/de.js';
import 'dayjs/locale/fi.js';
import 'dayjs/locale/ru.js';
import 'dayjs/locale/sv.js';
import { DatePicker, DatesProvider } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import classes from './calendar.module.css';
import { dateLanguage } from './format.ts';

export function Calendar({ value, language, onPick }: { value: string | null; language: string; onPick: (date: string | null) => void }) {
  const { t } = useTranslation();
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: firstDay(language), weekendDays: [0, 6] }}>
      <DatePicker
        value={value}
        defaultDate={value ?? undefined}
        onChange={onPick}
        highlightToday
        hideOutsideDates
        classNames={{ day: classes.day }}
        ariaLabels={{
          previousMonth: t('field.previousMonth'),
          nextMonth: t('field.nextMonth'),
          previousYear: t('field.previousYear'),
          nextYear: t('field.nextYear'),
          previousDecade: t('field.previousDecade'),
          nextDecade: t('field.nextDecade'),
        }}
      />
    </DatesProvider>
  );
}

type WeekInfo = { firstDay: number };

/** Monday, unless the browser knows that the locale begins otherwise. */
function firstDay(language: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const locale = new Intl.Locale(dateLanguage(language)) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  const day = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  return (day % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}
