// Series of numbers: each kind of document takes its own, without gaps, anew every year where the pattern names the year.

import { type ActionCall, type Context, type Draft, invalid, setNextNumber } from '../../engine/index.ts';
import { checkbox, defineAction, defineEntity, patternProblem, picklist, text } from '../../schema/index.ts';
import { type SeedWords, seedWords } from '../general/module.ts';
import { nextNumberInput } from '../numbering/module.ts';

export const numberSeries = defineEntity('number_series', {
  label: 'Number series',
  plural: 'Number series of documents',
  icon: 'list',
  title: 'name',
  area: 'administration',
  owned: false,
  kept: true,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 80 }),
    kind: picklist(
      [
        { value: 'quotes', label: 'Quotes' },
        { value: 'sales_orders', label: 'Sales orders' },
        { value: 'purchase_orders', label: 'Purchase orders' },
        { value: 'invoices', label: 'Invoices' },
        { value: 'credit_invoices', label: 'Credit invoices' },
      ],
      { required: true, open: true, label: 'Documents' },
    ),
    pattern: text({
      required: true,
      example: 'A-{year}-{0000}',
      length: 60,
      help: '{year} and {month} are those of the document, {0000} counts, with so many digits at least.',
    }),
    standard: checkbox({ help: 'Of new documents of this kind.' }),
    active: checkbox({ default: 'true' }),
  },
  list: { columns: ['name', 'kind', 'pattern', 'standard', 'active'], sort: 'kind' },
  board: null,
  hooks: { beforeSave: checkSeries, afterSave: oneStandard },
  actions: { set_next: defineAction({ label: 'Set the next number', verb: 'update', input: nextNumberInput, run: setNext }) },
});

/** Series of one noun with the same text before the digits count together. */
async function setNext({ context, record: { kind, pattern }, input }: ActionCall): Promise<void> {
  const entity = kind === 'credit_invoices' ? 'invoices' : String(kind);
  if (!context.schema.entities[entity])
    throw invalid([{ field: 'next', code: 'unknown', message: 'No documents take numbers of this series.' }]);
  await setNextNumber(context, { entity, pattern: String(pattern), byHooks: true }, Number(input.next));
}

function checkSeries(draft: Draft): void {
  if (draft.verb === 'delete') return;
  const problem = patternProblem(String(draft.values.pattern ?? ''));
  if (problem) draft.refuse('pattern', 'pattern', problem);
}

async function oneStandard(draft: Draft, { records }: Context): Promise<void> {
  if (draft.verb === 'delete' || !draft.values.standard) return;
  const filter = `kind = "${draft.values.kind}" and standard and id != "${draft.id}"`;
  const others = await records.list('number_series', { fields: ['id'], filter });
  for (const { id } of others.records) await records.update('number_series', String(id), { standard: false });
}

const first = [
  ['Quotes', 'quotes', 'Q-{year}-{0000}'],
  ['Sales orders', 'sales_orders', 'SO-{year}-{0000}'],
  ['Purchase orders', 'purchase_orders', 'PO-{year}-{0000}'],
  ['Invoices', 'invoices', '{year}-{00000}'],
  ['Credit invoices', 'credit_invoices', 'CR-{year}-{0000}'],
] as const;

const words: SeedWords = {
  Quotes: ['Tarjoukset', 'Offerter', 'Angebote', 'Предложения'],
  'Sales orders': ['Myyntitilaukset', 'Försäljningsorder', 'Aufträge', 'Заказы клиентов'],
  'Purchase orders': ['Ostotilaukset', 'Inköpsorder', 'Bestellungen', 'Заказы поставщикам'],
  Invoices: ['Laskut', 'Fakturor', 'Rechnungen', 'Счета'],
  'Credit invoices': ['Hyvityslaskut', 'Kreditfakturor', 'Gutschriften', 'Кредитные счета'],
};

/** Kinds of documents without any series get the usual one, also those that came with a later version. */
export async function ensureSeries(context: Context): Promise<void> {
  const { records } = context;
  const said = await seedWords(context, words);
  const known = await records.aggregate('number_series', { groupBy: ['kind'], measures: [{ fn: 'count' }] });
  const kinds = new Set(known.map(({ kind }) => kind));
  for (const [name, kind, pattern] of first)
    if (!kinds.has(kind)) await records.create('number_series', { name: said(name), kind, pattern, standard: true });
}
