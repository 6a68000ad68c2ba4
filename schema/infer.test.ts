// Type tests: what RecordOf and ValuesOf make of definitions. `tsc` is what fails them; vitest runs their shell.

import { expectTypeOf } from 'expect-type';
import { describe, it } from 'vitest';
import {
  anyReference,
  checkbox,
  children,
  date,
  decimal,
  integer,
  type Money,
  type MoneyInput,
  money,
  multiPicklist,
  password,
  picklist,
  type Reference,
  reference,
  references,
  type Suggested,
  sequence,
  state,
  text,
} from './builders.ts';
import { defineAction, defineEntity, extend } from './define.ts';
import type { ChangesOf, ExtensionOf, RecordOf, RowOf, ValuesOf } from './infer.ts';

const orderLines = defineEntity('order_lines', {
  label: 'Line',
  plural: 'Lines',
  fields: {
    product: reference('products', { required: true }),
    quantity: decimal({ required: true, default: '1' }),
    total: money({ formula: 'price * quantity' }),
  },
});

const orders = defineEntity('orders', {
  label: 'Order',
  plural: 'Orders',
  title: 'name',
  fields: {
    name: text({ required: true }),
    code: text(),
    number: sequence('O-{0000}'),
    amount: money(),
    pieces: integer({ readOnly: true }),
    delivered_on: date({ required: true, default: 'today()' }),
    express: checkbox(),
    stage: state({ open: { next: ['sent'] }, sent: {} }, { default: '"open"' }),
    sector: picklist(['Industry', { value: 'trade', label: 'Trade' }]),
    tags: multiPicklist(['hot', 'cold']),
    account: reference('accounts', { required: true }),
    members: references('users'),
    related_to: anyReference(['accounts', 'deals']),
    secret: password(),
    lines: children(orderLines),
  },
});

const units = defineEntity('units', { label: 'Unit', plural: 'Units', owned: false, fields: { name: text({ required: true }) } });

describe('RecordOf', () => {
  it('knows every field as it is read', () => {
    type Order = RecordOf<typeof orders>;
    expectTypeOf<Order['name']>().toEqualTypeOf<string>();
    expectTypeOf<Order['code']>().toEqualTypeOf<string | null>();
    expectTypeOf<Order['number']>().toEqualTypeOf<string | null>();
    expectTypeOf<Order['amount']>().toEqualTypeOf<Money | null>();
    expectTypeOf<Order['pieces']>().toEqualTypeOf<number | null>();
    expectTypeOf<Order['delivered_on']>().toEqualTypeOf<string>();
    expectTypeOf<Order['express']>().toEqualTypeOf<boolean | null>();
    expectTypeOf<Order['stage']>().toEqualTypeOf<'open' | 'sent'>();
    expectTypeOf<Order['sector']>().toEqualTypeOf<Suggested<'Industry' | 'trade'> | null>();
    expectTypeOf<Order['tags']>().toEqualTypeOf<readonly Suggested<'hot' | 'cold'>[] | null>();
    expectTypeOf<Order['account']>().toEqualTypeOf<Reference>();
    expectTypeOf<Order['members']>().toEqualTypeOf<readonly Reference[] | null>();
    expectTypeOf<NonNullable<Order['related_to']>['entity']>().toEqualTypeOf<string>();
  });

  it('adds the system fields', () => {
    type Order = RecordOf<typeof orders>;
    expectTypeOf<Order['id']>().toEqualTypeOf<string>();
    expectTypeOf<Order['owner']>().toEqualTypeOf<Reference | null>();
    expectTypeOf<Order['created_at']>().toEqualTypeOf<string>();
    expectTypeOf<Order['updated_by']>().toEqualTypeOf<Reference | null>();
    expectTypeOf<Order['version']>().toEqualTypeOf<number>();
    expectTypeOf<RecordOf<typeof units>>().not.toHaveProperty('owner');
  });

  it('leaves internal fields out', () => {
    expectTypeOf<RecordOf<typeof orders>>().not.toHaveProperty('secret');
  });

  it('reads children as arrays of rows', () => {
    type Line = RecordOf<typeof orders>['lines'][number];
    expectTypeOf<Line>().toEqualTypeOf<RowOf<typeof orderLines>>();
    expectTypeOf<Line>().toEqualTypeOf<{
      readonly id: string;
      readonly position: number;
      readonly product: Reference;
      readonly quantity: string;
      readonly total: Money | null;
    }>();
  });

  it('refuses names that are not there', () => {
    const read = (order: RecordOf<typeof orders>) => [
      // @ts-expect-error no such field
      order.nmae,
      // @ts-expect-error no such state
      order.stage === 'lost',
    ];
    expectTypeOf(read).toBeFunction();
  });
});

describe('ValuesOf', () => {
  it('wants what is required and has no default', () => {
    expectTypeOf<ValuesOf<typeof units>>().toEqualTypeOf<{ name: string }>();
    const values: ValuesOf<typeof orders> = { name: 'Ten chairs', account: '0198…' };
    expectTypeOf(values).toHaveProperty('delivered_on').toEqualTypeOf<string | undefined>();
    // @ts-expect-error account is missing
    const incomplete: ValuesOf<typeof orders> = { name: 'Ten chairs' };
    expectTypeOf(incomplete).toHaveProperty('account');
  });

  it('takes references as ids, money also bare, and no computed values', () => {
    type Values = ValuesOf<typeof orders>;
    expectTypeOf<Values['account']>().toEqualTypeOf<string>();
    expectTypeOf<Values['amount']>().toEqualTypeOf<MoneyInput | null | undefined>();
    expectTypeOf<Values['members']>().toEqualTypeOf<readonly string[] | null | undefined>();
    expectTypeOf<Values>().not.toHaveProperty('number');
    expectTypeOf<Values>().not.toHaveProperty('pieces');
    expectTypeOf<Values>().toHaveProperty('secret').toEqualTypeOf<string | null | undefined>();
    expectTypeOf<NonNullable<Values['lines']>[number]>().toEqualTypeOf<{
      readonly id?: string;
      product: string;
      quantity?: string | number;
    }>();
  });

  it('asks for nothing in an update', () => {
    expectTypeOf<Record<never, never>>().toExtend<ChangesOf<typeof orders>>();
    // @ts-expect-error a name is text
    const changes: ChangesOf<typeof orders> = { name: 5 };
    expectTypeOf(changes).toHaveProperty('name');
  });
});

describe('definitions', () => {
  it('infer what an extension adds', () => {
    const extension = extend('accounts', { fields: { credit_limit: money({ required: true }) } });
    expectTypeOf<ExtensionOf<typeof extension>>().toEqualTypeOf<{ readonly credit_limit: Money }>();
  });

  it("give an action's run the values it asked for", () => {
    defineAction({
      label: 'Lose',
      input: { reason: text({ required: true }), note: text() },
      run: ({ input }) => {
        expectTypeOf(input.reason).toEqualTypeOf<string>();
        expectTypeOf(input.note).toEqualTypeOf<string | null | undefined>();
      },
    });
  });

  it('refuse settings and names that make no sense', () => {
    // @ts-expect-error misspelt setting
    text({ requird: true, length: 5 });
    // @ts-expect-error a checkbox has no length
    checkbox({ length: 5 });
    // @ts-expect-error no such state to go to
    state({ open: { next: ['closed'] } });
    // @ts-expect-error the title is one of the fields
    defineEntity('things', { label: 'Thing', plural: 'Things', title: 'nmae', fields: { name: text() } });
  });
});
