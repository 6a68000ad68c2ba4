// cut() and describe(): what is hidden shows nowhere.

import { describe, expect, it } from 'vitest';
import { testCustomFields, testModules } from '../tests/fixtures/schema.ts';
import { cut } from './cut.ts';
import { describe as tell } from './describe.ts';
import { resolve } from './resolve.ts';
import type { Entity, Schema } from './types.ts';

const { schema } = resolve(testModules, testCustomFields);

function seen(hidden: readonly string[], hiddenEntities: readonly string[] = []): Schema {
  return cut(schema, new Set(hidden), new Set(hiddenEntities));
}

function entityIn(of: Schema, name: string): Entity {
  const entity = of.entities[name];
  if (!entity) throw new Error(`no ${name}`);
  return entity;
}

describe('cut', () => {
  it('always leaves out internal fields and custom fields out of use', () => {
    const all = seen([]);
    expect(Object.keys(entityIn(all, 'samples').fields)).not.toContain('secret');
    expect(Object.keys(entityIn(all, 'users').fields)).not.toContain('password');
    expect(Object.keys(entityIn(all, 'accounts').fields)).not.toContain('c_old');
  });

  it('shares what stays the same', () => {
    const some = seen(['accounts.discount']);
    expect(some.entities.orders).toBe(schema.entities.orders);
    expect(some.entities.accounts).not.toBe(schema.entities.accounts);
    expect(entityIn(some, 'accounts').fields.name).toBe(entityIn(schema, 'accounts').fields.name);
    expect(Object.isFrozen(some.entities.accounts)).toBe(true);
  });

  it('takes a field out of title, search, list, sort, board and blocks', () => {
    const orders = entityIn(seen(['orders.name', 'orders.stage', 'orders.ordered_on', 'orders.total']), 'orders');
    expect(orders.title).toEqual([]);
    expect(orders.searched).toEqual(['number']);
    expect(orders.list).toEqual({ columns: ['number', 'account', 'account.city'], sort: 'id' });
    expect(orders.board).toBeNull();
    expect(orders.formulas).toEqual(['factor', 'lines.total', 'total_with_tax']);
    expect(JSON.stringify(orders.blocks)).not.toMatch(/"(name|stage|ordered_on|total)"/);
  });

  it('takes columns over a hidden path, and blocks that are left empty', () => {
    expect(entityIn(seen(['accounts.city']), 'orders').list.columns).not.toContain('account.city');
    expect(entityIn(seen(['orders.sent_on', 'orders.ordered_on', 'orders.factor']), 'orders').blocks.map(({ label }) => label)).toEqual([
      'Order',
      'Lines',
    ]);
  });

  it('takes back references with the field they come from', () => {
    expect(Object.keys(entityIn(seen(['orders.account']), 'accounts').backReferences)).not.toContain('orders');
    expect(Object.keys(entityIn(seen([], ['orders']), 'accounts').backReferences)).not.toContain('orders');
  });

  it('takes rows with their field, and the field with its rows', () => {
    const without = seen(['orders.lines']);
    expect(without.entities.order_lines).toBeUndefined();
    expect(entityIn(without, 'orders').formulas).not.toContain('lines.total');
    expect(Object.keys(entityIn(seen([], ['order_lines']), 'orders').fields)).not.toContain('lines');
    expect(seen([], ['orders']).entities.order_lines).toBeUndefined();
  });

  it('keeps references to hidden entities: titles travel with them', () => {
    expect(entityIn(seen([], ['accounts']), 'orders').fields.account?.to).toEqual(['accounts']);
    expect(entityIn(seen([], ['accounts']), 'orders').list.columns).toEqual(['number', 'name', 'account', 'stage', 'total']);
  });
});

describe('describe', () => {
  it('tells an entity as the API words it', () => {
    const { fields, actions, back_references, ...rest } = tell(seen([]), entityIn(seen([]), 'orders'));
    expect(rest).toEqual({
      name: 'orders',
      label: 'Order',
      plural: 'Orders',
      module: 'trade',
      icon: 'shopping-cart',
      area: 'business',
      title: ['name'],
      single: false,
      owned: true,
      bound: false,
      deletable: 'right',
      menu: true,
      list: { columns: ['number', 'name', 'account', 'account.city', 'stage', 'total'], sort: '-ordered_on,name' },
      board: 'stage',
      blocks: entityIn(schema, 'orders').blocks,
    });
    expect(fields.find(({ name }) => name === 'stage')?.options[0]).toEqual({
      value: 'open',
      label: 'Open',
      color: 'gray',
      active: true,
      custom: false,
      next: ['sent', 'lost'],
      means: null,
    });
    expect(fields.find(({ name }) => name === 'contact_mail')).toMatchObject({
      required_if: 'stage = "sent"',
      sortable: true,
      read_only: false,
    });
    expect(fields.find(({ name }) => name === 'total')).toMatchObject({ read_only: true, formula: 'sum(lines.total)' });
    expect(fields.find(({ name }) => name === 'lines')?.fields?.map(({ name }) => name)).toEqual([
      ...['item', 'quantity', 'unit_price', 'total', 'c_shelf', 'id', 'parent', 'position'],
    ]);
    expect(actions).toMatchObject([
      {
        name: 'send',
        label: 'Send',
        verb: 'update',
        when: 'stage = "open"',
        input: [
          { name: 'sent_on', required: true, default: 'today()' },
          { name: 'note', visible_if: 'sent_on is not empty' },
        ],
      },
    ]);
    expect(back_references).toEqual([{ name: 'samples', entity: 'samples', field: 'about' }]);
  });

  it('keeps quiet about expressions over what is hidden', () => {
    const some = seen(['orders.stage', 'accounts.discount', 'order_lines.total']);
    const told = tell(some, entityIn(some, 'orders'));
    expect(told.fields.find(({ name }) => name === 'contact_mail')?.required_if).toBeNull();
    expect(told.fields.find(({ name }) => name === 'factor')?.formula).toBeNull();
    expect(told.fields.find(({ name }) => name === 'total')?.formula).toBeNull();
    expect(told.fields.find(({ name }) => name === 'total_with_tax')?.formula).toBe('round(total * 1.24, 2)');
    expect(told.actions[0]?.when).toBeNull();
    expect(JSON.stringify(told)).not.toMatch(/discount|"stage/);
  });

  it('marks fields the reader may not write', () => {
    const told = tell(seen([]), entityIn(seen([]), 'accounts'), new Set(['accounts.city']));
    expect(told.fields.filter((field) => field.read_only && !field.system).map(({ name }) => name)).toEqual(['city', 'orders_total']);
  });
});
