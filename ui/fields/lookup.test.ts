import { beforeAll, expect, it } from 'vitest';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { toldColumns } from '../form/lines-columns.ts';
import { nameOf, provideWidgets } from './lookup.ts';
import type { Widget } from './widget.ts';

const widget = (text: (value: never) => string, more: object = {}) => ({ text, ...more }) as unknown as Widget;
beforeAll(() =>
  provideWidgets({
    text: widget((value: string) => value),
    state: widget((value: string) => ({ draft: 'Draft' })[value] ?? value),
    reference: widget((value: { title: string }) => value.title, { comparedAs: 'record' }),
    money: widget((value: { amount: string }) => value.amount, { summed: true }),
  }),
);

const field = (name: string, type: string, more: object = {}) =>
  ({ name, type, label: name, read_only: false, required: false, formula: null, ...more }) as unknown as FieldDescription;

const invoices = {
  label: 'Invoice',
  title: ['number'],
  list: { columns: ['number', 'account', 'status'] },
  fields: [field('number', 'text'), field('account', 'reference'), field('status', 'state')],
} as unknown as EntityDescription;

it('what has no name yet is called by its noun, its state and whom it is for', () => {
  const draft = { number: null, status: 'draft', account: { id: '1', title: 'Kunde Oy' } };
  expect(nameOf(invoices, draft)).toBe('Invoice · Draft · Kunde Oy');
  expect(nameOf(invoices, draft, { alone: false })).toBe('Invoice · Draft');
  expect(nameOf(invoices, { ...draft, number: '2026-1' })).toBe('2026-1');
});

it('rows tell a sum in the currency of the house only where it is another one', () => {
  const columns = ['debit', 'debit_eur'].map((name) => field(name, 'money', { read_only: true }));
  const told = (rows: object[]) => toldColumns(columns, rows as never).map(({ name }) => name);
  const euros = { amount: '10.00', currency: 'EUR' };
  expect(told([{ debit: euros, debit_eur: euros }])).toEqual(['debit']);
  expect(told([{ debit: { amount: '110.00', currency: 'SEK' }, debit_eur: euros }])).toEqual(['debit', 'debit_eur']);
});
