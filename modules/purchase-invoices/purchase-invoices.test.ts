import { house, scenarios } from '../../tests/scenarios.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const bill = {
  vendor: '$timber',
  vendor_number: '4711',
  lines: [
    { description: 'Boards', quantity: '3', unit_price: euros('33.35'), tax_rate: '25.5' },
    { description: 'Books', unit_price: euros('10'), tax_rate: '10' },
  ],
};
const at = await house({
  timber: ['accounts', { name: 'Timber Oy', vat_number: 'FI01120389', owner: '$agent' }],
  known: ['purchase_invoices', { ...bill, vendor_number: '1', owner: '$agent' }],
});

scenarios(at, [
  {
    title: 'what is typed is summed up, tax once a rate; the vendor gives his name',
    as: 'agent',
    call: { create: 'purchase_invoices', values: bill },
    expect: {
      record: {
        ...{ status: 'received', vendor_name: 'Timber Oy', electronic: false },
        ...{ net: euros('110.05'), tax: euros('26.51'), total: euros('136.56'), payable: euros('136.56') },
        lines: [{ amount: euros('100.05') }, { amount: euros('10.00') }],
        taxes: [
          { rate: '25.5', tax: euros('25.51') },
          { rate: '10', tax: euros('1.00') },
        ],
      },
    },
  },
  {
    title: 'the same number of the same vendor is not entered twice',
    as: 'agent',
    call: { create: 'purchase_invoices', values: { ...bill, vendor_number: ' 1' } },
    expect: { refused: 422, field: 'vendor_number', code: 'duplicate' },
  },
  {
    title: 'goes from received to approved to paid',
    as: 'agent',
    given: [{ act: 'purchase_invoices.approve', id: '$known' }],
    call: { act: 'purchase_invoices.mark_paid', id: '$known', input: { paid_on: '2026-03-01' } },
    expect: { record: { status: 'paid', paid_on: '2026-03-01' } },
  },
  {
    title: 'stays as it is once it is approved',
    as: 'agent',
    given: [{ act: 'purchase_invoices.approve', id: '$known' }],
    call: { update: 'purchase_invoices', id: '$known', values: { vendor_number: '2' } },
    expect: { refused: 422, field: 'vendor_number', code: 'approved' },
  },
  {
    title: 'is rejected with a reason, and taken back',
    as: 'agent',
    given: [{ act: 'purchase_invoices.reject', id: '$known', input: { reason: 'Not ours' } }],
    call: { act: 'purchase_invoices.reopen', id: '$known' },
    expect: { record: { status: 'received', rejection: null } },
  },
  {
    title: 'is not paid before it is approved',
    as: 'agent',
    call: { act: 'purchase_invoices.mark_paid', id: '$known', input: { paid_on: '2026-03-01' } },
    expect: { refused: 409 },
  },
  {
    title: 'is not approved by who only reads',
    as: 'reader',
    call: { act: 'purchase_invoices.approve', id: '$known' },
    expect: { refused: 403 },
  },
  { title: 'is out of reach of another agent', as: 'stranger', call: { get: 'purchase_invoices', id: '$known' }, expect: { refused: 404 } },
  {
    title: 'is in one currency',
    as: 'agent',
    call: {
      create: 'purchase_invoices',
      values: { ...bill, lines: [{ unit_price: euros('1') }, { unit_price: { amount: '1', currency: 'SEK' } }] },
    },
    expect: { refused: 422, field: 'lines.1.unit_price', code: 'mixed_currencies' },
  },
]);
