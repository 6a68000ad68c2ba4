// A chart: its data, the drawing, and the same figures as a table. Whatever is clicked opens the records behind it.

import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AggregateQuery } from '../../client/index.ts';
import { useAsOf } from '../as-of/use-as-of.ts';
import { localToday } from '../fields/date-text.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { queryClient, useSetup } from '../queries.ts';
import { askTogether } from './batch.ts';
import classes from './charts.module.css';
import { Figure } from './figure.tsx';
import { type Ask, type ChartData, type Mark, readChart } from './read.ts';
import type { ChartSpec } from './spec.ts';
import { ChartTable } from './table.tsx';
import { daysWords } from './words.ts';

const Canvas = lazy(() => import('./canvas.tsx').then((module) => ({ default: module.Canvas })));

/** A busy house changes something every second; charts follow more calmly. */
const CALM = 4000;

/** With more parts than these, words lie over each other and slices are threads: a table says more. */
const READABLE: Partial<Record<ChartSpec['kind'], number>> = { funnel: 20, pie: 60 };

export type Within = Pick<AggregateQuery, 'q' | 'as_of'>;

export interface ChartProps {
  readonly spec: ChartSpec;
  /** What else is asked of the records: words searched for, the time they are looked at. */
  readonly within?: Within;
  /** For screen readers, and above the table. */
  readonly title: string;
  /** Default: the list of the noun with the mark's filter. */
  readonly onOpen?: (mark: Mark) => void;
}

export function Chart({ spec, within, title, onOpen }: ChartProps) {
  const { t } = useTranslation();
  const { data, error, refetch, isPlaceholderData } = useChartData(spec, within);
  const openList = useOpenRecords();
  const open = onOpen ?? openList;
  const [asTable, setTable] = useState<boolean | null>(null);

  if (error) {
    return (
      <div className={classes.notice} role="alert">
        <p>{errorText(error)}</p>
        <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
          {t('errors.again')}
        </Button>
      </div>
    );
  }
  if (!data) return <Skeleton className={classes.waiting} radius="sm" />;
  if (spec.kind === 'number') return <Figure spec={spec} data={data} title={title} onOpen={open} />;
  if (isEmptyChart(data)) return <p className={classes.notice}>{t('charts.empty')}</p>;
  const table = spec.kind === 'table' || (asTable ?? data.categories.length > (READABLE[spec.kind] ?? Number.POSITIVE_INFINITY));
  return (
    <div className={classes.chart} data-old={isPlaceholderData || undefined}>
      {data.currencies.length > 1 && (
        <p className={classes.remark}>{t('charts.severalCurrencies', { currencies: data.currencies.join(', ') })}</p>
      )}
      {data.before && data.days && (
        <p className={classes.remark}>{t('charts.compared', { now: daysWords(data.days), before: daysWords(data.before) })}</p>
      )}
      <div className={classes.face}>
        {table ? (
          <ChartTable spec={spec} data={data} title={title} onOpen={open} />
        ) : (
          <Suspense fallback={<Skeleton className={classes.waiting} radius="sm" />}>
            <Canvas spec={spec} data={data} title={title} onOpen={open} />
          </Suspense>
        )}
      </div>
      {spec.kind !== 'table' && (
        <Tooltip label={t(table ? 'charts.asChart' : 'charts.asTable')}>
          <ActionIcon
            className={classes.switch}
            size={26}
            onClick={() => setTable(!table)}
            aria-pressed={table}
            aria-label={`${t(table ? 'charts.asChart' : 'charts.asTable')}: ${title}`}
          >
            {table ? <IconChartBar size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

export function useChartData(spec: ChartSpec, within?: Within) {
  const { entities } = useSetup();
  const { at } = useAsOf();
  const { q, as_of = at } = within ?? {};
  const key = ['charts', spec.entity, spec, q ?? '', as_of ?? ''];
  const then = as_of ? { as_of } : {};
  // Targets are those of then too; words are searched for in what is measured.
  const ask: Ask = (queries) =>
    askTogether(queries.map((query) => ({ ...query, ...then, reporting: true, ...(q && query.entity === spec.entity ? { q } : {}) })));
  const query = useQuery({
    queryKey: key,
    queryFn: () => readChart(spec, { entities, ask, today: localToday() }),
    placeholderData: (before: ChartData | undefined) => before,
    staleTime: 60_000,
  });
  useCalmly(spec.entity, () => void queryClient.invalidateQueries({ queryKey: key }));
  return query;
}

/** Tells of changes, but no more often than people can follow. */
function useCalmly(entity: string, onChange: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(entity, () => {
    clearTimeout(timer.current);
    const wait = Math.max(0, last.current + CALM - Date.now());
    timer.current = setTimeout(() => {
      last.current = Date.now();
      onChange();
    }, wait);
  });
}

/** Opens the list that a mark counted, as of the same instant. */
export function useOpenRecords(): (mark: Mark) => void {
  const navigate = useNavigate();
  const { at } = useAsOf();
  const then = at ? { asof: at } : {};
  return ({ entity, filter }) => void navigate({ to: '/$entity', params: { entity }, search: { ...(filter ? { filter } : {}), ...then } });
}

function isEmptyChart({ series }: ChartData): boolean {
  return series.every(({ marks }) => marks.every((mark) => !mark || mark.value === null || Number(mark.value) === 0));
}
