// resolve(): what a schema is made of, and that every mistake is told with its place and the nearest right name.

import { describe, expect, it } from 'vitest';
import { testCustomFields, testModules } from '../tests/fixtures/schema.ts';
import { fieldTypes } from './fields/registry.ts';
import {
  anyReference,
  type CustomField,
  children,
  date,
  decimal,
  defineEntity,
  defineModule,
  type EntityDefinition,
  extend,
  integer,
  type ModuleDefinition,
  money,
  picklist,
  reference,
  SchemaError,
  sequence,
  state,
  text,
  textArea,
} from './index.ts';
import { resolve } from './resolve.ts';
import type { Entity } from './types.ts';

const { schema, behaviour, problems } = resolve(testModules, testCustomFields);

function entityOf(name: string): Entity {
  const entity = schema.entities[name];
  if (!entity) throw new Error(`no ${name}`);
  return entity;
}

/** The mistakes of one module, with their place: `things.name: message`. */
function mistakesOf(definition: Partial<ModuleDefinition>, others: readonly ModuleDefinition[] = []): string[] {
  try {
    resolve([defineModule({ name: 'test', ...definition }), ...others]);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return error.mistakes.map(({ module, entity, field, message }) => `${[entity, field].filter(Boolean).join('.') || module}: ${message}`);
  }
  return [];
}

function things(fields: EntityDefinition['fields'], more: Partial<Omit<EntityDefinition, 'fields' | 'name'>> = {}): EntityDefinition {
  return { name: 'things', label: 'Thing', plural: 'Things', fields: { name: text(), ...fields }, ...more };
}

const mistakesIn = (fields: EntityDefinition['fields'], more: Partial<Omit<EntityDefinition, 'fields' | 'name'>> = {}) =>
  mistakesOf({ entities: [things(fields, more)] });

describe('a resolved schema', () => {
  it('is plain data, frozen to the last expression, without cycles', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(schema)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('has the system fields last', () => {
    expect(Object.keys(entityOf('accounts').fields)).toEqual([
      ...['name', 'city', 'kind', 'parent', 'discount', 'orders_total', 'rating', 'rated_on', 'c_segment', 'c_score', 'c_old'],
      ...['id', 'owner', 'created_at', 'created_by', 'updated_at', 'updated_by', 'version'],
    ]);
    expect(Object.keys(entityOf('departments').fields)).not.toContain('owner');
    expect(Object.keys(entityOf('order_lines').fields)).toEqual([
      ...['item', 'quantity', 'unit_price', 'total', 'c_shelf'],
      ...['id', 'parent', 'position'],
    ]);
  });

  it('knows child entities by their parent', () => {
    expect(entityOf('order_lines')).toMatchObject({
      parent: { entity: 'orders', field: 'lines' },
      menu: false,
      owned: false,
      module: 'trade',
    });
    expect(entityOf('orders').fields.lines).toMatchObject({ type: 'children', to: ['order_lines'] });
    expect(entityOf('order_lines').fields.parent).toMatchObject({ type: 'reference', to: ['orders'], readOnly: true, system: true });
  });

  it('tells targets who points at them', () => {
    expect(entityOf('accounts').backReferences).toEqual({
      samples: { entity: 'samples', field: 'account' },
      samples_friends: { entity: 'samples', field: 'friends' },
      samples_about: { entity: 'samples', field: 'about' },
      accounts: { entity: 'accounts', field: 'parent' },
      orders: { entity: 'orders', field: 'account' },
    });
    expect(entityOf('users').backReferences.orders).toEqual({ entity: 'orders', field: 'owner' });
    expect(Object.values(entityOf('users').backReferences)).not.toContainEqual({ entity: 'orders', field: 'created_by' });
  });

  it('gives the owner field of users precedence over later fields', () => {
    expect(entityOf('users').backReferences.samples).toEqual({ entity: 'samples', field: 'owner' });
    expect(entityOf('users').backReferences.samples_helper).toEqual({ entity: 'samples', field: 'helper' });
  });

  it('orders formulas by what they need, over the record and its rows', () => {
    expect(entityOf('orders').formulas).toEqual(['factor', 'lines.total', 'total', 'total_with_tax']);
    expect(entityOf('orders').fields.total).toMatchObject({ readOnly: true, formula: { kind: 'aggregate' } });
  });

  it('has defaults for all that was left open', () => {
    expect(entityOf('orders')).toMatchObject({ board: 'stage', title: ['name'], area: 'business', deletable: 'right', menu: true });
    expect(entityOf('users')).toMatchObject({ board: null, menu: false, searched: ['login'] });
    expect(entityOf('departments').searched).toEqual(['name']);
    expect(entityOf('accounts').list).toEqual({
      columns: ['name', 'city', 'kind', 'parent', 'discount', 'orders_total', 'owner', 'updated_at'],
      sort: '-updated_at',
    });
    expect(entityOf('samples').fields.flag?.default).toMatchObject({ kind: 'boolean', value: false });
    expect(entityOf('orders').fields.stage?.default).toMatchObject({ kind: 'text', value: 'open' });
    expect(entityOf('orders').fields.owner?.default).toMatchObject({ kind: 'call', name: 'me' });
    expect(entityOf('orders').fields.ordered_on?.label).toBe('Ordered on');
    expect(entityOf('samples').fields.count).toMatchObject({ min: '0', max: '1000000' });
  });

  it('puts every field in a block, those of extensions and administrators too', () => {
    expect(entityOf('accounts').blocks).toEqual([
      { label: 'Details', fields: ['name', 'city', 'kind', 'parent', 'discount', 'orders_total', 'c_segment', 'owner'] },
      { label: 'Rating', fields: ['rating', 'rated_on', 'c_score'] },
    ]);
    expect(entityOf('orders').blocks.at(-1)).toEqual({ label: 'Dates', fields: ['ordered_on', 'sent_on', 'factor'] });
    expect(entityOf('samples').blocks.flatMap(({ fields }) => fields)).not.toContain('secret');
  });

  it('keeps the columns of a custom field out of use, but shows it nowhere [SC-31]', () => {
    expect(entityOf('accounts').fields.c_old).toMatchObject({ custom: true, usable: false });
    expect(entityOf('accounts').blocks.flatMap(({ fields }) => fields)).not.toContain('c_old');
  });

  it('keeps functions apart from data', () => {
    expect(behaviour.hooks.orders).toHaveLength(2);
    expect(behaviour.actions.orders?.send).toBeTypeOf('function');
    expect(behaviour.jobs.remind).toMatchObject({ module: 'trade', schedule: '0 6 * * *' });
    expect(entityOf('orders').actions.send).toMatchObject({
      verb: 'update',
      when: { kind: 'binary' },
      input: { sent_on: { type: 'date' } },
    });
    expect(schema.features).toEqual({ administration: { label: 'Administration', module: 'people' } });
  });

  it('resolves modules after those they need, whatever the order of the list', () => {
    const reversed = resolve(testModules.toReversed(), testCustomFields);
    expect(reversed.schema.modules).toEqual(['people', 'trade', 'ratings']);
    expect(reversed.schema).toEqual(schema);
  });

  it('uses every field type there is', () => {
    const used = new Set(Object.values(schema.entities).flatMap(({ fields }) => Object.values(fields).map(({ type }) => type)));
    expect([...used].sort()).toEqual(Object.keys(fieldTypes).sort());
  });
});

describe('mistakes', () => {
  it('are told all at once, with their places', () => {
    const broken = defineModule({
      name: 'broken',
      needs: ['acounts'],
      entities: [things({ account: reference('thngs'), lines: text({ formula: 'nmae & 1' }) }, { list: { columns: ['nam'] } })],
      extends: [extend('thing', {})],
    });
    expect(() => resolve([broken])).toThrow(
      [
        '5 mistakes in the modules:',
        '- module broken: needs "acounts", which is not in the list of modules',
        '- thing (module broken): is extended but defined by no module; did you mean "things"?',
        '- things.account (module broken): points to "thngs", which is no entity; did you mean "things"?',
      ].join('\n'),
    );
  });

  it.each<[string, EntityDefinition['fields'], string]>([
    [
      'camelCase',
      { dueDate: date() },
      '"dueDate" is no good name for a field: use lower-case letters, digits and single underscores, e.g. "due_date"',
    ],
    ['a keyword', { between: date() }, '"between" is a word of the expression language and cannot name a field'],
    ['a system field', { created_at: date() }, '"created_at" is a field every record has anyway'],
    ['the prefix of custom fields', { c_size: text() }, 'names that start with "c_" belong to custom fields'],
    ['too long a name', { [`a${'b'.repeat(63)}`]: text() }, 'the name of a field has 64 characters, PostgreSQL keeps 63'],
    [
      'too long a column',
      { ['p'.repeat(60)]: money() },
      `its column "${'p'.repeat(60)}_currency" is longer than the 63 characters PostgreSQL keeps`,
    ],
    ['a column twice', { price: money(), price_currency: text() }, 'needs the column "price_currency", which "price" has already'],
    ['no options', { kind: picklist([]) }, 'has no options to choose from'],
    ['an option twice', { kind: picklist(['a', 'a']) }, 'has the option "a" twice'],
    [
      'an unknown next state',
      { kind: state({ open: { next: ['won' as 'open'] } }) },
      'from "open" one may go to "won", which is no option',
    ],
    ['a bad limit', { size: integer({ min: 'many' }) }, 'its min "many" is no value of the type integer'],
    ['a bad scale', { size: decimal({ scale: 1.5 }) }, 'its scale 1.5 is not 0 to 20 digits'],
    ['a bad currency', { size: money({ currency: 'EURO' }) }, '"EURO" is not an ISO 4217 currency code'],
    ['a bad pattern', { number: sequence('X') }, 'its pattern "X" needs exactly one counter like {0000}'],
    ['unique without order', { note: textArea({ unique: true }) }, 'cannot be unique: text_area has no order'],
    ['unique over two columns', { price: money({ unique: true }) }, 'cannot be unique: money has more than one column'],
    ['an index over long text', { code: text({ unique: true, length: 2000 }) }, 'is longer than the 650 characters an index takes'],
    ['a search for dates', { day: date({ searched: true }) }, 'cannot be searched: only texts can'],
    [
      'a formula with a default',
      { a: text({ formula: 'name', default: '"x"' }) },
      'has a formula and a default; the formula would always win',
    ],
    [
      'an acyclic reference elsewhere',
      { a: anyReference(['things']), b: reference('thing', { acyclic: true }) },
      'points to "thing", which is no entity; did you mean "things"?',
    ],
    [
      'a formula over itself',
      { a: decimal({ formula: 'b + 1' }), b: decimal({ formula: 'a + 1' }) },
      'its formula needs itself: a -> b -> a',
    ],
    ['a formula of the wrong type', { a: decimal({ formula: 'name' }) }, 'formula "name", at 1: '],
    ['an unknown field in a condition', { a: date({ requiredIf: 'nmae = "x"' }) }, 'requiredIf "nmae = \\"x\\"", at 1: '],
    ['a condition that is none', { a: date({ visibleIf: 'name' }) }, 'visibleIf "name", at 1: '],
    ['a default that is no option', { a: picklist(['x'], { default: '"y"' }) }, 'default "\\"y\\"", at 1: '],
  ])('%s', (_, fields, expected) => {
    const found = mistakesIn(fields).map((line) => line.replace(/^\S+: /, ''));
    expect(found[0]).toContain(expected);
  });

  it.each<[string, Partial<Omit<EntityDefinition, 'fields' | 'name'>>, string]>([
    ['title', { title: 'nmae' }, 'its title "nmae" is no field; did you mean "name"?'],
    ['list', { list: { columns: ['name', 'owner.nmae'] } }, 'its list has "owner.nmae", but "owner" leads nowhere'],
    ['sort', { list: { sort: '-nmae' } }, 'its sort order has "nmae", but things has no "nmae"; did you mean "name"?'],
    ['board', { board: 'name' }, 'its board "name" is no field with fixed options'],
    ['block', { blocks: [{ label: 'A', fields: ['name', 'x'] }] }, 'its block "A" has "x", which is no field'],
    [
      'two blocks',
      {
        blocks: [
          { label: 'A', fields: ['name'] },
          { label: 'B', fields: ['name'] },
        ],
      },
      '"name" stands in two blocks',
    ],
    ['rule', { rules: [{ when: 'true', field: 'x', message: 'no' }] }, 'a rule is about "x", which is no field'],
    ['customer', { customer: 'acount = my_account()' }, 'customer "acount = my_account()", at 1: '],
    ['label', { label: ' ' }, 'needs a label and a plural'],
  ])('in an entity: %s', (_, more, expected) => {
    expect(mistakesIn({}, more)[0]).toContain(expected);
  });

  it('in names of entities, modules, jobs, features and actions', () => {
    const run = () => undefined;
    expect(
      mistakesOf({
        entities: [
          { ...things({}), name: 'changes' },
          things({}),
          things({}, { label: 'Again', actions: { delete: { label: 'X', run } } }),
        ],
        jobs: { 'Send mail': { run }, nightly: { run, schedule: 'every day' } },
        features: { 'Big one': 'Big one' },
      }),
    ).toEqual([
      'changes: "changes" is reserved and cannot name an entity',
      'things: is defined already, by the module test',
      'test: "Big one" is no good name for a feature: use lower-case letters, digits and single underscores, e.g. "big_one"',
      'test: "Send mail" is no good name for a job: use lower-case letters, digits and single underscores, e.g. "send_mail"',
      'test: the schedule "every day" of nightly needs five fields',
    ]);
    expect(mistakesIn({}, { actions: { delete: { label: 'Delete', run } } })).toEqual([
      'things: "delete" is what every entity has; an action needs a name of its own',
    ]);
  });

  it('in extensions: nothing that is there can be replaced', () => {
    const extension = extend('things', { fields: { name: text() }, actions: { go: { label: 'Go', run: () => undefined } } });
    const again = extend('things', { actions: { go: { label: 'Go', run: () => undefined } } });
    expect(mistakesOf({ entities: [things({})], extends: [extension, again] })).toEqual([
      'things.name: is defined already',
      'things: the action "go" is defined already',
    ]);
  });

  it('in rows: they have one parent, no rows, no search and no number of their own', () => {
    const inner = defineEntity('inner', { label: 'I', plural: 'I', fields: { a: text() } });
    const rows = defineEntity('rows', {
      label: 'R',
      plural: 'R',
      fields: { a: text({ searched: true }), n: sequence('{0}', { searched: false }), inner: children(inner) },
    });
    const other: EntityDefinition = { ...things({ rows: children(rows) }), name: 'others' };
    expect(mistakesOf({ entities: [things({ rows: children(rows) }), other] })).toEqual([
      'rows.inner: is inside rows; rows have no rows of their own',
      'others.rows: "rows" are rows of things.rows already',
      'rows.a: cannot be searched: rows are found through their record',
      'rows.n: cannot be a running number: rows have none',
    ]);
  });

  it('in needs: modules that need each other', () => {
    const a = defineModule({ name: 'a', needs: ['b'] });
    const b = defineModule({ name: 'b', needs: ['a'] });
    expect(mistakesOf({}, [a, b])).toEqual(['a: needs itself: a -> b -> a']);
  });

  it('in the inputs of actions', () => {
    const action = {
      label: 'Go',
      when: 'nmae = 1',
      input: { to: reference('thngs'), on: date({ visibleIf: 'too is empty' }) },
      run: () => undefined,
    };
    expect(mistakesIn({}, { actions: { go: action } })).toEqual([
      'things.go.to: points to "thngs", which is no entity; did you mean "things"?',
      expect.stringContaining('things: when of the action "go" "nmae = 1", at 1: '),
      expect.stringContaining('things.go.on: visibleIf "too is empty", at 1: '),
    ]);
  });
});

describe('custom fields', () => {
  const resolveWith = (...fields: CustomField[]) => resolve([defineModule({ name: 'test', entities: [things({})] })], fields);
  const custom = (name: string, type: string, more: Partial<CustomField> = {}): CustomField => ({ entity: 'things', name, type, ...more });

  it('are fields like the built-in ones [CS-029] [NV-08]', () => {
    const { schema: made } = resolveWith(custom('c_size', 'decimal', { label: 'Size', scale: 2, required: true, max: '10' }));
    expect(made.entities.things?.fields.c_size).toMatchObject({
      custom: true,
      label: 'Size',
      scale: 2,
      required: true,
      max: '10',
      usable: true,
    });
  });

  it('know where people and files are without being told', () => {
    const { schema: made, problems: told } = resolveWith(custom('c_helper', 'user'), custom('c_photo', 'image'));
    expect(told).toEqual([]);
    expect(made.entities.things?.fields.c_helper?.to).toEqual(['users']);
    expect(made.entities.things?.fields.c_photo?.to).toEqual(['files']);
  });

  it.each<[string, CustomField, string]>([
    ['an unknown type', custom('c_a', 'txt'), '"txt" is no field type of custom fields; did you mean "text"?'],
    ['a type of the engine', custom('c_a', 'password'), '"password" is no field type of custom fields'],
    [
      'an unknown entity',
      { entity: 'thing', name: 'c_a', type: 'text' },
      'belongs to "thing", which no module defines; did you mean "things"?',
    ],
    ['a name without prefix', custom('size', 'text'), 'the name of a custom field starts with "c_"'],
    ['a bad formula', custom('c_a', 'decimal', { formula: 'c_b + 1' }), 'formula "c_b + 1", at 1: '],
    ['no options', custom('c_a', 'picklist'), 'has no options to choose from'],
    ['no target', custom('c_a', 'reference'), 'does not say where it points'],
    ['a target that is gone', custom('c_a', 'reference', { to: ['gone'] }), 'points to "gone", which is no entity'],
  ])('a broken one is left out and told: %s', (_, field, expected) => {
    const { schema: made, problems: told } = resolveWith(field, custom('c_good', 'text'));
    expect(told).toEqual([{ field: `${field.entity}.${field.name}`, code: 'custom_field', message: expect.stringContaining(expected) }]);
    expect(Object.keys(made.entities.things?.fields ?? {})).not.toContain('c_a');
    expect(Object.keys(made.entities.things?.fields ?? {})).toContain('c_good');
  });

  it('one that stood on a broken one goes with it, and with nothing else', () => {
    const { schema: made, problems: told } = resolveWith(
      custom('c_a', 'decimal', { formula: 'c_gone + 1' }),
      custom('c_b', 'decimal', { formula: 'c_a + 1' }),
      custom('c_c', 'decimal'),
    );
    expect(told.map(({ field }) => field)).toEqual(['things.c_a', 'things.c_b']);
    expect(Object.keys(made.entities.things?.fields ?? {})).toContain('c_c');
  });

  it('never read an internal field', () => {
    const secrets = things({ secret: text({ internal: true }) });
    const { problems: told } = resolve(
      [defineModule({ name: 'test', entities: [secrets] })],
      [custom('c_spy', 'text', { formula: 'secret' })],
    );
    expect(told).toHaveLength(1);
    expect(mistakesIn({ secret: text({ internal: true }), shown: text({ formula: 'secret' }) })).toEqual([]);
  });
});
