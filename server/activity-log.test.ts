// The activity log: who did what and when, by every question one may ask of it, cut to what its reader reaches.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, testServer } from '../tests/http.ts';

type Entry = {
  id: string;
  at: string;
  verb: string;
  entity: string;
  record: string;
  title?: string;
  summary: string;
  actor: { title: string };
};
type Page = { changes: Entry[]; next: string | null; reached: string | null };

const server = await testServer();
const root = await server.person('root', 'Root');
const make = async (as: Caller, entity: string, values: object) =>
  ((await as.post(`records/${entity}`, values)).body as { record: { id: string } }).record.id;

await make(root, 'permission_sets', {
  name: 'Own only',
  grants: [
    { target: 'contacts', verb: '*', scopes: ['own'] },
    { target: 'deals', verb: 'view', scopes: ['all'] },
  ],
  field_rights: [{ target: 'contacts', field: 'city', right: 'hidden' }],
});
const agent = await server.person('agent', 'Own only');
const acme = await make(root, 'accounts', { name: 'Acme Oy' });
const hers = await make(root, 'contacts', { last_name: 'Åberg', city: 'Turku', owner: agent.id });
const other = await make(root, 'contacts', { last_name: 'Berg', city: 'Oslo', account: acme });
// Instants of the wire have milliseconds, those of the database more.
const moment = () => new Promise((done) => setTimeout(done, 3));
await moment();
const middle = new Date().toISOString();
await moment();
await root.patch(`records/contacts/${hers}`, { city: 'Rauma' });
await root.patch(`records/contacts/${hers}`, { last_name: 'Öberg' });
await agent.patch(`records/contacts/${hers}`, { title: 'Director' });
const deal = await make(root, 'deals', { name: 'Big deal', account: acme });
await root.delete(`records/deals/${deal}`);

const ask = async (as: Caller, query: string) => {
  const { status, body } = await as.get(`changes?${query}`);
  expect(status).toBe(200);
  return body as Page;
};
const said = ({ changes }: Page) => changes.map(({ verb, title, summary }) => `${verb} ${title}: ${summary}`);

describe('the activity log [PX-36]', () => {
  it.each<[string, string, string[]]>([
    ['by noun, newest first', 'entity=deals', ['delete Big deal', 'create Big deal']],
    [
      'by record',
      `record=${hers}`,
      ['update Öberg: Job title: Director', 'update Öberg: Last name: Åberg → Öberg', 'update Öberg: City: Turku → Rauma', 'create Öberg'],
    ],
    ['by user', `user=${agent.id}&entity=contacts`, ['update Öberg: Job title: Director']],
    ['by what was done', 'verb=delete,convert', ['delete Big deal']],
    ['by way', 'cause=import', []],
    ['since then', `entity=contacts&from=${middle}`, ['update Öberg: Job title', 'update Öberg: Last name', 'update Öberg: City']],
    ['until then', `entity=contacts&to=${middle}`, ['create Berg', 'create Öberg']],
    ['by a value, whatever its accents', 'entity=contacts&q=RAUMA', ['update Öberg: City: Turku → Rauma']],
    ['by the label of a field', 'entity=contacts&verb=update&q=last%20name', ['update Öberg: Last name']],
    ['by the name of a record', 'entity=accounts&q=acme', ['create Acme Oy']],
    ['by a person', 'entity=contacts&q=agent&verb=update', ['update Öberg: Job title: Director']],
  ])('is asked %s', async (_, query, expected) => {
    const found = said(await ask(root, query));
    expect(found).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  it('has pages without gaps and doubles, also where an index does not help', async () => {
    for (const query of ['', '&cause=user,api', '&q=e']) {
      const whole = (await ask(root, `limit=500${query}`)).changes.map(({ id }) => id);
      const pages: string[] = [];
      for (let after = ''; ; ) {
        const page = await ask(root, `limit=3${query}${after}`);
        pages.push(...page.changes.map(({ id }) => id));
        if (page.next === null) break;
        expect(page.reached).not.toBeNull();
        after = `&after=${page.next}`;
      }
      expect(whole.length).toBeGreaterThan(6);
      expect(pages).toEqual(whole);
    }
  });

  it('tells nothing of records and fields out of reach', async () => {
    expect(said(await ask(agent, 'entity=contacts'))).toEqual([
      expect.stringContaining('update Öberg: Job title: Director'),
      expect.stringContaining('update Öberg: Last name'),
      expect.stringContaining('create Öberg'),
    ]);
    const all = await agent.get('changes?limit=500');
    for (const word of ['Rauma', 'Turku', 'Berg"']) expect(all.text).not.toContain(word);
    expect(said(await ask(agent, 'q=rauma'))).toEqual([]);
    expect(said(await ask(agent, `record=${other}`))).toEqual([]);
    expect((await agent.get('changes?entity=accounts')).status).toBe(403);
    expect((await server.stranger.get('changes')).status).toBe(401);
  });

  it.each(['csv', 'xlsx'])('goes into a file as %s, with what may be exported', async (format) => {
    const file = await root.get(`changes/export?format=${format}&entity=contacts`);
    expect([file.status, file.headers.get('content-disposition')]).toEqual([200, expect.stringContaining(`.${format}`)]);
    if (format === 'csv')
      expect(file.text).toMatch(/Time,User,By way of,What,Module,Record,Record ID,Changes\r\n.*agent,\w+,update,Contact,Öberg,/);
    const own = await agent.get(`changes/export?entity=contacts`);
    expect([own.text.includes('Öberg'), own.text.includes('Berg,'), own.text.includes('Rauma')]).toEqual([true, false, false]);
    expect((await agent.get(`changes/export?entity=deals`)).status).toBe(403);
  });

  it.each(['after=x', 'user=me', 'record=1', 'from=yesterday', 'what=1'])('refuses %s', async (query) => {
    expect((await root.get(`changes?${query}`)).status).toBe(400);
  });
});

describe('with many changes of one moment [PX-36]', () => {
  beforeAll(async () => {
    await server.engine.database.transaction(null, (tx) =>
      tx.query({
        text: `insert into "${server.system.space.space}".changes (at, cause, verb, entity, record, after)
          select case when n % 3 = 0 then '2020-01-01'::timestamptz else '2020-01-01'::timestamptz + n * interval '1 second' end, 'import', 'create', 'accounts', $1, jsonb_build_object('name', 'Nr ' || n) from generate_series(1, 9000) n`,
        values: [acme],
      }),
    );
  });

  it('finds the few it is asked for', async () => {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await ask(root, `entity=accounts&q=nr%2089&limit=20${after}`);
      found.push(...page.changes.map(({ summary }) => summary));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(new Set(found).size).toBe(111);
    expect(found.length).toBe(111);
  });
});
