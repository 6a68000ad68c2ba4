// What documents of tests are written in: a currency for each kind of rounding, and a class for each tax.

import type { BoundContext, Values } from '../engine/index.ts';
import type { Adjustment, Line, Terms } from '../modules/documents/compute.ts';

/** By the digits of its minor unit and the payable step. */
const CODES: Readonly<Record<string, string>> = { 0: 'JPY', 2: 'EUR', 3: 'KWD', '2 in 0.05': 'CHF', '2 in 1': 'NOK' };

export const DAY = '2026-03-02';

export interface Typed {
  readonly terms: Terms;
  readonly lines: readonly Line[];
  /** One discount and one charge at most. */
  readonly adjustments: readonly Adjustment[];
}

export interface Typist {
  /** What a document of any kind is created with; how tax is rounded is a matter of the workspace. */
  valuesOf(document: Typed): Values;
  /** As a form holds it: its currency as a reference, and those of its lines to their tax classes. */
  formOf(document: Typed): Values;
  /** For the documents that come now. */
  round(rounding: Terms['rounding']): Promise<void>;
}

/** @param taxes of all documents to come: `S 25.5` */
export async function typist(system: BoundContext, taxes: Iterable<string>): Promise<Typist> {
  const { records } = system;
  const currencies = new Map<string, { id: string; title: string }>();
  for (const [key, code] of Object.entries(CODES)) currencies.set(key, await currency(key, code));
  const classes = new Map<string, string>();
  for (const tax of new Set(taxes)) classes.set(tax, await taxClass(tax));

  async function currency(key: string, code: string): Promise<{ id: string; title: string }> {
    const known = (await records.list('currencies', { fields: ['id'], filter: `code = "${code}"` })).records[0];
    const id = String((known ?? (await records.create('currencies', { code }))).id);
    const [, step] = key.split(' in ');
    if (step) await records.update('currencies', id, { cash_step: step });
    if (code !== 'EUR') await records.create('exchange_rates', { currency: id, valid_on: DAY, rate: '10' });
    return { id, title: code };
  }

  async function taxClass(tax: string): Promise<string> {
    const [category = '', rate = ''] = tax.split(' ');
    const rates = category === 'S' ? [{ rate, valid_from: '2020-01-01' }] : [];
    const reason = category === 'S' || category === 'Z' ? null : 'As the law has it';
    return String((await records.create('tax_classes', { name: `Test ${tax}`, category, rates, reason })).id);
  }

  let now: Terms['rounding'] | null = null;
  const valuesOf = ({ terms, lines, adjustments }: Typed): Values => {
    const { id, title: code } = currencies.get(terms.step ? `${terms.digits} in ${terms.step}` : String(terms.digits))!;
    const money = (amount: string | null | undefined) => (amount ? { amount, currency: code } : null);
    const [discount, charge] = ['discount', 'charge'].map((kind) => adjustments.find((one) => one.kind === kind));
    return {
      ...{ issued_on: DAY, currency: id, tax_included: terms.inclusive },
      lines: lines.map(({ quantity, price, discount, category, rate }, i) => ({
        ...{ description: `Position ${i + 1}`, quantity, unit_price: money(price), tax_class: classes.get(`${category} ${rate}`) },
        discount: discount === '0' ? null : (discount ?? null),
      })),
      ...{ discount: discount?.percent ?? null, discount_amount: money(discount?.amount) },
      ...{ discount_after_tax: discount?.afterTax ?? false, charge: money(charge?.amount) },
    };
  };
  return {
    valuesOf,
    formOf(document) {
      const values = valuesOf(document);
      return {
        ...values,
        currency: [...currencies.values()].find(({ id }) => id === values.currency),
        lines: (values.lines as Values[]).map((line) => ({ ...line, tax_class: { id: line.tax_class } })),
      };
    },
    async round(rounding) {
      if (rounding === now) return;
      now = rounding;
      await records.update('document_settings', String((await system.settings('document_settings')).id), { rounding });
    },
  };
}
