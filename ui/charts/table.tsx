// A chart's figures as a table: for those who read instead of look, and for everybody who wants the exact ones.

import { UnstyledButton } from '@mantine/core';
import { Decimal } from 'decimal.js';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import classes from './charts.module.css';
import { fieldOfPath } from './fields.ts';
import { type ChartData, idOfKey, type Mark, type Series } from './read.ts';
import type { ChartSpec } from './spec.ts';
import { figure, keyWords, percent, seriesWords } from './words.ts';

interface TableProps {
  readonly spec: ChartSpec;
  readonly data: ChartData;
  readonly title: string;
  readonly onOpen: (mark: Mark) => void;
}

export function ChartTable({ spec, data, title, onOpen }: TableProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const shares = spec.kind === 'pie';
  const sums = canSum(data);
  return (
    <ScrollRegion className={classes.scroll} label={title}>
      <table className={classes.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{spec.by ? (fieldOfPath(entities, spec.entity, spec.by)?.label ?? spec.by) : ''}</th>
            {data.series.map((series, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: series are known by their place
              <th key={at} scope="col">
                {seriesWords(series, spec, entities, data.split)}
              </th>
            ))}
            {shares && <th scope="col">{t('charts.share')}</th>}
            {sums.across && <th scope="col">{t('charts.total')}</th>}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, row) => (
            <tr key={idOfKey(category.key)}>
              <th scope="row">{keyWords(category.key, spec.by, data.by)}</th>
              {data.series.map((series, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: series are known by their place
                <Cell key={at} mark={series.marks[row] ?? null} series={series} onOpen={onOpen} />
              ))}
              {shares && <td>{shareOf(data, row)}</td>}
              {sums.across && (
                <Total
                  marks={data.series.map(({ marks }) => marks[row] ?? null)}
                  filter={category.filter}
                  series={data.series[0]!}
                  onOpen={onOpen}
                />
              )}
            </tr>
          ))}
        </tbody>
        {sums.down && data.categories.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t('charts.total')}</th>
              {data.series.map((series, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: series are known by their place
                <td key={at}>{canAdd(series) ? figure(added(series.marks), series.measure) : ''}</td>
              ))}
              {shares && <td />}
              {sums.across && (
                <Total
                  marks={data.series.flatMap(({ marks }) => marks)}
                  filter={data.totals[0]?.filter ?? ''}
                  series={data.series[0]!}
                  onOpen={onOpen}
                />
              )}
            </tr>
          </tfoot>
        )}
      </table>
    </ScrollRegion>
  );
}

function Cell({ mark, series, onOpen }: { mark: Mark | null; series: Series; onOpen: (mark: Mark) => void }) {
  const text = figure(mark, series.measure);
  if (!mark || mark.value === null) return <td className={classes.nothing}>{text}</td>;
  return (
    <td>
      <UnstyledButton className={classes.number} onClick={() => onOpen(mark)}>
        {text}
      </UnstyledButton>
    </td>
  );
}

function Total({
  marks,
  filter,
  series,
  onOpen,
}: {
  marks: readonly (Mark | null)[];
  filter: string;
  series: Series;
  onOpen: (mark: Mark) => void;
}) {
  const sum = added(marks);
  return (
    <td>
      <UnstyledButton className={classes.number} onClick={() => sum && onOpen({ ...sum, filter })}>
        {figure(sum, series.measure)}
      </UnstyledButton>
    </td>
  );
}

/** Only what was counted or summed adds up; averages and shares do not. */
function canAdd({ measure }: Series): boolean {
  return !measure.per && (measure.fn === 'count' || measure.fn === 'sum');
}

function canSum({ series, currencies }: ChartData) {
  return {
    across: series.length > 1 && currencies.length < 2 && series.every((one) => one.role === 'group' && canAdd(one)),
    down: series.some(canAdd),
  };
}

function added(marks: readonly (Mark | null)[]): Mark | null {
  const present = marks.filter((mark): mark is Mark => mark !== null && mark.value !== null);
  const [first] = present;
  if (!first) return null;
  return {
    ...first,
    currency: present.find(({ currency }) => currency)?.currency ?? null,
    value: present.reduce((sum, { value }) => sum.plus(value ?? 0), new Decimal(0)).toFixed(),
  };
}

function shareOf({ series }: ChartData, row: number): string {
  const marks = series[0]?.marks ?? [];
  const whole = Number(added(marks)?.value ?? 0);
  return whole === 0 ? '' : percent(Number(marks[row]?.value ?? 0) / whole);
}
