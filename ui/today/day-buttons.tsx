// Days that an entry is put off to most, one press each.

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';

/** Days from today. */
const DISTANCES = { tomorrow: 1, threeDays: 3, week: 7, month: 30 } as const;

interface DayButtonsProps {
  days: readonly (keyof typeof DISTANCES)[];
  /** Where one of them stays chosen rather than does something at once. */
  chosen?: unknown;
  disabled?: boolean;
  onDay: (day: string) => void;
}

export function DayButtons({ days, chosen, disabled = false, onDay }: DayButtonsProps) {
  const { t } = useTranslation();
  return days.map((name) => {
    const day = addDays(localToday(), DISTANCES[name]);
    const isChosen = chosen === day;
    return (
      <Button
        key={name}
        size="compact-xs"
        variant={isChosen ? 'filled' : 'default'}
        aria-pressed={chosen === undefined ? undefined : isChosen}
        disabled={disabled}
        onClick={() => onDay(day)}
      >
        {t(`today.${name}`)}
      </Button>
    );
  });
}
