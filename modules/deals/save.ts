// What a deal brings along when it is saved: prices, amount, probability, closing date, name.

import { type Context, type Draft, todayOf, type Values } from '../../engine/index.ts';
import { clip } from '../../schema/index.ts';
import { type Line, total } from './totals.ts';

const probabilities: Readonly<Record<string, string>> = {
  prospecting: '10',
  qualification: '20',
  engaging: '40',
  proposal: '60',
  negotiation: '80',
  won: '100',
  lost: '0',
};

export async function complete(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  if (draft.changed.has('lines')) await fillLines(draft, context);
  followLines(draft);
  if (draft.changed.has('stage')) followStage(draft, context);
  if (!draft.values.name) draft.values.name = await nameOf(draft, context);
  if (!draft.values.name) draft.refuse('name', 'required', 'is required.');
}

/** A line that names a product only gets the product's price and name. */
async function fillLines(draft: Draft, context: Context): Promise<void> {
  for (const line of linesOf(draft)) {
    if (!line.product || (line.unit_price && line.description)) continue;
    const product = await factsOf(context, 'products', line.product);
    line.unit_price ??= product.unit_price;
    line.description ??= product.name;
  }
}

function followLines(draft: Draft): void {
  const lines = linesOf(draft);
  if (lines.length === 0 || !(draft.changed.has('lines') || draft.changed.has('amount'))) return;
  if (lines.some((line) => !line.unit_price)) return;
  const amount = total(lines as unknown as Line[]);
  if (!amount) {
    draft.refuse('lines', 'mixed_currencies', 'All lines of a deal must be in one currency.');
    return;
  }
  const given = draft.changed.has('amount') ? (draft.values.amount as Line['unit_price'] | null) : null;
  if (given && (Number(given.amount) !== Number(amount.amount) || given.currency !== amount.currency)) {
    draft.refuse('amount', 'follows_lines', `The amount follows the lines (${amount.amount} ${amount.currency}); change those.`);
    return;
  }
  draft.values.amount = amount;
}

function followStage({ values, changed, old }: Draft, { actor }: Context): void {
  const stage = String(values.stage);
  const closed = stage === 'won' || stage === 'lost';
  if (old ? !changed.has('probability') : values.probability == null) values.probability = probabilities[stage] ?? null;
  if (closed) values.closed_on ??= todayOf(actor);
  else if (old && !changed.has('closed_on')) values.closed_on = null;
}

/** `Virtanen Oy, Gateway G2`; null when there is nothing to make a name of. */
async function nameOf({ values }: Draft, context: Context): Promise<string | null> {
  const nameIn = async (entity: keyof typeof FACTS, id: unknown) => (id ? (await factsOf(context, entity, id)).name : null);
  const names = [await nameIn('accounts', values.account), await nameIn('products', values.product)];
  return clip(names.filter(Boolean).join(', '), 250) || null;
}

const FACTS = { accounts: ['name'], products: ['name', 'unit_price'] } as const;
const read = new WeakMap<Context, Map<unknown, Promise<Values>>>();

/** Read once in a transaction: an import makes thousands of deals of few accounts and products. */
function factsOf(context: Context, entity: keyof typeof FACTS, id: unknown): Promise<Values> {
  const known = read.get(context) ?? new Map<unknown, Promise<Values>>();
  read.set(context, known);
  const record = known.get(id) ?? context.records.get(entity, String(id), FACTS[entity]);
  known.set(id, record);
  return record;
}

/** The first won deal makes a customer of the account (row CS-089). */
export async function accountBecomesCustomer(draft: Draft, context: Context): Promise<void> {
  const { stage, account } = draft.values;
  if (stage !== 'won' || !account || !(draft.changed.has('stage') || draft.changed.has('account'))) return;
  // Elevated: whoever may win a deal need not be allowed to edit the account.
  const { records } = context.system('a won deal makes its account a customer');
  const { type } = await records.get('accounts', String(account), ['type']);
  if (type !== 'customer') await records.update('accounts', String(account), { type: 'customer' });
}

function linesOf(draft: Draft): Values[] {
  return (draft.values.lines as Values[] | null) ?? [];
}
