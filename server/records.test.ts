// The API of records as integrators hold on to it: addresses, parameters, shapes, statuses.

import { describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';

type Values = Record<string, unknown>;
type Listed = { records: Values[]; next: string | null; count?: number };

const server = await testServer();
const root = await server.person('root', 'Root');
const reader = await server.person('reader', 'Read only');

async function make(entity: string, values: Values): Promise<Values & { id: string }> {
  const answer = await root.post(`records/${entity}`, values);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return (answer.body as { record: Values & { id: string } }).record;
}

const acme = await make('accounts', { name: 'Acme Oy' });
const people: (Values & { id: string })[] = [];
for (const last_name of ['Åberg', 'Berg', 'Çelik', 'Dahl', 'Ek'])
  people.push(await make('contacts', { last_name, account: acme.id, city: 'Turku' }));
const [first, second] = people as [Values & { id: string }, Values & { id: string }];

describe('a list', () => {
  it('walks pages by cursor, without gaps and doubles', async () => {
    const seen: unknown[] = [];
    let after = '';
    for (let page = 0; page < 10; page++) {
      const { body } = await root.get(`records/contacts?sort=last_name&limit=2&fields=last_name,account.name${after}`);
      const { records, next } = body as Listed;
      seen.push(...records.map((record) => record.last_name));
      expect(records[0]).toEqual({
        id: expect.any(String),
        last_name: expect.any(String),
        account: { id: acme.id, title: 'Acme Oy', name: 'Acme Oy' },
      });
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    expect(seen).toEqual(['Åberg', 'Berg', 'Çelik', 'Dahl', 'Ek']);
  });

  it('filters, searches and counts', async () => {
    const count = async (query: string) => ((await root.get(`records/contacts?count=exact&limit=1&${query}`)).body as Listed).count;
    expect(await count('')).toBe(5);
    expect(await count(`filter=${encodeURIComponent('last_name in ("berg", "dahl")')}`)).toBe(2);
    expect(await count('q=celik')).toBe(1);
    const { body } = await root.get('records/contacts?limit=1');
    expect(body).not.toHaveProperty('count');
  });

  it('applies a saved view; what the request says itself goes first', async () => {
    const view = await make('saved_views', {
      entity: 'contacts',
      name: 'B to D',
      columns: 'last_name,city',
      filter: 'last_name >= "B" and last_name < "E"',
      sort: '-last_name',
    });
    const names = async (query: string) =>
      ((await root.get(`records/contacts?view=${view.id}${query}`)).body as Listed).records.map((record) => record.last_name);
    expect(await names('')).toEqual(['Dahl', 'Çelik', 'Berg']);
    expect(await names('&sort=last_name')).toEqual(['Berg', 'Çelik', 'Dahl']);
    expect(await names(`&filter=${encodeURIComponent('last_name != "Dahl"')}`)).toEqual(['Çelik', 'Berg']);
    expect((await root.get(`records/accounts?view=${view.id}`)).body).toMatchObject({
      status: 422,
      errors: [{ field: 'view', code: 'other_entity' }],
    });
    expect((await root.get(`records/contacts?view=${first.id}`)).status).toBe(404);
  });
});

describe('a view over fields that somebody may not read [CS-084]', () => {
  it('is applied without them, and says how much is left out', async () => {
    await make('permission_sets', {
      name: 'No cities',
      grants: [
        { target: 'contacts', verb: '*', scopes: ['all'] },
        { target: 'saved_views', verb: 'view', scopes: ['all'] },
      ],
      field_rights: [{ target: 'contacts', field: 'city', right: 'hidden' }],
    });
    const blind = await server.person('blind', 'No cities');
    await make('contacts', { last_name: 'Zorn', city: 'Oslo' });
    const view = await make('saved_views', {
      entity: 'contacts',
      name: 'Turku people',
      columns: 'last_name,city',
      filter: 'city = "Turku" and last_name >= "D"',
      sort: 'city,-last_name',
    });
    const names = (answer: { body: unknown }) => (answer.body as Listed).records.map((record) => record.last_name);
    const seen = await root.get(`records/contacts?view=${view.id}`);
    expect(names(seen)).toEqual(['Ek', 'Dahl']);
    expect(seen.body).not.toHaveProperty('left_out');
    const answer = await blind.get(`records/contacts?view=${view.id}`);
    expect(answer.status).toBe(200);
    // Those of other cities are there too: nobody can tell which are of Turku.
    expect(names(answer)).toEqual(['Zorn', 'Ek', 'Dahl']);
    expect(answer.text).not.toContain('Turku');
    expect(answer.body).toMatchObject({ left_out: { columns: 1, conditions: 1 } });
    const file = await blind.get(`records/contacts/export?view=${view.id}`);
    expect(file.text).not.toContain('Turku');
    expect(file.text.split('\r\n')[0]).not.toMatch(/City/i);
  });
});

describe('a field that is hidden from somebody [CS-023]', () => {
  it('is in no card, list, file, history and description, finds nothing, and is not to be asked for', async () => {
    await make('permission_sets', {
      name: 'No phones',
      grants: [{ target: 'contacts', verb: '*', scopes: ['all'] }],
      field_rights: [{ target: 'contacts', field: 'phone', right: 'hidden' }],
    });
    const blind = await server.person('unphoned', 'No phones');
    const { id } = await make('contacts', { last_name: 'Quill', phone: '+358407654321' });
    const seen = [`records/contacts/${id}`, 'records/contacts?q=Quill', 'records/contacts/export', `records/contacts/${id}/history`];
    for (const path of seen) {
      expect((await root.get(path)).text).toContain('407654321');
      const { status, text } = await blind.get(path);
      expect([status, text.includes('407654321'), /"phone"/.test(text)]).toEqual([200, false, false]);
    }
    const filter = encodeURIComponent('phone is not empty');
    const asked = ['fields=phone', `filter=${filter}`, 'sort=phone'].flatMap((query) => [
      `records/contacts?${query}`,
      `records/contacts/export?${query}`,
    ]);
    const answers = async (who: typeof root) => Promise.all(asked.map(async (path) => (await who.get(path)).status));
    expect(await answers(root)).toEqual(asked.map(() => 200));
    expect(await answers(blind)).toEqual(asked.map(() => 400));
    const found = async (who: typeof root) => [
      ((await who.get('records/contacts?q=7654321')).body as Listed).records.length,
      ((await who.get('search?q=7654321')).body as { hits: unknown[] }).hits.length,
    ];
    expect([await found(root), await found(blind)]).toEqual([
      [1, 1],
      [0, 0],
    ]);
    const described = async (who: typeof root) => {
      const { entities } = (await who.get('entities')).body as { entities: { name: string; fields: { name: string }[] }[] };
      return entities.find(({ name }) => name === 'contacts')!.fields.some(({ name }) => name === 'phone');
    };
    expect([await described(root), await described(blind)]).toEqual([true, false]);
  });
});

describe('many owners at once [CS-070]', () => {
  it('are given by managers and administrators only; one owner is a field as any other', async () => {
    await make('permission_sets', { name: 'Busy', grants: [{ target: 'contacts', verb: '*', scopes: ['all'] }] });
    const plain = await server.person('plain', 'Busy');
    const lead = await server.person('lead', 'Busy');
    const [top] = ((await root.get('records/departments?fields=id')).body as { records: Values[] }).records;
    await make('departments', { name: 'Led', parent: top?.id, manager: lead.id });
    const mine = await make('contacts', { last_name: 'Hand', owner: plain.id });
    const set = { update: { ids: [mine.id], set: { owner: lead.id } } };
    expect((await plain.post('records/contacts/bulk', set)).status).toBe(403);
    expect((await plain.post('records/contacts/bulk', { ...set, dry_run: true })).status).toBe(403);
    expect((await plain.get('entities')).body).toMatchObject({ me: { assigns: false } });
    expect((await plain.post('records/contacts/bulk', { update: { ids: [mine.id], set: { city: 'Oslo' } } })).status).toBe(200);
    expect((await plain.patch(`records/contacts/${mine.id}`, { owner: plain.id })).status).toBe(200);
    expect((await lead.get('entities')).body).toMatchObject({ me: { assigns: true } });
    expect((await lead.post('records/contacts/bulk', set)).status).toBe(200);
    expect((await root.post('records/contacts/bulk', { update: { ids: [mine.id], set: { owner: plain.id } } })).status).toBe(200);
  });
});

describe('a record', () => {
  it('is read with what may be done with it', async () => {
    const answer = await root.get(`records/contacts/${first.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      record: {
        id: first.id,
        last_name: 'Åberg',
        account: { id: acme.id, title: 'Acme Oy' },
        email: null,
        version: 1,
        created_by: { id: root.id, title: 'root' },
      },
      can: { update: true, delete: false, actions: expect.any(Array) },
    });
    expect((await reader.get(`records/contacts/${first.id}`)).body).toMatchObject({ can: { update: false, delete: false, actions: [] } });
    expect((await root.get(`records/contacts/${first.id}?fields=last_name`)).body).toMatchObject({
      record: { id: first.id, last_name: 'Åberg' },
    });
  });

  it('is made at an address of its own', async () => {
    const answer = await root.post('records/contacts', { last_name: 'Fors' });
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(new RegExp(`^/${server.name}/api/v1/records/contacts/[0-9a-f-]{36}$`));
    expect((await root.get(location)).status).toBe(200);
  });

  it('is changed under its version, and says both values when it is stale', async () => {
    const { id } = await make('contacts', { last_name: 'Gran', city: 'Oslo' });
    const path = `records/contacts/${id}`;
    const changed = await root.patch(path, { city: 'Graz' }, { 'if-match': '"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ record: { city: 'Graz', version: 2 } });
    const stale = await root.patch(path, { city: 'Gent' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'stale', current: { city: 'Graz', version: 2 }, yours: { city: 'Gent' } });
    expect((await root.patch(path, { city: 'Gent' }, { 'if-match': '*' })).status).toBe(200);
  });

  it('is refused with every field that is wrong', async () => {
    const answer = await root.post('records/contacts', { email: 'nonsense', account: 'nobody' });
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(expect.arrayContaining(['email', 'account']));
  });

  it('is 403 where the verb is not granted and 404 where it is out of reach', async () => {
    expect((await reader.patch(`records/contacts/${first.id}`, { city: 'Rome' })).status).toBe(403);
    expect((await reader.post('records/contacts', { last_name: 'X' })).status).toBe(403);
    expect((await reader.get(`records/contacts/${acme.id}`)).status).toBe(404);
    expect((await root.delete(`records/contacts/${first.id}`)).body).toMatchObject({ status: 403, code: 'never_deleted' });
  });

  it('is deleted where the policy allows, and taken back', async () => {
    const product = await make('products', { name: 'Lamp' });
    const gone = await root.delete(`records/products/${product.id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await root.get(`records/products/${product.id}`)).status).toBe(404);
    const { rows } = await server.system.space.db.query({
      text: `select seq from "${server.system.space.space}".changes where record = $1 and after is null`,
      values: [product.id],
    });
    const undone = await root.post(`changes/${rows[0]?.[0]}/undo`);
    expect([undone.status, undone.body]).toEqual([200, { undone: 1, conflicts: [] }]);
    expect((await root.get(`records/products/${product.id}`)).body).toMatchObject({ record: { name: 'Lamp' } });
  });

  it('keeps its history when it is deleted, for whom could see it; both are undone by it', async () => {
    await make('permission_sets', { name: 'Own leads', grants: [{ target: 'leads', verb: 'view', scopes: ['own'] }] });
    const seer = await server.person('seer', 'Own leads');
    const mine = await make('leads', { name: 'Passing', owner: seer.id });
    const own = await make('leads', { name: 'Hidden', owner: root.id });
    for (const { id } of [mine, own]) expect((await root.delete(`records/leads/${id}`)).status).toBe(204);
    const historyOf = async (caller: typeof seer, id: unknown) => {
      const { status, body } = await caller.get(`records/leads/${id}/history`);
      return { status, changes: ((body as { changes?: Values[] }).changes ?? []) as (Values & { id: string })[] };
    };
    const seen = await historyOf(seer, mine.id);
    expect(seen.changes).toMatchObject([
      { verb: 'delete', before: { name: 'Passing' }, after: null, undoable: false },
      { verb: 'create', undoable: false },
    ]);
    expect((await historyOf(seer, own.id)).status).toBe(404);
    expect((await historyOf(root, crypto.randomUUID())).status).toBe(404);
    expect((await seer.post(`changes/${seen.changes[0]?.id}/undo`, {})).status).toBe(403);
    const [gone] = (await historyOf(root, own.id)).changes;
    expect(gone).toMatchObject({ verb: 'delete', undoable: true });
    expect((await root.post(`changes/${gone?.id}/undo`, {})).body).toEqual({ undone: 1, conflicts: [] });
    expect((await root.get(`records/leads/${own.id}`)).body).toMatchObject({ record: { name: 'Hidden' } });
    const back = (await historyOf(root, own.id)).changes;
    expect(back).toMatchObject([
      { verb: 'create', cause: { kind: 'undo', detail: `change ${gone?.id}` } },
      { verb: 'delete' },
      { verb: 'create' },
    ]);
    // The creation is undone as well, and that too is listed and taken back.
    expect((await root.post(`changes/${back[0]?.id}/undo`, {})).body).toEqual({ undone: 1, conflicts: [] });
    expect((await root.get(`records/leads/${own.id}`)).status).toBe(404);
    const [again] = (await historyOf(root, own.id)).changes;
    expect(again).toMatchObject({ verb: 'delete', cause: { kind: 'undo' } });
    expect((await root.post(`changes/${again?.id}/undo`, {})).status).toBe(200);
    expect((await root.get(`records/leads/${own.id}`)).status).toBe(200);
    expect((await root.post(`changes/${again?.id}/undo`, { why: 'x' })).body).toMatchObject({ status: 400, code: 'unexpected_body' });
  });

  it('is explained for others; who is not there is not found', async () => {
    const { id } = await make('leads', { name: 'Explained' });
    const path = `records/leads/${id}/explain?user=`;
    expect((await root.get(`${path}${reader.id}`)).status).toBe(200);
    expect((await root.get(`${path}${crypto.randomUUID()}`)).body).toMatchObject({ status: 404, code: 'not_found' });
    const off = await server.person('switched-off', 'Root');
    await root.patch(`records/users/${off.id}`, { status: 'disabled' });
    expect((await root.get(`${path}${off.id}`)).body).toMatchObject({
      explanation: [{ verb: 'view', allowed: false, missing: ['the account is not enabled'] }, {}, {}, {}],
    });
  });

  it('has a history with actor and cause [CS-076]', async () => {
    const { id } = await make('contacts', { last_name: 'Holm' });
    await root.patch(`records/contacts/${id}`, { city: 'Delft' }, { 'x-request-id': 'request-from-test' });
    const { changes } = (await root.get(`records/contacts/${id}/history`)).body as { changes: Values[] };
    expect(changes.map(({ verb }) => verb)).toEqual(['update', 'create']);
    expect(changes[0]).toMatchObject({
      actor: { id: root.id, title: 'root' },
      cause: { kind: 'user', detail: 'request-from-test' },
      before: { city: null },
      after: { city: 'Delft' },
    });
  });

  it('runs actions', async () => {
    const key = await make('api_keys', { name: 'k', user: root.id });
    const issued = await root.post(`records/api_keys/${key.id}/actions/issue`);
    expect(issued.body).toMatchObject({
      record: { id: key.id, start: expect.stringMatching(/^ktr_/) },
      result: { key: expect.stringMatching(/^ktr_/) },
    });
    expect(issued.text).not.toContain('key_hash');
    expect((await root.post(`records/api_keys/${key.id}/actions/isue`)).body).toMatchObject({
      status: 404,
      detail: expect.stringContaining('"issue"'),
    });
  });
});

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name });
  const counted = async (last_name: string) =>
    ((await root.get(`records/contacts?count=exact&filter=${encodeURIComponent(`last_name = "${last_name}"`)}`)).body as Listed).count;

  it('answers a repeat with the first result and makes one record', async () => {
    const once = await root.post('records/contacts', { last_name: 'Once' }, key('a'));
    const again = await root.post('records/contacts', { last_name: 'Once' }, key('a'));
    expect([again.status, again.text]).toEqual([201, once.text]);
    expect([again.headers.get('location'), again.headers.get('idempotent-replayed')]).toEqual([once.headers.get('location'), 'true']);
    expect(await counted('Once')).toBe(1);
  });

  it('makes one record for repeats at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => root.post('records/contacts', { last_name: 'Burst' }, key('b'))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await counted('Burst')).toBe(1);
  });

  it('refuses the key for anything else, and is everybody’s own', async () => {
    expect((await root.post('records/contacts', { last_name: 'Other' }, key('a'))).body).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    const colleague = await server.person('colleague', 'Root');
    expect((await colleague.post('records/contacts', { last_name: 'Other' }, key('a'))).status).toBe(201);
  });

  it('holds for mass edits, dry runs among them', async () => {
    const create = Array.from({ length: 3 }, () => ({ last_name: 'Many' }));
    const dry = await root.post('records/contacts/bulk', { create, dry_run: true }, key('bulk-dry'));
    expect([dry.status, await counted('Many')]).toEqual([200, 0]);
    const once = await root.post('records/contacts/bulk', { create }, key('bulk'));
    const again = await root.post('records/contacts/bulk', { create }, key('bulk'));
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, once.text, 'true']);
    expect(await counted('Many')).toBe(3);
    const other = await root.post('records/contacts/bulk', { create: create.slice(1) }, key('bulk'));
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    const many = { update: { filter: 'last_name = "Many"', set: { first_name: 'A' } } };
    const [left, right] = await Promise.all([
      root.post('records/contacts/bulk', many, key('together')),
      root.post('records/contacts/bulk', many, key('together')),
    ]);
    expect([left?.status, left?.text]).toEqual([200, right?.text]);
  });

  it('forgets what failed', async () => {
    expect((await root.post('records/contacts', { last_name: '' }, key('c'))).status).toBe(422);
    expect((await root.post('records/contacts', { last_name: 'Mended' }, key('c'))).status).toBe(201);
  });
});

describe('bulk, aggregate, search', () => {
  it('answers each row on its own, and a dry run changes nothing [CS-069]', async () => {
    const request = { create: [{ last_name: 'Row 1' }, { last_name: '' }, { last_name: 'Row 3' }] };
    const dry = await root.post('records/contacts/bulk', { ...request, dry_run: true });
    const wet = await root.post('records/contacts/bulk', request);
    for (const { status, body } of [dry, wet]) {
      expect(status).toBe(200);
      const { results } = body as { results: Values[] };
      expect(results.map(({ index, ok, status }) => [index, ok, status])).toEqual([
        [0, true, 'created'],
        [1, false, 'failed'],
        [2, true, 'created'],
      ]);
      expect(results[1]).toMatchObject({ id: null, errors: [{ field: 'last_name', code: 'required' }] });
    }
    expect(((await root.get('records/contacts?count=exact&q=row')).body as Listed).count).toBe(2);
  });

  it('makes a job of more than a thousand [CS-083]', async () => {
    const ids = Array.from({ length: 1001 }, () => second.id);
    const answer = await root.post('records/contacts/bulk', { update: { ids, set: { city: 'Lyon' } } });
    expect(answer.status).toBe(202);
    const { job } = answer.body as { job: string };
    expect((await root.get(`jobs/${job}`)).body).toMatchObject({ id: job, kind: 'bulk', state: 'queued', entity: 'contacts', errors: [] });
    expect((await root.get('jobs')).body).toMatchObject({ jobs: expect.arrayContaining([expect.objectContaining({ id: job })]) });
    expect((await reader.get(`jobs/${job}`)).status).toBe(404);
    expect((await root.get(`jobs/${job}`)).text).not.toContain('"params"');
    expect((await root.post(`jobs/${job}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect((await root.post(`jobs/${job}/cancel`)).status).toBe(409);
    const csv = await root.get(`jobs/${job}/errors.csv`);
    expect(csv.headers.get('content-disposition')).toContain('errors.csv');
    expect(csv.text.trim()).toBe('row,id,field,code,message');
  });

  it('groups and sums', async () => {
    const answer = await root.post('records/contacts/aggregate', {
      group_by: ['city'],
      filter: 'city = "Turku"',
      measures: [{ fn: 'count' }],
    });
    expect(answer.body).toEqual({ rows: [{ city: 'Turku', count: 5 }] });
  });

  it('answers many questions in their order, each by itself where one is refused', async () => {
    const about = { entity: 'contacts', filter: 'city = "Turku"' };
    const most = { fn: 'max', field: 'city' };
    const good = [
      { ...about, measures: [most] },
      { entity: 'contacts', measures: [{ fn: 'count', where: 'city = "Turku"' }] },
    ];
    const grouped = { ...about, group_by: ['city'], measures: [{ fn: 'count', field: 'city' }] };
    const told = [{ rows: [{ 'max(city)': 'Turku' }] }, { rows: [{ 'count where city = "Turku"': 5 }] }];
    const last = { rows: [{ city: 'Turku', 'count(city)': 5 }] };
    expect((await root.post('aggregates', { queries: [...good, grouped] })).body).toEqual({ answers: [...told, last] });
    const bad = { ...about, measures: [{ fn: 'sum', field: 'city' }] };
    const { answers } = (await root.post('aggregates', { queries: [...good, bad, grouped] })).body as { answers: Values[] };
    expect(answers.toSpliced(2, 1)).toEqual([...told, last]);
    expect(answers[2]).toMatchObject({ problem: { status: 400 } });
  });

  it('finds everything in reach, best first [CS-068]', async () => {
    const { hits } = (await root.get('search?q=acme')).body as { hits: Values[] };
    expect(hits[0]).toEqual({ entity: 'accounts', id: acme.id, title: 'Acme Oy' });
  });
});

describe('the schema', () => {
  it('tells nouns, rights and the caller', async () => {
    const { entities, me, workspace } = (await reader.get('entities')).body as { entities: Values[]; me: Values; workspace: Values };
    expect(me).toEqual({
      id: reader.id,
      name: 'reader',
      login: 'reader',
      root: false,
      features: [],
      assigns: false,
      owners: {},
      seen: null,
      zone: expect.any(String),
    });
    expect(workspace).toMatchObject({ name: server.name });
    const contacts = entities.find(({ name }) => name === 'contacts');
    expect(contacts).toMatchObject({
      label: 'Contact',
      can: { view: true, create: false, update: false, delete: false },
      fields: expect.any(Array),
    });
    expect(entities.map(({ name }) => name)).not.toContain('permission_sets');
    expect((await reader.get('entities/contacts')).body).toEqual(contacts);
    expect((await reader.get('entities/permission_sets')).status).toBe(404);
    expect((await root.get('entities')).body).toMatchObject({ me: { root: true, features: expect.arrayContaining(['administration']) } });
  });
});
