// The figures of a chart as a file: exact numbers, one row a group.

import i18next from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import { fieldOfPath } from '../charts/fields.ts';
import type { ChartData } from '../charts/read.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { keyWords, seriesWords } from '../charts/words.ts';

/** @param at the instant looked back to, which each row says in a column of its own */
export function figuresAsCsv(spec: ChartSpec, data: ChartData, entities: readonly EntityDescription[], at?: string): string {
  const by = spec.by ? (fieldOfPath(entities, spec.entity, spec.by)?.label ?? spec.by) : '';
  const currencyOf = (at: number) => data.series[at]?.marks.find((mark) => mark?.currency)?.currency;
  const head = [
    by,
    ...data.series.map((series, place) => [seriesWords(series, spec, entities, data.split), currencyOf(place)].filter(Boolean).join(' ')),
    ...(at ? [i18next.t('asOf.column')] : []),
  ];
  const rows = data.categories.map(({ key }, row) => [
    spec.by ? keyWords(key, spec.by, data.by) : '',
    ...data.series.map(({ marks }) => marks[row]?.value ?? ''),
    ...(at ? [at] : []),
  ]);
  return `\ufeff${[head, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A name that a spreadsheet could run as a formula gets an apostrophe in front; numbers are numbers. */
function cell(text: string): string {
  const safe = /^['\s]*[=+\-@]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
