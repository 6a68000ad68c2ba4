// One figure, large, and how it stands to the time before.

import { UnstyledButton } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import classes from './charts.module.css';
import type { ChartData, Mark } from './read.ts';
import type { ChartSpec } from './spec.ts';
import { daysWords, figure, measureWords, percent } from './words.ts';

interface FigureProps {
  readonly spec: ChartSpec;
  readonly data: ChartData;
  readonly title: string;
  readonly onOpen: (mark: Mark) => void;
}

export function Figure({ spec, data, title, onOpen }: FigureProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const figures = data.series.filter(({ role }) => role !== 'before');
  const before = data.series.find(({ role }) => role === 'before');
  return (
    <div className={classes.figures} data-many={figures.length > 1 || undefined}>
      {figures.map((series, at) => {
        const mark = series.marks[0] ?? null;
        const told = figure(mark, series.measure);
        const words = series.role === 'currency' ? '' : measureWords(series.measure, spec, entities);
        return (
          <UnstyledButton
            // biome-ignore lint/suspicious/noArrayIndexKey: series are known by their place
            key={at}
            className={classes.figure}
            onClick={() => mark && onOpen(mark)}
          >
            <span className="visually-hidden">{title}: </span>
            <span className={classes.large} style={{ '--letters': told.length } as CSSProperties}>
              {told}
            </span>
            {words && words !== title && figures.length > 1 && <span className={classes.small}>{words}</span>}
          </UnstyledButton>
        );
      })}
      {before && data.before && (
        <Difference now={figures[0]?.marks[0] ?? null} before={before.marks[0] ?? null}>
          {t('charts.before', { figure: figure(before.marks[0] ?? null, before.measure), days: daysWords(data.before) })}
        </Difference>
      )}
      {data.currencies.length > 1 && (
        <p className={classes.small}>{t('charts.severalCurrencies', { currencies: data.currencies.join(', ') })}</p>
      )}
    </div>
  );
}

function Difference({ now, before, children }: { now: Mark | null; before: Mark | null; children: string }) {
  const [a, b] = [Number(now?.value ?? Number.NaN), Number(before?.value ?? Number.NaN)];
  const change = b !== 0 ? (a - b) / Math.abs(b) : Number.NaN;
  const Arrow = change > 0 ? IconArrowUpRight : change < 0 ? IconArrowDownRight : IconArrowRight;
  return (
    <p className={classes.small}>
      {Number.isFinite(change) && (
        <span className={classes.change} data-way={change > 0 ? 'up' : change < 0 ? 'down' : 'same'}>
          <Arrow size={14} stroke={2} aria-hidden="true" />
          {change > 0 ? '+' : ''}
          {percent(change)}{' '}
        </span>
      )}
      {children}
    </p>
  );
}
