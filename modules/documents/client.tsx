// Sums of a document while it is being written, by the same arithmetic as on the server.

import type { Money, Reference, Values } from '../../client/index.ts';
import { DEFAULT_CURRENCY, minorDigits } from '../../schema/index.ts';
import type { Derive, Derived } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import { taxOn } from '../taxes/module.ts';
import { compute } from './compute.ts';
import { adjustmentsOf, lineOf } from './terms.ts';

interface Answer {
  readonly rounding: 'line' | 'document';
  /** Id of the class of lines that say nothing else. */
  readonly usual: string | null;
  readonly taxClasses: readonly (Values & { readonly id: string })[];
  readonly currencies: readonly { readonly id: string; readonly digits: number | null; readonly cash_step: string | null }[];
}

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;

export async function prepare(): Promise<Derive> {
  const answer = await client.service<Answer>('document_terms', {});
  return (values) => derive(values, answer);
}

function derive(values: Values, { rounding, usual, taxClasses, currencies }: Answer): Derived {
  const typed = ((values.lines as readonly Values[] | null | undefined) ?? []).map((line) => ({
    ...line,
    ...taxOf(line, values, taxClasses, usual),
  }));
  const priced = typed.filter(({ unit_price, quantity }) => unit_price && quantity);
  const chosen = values.currency as Reference | null | undefined;
  const code = chosen?.title ?? (priced[0]?.unit_price as Money | undefined)?.currency ?? DEFAULT_CURRENCY;
  const isMixed = priced.some(({ unit_price }) => (unit_price as Money).currency !== code);
  if (isMixed) return { values, shown: [], currency: code };
  const own = currencies.find(({ id }) => id === chosen?.id);
  const terms = {
    digits: own?.digits ?? minorDigits(code),
    step: own?.cash_step ?? null,
    rounding,
    inclusive: values.tax_included === true,
  };
  const sums = compute(terms, priced.map(lineOf), adjustmentsOf(values));
  const money = (amount: string): Money => ({ amount, currency: code });
  const lines = typed.map((line) => {
    const sum = sums.lines[priced.indexOf(line)];
    return sum ? { ...line, amount: money(sum.amount) } : line;
  });
  const totals = Object.fromEntries(SUMS.map((name) => [name, money(sums[name])]));
  return { values: { ...values, lines, ...totals }, shown: SUMS, currency: code };
}

function taxOf(line: Values, { issued_on }: Values, classes: Answer['taxClasses'], usual: string | null): Values {
  const id = (line.tax_class as Reference | null | undefined)?.id ?? usual;
  const found = classes.find((one) => one.id === id);
  const tax = found && taxOn(found, String(issued_on ?? new Date().toISOString().slice(0, 10)));
  return tax ? { tax_rate: tax.rate, tax_category: tax.category } : { tax_rate: '0', tax_category: 'O' };
}
