// Nonsense of all kinds at every endpoint, as somebody who may do everything: refused or done, but never a fault.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';
import { endpointsOf } from './registry.ts';

const server = await testServer();
const person = await server.person('root', 'Root');
const key = await server.key(person.id);
const account = (await key.post('records/accounts', { name: 'Acme' })).body as { record: { id: string } };
const contact = (await key.post('records/contacts', { last_name: 'Berg', account: account.record.id })).body as { record: { id: string } };
const deal = (await key.post('records/deals', { name: 'Deal', account: account.record.id })).body as { record: { id: string } };

const words = [
  'last_name',
  'name',
  'id',
  'account',
  'account.name',
  'owner',
  'created_at',
  'version',
  'lines',
  'amount',
  'status',
  'stage',
  'email',
  'kind',
];
const odd = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  'null',
  'true',
  '[]',
  '{}',
  '"',
  "'",
  '\\',
  '%',
  '%%',
  '_',
  '--',
  ';',
  '/*',
  '$$',
  '$1',
  '\u202e',
  '\ufeff',
  '😀',
  'ß',
  'İ',
  '\n',
  '\t',
  '99999999999999999999',
  '0.1',
  'NaN',
  'Infinity',
  '2026-02-30',
  '2026-13-01',
  '0000-00-00',
  '9999-12-31T23:59:60Z',
  '-infinity',
  'epoch',
  'a'.repeat(5000),
  '('.repeat(200),
  account.record.id,
  contact.record.id,
  '00000000-0000-0000-0000-000000000000',
  'toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
];
const operators = [
  '=',
  '!=',
  '<',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '&',
  'and',
  'or',
  'not',
  'in',
  'between',
  'is empty',
  '(',
  ')',
  ',',
  'me()',
  'today()',
  'this_month()',
  'sum(',
  'count(',
  'if(',
  'contains(',
  '"x"',
  '1',
  '1.5',
  'empty',
];

const text = fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(...words));
const expression = fc
  .array(fc.constantFrom(...words, ...operators, '"2026-01-01"', '"Berg"'), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.join(' '));
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          ...words,
          'amount',
          'currency',
          'entity',
          'filter',
          'ids',
          'set',
          'create',
          'update',
          'delete',
          'measures',
          'fn',
          'field',
          'group_by',
          'mapping',
          'column',
          'file',
          'match',
          'login',
          'password',
        ),
        text,
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
}));
const nouns = [
  'contacts',
  'accounts',
  'deals',
  'products',
  'activities',
  'leads',
  'users',
  'permission_sets',
  'saved_views',
  'files',
  'api_keys',
  'custom_fields',
  'field_settings',
  'form_layouts',
  'lead_mappings',
];
const entity = fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...nouns) }, { weight: 1, arbitrary: text });
const known = [contact.record.id, account.record.id, deal.record.id, person.id];
const id = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: text });
const action = fc.oneof(fc.constantFrom(...nouns.flatMap((noun) => Object.keys(server.system.schema.entities[noun]?.actions ?? {}))), text);
const fieldNames = [...new Set(nouns.flatMap((noun) => Object.keys(server.system.schema.entities[noun]?.fields ?? {})))];
const field = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fieldNames) }, { weight: 1, arbitrary: text });
const cell = fc.oneof(
  scalar,
  fc.constantFrom(...known),
  fc.record({ amount: scalar, currency: fc.constantFrom('EUR', 'XXX', 'eur', null) }),
  fc.record({ entity, id }),
  fc.array(scalar, { maxLength: 3 }),
  value,
);
const fields = fc.dictionary(field, cell, { maxKeys: 4 });
const target = fc.oneof(fc.record({ ids: fc.array(id, { maxLength: 4 }) }), fc.record({ filter: expression }));
/** Bodies that get past the first check. */
const bodies: Record<string, fc.Arbitrary<unknown>> = {
  '/records/{entity}': fields,
  '/records/{entity}/{id}': fields,
  '/records/{entity}/{id}/actions/{action}': fc.oneof(fc.constant({}), fields),
  '/records/{entity}/bulk': fc.oneof(
    fc.record({ create: fc.array(fields, { maxLength: 4 }), dry_run: fc.boolean() }),
    fc.record({ update: fc.tuple(target, fields).map(([where, set]) => ({ ...where, set })), dry_run: fc.boolean() }),
    fc.record({ delete: target, dry_run: fc.constant(true) }),
  ),
  '/records/{entity}/aggregate': fc.record(
    {
      filter: expression,
      group_by: fc.array(
        fc.oneof(
          field,
          field.map((name) => `month(${name})`),
          text,
        ),
        { maxLength: 3 },
      ),
      measures: fc.array(fc.record({ fn: fc.constantFrom('count', 'sum', 'avg', 'min', 'max'), field }, { requiredKeys: ['fn'] }), {
        maxLength: 3,
      }),
    },
    { requiredKeys: ['measures'] },
  ),
  '/session': fc.record({ login: fc.oneof(fc.constant('root'), text), password: text }),
  '/imports': fc.record({
    entity,
    file: id,
    mapping: fc.array(fc.record({ column: fc.oneof(text, fc.integer()), field }), { maxLength: 3 }),
  }),
  '/imports/{file}/inspect': fc.record({ entity }),
};
const trail = fc.oneof(field, fc.constantFrom('account.name', 'owner.department.name', 'account.parent.name', 'account.account'));
const queries: Record<string, fc.Arbitrary<string>> = {
  fields: fc
    .array(fc.oneof({ weight: 5, arbitrary: trail }, { weight: 1, arbitrary: text }), { maxLength: 4 })
    .map((list) => list.join(',')),
  filter: fc.oneof(
    expression,
    text,
    fc
      .tuple(trail, fc.constantFrom('=', '!=', '<', '>=', '&', '+'), scalar)
      .map(([name, sign, other]) => `${name} ${sign} ${JSON.stringify(other)}`),
  ),
  sort: fc
    .array(
      trail.map((name) => `-${name}`),
      { maxLength: 3 },
    )
    .map((list) => list.join(',')),
  limit: fc.constantFrom('1', '50', '0', '-1', '501', '1.5', 'x', ''),
  after: fc.oneof(
    text,
    fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')),
  ),
  count: fc.constantFrom('none', 'exact', 'estimate', 'all'),
  format: fc.constantFrom('csv', 'xlsx', 'pdf'),
  inline: fc.constantFrom('0', '1', '2'),
  user: fc.constantFrom(...known),
  q: text,
};

/** Signing out would end the run; the stream of events does not end by itself. */
const endpoints = endpointsOf({} as never).filter(
  ({ method, path }) => path !== '/events' && !(method === 'DELETE' && path === '/session'),
);

describe.each(endpoints.map((one) => [`${one.method} ${one.path}`, one] as const))('%s', (_, { method, path, query, body, upload }) => {
  it('takes any nonsense without a fault', async () => {
    const names = Object.keys(query?.shape ?? {});
    const call = fc.record({
      entity,
      id,
      action,
      asked:
        names.length === 0
          ? fc.constant({})
          : fc
              .uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
              .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, queries[name] ?? text])))),
      sent: fc.oneof({ weight: 8, arbitrary: bodies[path] ?? fc.constant({}) }, { weight: 1, arbitrary: value }),
      headers: fc.record(
        { 'if-match': fc.constantFrom('"1"', '"x"', '*', 'W/"2"'), 'idempotency-key': fc.constantFrom('k1', 'k2', 'ü') },
        { requiredKeys: [] },
      ),
    });
    await fc.assert(
      fc.asyncProperty(call, async ({ asked, sent, headers, ...parts }) => {
        const address = path
          .slice(1)
          .replace(/\{(\w+)\}/g, (_whole, name: string) =>
            encodeURIComponent(((parts as Record<string, string>)[name] ?? parts.id).toWellFormed()),
          );
        const search = new URLSearchParams(asked as Record<string, string>).toString();
        const type = upload !== undefined && body === undefined ? 'multipart/form-data; boundary=x' : 'application/json';
        const bare = method === 'GET' || method === 'DELETE' || (body === undefined && upload === undefined);
        const content = bare ? {} : { body: JSON.stringify(sent) };
        const clean = Object.fromEntries(
          Object.entries(headers).filter(([, header]) => header !== undefined && /^[\x20-\x7e]*$/.test(header)),
        ) as Record<string, string>;
        const answer = await key.send(method, `${address}${search === '' ? '' : `?${search}`}`, {
          headers: { 'content-type': type, ...clean },
          ...content,
        });
        expect([answer.status < 500, answer.status, answer.text.slice(0, 400), server.logged.slice(-3).join('')]).toEqual([
          true,
          answer.status,
          expect.any(String),
          expect.any(String),
        ]);
      }),
      { numRuns: Number(process.env.KONTOR_FUZZ ?? 40), endOnFailure: true },
    );
  }, 120_000);
});
