// A chart's data -> what ECharts draws. Long names are cut on the axis and whole in the tooltip.

import type { EntityDescription } from '../../client/index.ts';
import { unitOfGroup } from '../../schema/index.ts';
import { colourOf, type Palette, paletteOf } from './palette.ts';
import type { Category, ChartData, Mark, Series } from './read.ts';
import type { ChartSpec } from './spec.ts';
import { figure, keyWords, percent, seriesWords, shortFigure } from './words.ts';

export interface Drawing {
  readonly spec: ChartSpec;
  readonly data: ChartData;
  readonly entities: readonly EntityDescription[];
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** ECharts' option object; its type is wider than what can be checked usefully. */
export type Option = Record<string, unknown>;

const FONT = '"Inter Variable", system-ui, sans-serif';
const number = (mark: Mark | null) => (mark?.value === null || mark === null ? null : Number(mark.value));

export function optionsOf(drawing: Drawing): Option {
  const palette = paletteOf(drawing.scheme);
  const shared: Option = {
    animationDuration: 250,
    textStyle: { fontFamily: FONT, color: palette.text, fontSize: 12 },
    color: colours(drawing, palette),
    tooltip: {
      confine: true,
      backgroundColor: palette.ground,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12, fontFamily: FONT },
      extraCssText: 'max-width:320px;white-space:normal;box-shadow:0 4px 16px rgb(0 0 0 / 16%)',
      renderMode: 'html',
      formatter: (at: unknown) => tooltip(drawing, at as Pointed | Pointed[]),
    },
  };
  const { kind } = drawing.spec;
  if (kind === 'pie') return { ...shared, ...pie(drawing, palette) };
  if (kind === 'funnel') return { ...shared, ...funnel(drawing, palette) };
  return { ...shared, ...axes(drawing, palette) };
}

function colours({ spec, data, scheme }: Drawing, palette: Palette): string[] {
  const chosen = (spec.colors ?? []).map((colour) => colourOf(colour, scheme));
  return [...chosen, ...palette.series.slice(chosen.length % palette.series.length), ...palette.series].slice(
    0,
    Math.max(8, data.series.length),
  );
}

/** Options that all have a colour keep it; a won deal is green everywhere. */
function optionColour(field: ChartData['by'], value: unknown, scheme: 'light' | 'dark'): string | undefined {
  if (!field || field.options.length === 0 || field.options.some((option) => !option.color)) return undefined;
  const color = field.options.find((option) => option.value === value)?.color;
  return color ? colourOf(color, scheme) : undefined;
}

function sliceColour({ spec, data, scheme }: Drawing, palette: Palette, category: Category, at: number): string {
  const chosen = spec.colors?.[at];
  if (chosen) return colourOf(chosen, scheme);
  if (category.key.kind === 'others' || category.key.value === null) return palette.rest;
  return optionColour(data.by, category.key.value, scheme) ?? palette.series[at % palette.series.length]!;
}

function pie(drawing: Drawing, palette: Palette): Option {
  const { spec, data, width, height } = drawing;
  const marks = data.series[0]?.marks ?? [];
  const beside = width > 300 && width > height * 1.1;
  const radius = beside ? Math.min(width * 0.26, height * 0.47) : Math.min(width * 0.45, height * 0.39);
  const room = width - radius * 2 - 48;
  const total = marks.reduce((sum, mark) => sum + Math.abs(number(mark) ?? 0), 0);
  const names = data.categories.map((category) => keyWords(category.key, spec.by, data.by));
  const shareOf = (at: number) => percent(total > 0 ? Math.abs(number(marks[at] ?? null) ?? 0) / total : 0);
  const unique = uniqueNames(names);
  return {
    legend: {
      type: 'scroll',
      ...(beside ? { orient: 'vertical', left: radius * 2 + 20, top: 'middle', height: '90%' } : { bottom: 0, left: 'center' }),
      icon: 'circle',
      itemWidth: 9,
      itemHeight: 9,
      textStyle: { color: palette.text, width: beside ? room : 140, overflow: 'truncate' },
      pageTextStyle: { color: palette.quiet },
      // The share stands with the name, so that thin slices can be read too.
      formatter: (name: string) => `${names[unique.indexOf(name)] ?? name}  ${shareOf(unique.indexOf(name))}`,
      tooltip: { show: false },
      selectedMode: false,
    },
    series: [
      {
        type: 'pie',
        radius: [radius * 0.6, radius],
        center: beside ? [radius + 4, '50%'] : ['50%', radius + 6],
        label: { show: false },
        minAngle: 2,
        itemStyle: { borderColor: palette.ground, borderWidth: 2 },
        emphasis: { scaleSize: 4 },
        data: marks.map((mark, at) => ({
          name: unique[at],
          value: Math.abs(number(mark) ?? 0),
          itemStyle: { color: sliceColour(drawing, palette, data.categories[at]!, at) },
        })),
      },
    ],
  };
}

/** Slices are known by their names, and two people may have the same. */
function uniqueNames(names: readonly string[]): string[] {
  return names.map((name, at) => (names.indexOf(name) === at ? name : `${name}${'\u200b'.repeat(at)}`));
}

/** Bars around a middle line, as long as their values: the eye compares lengths, which slanted sides would not let it. */
function funnel(drawing: Drawing, palette: Palette): Option {
  const { spec, data, width } = drawing;
  const series = data.series[0];
  const values = (series?.marks ?? []).map((mark) => Math.max(0, number(mark) ?? 0));
  const most = Math.max(...values, 0);
  const counts = data.series.find((one) => one.measure.fn === 'count' && !one.measure.per && one !== series);
  const words = data.categories.map((category, at) => {
    const count = counts ? ` · ${figure(counts.marks[at] ?? null, counts.measure)}` : '';
    return { name: keyWords(category.key, spec.by, data.by), value: `${figure(series?.marks[at] ?? null, series!.measure)}${count}` };
  });
  const bar = { type: 'bar', stack: 'funnel', barWidth: '82%', barMaxWidth: 72 };
  return {
    grid: { left: 4, right: 8, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false, max: most || 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: words.map((_, at) => String(at)),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        interval: 0,
        align: 'left',
        margin: Math.min(190, width * 0.46),
        width: Math.min(180, width * 0.44),
        overflow: 'truncate',
        formatter: (at: string) => `{name|${plainWords(words[Number(at)]?.name)}}\n{value|${words[Number(at)]?.value ?? ''}}`,
        rich: {
          name: { color: palette.text, fontSize: 12, lineHeight: 16, align: 'left' },
          value: { color: palette.quiet, fontSize: 11, lineHeight: 14, align: 'left' },
        },
      },
    },
    series: [
      {
        ...bar,
        cursor: 'pointer',
        data: values.map((value, at) => ({
          value: [(most - value) / 2, at],
          itemStyle: { color: 'transparent' },
        })),
        silent: true,
        tooltip: { show: false },
      },
      {
        ...bar,
        cursor: 'pointer',
        barMinHeight: 3,
        data: values.map((value, at) => ({
          value: [value, at],
          itemStyle: { color: sliceColour(drawing, palette, data.categories[at]!, at), borderRadius: 4 },
        })),
      },
    ],
  };
}

/** Braces would be taken for styles. */
function plainWords(name = ''): string {
  return name.replace(/[{}|]/g, ' ');
}

function axes(drawing: Drawing, palette: Palette): Option {
  const { spec, data, entities, width } = drawing;
  const asPercent = spec.kind === 'percent';
  const inTime = spec.by !== undefined && unitOfGroup(spec.by) !== null;
  const names = data.categories.map((category) => keyWords(category.key, spec.by, data.by));
  const measure = data.series[0]?.measure ?? spec.measures[0]!;
  const lying = spec.horizontal === true && spec.kind !== 'line';
  const many = data.series.length > 1;
  const sums = data.categories.map((_, at) => data.series.reduce((sum, { marks }) => sum + Math.abs(number(marks[at] ?? null) ?? 0), 0));
  const second = spec.kind !== 'stacked' && !asPercent && data.series.some((series) => isOther(series, data.series[0]!));
  const valueAxis = (side: 'left' | 'right', of: Series['measure']) => ({
    type: 'value',
    position: lying ? undefined : side,
    max: asPercent ? 1 : undefined,
    interval: asPercent ? 0.25 : undefined,
    axisLabel: {
      color: palette.quiet,
      formatter: (value: number) => (asPercent ? percent(value) : shortFigure(value, of)),
      hideOverlap: true,
    },
    splitLine: { show: side === 'left', lineStyle: { color: palette.line } },
    minInterval: of.fn === 'count' && !of.per && !asPercent ? 1 : undefined,
    splitNumber: 4,
  });
  const categoryAxis = {
    type: 'category',
    data: names.map((_, at) => String(at)),
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.line } },
    axisLabel: {
      color: palette.quiet,
      formatter: (at: string) => names[Number(at)] ?? '',
      ...(inTime
        ? {}
        : {
            width: lying ? Math.min(140, width * 0.34) : Math.max(44, Math.min(130, (width - 60) / Math.max(1, names.length))),
            overflow: 'truncate',
          }),
      hideOverlap: true,
      interval: !inTime && (lying || names.length <= 8) ? 0 : 'auto',
    },
  };
  const values =
    second && !lying
      ? [valueAxis('left', measure), valueAxis('right', data.series.find((one) => isOther(one, data.series[0]!))!.measure)]
      : valueAxis('left', measure);
  return {
    grid: { left: 4, right: second ? 4 : 12, top: 14, bottom: many ? 30 : 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    ...(many ? { legend: legend(drawing, palette) } : {}),
    xAxis: lying ? values : categoryAxis,
    yAxis: lying ? categoryAxis : values,
    series: data.series.map((series, at) =>
      drawn(drawing, palette, series, at, sums, second && !lying && isOther(series, data.series[0]!) ? 1 : 0, entities),
    ),
  };
}

/** Euros and pieces cannot share an axis. */
function isOther(series: Series, first: Series): boolean {
  const kind = ({ measure, marks }: Series) =>
    measure.per ? 'share' : marks.some((mark) => mark?.currency) ? 'money' : measure.fn.startsWith('count') ? 'count' : 'number';
  return kind(series) !== kind(first) && !['target', 'forecast', 'before'].includes(series.role);
}

function legend({ spec, data, entities }: Drawing, palette: Palette): Option {
  const names = data.series.map((series) => seriesWords(series, spec, entities, data.split));
  return {
    type: 'scroll',
    bottom: 0,
    left: 0,
    icon: 'circle',
    itemWidth: 9,
    itemHeight: 9,
    data: data.series.map((_, at) => String(at)),
    formatter: (at: string) => names[Number(at)] ?? '',
    textStyle: { color: palette.text, width: 160, overflow: 'truncate' },
    pageTextStyle: { color: palette.quiet },
  };
}

function drawn(
  drawing: Drawing,
  palette: Palette,
  series: Series,
  at: number,
  sums: readonly number[],
  axis: number,
  _entities: unknown,
): Option {
  const { spec, data, scheme } = drawing;
  const asPercent = spec.kind === 'percent';
  const stacked = spec.kind === 'stacked' || asPercent;
  const lines = spec.kind === 'line' || axis === 1 || series.role === 'target';
  const own =
    (series.key?.kind === 'value' ? optionColour(data.split, series.key.value, scheme) : undefined) ??
    (series.key?.kind === 'value' && series.key.value === null ? palette.rest : undefined);
  const colour = spec.colors?.[at] ? colourOf(spec.colors[at], scheme) : series.role === 'before' ? palette.rest : own;
  const single = data.series.length === 1 && !lines;
  const values = series.marks.map((mark, place) => {
    const value = number(mark);
    const shown = value === null ? null : asPercent ? (sums[place] ? value / sums[place]! : 0) : value;
    const category = data.categories[place];
    const tint = single && category ? barColour(drawing, palette, category) : undefined;
    return tint ? { value: shown, itemStyle: { color: tint } } : { value: shown };
  });
  return {
    name: String(at),
    type: lines ? 'line' : 'bar',
    data: values,
    cursor: 'pointer',
    ...(axis ? (spec.horizontal ? {} : { yAxisIndex: axis }) : {}),
    ...(stacked ? { stack: 'all' } : {}),
    ...(series.role === 'forecast' ? { stack: 'forecast', itemStyle: { opacity: 0.45, ...(colour ? { color: colour } : {}) } } : {}),
    ...(lines
      ? {
          symbol: 'circle',
          symbolSize: series.marks.length > 60 ? 4 : 7,
          showSymbol: true,
          connectNulls: false,
          lineStyle: { width: 2, ...(series.role === 'before' || series.role === 'target' ? { type: 'dashed' } : {}) },
        }
      : { barMaxWidth: 44, barMinHeight: stacked ? 0 : 1 }),
    ...(colour && series.role !== 'forecast'
      ? { itemStyle: { color: colour, ...(stacked ? {} : { borderRadius: spec.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] }) } }
      : lines || stacked || series.role === 'forecast'
        ? {}
        : { itemStyle: { borderRadius: spec.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] } }),
    emphasis: { focus: data.series.length > 1 ? 'series' : 'none' },
    label: {
      show: spec.labels === true,
      position: stacked ? 'inside' : spec.horizontal ? 'right' : 'top',
      color: stacked ? undefined : palette.text,
      fontSize: 11,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const value = number(series.marks[dataIndex] ?? null);
        if (value === null || value === 0) return '';
        return asPercent ? percent(sums[dataIndex] ? value / sums[dataIndex]! : 0) : shortFigure(value, series.measure);
      },
    },
    labelLayout: { hideOverlap: true },
  };
}

/** Bars of one series: what has a colour of its own keeps it, others and none are grey. */
function barColour({ data, scheme }: Drawing, palette: Palette, { key }: Category): string | undefined {
  if (key.kind === 'others' || key.value === null) return palette.rest;
  return optionColour(data.by, key.value, scheme);
}

interface Pointed {
  readonly seriesIndex: number;
  readonly dataIndex: number;
  readonly color: string;
}

function tooltip({ spec, data, entities }: Drawing, at: Pointed | Pointed[]): string {
  const point = Array.isArray(at) ? at[0] : at;
  if (!point) return '';
  const category = data.categories[point.dataIndex];
  const series = data.series[spec.kind === 'funnel' ? 0 : point.seriesIndex];
  if (!category || !series) return '';
  const mark = series.marks[point.dataIndex] ?? null;
  const whole =
    spec.kind === 'percent'
      ? data.series.reduce((sum, one) => sum + Math.abs(number(one.marks[point.dataIndex] ?? null) ?? 0), 0)
      : series.marks.reduce((sum, one) => sum + Math.abs(number(one) ?? 0), 0);
  const share = ['pie', 'percent'].includes(spec.kind) && whole > 0 ? ` (${percent(Math.abs(number(mark) ?? 0) / whole)})` : '';
  const title = spec.by ? keyWords(category.key, spec.by, data.by) : '';
  const name = seriesWords(series, spec, entities, data.split);
  const more =
    spec.kind === 'funnel'
      ? data.series
          .slice(1)
          .map(
            (one) =>
              `<div>${escaped(seriesWords(one, spec, entities, data.split))}: <b>${escaped(figure(one.marks[point.dataIndex] ?? null, one.measure))}</b></div>`,
          )
      : [];
  return `<div style="font-weight:600;overflow-wrap:anywhere">${escaped(title)}</div><div><span style="display:inline-block;width:9px;height:9px;border-radius:50%;margin-inline-end:6px;background:${point.color}"></span>${escaped(name)}: <b>${escaped(figure(mark, series.measure))}</b>${escaped(share)}</div>${more.join('')}`;
}

/** Names are what people typed. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
