// What stands on a chart: names of groups and measures, figures, days; all in the reader's language.

import i18next from 'i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { type Days, daysOf, type PeriodUnit, unitOfGroup } from '../../schema/index.ts';
import { dateLanguage, formatDate, formatDecimal, formatMoney, THIN } from '../fields/format.ts';
import { plainText } from '../fields/lookup.ts';
import { optionLabel } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { fieldOfPath } from './fields.ts';
import type { Key, Mark, Series } from './read.ts';
import type { ChartMeasure, ChartSpec } from './spec.ts';

export function keyWords(key: Key, text: string | undefined, field: FieldDescription | null): string {
  if (key.kind === 'others') return i18next.t('charts.others');
  const { value } = key;
  if (value === null || value === undefined) return i18next.t('charts.none');
  const period = text ? unitOfGroup(text) : null;
  if (period) return periodWords(period.unit, String(value));
  if (typeof value === 'boolean') return i18next.t(value ? 'charts.yes' : 'charts.no');
  if (typeof value === 'object' && 'title' in value) return String(value.title ?? i18next.t('list.untitled'));
  if (field && field.options.length > 0) return optionLabel(field, String(value));
  return field ? plainText(field, value) || String(value) : String(value);
}

export function periodWords(unit: PeriodUnit, key: string): string {
  const language = dateLanguage(currentLanguage());
  const at = new Date(`${daysOf(unit, key).first}T00:00:00Z`);
  const year = key.slice(0, 4);
  if (unit === 'month') return new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', year: 'numeric' }).format(at);
  if (unit === 'day') return formatDate(key, currentLanguage());
  if (unit === 'year') return key;
  const number = key.slice(6).replace(/^0/, '');
  return i18next.t(unit === 'quarter' ? 'charts.quarterOf' : 'charts.weekOf', { number, year });
}

export function daysWords({ first, last }: Days): string {
  return `${formatDate(first, currentLanguage())} – ${formatDate(last, currentLanguage())}`;
}

/** `Sum of amount`, `Number of deals`, or the name it was given. */
export function measureWords(measure: ChartMeasure, spec: ChartSpec, entities: readonly EntityDescription[]): string {
  if (measure.label) return measure.label;
  const noun = entities.find(({ name }) => name === spec.entity)?.plural ?? spec.entity;
  if (measure.per) return i18next.t('charts.share');
  if (measure.fn === 'count' && (!measure.field || measure.field === spec.over)) return i18next.t('charts.countOf', { noun });
  const field = measure.field ? fieldOfPath(entities, spec.entity, measure.field) : null;
  return i18next.t(`charts.fn.${measure.fn}`, { field: field?.label ?? measure.field ?? '' });
}

export function seriesWords(
  series: Series,
  spec: ChartSpec,
  entities: readonly EntityDescription[],
  split: FieldDescription | null,
): string {
  if (series.role === 'before') return i18next.t(spec.compare === 'year' ? 'charts.yearBefore' : 'charts.timeBefore');
  if (series.role === 'target') return i18next.t('charts.target');
  if (series.role === 'forecast') return series.measure.label ?? i18next.t('charts.forecast');
  if (series.role === 'currency') return String(series.key?.kind === 'value' ? series.key.value : '');
  if (series.role === 'group' && series.key) return keyWords(series.key, spec.split, split);
  return measureWords(series.measure, spec, entities);
}

/** The whole figure: `1 234.50 €`, `41.7 %`, `12.3`. */
export function figure(mark: Mark | null, measure: ChartMeasure): string {
  if (!mark || mark.value === null) return '–';
  const language = currentLanguage();
  if (measure.per) return percent(Number(mark.value));
  if (mark.currency) return formatMoney(rounded(mark.value), mark.currency, language);
  if (measure.fn === 'avg') return formatDecimal(Number(mark.value).toFixed(1), language);
  return formatDecimal(
    rounded(mark.value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    language,
  );
}

export function percent(share: number): string {
  const digits = share !== 0 && Math.abs(share) < 0.1 ? 1 : Math.abs(share) >= 1 ? 0 : 1;
  const text = new Intl.NumberFormat(currentLanguage(), { minimumFractionDigits: 0, maximumFractionDigits: digits }).format(share * 100);
  return `${text}${THIN}%`;
}

/** Averages come with more digits than anybody reads. */
function rounded(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  return fraction.length > 2 ? Number(value).toFixed(2) : fraction ? `${whole}.${fraction}` : whole;
}

/** Beside an axis: `1.2M`. */
export function shortFigure(value: number, measure: ChartMeasure): string {
  if (measure.per) return percent(value);
  return new Intl.NumberFormat(currentLanguage(), { notation: 'compact', maximumFractionDigits: 1 })
    .format(value)
    .replace(/[\u00a0 ]/g, THIN);
}
