// What a plan invoices: an order, of which the lines of recurring products are invoiced again and again, or an invoice that repeats whole.

import { Decimal } from 'decimal.js';
import type { Context, Values } from '../../engine/index.ts';
import { dayIn, idOf } from '../../schema/index.ts';
import { contentOf } from '../documents/module.ts';
import { productsOf } from '../products/module.ts';
import { type Interval, isRecurring, type Period, type Rhythm, timesIn } from './periods.ts';

/** Null for what is invoiced once. */
export function rhythmOf({ every, period_mode, starts_on, ends_on }: Values): Rhythm | null {
  if (every === 'once') return null;
  const mode = period_mode === 'start' ? 'start' : 'end';
  return { every: every as Interval, mode, startsOn: String(starts_on), endsOn: (ends_on as string | null) ?? null };
}

export function todayOf({ time_zone }: Values, now: number): string {
  return dayIn(String(time_zone ?? 'UTC'), now);
}

export interface Template {
  readonly record: Values;
  /** What an invoice of it says, customer included. */
  readonly content: Values;
  readonly lines: readonly Line[];
  readonly status: string;
}

interface Line {
  readonly values: Values;
  /** Billing frequency of its product; null: in every period. */
  readonly frequency: string | null;
}

export async function readTemplate(context: Context, plan: Values): Promise<Template> {
  const { records, schema } = context;
  const order = idOf(plan.sales_order);
  const source = order ? 'sales_orders' : 'invoices';
  const record = await records.get(source, order ?? idOf(plan.invoice)!);
  const { lines, ...content } = contentOf(schema, source, 'invoices', record);
  const rows = lines as readonly Values[];
  const products = order ? await productsOf(rows, ['billing_frequency'], context) : null;
  return {
    record,
    content: order ? { ...content, sales_order: order, due_on: null } : content,
    lines: rows.map((values) => ({ values, frequency: products && String(products.get(values.product)?.billing_frequency ?? 'once') })),
    status: order ? String(record.invoices_begin) : 'draft',
  };
}

export function hasRecurring({ lines }: Template): boolean {
  return lines.some(({ frequency }) => frequency === null || isRecurring(frequency));
}

/** What a period's invoice has: all lines once for a single invoicing, else those whose time it is, as often as it is. */
export function linesFor({ lines }: Template, rhythm: Rhythm | null, period: Period | null): Values[] {
  if (!rhythm || !period) return lines.map(({ values }) => values);
  return lines.flatMap(({ values, frequency }) => {
    const times = frequency === null ? 1 : timesIn(rhythm, period, frequency);
    return times === 0 ? [] : [{ ...values, quantity: new Decimal(String(values.quantity)).times(times).toFixed() }];
  });
}
