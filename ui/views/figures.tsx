// Up to three figures above a list (row CS-066), computed on the server in the viewer's reach; a click opens exactly their records.

import { Skeleton, Tooltip } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AggregateQuery, EntityDescription, FieldDescription, Measure, Money } from '../../client/index.ts';
import { formatDecimal, formatMoney } from '../fields/format.ts';
import { both } from '../filter/model.ts';
import { currentLanguage } from '../i18n.ts';
import { columnAt } from '../list/columns.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import type { Figure } from './view.ts';
import classes from './views.module.css';

export interface FiguresProps {
  readonly entity: EntityDescription;
  readonly figures: readonly Figure[];
  /** What the list shows, quick filters included. */
  readonly filter: string | undefined;
  readonly q: string | undefined;
  /** An instant: the figures of then. */
  readonly asOf: string | undefined;
  readonly onOpen: (filter: string) => void;
}

export function Figures({ entity, figures, filter, q, asOf, onOpen }: FiguresProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.figures} aria-label={t('views.figures')}>
      {figures.map((figure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a figure's place is fixed
        <FigureBox key={at} entity={entity} figure={figure} filter={filter} q={q} asOf={asOf} onOpen={onOpen} />
      ))}
    </section>
  );
}

interface Value {
  readonly count: number;
  /** What is measured, as a decimal; null: nothing to measure. */
  readonly amount: string | null;
  readonly currency: string | null;
}

interface Part {
  readonly filter: string | undefined;
  readonly value: Value | undefined;
}

function FigureBox({ entity, figure, filter, q, asOf, onOpen }: Omit<FiguresProps, 'figures'> & { figure: Figure }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const field = figure.field ? columnAt(entities, entity, figure.field)?.field : undefined;
  const filters = partsOf(figure).map((part) => both(filter, part));
  const answers = useQueries({
    queries: filters.map((part) => {
      const ask: AggregateQuery = {
        filter: part,
        ...(q ? { q } : {}),
        ...(asOf ? { as_of: asOf } : {}),
        reporting: true,
        measures: measuresOf(figure),
      };
      return {
        queryKey: keys.aggregate(entity.name, ask),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.records(entity.name).aggregate(ask, { signal }),
        select: ({ rows }: { rows: readonly Record<string, unknown>[] }) => measuredIn(rows[0] ?? {}, figure),
      };
    }),
  });
  const parts: Part[] = filters.map((part, at) => ({ filter: part, value: answers[at]?.data }));
  const failed = answers.some((answer) => answer.isError);
  const [first, second] = parts;
  const words = (value: Value | undefined) => (value ? sayValue(value, figure, field) : '');
  const open = (part: Part | undefined) => onOpen(part?.filter ?? '');

  return (
    <div className={classes.figure}>
      <span className={classes.figureName} title={figure.name}>
        {figure.name}
      </span>
      {failed ? (
        <span className={classes.figureQuiet}>{t('views.figureFailed')}</span>
      ) : parts.some((part) => !part.value) ? (
        <Skeleton height={24} width={90} my={2} />
      ) : figure.kind === 'share' ? (
        <span className={classes.figureLine}>
          <Pie share={share(first?.value, second?.value, figure)} />
          <button type="button" className={classes.figureValue} onClick={() => open(first)}>
            {sayShare(share(first?.value, second?.value, figure))}
          </button>
          <span className={classes.figureQuiet}>{t('views.ofWhole', { part: words(first?.value), whole: words(second?.value) })}</span>
        </span>
      ) : figure.kind === 'compare' ? (
        <span className={classes.figureLine}>
          <button type="button" className={classes.figureValue} onClick={() => open(first)}>
            {words(first?.value)}
          </button>
          <Difference now={first?.value} then={second?.value} figure={figure} />
          <button type="button" className={classes.figureAgainst} onClick={() => open(second)}>
            {t('views.against', { value: words(second?.value) })}
          </button>
        </span>
      ) : (
        <button type="button" className={classes.figureValue} onClick={() => open(first)}>
          {words(first?.value)}
        </button>
      )}
    </div>
  );
}

/** The conditions that are measured, each on top of the list's own. */
function partsOf(figure: Figure): (string | undefined)[] {
  if (figure.kind === 'share') return [figure.filter, undefined];
  return figure.kind === 'compare' ? [figure.filter, figure.against] : [figure.filter];
}

function measuresOf({ kind, field }: Figure): Measure[] {
  const count: Measure = { fn: 'count' };
  return field && kind !== 'count' ? [count, { fn: kind === 'average' ? 'avg' : 'sum', field }] : [count];
}

function measuredIn(row: Readonly<Record<string, unknown>>, { kind, field }: Figure): Value {
  const measured = field && kind !== 'count' ? row[`${kind === 'average' ? 'avg' : 'sum'}(${field})`] : undefined;
  const money = typeof measured === 'object' && measured !== null ? (measured as Partial<Money>) : null;
  const amount = money ? (money.amount ?? null) : measured === undefined || measured === null ? null : String(measured);
  return { count: Number(row.count ?? 0), amount, currency: money?.currency ?? null };
}

function sayValue(value: Value, { kind, field: path }: Figure, field: FieldDescription | undefined): string {
  const language = currentLanguage();
  if (!path || kind === 'count') return formatDecimal(value.count, language);
  if (value.amount === null) return '–';
  const rounded = kind === 'average' ? String(Math.round(Number(value.amount) * 100) / 100) : value.amount;
  if (value.currency) return formatMoney(rounded, value.currency, language);
  return field?.type === 'percent' ? `${formatDecimal(rounded, language)} %` : formatDecimal(rounded, language);
}

function numberOf(value: Value | undefined, { field, kind }: Figure): number {
  return field && kind !== 'count' ? Number(value?.amount ?? 0) : (value?.count ?? 0);
}

/** Between 0 and 1; null where there is no whole. */
function share(part: Value | undefined, whole: Value | undefined, figure: Figure): number | null {
  const total = numberOf(whole, figure);
  return total === 0 ? null : numberOf(part, figure) / total;
}

function sayShare(value: number | null): string {
  if (value === null) return '–';
  return `${formatDecimal(String(Math.round(value * 1000) / 10), currentLanguage())} %`;
}

function Pie({ share: value }: { share: number | null }) {
  const degrees = `${Math.round(360 * Math.max(0, Math.min(1, value ?? 0)))}deg`;
  return <span className={classes.pie} style={{ '--share': degrees } as React.CSSProperties} aria-hidden="true" />;
}

function Difference({ now, then, figure }: { now: Value | undefined; then: Value | undefined; figure: Figure }) {
  const { t } = useTranslation();
  const before = numberOf(then, figure);
  if (before === 0) return null;
  const change = (numberOf(now, figure) - before) / Math.abs(before);
  const words = `${change > 0 ? '+' : change < 0 ? '−' : '±'}${formatDecimal(String(Math.abs(Math.round(change * 1000) / 10)), currentLanguage())} %`;
  return (
    <Tooltip label={t('views.difference')}>
      <span className={classes.difference} data-way={change > 0 ? 'up' : change < 0 ? 'down' : undefined}>
        {words}
      </span>
    </Tooltip>
  );
}
