// Widgets are checked when they are saved: kinds, places, and every expression in a chart over what the one who saves may read.

import type { Context, Draft } from '../../engine/index.ts';
import {
  check,
  type Entity,
  ExpressionError,
  type ExpressionType,
  nearest,
  parse,
  ranges,
  type Schema,
  unitOfGroup,
} from '../../schema/index.ts';

const KINDS = [
  ...['chart', 'list', 'calendar', 'create', 'notifications', 'jobs', 'whiteboard', 'today', 'recent', 'note', 'companies'],
] as const;
const CHARTS = ['bar', 'line', 'pie', 'stacked', 'percent', 'funnel', 'table', 'target', 'number'];
const MEASURES = ['count', 'count_distinct', 'sum', 'avg', 'min', 'max'];
const KEYS = ['id', 'kind', 'title', 'x', 'y', 'w', 'h', 'settings'];
const COLUMNS = 12;
const MOST = 60;

type Part = Readonly<Record<string, unknown>>;

export function checkWidgets(draft: Draft, context: Context): void {
  const { widgets } = draft.values;
  if (widgets === null || widgets === undefined || !draft.changed.has('widgets')) return;
  const complaint = complaintOf(widgets, context.actor.rights.schema);
  if (complaint) draft.refuse('widgets', 'malformed', complaint);
}

/** The first thing that is wrong, with the place where it is; null when all is well. */
function complaintOf(widgets: unknown, schema: Schema): string | null {
  if (!Array.isArray(widgets)) return 'is a list of widgets';
  if (widgets.length > MOST) return `has ${widgets.length} widgets; at most ${MOST} fit`;
  const ids = new Set<unknown>();
  for (const [at, widget] of widgets.entries()) {
    const wrong = isObject(widget) ? wrongWidget(widget, schema) : 'is an object';
    if (wrong) return `has at ${at}: ${wrong}`;
    const { id } = widget as Part;
    if (ids.has(id)) return `has at ${at}: the id “${String(id)}” a second time`;
    ids.add(id);
  }
  return null;
}

function wrongWidget(widget: Part, schema: Schema): string | null {
  const stranger = Object.keys(widget).find((key) => !KEYS.includes(key));
  if (stranger) return unknown('part', stranger, KEYS);
  const { id, kind, title, settings } = widget;
  if (typeof id !== 'string' || id === '' || id.length > 60) return '“id” is a short text';
  if (!(KINDS as readonly unknown[]).includes(kind)) return unknown('kind of widget', String(kind), KINDS);
  if (title !== undefined && title !== null && (typeof title !== 'string' || title.length > 200))
    return '“title” is a text of at most 200 characters';
  for (const side of ['x', 'y', 'w', 'h'] as const) {
    const value = widget[side];
    const least = side === 'w' || side === 'h' ? 1 : 0;
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > 1000) return `“${side}” is a whole number from ${least}`;
  }
  if (Number(widget.x) + Number(widget.w) > COLUMNS) return `reaches beyond column ${COLUMNS}`;
  if (settings === undefined || settings === null) return null;
  if (!isObject(settings)) return '“settings” is an object';
  if (kind === 'chart') return wrongChart(settings, schema);
  if (settings.entity !== undefined && kind !== 'note') return wrongEntity(settings.entity, schema, kind === 'create');
  return null;
}

function wrongEntity(name: unknown, schema: Schema, many: boolean): string | null {
  for (const one of many && Array.isArray(name) ? name : [name]) {
    if (typeof one !== 'string' || !Object.hasOwn(schema.entities, one)) return unknown('noun', String(one), Object.keys(schema.entities));
  }
  return null;
}

/** What is wrong with the settings of a chart; null when all is well. */
export function wrongChart(chart: Readonly<Record<string, unknown>>, schema: Schema): string | null {
  const entity = schema.entities[String(chart.entity)];
  if (!entity || entity.parent) return unknown('noun', String(chart.entity), Object.keys(schema.entities));
  if (!CHARTS.includes(String(chart.kind))) return unknown('kind of chart', String(chart.kind), CHARTS);
  const { measures } = chart;
  if (!Array.isArray(measures) || measures.length === 0 || measures.length > 6) return '“measures” is a list of one to six measures';
  const over = typeof chart.over === 'string' ? chart.over : null;
  const rows = over ? schema.entities[String(entity.fields[over]?.to[0])] : null;
  if (over && (!rows || entity.fields[over]?.type !== 'children')) return `${entity.plural} have no rows “${over}”`;
  const at = (text: unknown, expect?: ExpressionType) => wrongText(text, entity, schema, over, rows ?? null, expect);
  for (const measure of measures) {
    const wrong = wrongMeasure(measure, at, over);
    if (wrong) return wrong;
  }
  const texts = [chart.by, chart.split].filter((text) => text !== undefined && text !== null);
  const wrong = texts.map((text) => at(text)).find(Boolean) ?? (chart.filter ? at(chart.filter, { kind: 'boolean' }) : null);
  return wrong ?? wrongPeriod(chart.period, at) ?? wrongForecast(chart.forecast, at, over);
}

type Check = (text: unknown, expect?: ExpressionType) => string | null;

function wrongMeasure(measure: unknown, at: Check, over: string | null): string | null {
  if (!isObject(measure)) return 'a measure is an object {fn, field}';
  const { fn, field, where, per } = measure;
  if (!MEASURES.includes(String(fn))) return unknown('measure', String(fn), MEASURES);
  const ofField = field === undefined || field === null || field === over ? null : at(field);
  if (!field && fn !== 'count') return `“${String(fn)}” needs a field`;
  return ofField ?? (where ? at(where, { kind: 'boolean' }) : null) ?? (per ? wrongMeasure(per, at, over) : null);
}

function wrongPeriod(period: unknown, at: Check): string | null {
  if (period === undefined || period === null) return null;
  if (!isObject(period)) return '“period” is an object {field, range}';
  const { field, range } = period;
  if (typeof range === 'string' && !(ranges as readonly string[]).includes(range)) return unknown('range', range, ranges);
  return at(field);
}

function wrongForecast(forecast: unknown, at: Check, over: string | null): string | null {
  if (forecast === undefined || forecast === null) return null;
  if (!isObject(forecast)) return '“forecast” is an object {measure, by, filter}';
  return wrongMeasure(forecast.measure, at, over) ?? at(forecast.by) ?? (forecast.filter ? at(forecast.filter, { kind: 'boolean' }) : null);
}

function wrongText(
  text: unknown,
  entity: Entity,
  schema: Schema,
  over: string | null,
  rows: Entity | null,
  expect?: ExpressionType,
): string | null {
  if (typeof text !== 'string') return 'a field is a text';
  const inner = unitOfGroup(text)?.of ?? text;
  const ofRow = over && rows && inner.startsWith(`${over}.`);
  try {
    check(parse(ofRow ? inner.slice(over.length + 1) : inner), schema, (ofRow ? rows : entity).name, expect);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return `“${text}”: ${error.message}`;
    throw error;
  }
}

function isObject(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknown(what: string, name: string, candidates: readonly string[]): string {
  const near = nearest(name, [...candidates]);
  return `there is no ${what} “${name}”${near ? `. Did you mean “${near}”?` : ''}`;
}
