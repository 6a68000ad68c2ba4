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
  /** What is measured, as decimals: of money one for each currency, else one; none: nothing to measure. */
  readonly amounts: readonly { readonly amount: string; readonly currency: string | null }[];
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
        // Amounts of several currencies make no sum.
        ...(field?.type === 'money' && figure.kind !== 'count' ? { group_by: [`${figure.field}.currency`] } : {}),
      };
      return {
        queryKey: keys.aggregate(entity.name, ask),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.records(entity.name).aggregate(ask, { signal }),
        select: ({ rows }: { rows: readonly Record<string, unknown>[] }) => measuredIn(rows, figure),
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

function measuredIn(rows: readonly Readonly<Record<string, unknown>>[], { kind, field }: Figure): Value {
  const measured = field && kind !== 'count' ? rows.map((row) => row[`${kind === 'average' ? 'avg' : 'sum'}(${field})`]) : [];
  const amounts = measured.flatMap((value) => {
    if (value === undefined || value === null) return [];
    if (typeof value !== 'object') return [{ amount: String(value), currency: null }];
    const { amount = null, currency = null } = value as Partial<Money>;
    return amount === null ? [] : [{ amount, currency }];
  });
  return { count: rows.reduce((sum, row) => sum + Number(row.count ?? 0), 0), amounts };
}

function sayValue({ count, amounts }: Value, { kind, field: path }: Figure, field: FieldDescription | undefined): string {
  const language = currentLanguage();
  if (!path || kind === 'count') return formatDecimal(count, language);
  const words = amounts.map(({ amount, currency }) => {
    const rounded = kind === 'average' ? String(Math.round(Number(amount) * 100) / 100) : amount;
    if (currency) return formatMoney(rounded, currency, language);
    return field?.type === 'percent' ? `${formatDecimal(rounded, language)} %` : formatDecimal(rounded, language);
  });
  return words.length > 0 ? words.join(' · ') : '–';
}

/** Null where it is several numbers, or none that compares with the others. */
function numbersOf(values: readonly (Value | undefined)[], { field, kind }: Figure): readonly number[] | null {
  if (!field || kind === 'count') return values.map((value) => value?.count ?? 0);
  const amounts = values.map((value) => value?.amounts ?? []);
  const currencies = new Set(amounts.flat().map(({ currency }) => currency));
  if (currencies.size > 1) return null;
  return amounts.map(([only]) => Number(only?.amount ?? 0));
}

/** Between 0 and 1; null where there is no whole. */
function share(part: Value | undefined, whole: Value | undefined, figure: Figure): number | null {
  const [own, total] = numbersOf([part, whole], figure) ?? [];
  return own === undefined || !total ? null : own / total;
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
  const [after, before] = numbersOf([now, then], figure) ?? [];
  if (after === undefined || !before) return null;
  const change = (after - before) / Math.abs(before);
  const words = `${change > 0 ? '+' : change < 0 ? '−' : '±'}${formatDecimal(String(Math.abs(Math.round(change * 1000) / 10)), currentLanguage())} %`;
  return (
    <Tooltip label={t('views.difference')}>
      <span className={classes.difference} data-way={change > 0 ? 'up' : change < 0 ? 'down' : undefined}>
        {words}
      </span>
    </Tooltip>
  );
}
