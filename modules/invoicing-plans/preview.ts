// The invoices to come, as the plan and its template are now (rows CS-117, CS-125).

import type { Context, Values } from '../../engine/index.ts';
import { addMonths, DEFAULT_CURRENCY, type Money, minorDigits } from '../../schema/index.ts';
import { netOf, requireReadable } from '../documents/module.ts';
import { type Period, periodsUntil } from './periods.ts';
import { linesFor, readTemplate, rhythmOf, type Template, todayOf } from './template.ts';

const MONTHS = 24;

export interface Coming extends Omit<Period, 'index'> {
  /** Without tax and before discounts on the invoice as a whole, for one receiver. */
  readonly net: Money;
}

/** Only of plans one may see. */
export async function preview(context: Context, id: string, now: number): Promise<readonly Coming[]> {
  const plan = await context.records.get('invoicing_plans', id);
  const rhythm = rhythmOf(plan);
  if (!rhythm || plan.status !== 'active') return [];
  requireReadable(context, plan.sales_order ? 'sales_orders' : 'invoices', ['lines', 'net']);
  // Elevated: the template counts for whoever may see the plan.
  const template = await readTemplate(context.system('shows the invoices a plan will make'), plan);
  const periods = periodsUntil(rhythm, plan.invoiced_until as string | null, addMonths(todayOf(plan, now), MONTHS));
  return periods.map(({ index, ...period }) => ({ ...period, net: sumOf(template, linesFor(template, rhythm, { index, ...period })) }));
}

function sumOf({ record }: Template, lines: readonly Values[]): Money {
  const currency = (record.total as Money | null)?.currency ?? DEFAULT_CURRENCY;
  return { amount: netOf(lines, minorDigits(currency)), currency };
}
