// A chart's spec -> questions -> its marks. Every mark carries the filter of exactly the records it stands for.

import { Decimal } from 'decimal.js';
import type { AggregateAnswer, AggregateQuery, EntityDescription, FieldDescription, Measure, Values } from '../../client/index.ts';
import {
  type Days,
  daysOfRange,
  earlier,
  type GroupBy,
  groupsFilter,
  otherFilter,
  periodOf,
  periodsBetween,
  unitOfGroup,
  within,
} from '../../schema/index.ts';
import { fieldOfPath } from './fields.ts';
import { type ChartMeasure, type ChartSpec, DEFAULT_TOP, MOST_GROUPS } from './spec.ts';

export type Ask = (queries: readonly (AggregateQuery & { readonly entity: string })[]) => Promise<readonly AggregateAnswer[]>;

/** One bar, dot, slice or cell. */
export interface Mark {
  /** Exact decimal; null where there is nothing to tell, e.g. an average of none. */
  readonly value: string | null;
  /** Of money; null: no money, or several currencies. */
  readonly currency: string | null;
  /** Where its records are. */
  readonly entity: string;
  readonly filter: string;
}

/** A group: what the aggregate answered, null for none, or all the others together. */
export type Key = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'others' };

export interface Category {
  readonly key: Key;
  readonly filter: string;
}

export interface Series {
  readonly role: 'measure' | 'group' | 'before' | 'target' | 'forecast' | 'currency';
  readonly measure: ChartMeasure;
  /** Of a group: which one; of a currency: its code. */
  readonly key?: Key;
  readonly marks: readonly (Mark | null)[];
}

export interface ChartData {
  readonly by: FieldDescription | null;
  readonly split: FieldDescription | null;
  readonly categories: readonly Category[];
  readonly series: readonly Series[];
  /** Over everything shown, measure by measure. */
  readonly totals: readonly Mark[];
  /** Amounts in several currencies, which make no sum: each stands by itself. */
  readonly currencies: readonly string[];
  /** The days that are compared, where there are any. */
  readonly days: Days | null;
  readonly before: Days | null;
}

export interface ReadOptions {
  readonly entities: readonly EntityDescription[];
  readonly ask: Ask;
  /** `2026-06-30` where the reader is. */
  readonly today: string;
}

interface Frame extends ReadOptions {
  readonly spec: ChartSpec;
  readonly by: GroupBy | null;
  readonly split: GroupBy | null;
  readonly byField: FieldDescription | null;
  readonly splitField: FieldDescription | null;
  readonly base: string | undefined;
}

export async function readChart(spec: ChartSpec, options: ReadOptions): Promise<ChartData> {
  const days = spec.period
    ? typeof spec.period.range === 'string'
      ? daysOfRange(spec.period.range, options.today)
      : spec.period.range
    : null;
  const before = days && spec.compare ? earlier(days, spec.compare) : null;
  const group = (text: string | undefined): GroupBy | null =>
    text
      ? { text, type: fieldOfPath(options.entities, spec.entity, text)?.type ?? 'number', ...(spec.over ? { over: spec.over } : {}) }
      : null;
  const frame: Frame = {
    ...options,
    spec,
    by: group(spec.by),
    split: group(spec.split),
    byField: spec.by ? fieldOfPath(options.entities, spec.entity, spec.by) : null,
    splitField: spec.split ? fieldOfPath(options.entities, spec.entity, spec.split) : null,
    base: baseOf(spec, days),
  };
  const [now, then] = await Promise.all([
    readPart(frame, days),
    before ? readPart({ ...frame, split: null, splitField: null, base: baseOf(spec, before) }, before) : null,
  ]);
  const data = then && before ? beside(now, then, frame) : now;
  const full = { ...data, days, before };
  return spec.kind === 'target' ? withTargets(full, frame) : full;
}

function baseOf(spec: ChartSpec, days: Days | null): string | undefined {
  return all([spec.filter, days && spec.period ? within(spec.period.field, days) : undefined]);
}

/** Conditions that must all hold, as one text. */
export function all(conditions: readonly (string | null | undefined)[]): string | undefined {
  const present = conditions.filter((condition): condition is string => !!condition);
  if (present.length < 2) return present[0];
  return present.map((condition) => (/\bor\b/i.test(condition) ? `(${condition})` : condition)).join(' and ');
}

type Part = Omit<ChartData, 'days' | 'before'>;

/** Groups that the server tells at most. */
const MOST_ROWS = 10_000;

async function readPart(frame: Frame, days: Days | null): Promise<Part> {
  const { spec, by, split, ask } = frame;
  const measures = spec.measures.map(({ label: _, ...measure }, at) => ({ ...measure, as: `m${at}` }));
  const query = { entity: spec.entity, filter: frame.base, measures, ...(spec.over ? { over: spec.over } : {}) };
  const groups = [by, split].flatMap((group) => (group ? [group.text] : []));
  const [answer] = await ask([groups.length > 0 ? { ...query, group_by: groups, limit: MOST_ROWS } : query]);
  const rows = answer?.rows ?? [];
  const totals = totalsOf(rows, frame);
  const parts = { by: frame.byField, split: frame.splitField, totals, currencies: [] as string[] };
  if (isMixed(rows, spec.measures)) return readCurrencies(frame, query, parts);
  if (!by) {
    const series = spec.measures.map((measure, at): Series => ({ role: 'measure', measure, marks: [totals[at] ?? null] }));
    return { ...parts, categories: [{ key: { kind: 'value', value: null }, filter: filterOf(frame, []) }], series };
  }
  const found = new Map(rows.map((row) => [idOf(row[by.text]), row[by.text]]));
  const { keys, others } = arrange(frame, found, rows, days);
  const categories = categoriesOf(frame, keys, others);
  const rest =
    others.length === 0 ? [] : adds(frame) && rows.length < MOST_ROWS ? sumOthers(frame, rows, keys) : await readOthers(frame, query, keys);
  const series = split ? splitSeries(frame, rows, rest, keys, others) : plainSeries(frame, rows, rest, keys, others);
  return { ...parts, categories, series };
}

/** Over everything: what was counted or summed adds up; of averages and shares over groups there is no total. */
function totalsOf(rows: readonly Values[], frame: Frame): Mark[] {
  return frame.spec.measures.map((measure, at): Mark => {
    const cells = rows.map((row) => plain(row[`m${at}`]));
    const adds = !measure.per && (measure.fn === 'count' || measure.fn === 'sum') && !frame.spec.over;
    const value = rows.length === 1 && !frame.by ? (cells[0]?.value ?? null) : adds ? addUp(cells.map((cell) => cell.value)) : null;
    const mark = markOf(null, frame, measure, filterOf(frame, [], measure));
    return { ...mark, value: value ?? mark.value, currency: cells.find(({ currency }) => currency)?.currency ?? null };
  });
}

function addUp(values: readonly (string | null)[]): string {
  return values.reduce((sum, value) => sum.plus(value ?? 0), new Decimal(0)).toFixed();
}

/** Amounts of several currencies make no sum, neither within a group nor over the groups. */
function isMixed(rows: readonly Values[], measures: readonly ChartMeasure[]): boolean {
  return measures.some((_, at) => {
    const money = rows.flatMap((row) => {
      const value = row[`m${at}`] as { amount?: string; currency?: string | null } | null | undefined;
      return typeof value === 'object' && value !== null && value.amount !== undefined ? [value.currency ?? null] : [];
    });
    return new Set(money).size > 1 || money.includes(null);
  });
}

/** Groups by their order: time with its gaps, options as they are arranged, everything else by size. The rest is others. */
function arrange(frame: Frame, found: ReadonlyMap<string, unknown>, rows: readonly Values[], days: Days | null) {
  const { spec, by, byField } = frame;
  const period = by && unitOfGroup(by.text);
  const none = found.has(idOf(null)) ? [null] : [];
  if (period) {
    const keys = [...found.values()].filter((value): value is string => typeof value === 'string').sort();
    const aboutThis = days && spec.period && spec.period.field === period.of;
    const first = aboutThis ? periodOf(period.unit, days.first) : keys[0];
    const last = aboutThis ? periodOf(period.unit, days.last) : keys.at(-1);
    const filled = first && last ? periodsBetween(period.unit, first, last) : [];
    // So long a time that its gaps are most of it: what there is must do.
    const shown = filled.length > MOST_GROUPS || keys.some((key) => !filled.includes(key)) ? keys : filled;
    if (spec.latest) return { keys: shown.slice(-spec.latest) as unknown[], others: [] as unknown[] };
    return { keys: [...shown, ...none] as unknown[], others: [] as unknown[] };
  }
  const values = [...found.values()].filter((value) => value !== null);
  const options = byField?.options.map((option) => option.value) ?? [];
  if (spec.sort !== 'value' && options.length > 0) {
    const place = (value: unknown) => (options.includes(String(value)) ? options.indexOf(String(value)) : options.length);
    const stages =
      spec.kind === 'funnel' ? options.filter((option) => !found.has(idOf(option)) && isOpen(byField, option) && !spec.filter) : [];
    return { keys: [...[...values, ...stages].sort((a, b) => place(a) - place(b)), ...none], others: [] };
  }
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const id = idOf(row[by!.text]);
    sizes.set(id, (sizes.get(id) ?? 0) + Number(plain(row.m0).value ?? 0));
  }
  const size = (value: unknown) => sizes.get(idOf(value)) ?? 0;
  const bySize = [...values, ...none].sort((a, b) => size(b) - size(a) || wordOf(a).localeCompare(wordOf(b)));
  const top = spec.top ?? (spec.kind === 'table' ? MOST_GROUPS : DEFAULT_TOP);
  const cut = bySize.length > top;
  const shown = cut ? bySize.slice(0, top) : bySize;
  if (spec.sort === 'name')
    shown.sort((a, b) => (a === null ? 1 : b === null ? -1 : wordOf(a).localeCompare(wordOf(b), undefined, { numeric: true })));
  return { keys: shown, others: cut && spec.others !== false ? bySize.slice(top) : [] };
}

function isOpen(field: FieldDescription | null, value: string): boolean {
  return field?.options.find((option) => option.value === value)?.means === null;
}

function categoriesOf(frame: Frame, keys: readonly unknown[], others: readonly unknown[]): Category[] {
  const shown = keys.map((value): Category => ({ key: { kind: 'value', value }, filter: filterOf(frame, [[frame.by!, value]]) }));
  if (others.length === 0) return shown;
  return [...shown, { key: { kind: 'others' }, filter: othersFilter(frame, keys) }];
}

function filterOf(frame: Frame, pairs: readonly (readonly [GroupBy, unknown])[], measure?: Measure): string {
  const groups = groupsFilter(frame.spec.over ?? null, pairs);
  return all([frame.base, groups, conditionOf(measure)]) ?? '';
}

/** Which of the records a measure is about: of a ratio those that are divided by. */
function conditionOf(measure: Measure | undefined): string | undefined {
  const whole = measure?.per ?? measure;
  const counted = whole?.fn === 'count' && whole.field ? `${whole.field} is not empty` : undefined;
  return all([whole?.where, counted]);
}

function othersFilter(frame: Frame, keys: readonly unknown[], measure?: Measure): string {
  return all([frame.base, otherFilter(frame.by!, keys), conditionOf(measure)]) ?? '';
}

/** Whether the figures of groups make that of all of them together. */
function adds({ spec }: Frame): boolean {
  return !spec.over && spec.measures.every(({ fn, per }) => !per && (fn === 'count' || fn === 'sum'));
}

/** The others as `readOthers` would tell them, out of the groups that are known already: another walk over all records is saved. */
function sumOthers({ by, split, spec }: Frame, rows: readonly Values[], keys: readonly unknown[]): readonly Values[] {
  const shown = new Set(keys.map(idOf));
  const parts = Map.groupBy(
    rows.filter((row) => !shown.has(idOf(row[by!.text]))),
    (row) => (split ? idOf(row[split.text]) : ''),
  );
  return [...parts.values()].map((part) => {
    const sums = spec.measures.map((_, at) => {
      const cells = part.map((row) => plain(row[`m${at}`]));
      const currency = cells.find((cell) => cell.currency)?.currency;
      const amount = addUp(cells.map(({ value }) => value));
      return [`m${at}`, currency ? { amount, currency } : amount];
    });
    return { ...(split ? { [split.text]: part[0]?.[split.text] } : {}), ...Object.fromEntries(sums) };
  });
}

/** Averages and shares cannot be added up, so the others are asked for as one group. */
async function readOthers(frame: Frame, query: AggregateQuery & { entity: string }, keys: readonly unknown[]): Promise<readonly Values[]> {
  const group_by = frame.split ? [frame.split.text] : undefined;
  const [answer] = await frame.ask([{ ...query, filter: othersFilter(frame, keys), ...(group_by ? { group_by, limit: 10_000 } : {}) }]);
  return answer?.rows ?? [];
}

function plainSeries(
  frame: Frame,
  rows: readonly Values[],
  rest: readonly Values[],
  keys: readonly unknown[],
  others: readonly unknown[],
): Series[] {
  const byId = new Map(rows.map((row) => [idOf(row[frame.by!.text]), row]));
  return frame.spec.measures.map((measure, at) => ({
    role: 'measure' as const,
    measure,
    marks: [
      ...keys.map((value) => markOf(byId.get(idOf(value))?.[`m${at}`], frame, measure, filterOf(frame, [[frame.by!, value]], measure))),
      ...(others.length > 0 ? [markOf(rest[0]?.[`m${at}`], frame, measure, othersFilter(frame, keys, measure))] : []),
    ],
  }));
}

/** More kinds of bar pieces than this nobody tells apart. */
const MOST_SERIES = 24;

function splitSeries(
  frame: Frame,
  rows: readonly Values[],
  rest: readonly Values[],
  keys: readonly unknown[],
  others: readonly unknown[],
): Series[] {
  const [by, split, measure] = [frame.by!, frame.split!, frame.spec.measures[0]!];
  const found = new Map([...rows, ...rest].map((row) => [idOf(row[split.text]), row[split.text]]));
  const order = [...found.values()].sort(orderIn(frame.splitField)).slice(0, MOST_SERIES);
  const cells = new Map(rows.map((row) => [`${idOf(row[by.text])}|${idOf(row[split.text])}`, row.m0]));
  const restOf = new Map(rest.map((row) => [idOf(row[split.text]), row.m0]));
  return order.map((group) => ({
    role: 'group' as const,
    measure,
    key: { kind: 'value' as const, value: group },
    marks: [
      ...keys.map((value) =>
        markOf(
          cells.get(`${idOf(value)}|${idOf(group)}`),
          frame,
          measure,
          filterOf(
            frame,
            [
              [by, value],
              [split, group],
            ],
            measure,
          ),
        ),
      ),
      ...(others.length > 0
        ? [
            markOf(
              restOf.get(idOf(group)),
              frame,
              measure,
              all([othersFilter(frame, keys, measure), groupsFilter(frame.spec.over ?? null, [[split, group]])]) ?? '',
            ),
          ]
        : []),
    ],
  }));
}

function orderIn(field: FieldDescription | null) {
  const options = field?.options.map((option) => option.value) ?? [];
  const place = (value: unknown) => (options.includes(String(value)) ? options.indexOf(String(value)) : options.length);
  return (a: unknown, b: unknown) =>
    a === null ? 1 : b === null ? -1 : place(a) - place(b) || wordOf(a).localeCompare(wordOf(b), undefined, { numeric: true });
}

async function readCurrencies(
  frame: Frame,
  query: AggregateQuery & { entity: string },
  parts: Omit<Part, 'categories' | 'series'>,
): Promise<Part> {
  const at = frame.spec.measures.findIndex((measure) => measure.fn !== 'count' && measure.fn !== 'count_distinct' && measure.field);
  const measure = frame.spec.measures[Math.max(0, at)]!;
  const money = moneyPath(frame, measure);
  const currency: GroupBy = { text: `${money}.currency`, type: 'text', ...(frame.spec.over ? { over: frame.spec.over } : {}) };
  // Groups stay, split by currency; what was the second group gives way to it.
  const inner: Frame = { ...frame, split: currency, splitField: null, spec: { ...frame.spec, measures: [measure] } };
  const { label: _, ...asked } = measure;
  const group_by = [...(frame.by ? [frame.by.text] : []), currency.text];
  const [answer] = await frame.ask([{ ...query, measures: [{ ...asked, as: 'm0' }], group_by, limit: 10_000 }]);
  const rows = answer?.rows.filter((row) => row[currency.text] !== null || row.m0 !== null) ?? [];
  const currencies = [...new Set(rows.flatMap((row) => (row[currency.text] ? [String(row[currency.text])] : [])))].sort();
  const found = new Map(rows.map((row) => [frame.by ? idOf(row[frame.by.text]) : 'all', frame.by ? row[frame.by.text] : null]));
  const { keys } = frame.by ? arrange({ ...inner, spec: { ...inner.spec, top: MOST_GROUPS } }, found, rows, null) : { keys: [null] };
  const pairs = (value: unknown): (readonly [GroupBy, unknown])[] => (frame.by ? [[frame.by, value]] : []);
  const series = currencies.map((code): Series => {
    const own = new Map(
      rows.filter((row) => row[currency.text] === code).map((row) => [frame.by ? idOf(row[frame.by.text]) : idOf(null), row.m0]),
    );
    return {
      role: 'currency',
      measure,
      key: { kind: 'value', value: code },
      marks: keys.map((value) =>
        markOf(own.get(idOf(value)), inner, measure, filterOf(inner, [...pairs(value), [currency, code]], measure)),
      ),
    };
  });
  const categories = keys.map((value): Category => ({ key: { kind: 'value', value }, filter: filterOf(inner, pairs(value)) }));
  return { ...parts, split: null, categories, series, currencies };
}

/** The path of the amount that a measure is about. */
function moneyPath(frame: Frame, measure: Measure): string {
  const paths = measure.field?.match(/[a-z_][\w.]*/gi) ?? [];
  return paths.find((path) => fieldOfPath(frame.entities, frame.spec.entity, path)?.type === 'money') ?? measure.field ?? '';
}

function markOf(cell: unknown, frame: Frame, measure: Measure, filter: string): Mark {
  const { value, currency } = plain(cell);
  // Where nothing is, there are none of it; of nothing there is no average.
  const zero = !measure.per && (measure.fn === 'count' || measure.fn === 'count_distinct' || measure.fn === 'sum');
  return { value: value ?? (zero ? '0' : null), currency, entity: frame.spec.entity, filter };
}

function plain(cell: unknown): { value: string | null; currency: string | null } {
  if (cell === null || cell === undefined) return { value: null, currency: null };
  if (typeof cell === 'object') {
    const { amount, currency } = cell as { amount: string; currency: string | null };
    return { value: amount, currency };
  }
  return { value: String(cell), currency: null };
}

/** The time before beside now: by the same group, or, where time itself is the group, place by place. */
function beside(now: Part, then: Part, frame: Frame): Part {
  // Currency by currency there is nothing to put side by side.
  if (now.currencies.length > 1 || then.currencies.length > 1) return now;
  const inTime = frame.by !== null && unitOfGroup(frame.by.text)?.of === frame.spec.period?.field;
  const places = new Map(then.categories.map((category, at) => [idOfKey(category.key), at]));
  const series = then.series.slice(0, 1).map(
    (one): Series => ({
      ...one,
      role: 'before',
      marks: now.categories.map(({ key }, at) => one.marks[inTime ? at : (places.get(idOfKey(key)) ?? -1)] ?? null),
    }),
  );
  return {
    ...now,
    series: [...now.series.filter(({ role }) => role !== 'group').slice(0, 1), ...series],
    totals: [...now.totals.slice(0, 1), ...then.totals.slice(0, 1)],
  };
}

/** Targets are records like others: summed up by the same periods, within the reader's reach. */
async function withTargets(data: ChartData, frame: Frame): Promise<ChartData> {
  const { spec, by, entities, ask } = frame;
  const period = by && unitOfGroup(by.text);
  if (!period || !entities.some((entity) => entity.name === 'targets' && entity.can.view)) return data;
  const finer: Readonly<Record<string, readonly string[]>> = {
    month: ['month'],
    quarter: ['month', 'quarter'],
    year: ['month', 'quarter', 'year'],
  };
  const periods = finer[period.unit] ?? ['month'];
  const about = all([`goal = ${JSON.stringify(spec.goal ?? '')}`, `period in (${periods.map((one) => `"${one}"`).join(', ')})`]);
  const group: GroupBy = { text: `${period.unit}(starts_on)`, type: 'date' };
  const { forecast } = spec;
  const { label: _, ...expected } = forecast?.measure ?? { fn: 'count' };
  const [targets, coming] = await ask([
    { entity: 'targets', filter: about, group_by: [group.text], measures: [{ fn: 'sum', field: 'value', as: 'm0' }], limit: 10_000 },
    ...(forecast
      ? [{ entity: spec.entity, filter: forecast.filter, group_by: [forecast.by], measures: [{ ...expected, as: 'm0' }], limit: 10_000 }]
      : []),
  ]);
  const [measure] = spec.measures;
  const currency = data.totals[0]?.currency ?? null;
  const marks = (answer: AggregateAnswer | undefined, text: string, entity: string, filter: string | undefined) => {
    const byId = new Map(answer?.rows.map((row) => [idOf(row[text]), row.m0]));
    return data.categories.map(({ key }): Mark | null => {
      if (key.kind === 'others' || key.value === null) return null;
      const { value, currency: own } = plain(byId.get(idOf(key.value)));
      return value === null
        ? null
        : {
            value,
            currency: own ?? currency,
            entity,
            filter: all([filter, groupsFilter(null, [[{ text, type: 'date' }, key.value]])]) ?? '',
          };
    });
  };
  const series: Series[] = [{ role: 'target', measure: measure!, marks: marks(targets, group.text, 'targets', about) }];
  if (forecast)
    series.push({ role: 'forecast', measure: forecast.measure, marks: marks(coming, forecast.by, spec.entity, forecast.filter) });
  // What nobody entered has no place in the legend.
  const told = series.filter((one) => one.marks.some((mark) => mark !== null));
  // Amounts in several currencies have no one target to stand beside.
  if (data.currencies.length > 1) return data;
  return { ...data, series: [...data.series.slice(0, 1), ...told] };
}

export function idOf(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return `=${typeof value === 'object' && 'id' in value ? String(value.id) : String(value)}`;
}

export function idOfKey(key: Key): string {
  return key.kind === 'others' ? 'others' : idOf(key.value);
}

function wordOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'title' in value) return String(value.title ?? '');
  return String(value ?? '');
}
