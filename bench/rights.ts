// `kontor bench --only rights`: the same list for root and for somebody whose reach comes of sets, groups and a tree of departments.

import { type Instance, openInstance } from '../app/instance.ts';
import { idOf } from './data.ts';
import { fillPlain } from './fill.ts';
import { client, type Figures, type LoadRequest, load, median, once, type Settings, type Target } from './load.ts';
import { cpu, startKontor, stop } from './servers.ts';

const workspace = 'rights';
const DEPARTMENTS = 500;
const USERS = 2000;

const fields = 'fields=first_name,last_name,email,phone,city,status,owner,account,updated_at';
const lists: Readonly<Record<string, string>> = {
  'the list': '',
  'of a status': `&filter=${encodeURIComponent('status = "qualified"')}`,
  'by name': '&sort=last_name',
  'with a word': '&q=berg',
};

export async function measureRights(folder: string, settings: Settings): Promise<void> {
  const keys = await prepare(folder, settings.contacts);
  const kontor = await startKontor(folder);
  try {
    console.log(
      `\n${settings.contacts.toLocaleString('en')} contacts, ${USERS} users in ${DEPARTMENTS} departments, ${settings.connections} connections, client ${client}\n`,
    );
    console.log('| list | in reach | root req/s | person req/s | ratio | goal | root CPU ms | person CPU ms | ratio of CPU | errors |');
    console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
    for (const [name, query] of Object.entries(lists)) {
      const path = `/${workspace}/api/v1/records/contacts?${fields}${query.includes('sort') ? '' : '&sort=-updated_at'}&limit=50${query}`;
      const target = (who: keyof typeof keys): Target => ({ base: kontor.base, headers: { authorization: `Bearer ${keys[who]}` } });
      const seen = await once(target('person'), { method: 'GET', path: `${path}&count=exact` });
      const measured = { root: [] as Figures[], person: [] as Figures[] };
      for (let round = 0; round < settings.rounds; round++) {
        for (const who of ['root', 'person'] as const) {
          const requests: LoadRequest[] = [{ method: 'GET', path }];
          await load(target(who), requests, settings.connections, 1);
          const before = await cpu(folder, kontor.child);
          const figures = await load(target(who), requests, settings.connections, settings.seconds);
          const used = (await cpu(folder, kontor.child)) - before;
          measured[who].push({ ...figures, cpu: used / (figures.perSecond * settings.seconds) });
        }
      }
      const [root, person] = [median(measured.root), median(measured.person)];
      const cells = [
        ...[
          (JSON.parse(seen.text) as { count?: number }).count ?? `${seen.status}`,
          root.perSecond.toFixed(0),
          person.perSecond.toFixed(0),
        ],
        ...[(person.perSecond / root.perSecond).toFixed(2), '0.6', root.cpu?.toFixed(2), person.cpu?.toFixed(2)],
        ...[((root.cpu ?? 0) / (person.cpu ?? 1)).toFixed(2), root.failed + person.failed],
      ];
      console.log(`| ${name} | ${cells.join(' | ')} |`);
    }
  } finally {
    await stop(kontor.child);
  }
}

async function prepare(folder: string, contacts: number): Promise<{ root: string; person: string }> {
  const instance = await openInstance({ settings: { dataFolder: folder, databaseUrl: '' }, queue: 'none', log: () => {} });
  try {
    const { engine } = instance;
    if (!(await engine.workspaces.list()).includes(workspace)) {
      const { rows } = await engine.database.as(null).query({ text: `select to_regclass('plain.contacts')`, values: [] });
      if (!rows[0]?.[0]) await fillPlain(instance, contacts);
      await engine.workspaces.create(workspace);
      await fill(instance);
      await engine.database.as(null).query({ text: 'vacuum analyze', values: [], alone: true });
    }
    return { root: await keyOf(instance, ROOT), person: await keyOf(instance, PERSON) };
  } finally {
    await instance.close();
  }
}

const [ROOT, PERSON] = [idOf('users', 1), idOf('users', 2)];

/** A tree six wide; the person stands in the first department below the top, which has a sixth of the house below it. */
async function fill(instance: Instance): Promise<void> {
  const { engine } = instance;
  const space = (await engine.workspace(workspace))!;
  const { records } = engine.system(space, { kind: 'system', detail: 'bench' });
  const top = String((await records.list('departments', { fields: ['id'], limit: 1 })).records[0]!.id);
  const root = String((await records.list('permission_sets', { filter: 'root = true', fields: ['id'] })).records[0]!.id);
  const sets: string[] = [];
  for (const [name, scopes] of [
    ['Own', ['own', 'own_groups']],
    ['Department', ['same_unit']],
    ['Below', ['sub_units', 'role_branch']],
  ] as const) {
    const grants = ['view', 'update'].map((verb) => ({ target: 'contacts', verb, scopes }));
    const read = { target: 'accounts', verb: 'view', scopes: ['all'] };
    sets.push(String((await records.create('permission_sets', { name, grants: [...grants, read] })).id));
  }
  const id = (table: string, column: string) => `('${table}-0000-7000-8000-' || lpad(to_hex(${column}), 12, '0'))::uuid`;
  const department = (column: string) => `case when ${column} = 0 then '${top}'::uuid else ${id('00000004', column)} end`;
  const s = space.space;
  const texts = [
    `insert into ${s}.departments (id, name, kind, parent, created_at, updated_at, version)
       select ${id('00000004', 'i')}, 'Department ' || i, 'department', ${department('(i - 1) / 6')}, now(), now(), 1 from generate_series(1, ${DEPARTMENTS}) i`,
    `insert into ${s}.users (id, login, name, status, department, permission_sets, created_at, updated_at, version)
       select ${id('00000001', 'i')}, 'rights' || i, 'User ' || i, 'enabled',
         case when i = 2 then ${id('00000004', '1')} else ${department(`i % ${DEPARTMENTS + 1}`)} end,
         case when i = 1 then '{${root}}'::uuid[] when i = 2 then '{${sets.join()}}'::uuid[] else '{}' end, now(), now(), 1 from generate_series(1, ${USERS}) i`,
    `insert into ${s}.accounts (id, name, city, owner, created_at, updated_at, version)
       select ${id('00000002', 'a.id')}, a.name, a.city, ${id('00000001', `1 + a.id % ${USERS}`)}, now(), now(), 1 from plain.accounts a`,
  ];
  for (const text of texts) await engine.database.transaction(null, (tx) => tx.query({ text, values: [] }), { timeout: 0 });
  for (let i = 0; i < 5; i++) {
    const members = [PERSON, ...Array.from({ length: 20 }, (_, k) => idOf('users', 3 + i * 20 + k))];
    await records.create('owner_groups', { name: `Group ${i}`, members });
  }
  const owner = `coalesce((select array_agg(g.id) from ${s}.owner_groups g)[1 + plain.h(c.id, 78, 100)], ${id('00000001', `1 + plain.h(c.id, 77, ${USERS})`)})`;
  const text = `insert into ${s}.contacts (id, kind, first_name, last_name, email, phone, account, owner, created_by, city, status, description, created_at, updated_at, version)
       select ${id('00000003', 'c.id')}, 'person', split_part(c.name, ' ', 1), split_part(c.name, ' ', 2), c.email, c.phone, ${id('00000002', 'c.account_id')},
         ${owner}, ${id('00000001', `1 + plain.h(c.id, 79, ${USERS})`)}, c.city, c.status, c.notes, c.created_at, c.updated_at, 1 from plain.contacts c`;
  await engine.database.transaction(null, (tx) => tx.query({ text, values: [] }), { timeout: 0 });
}

async function keyOf({ engine }: Instance, user: string): Promise<string> {
  const system = engine.system((await engine.workspace(workspace))!, { kind: 'system', detail: 'bench' });
  const made = await system.records.create('api_keys', { name: `bench ${Date.now()}`, user });
  const { result } = await system.act('api_keys', String(made.id), 'issue');
  return (result as { key: string }).key;
}
