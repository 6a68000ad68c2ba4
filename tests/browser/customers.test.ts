// A customer who was given everything: customer mode still keeps to the own company, on every screen and at every address.

import type { Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { endpointsOf } from '../../server/registry.ts';
import { pages } from '../../ui/help/pages.ts';
import { type House, missing, openHouse, setUp, signIn } from './house.ts';
import { watcher } from './watcher.ts';

/** Begins every word of the other company, and no word that is in an answer for another reason. */
const MARK = 'Zwxq';

/** Bills and other papers of a company. */
const DOCUMENTS = ['quotes', 'sales_orders', 'invoices', 'payments', 'contracts'];

describe.skipIf(missing)(`a customer${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  const customer = { login: 'cleo', password: signIn.password };
  /** Of what is the customer's own, and of what is not; by noun, `report_files` and `jobs` among them. */
  const own: Record<string, string> = {};
  const foreign: Record<string, string> = {};

  setUp(async () => {
    house = await openHouse();
    for (const ids of [own, foreign]) for (const noun of Object.keys(ids)) delete ids[noun];
    const { records } = house.system;
    const boss = await house.idOf('users', 'login = "boss"');
    own.accounts = String((await records.create('accounts', { name: 'Own Oy', city: 'Turku' })).id);
    const department = await house.idOf('departments');
    const grants = ['administration', 'set_authorization'].map((feature) => ({ target: `feature:${feature}`, verb: '*' }));
    for (const { name, area, parent } of Object.values(house.system.schema.entities))
      if (!parent && area === 'administration') grants.push({ target: name, verb: '*', scopes: ['all'] } as (typeof grants)[number]);
    const all = String((await records.create('permission_sets', { name: 'All there is', grants })).id);
    own.users = String(
      (
        await records.create('users', {
          ...{ ...customer, name: 'Cleo Customer', department, account: own.accounts },
          permission_sets: [
            await house.idOf('permission_sets', 'name = "Customer"'),
            await house.idOf('permission_sets', 'name = "Staff"'),
            all,
          ],
        })
      ).id,
    );
    const seller = String((await records.create('accounts', { name: 'Seller Oy', vat_number: 'FI12345671' })).id);
    await records.update('document_settings', String((await house.system.settings('document_settings')).id), { company: seller });
    const send = await signedIn(signIn);
    await plant(send, own, 'Own', { boss, department });
    await plant(send, foreign, MARK, { boss, department });
    // Of the own company, but not out of the house yet.
    for (const noun of DOCUMENTS.filter((name) => name !== 'payments')) {
      const draft = { subject: `${MARK} draft`, account: own.accounts, owner: boss };
      foreign[`draft of ${noun}`] = String((await records.create(noun, draft)).id);
    }
  });

  /** Somebody by the API. */
  async function signedIn(who: { login: string; password: string }) {
    const { origin } = new URL(house.address);
    const json = { origin, 'content-type': 'application/json' };
    const answer = await fetch(`${house.address}/api/v1/session`, { method: 'POST', body: JSON.stringify(who), headers: json });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return (method: string, path: string, body?: FormData | object) => {
      const isForm = body instanceof FormData;
      const headers = isForm || body === undefined ? { origin, cookie } : { ...json, cookie };
      return fetch(`${house.address}/api/v1/${path}`, {
        ...{ method, headers },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
    };
  }

  /** A record of each noun that tells of a company; `word` stands in every text of it. */
  async function plant(
    send: Awaited<ReturnType<typeof signedIn>>,
    ids: Record<string, string>,
    word: string,
    { boss, department }: { boss: string; department: string },
  ) {
    const make = async (entity: string, values: Values) => {
      const owned = house.system.schema.entities[entity]?.owned ? { owner: boss } : {};
      ids[entity] ??= String((await house.system.records.create(entity, { ...owned, ...values })).id);
      return ids[entity];
    };
    const account = await make('accounts', {
      name: `${word} Ab`,
      city: `${word}stad`,
      description: `${word} text`,
      email: `a@${word}.example`,
    });
    const address = { city: `${word}by`, email: `p@${word}.example`, phone: '+358 40 1234567' };
    const contact = await make('contacts', {
      first_name: `${word}a`,
      last_name: `${word}son`,
      account,
      ...address,
      next_action_on: '2026-03-02',
    });
    const deal = await make('deals', {
      name: `${word} deal`,
      account,
      contact,
      amount: '700',
      next_step: `${word} step`,
      description: `${word} d`,
    });
    await make('leads', { name: `${word} lead`, company: `${word} Ab`, city: `${word}by`, next_action_on: '2026-03-02' });
    const papers = { account, subject: `${word} paper`, notes: `${word} notes` };
    const lines = [{ description: `${word} work`, quantity: '1', unit_price: { amount: word === MARK ? '70' : '30', currency: 'EUR' } }];
    await make('quotes', { ...papers, lines, status: 'sent' });
    await make('sales_orders', { ...papers, lines, status: 'confirmed' });
    await make('invoices', { ...papers, lines, status: 'unpaid' });
    await make('contracts', { account, subject: `${word} contract`, status: 'active', signed_on: '2026-03-01' });
    const allocations = [{ invoice: ids.invoices, amount: { amount: '5', currency: 'EUR' } }];
    await make('payments', { account, amount: { amount: '5', currency: 'EUR' }, reference: `${word} paid`, allocations });
    const related_to = { entity: 'deals', id: deal };
    const hours = { starts_at: '2026-03-02T10:00:00Z', ends_at: '2026-03-02T11:00:00Z', status: 'open' };
    await make('activities', {
      subject: `${word} meeting`,
      kind: 'event',
      ...hours,
      related_to,
      account,
      contact,
      place: `${word} street`,
    });
    await make('comments', { about: { entity: 'accounts', id: account }, text: `<p>${word} said</p>` });
    await make('interest_groups', { name: `${word} group` });
    await make('group_members', { group: ids.interest_groups, member: { entity: 'contacts', id: contact }, remark: `${word} remark` });
    const type = await house.idOf('relation_types');
    const ends = { source: { entity: 'accounts', id: account }, target: { entity: 'contacts', id: contact } };
    await make('relations', { ...ends, type, remark: `${word} relation` });
    await make('targets', { name: `${word} target`, goal: 'count', period: 'year', starts_on: '2026-01-01', value: '5' }).catch(
      () => undefined,
    );
    await make('saved_views', {
      entity: 'deals',
      name: `${word} view`,
      layout: 'list',
      filter: `name = "${word} deal"`,
      shared: 'everybody',
    });
    await make('dashboards', { name: `${word} board`, widgets: [], shared: 'everybody' });
    const columns = [{ id: 'c1', level: 0, value: 'name' }];
    const definition = { entity: 'deals', links: [], columns, filter: { level: 0, where: `name = "${word} deal"` } };
    await make('reports', { name: `${word} report`, definition: { ...definition, filter: undefined }, shared: 'everybody' });
    await make('owner_groups', { name: `${word} owners`, members: [boss] });
    await make('users', { name: `${word} user`, login: `${word}.user`, department, account, password: signIn.password });
    const sent = async (path: string, body: FormData | object) => {
      const answer = await send('POST', path, body);
      expect([path, answer.ok]).toEqual([path, true]);
      return (await answer.json()) as Values;
    };
    const form = new FormData();
    form.set('file', new Blob([`${word} file`]), `${word}.txt`);
    ids.files = ((await sent(`records/accounts/${account}/files`, form)).record as { id: string }).id;
    ids.report_files = String((await sent(`reports/${ids.reports}/files`, { format: 'csv' })).id);
    ids.jobs = String((await sent('records/deals/bulk', { create: [{ name: `${word} bulk` }] })).job);
    const changes = await house.system.records.history('deals', deal);
    ids.changes = String(changes.changes[0]?.id);
  }

  const told = (text: string) => [
    ...new Set([
      ...(text.match(new RegExp(`.{0,40}${MARK}.{0,20}`, 'i')) ?? []),
      ...Object.entries(foreign).flatMap(([noun, id]) => (id.length > 30 && text.includes(id) ? [`id of ${noun}`] : [])),
    ]),
  ];

  it('hears nothing of another company on any screen [TT-10]', async () => {
    const page = await house.open('/jobs', { as: customer });
    const watch = watcher(page);
    const found: object[] = [];
    const heard: Promise<boolean>[] = [];
    const listen = async (answer: Response): Promise<boolean> => {
      // What the page has given up meanwhile has no text; nobody saw it.
      const body = await answer.text().catch(() => null);
      // What was asked for by its id may be named in the refusal.
      const leaks = told(body ?? '').filter((leak) => !(answer.status() >= 400 && leak.startsWith('id of ')));
      if (leaks.length > 0) found.push({ url: answer.url(), leaks });
      return body !== null;
    };
    page.on('response', (answer) => {
      if (answer.url().includes('/api/v1/') && !answer.url().includes('/events')) heard.push(listen(answer));
    });
    const nouns = Object.values(house.system.schema.entities).filter(({ parent, single }) => !parent && !single);
    const screens = new Set(pages.flatMap((one) => one.screens).map((path) => path.replace(/\/\{-\$\w+\}/, '')));
    // Of nouns that no customer knows one stands for all: they are not there.
    const unknown = new Set(nouns.filter(({ name, customer: whose }) => !whose && name !== 'leads').map(({ name }) => `/${name}`));
    const paths = [...screens].filter((path) => !path.includes('$') && !unknown.has(path));
    for (const noun of ['accounts', 'contacts', 'deals', 'activities', 'files', 'users', 'leads', 'reports', 'invoices'])
      paths.push(`/${noun}/${foreign[noun]}`);
    for (const noun of ['accounts', 'deals', 'invoices']) paths.push(`/${noun}/${own[noun]}`);
    paths.push('/deals?face=board', '/deals?group=stage', '/deals?face=chart', '/merge/accounts', '/duplicates/contacts', '/contacts/new');
    for (const path of paths) {
      await page.evaluate((to) => history.pushState({}, '', to), house.address + path);
      await page.locator('#content').locator('h1, h2, h3, form, [role=alert], a').first().waitFor();
      await watch.quiet();
      const leaks = told(await page.evaluate(() => document.body.innerText));
      if (leaks.length > 0) found.push({ path, leaks });
    }
    const answers = (await Promise.all(heard)).filter(Boolean);
    expect(found).toEqual([]);
    expect(answers.length).toBeGreaterThan(paths.length);
    expect(house.faults).toEqual([]);
  });

  it('hears nothing of it from any address of the API, whatever is asked with [TT-10]', async () => {
    const send = await signedIn(customer);
    const found: object[] = [];
    const statuses = new Set<number>();
    const ask = async (method: string, path: string, data?: object) => {
      const answer = await send(method, path, data);
      statuses.add(answer.status);
      const asked = `${path} ${JSON.stringify(data ?? '')}`;
      const leaks = told(await answer.text()).filter(
        (leak) => !leak.startsWith('id of ') || !asked.includes(foreign[leak.slice(6)] ?? '-'),
      );
      if (leaks.length > 0 || answer.status >= 500) found.push({ method, path, data, status: answer.status, leaks });
    };
    const nouns = Object.values(house.system.schema.entities).filter(({ parent }) => !parent);
    const user = foreign.users ?? '';
    for (const { method, path } of endpointsOf({} as never).filter((one) => one.method === 'GET' && one.path !== '/events')) {
      const filled = path.slice(1).replace('{user}', user).replace('{entity}', 'deals').replace('{provider}', 'x').replace('{secret}', 'x');
      for (const id of [foreign.deals, foreign.reports, foreign.report_files, foreign.files, foreign.jobs]) {
        await ask(method, filled.replace(/\{\w+\}/, id ?? 'x'));
        if (!filled.includes('{')) break;
      }
    }
    await ask('GET', `search?q=${MARK}`);
    for (const { name, title } of nouns) {
      const id = foreign[name] ?? foreign.deals;
      for (const path of [
        '?limit=200',
        `?q=${MARK}`,
        '/export',
        `/${id}`,
        `/${id}/history`,
        `/${id}/explain`,
        `/${id}/explain?user=${user}`,
      ])
        await ask('GET', `records/${name}${path}`);
      const groupBy = typeof title === 'string' && title in (house.system.schema.entities[name]?.fields ?? {}) ? [title] : ['id'];
      await ask('POST', `records/${name}/aggregate`, { groupBy, measures: [{ fn: 'count' }] });
      await ask('POST', `records/${name}/aggregate`, { groupBy: ['owner'], measures: [{ fn: 'count' }], filter: 'true' });
      await ask('GET', `duplicates/${name}`);
      await ask('PATCH', `records/${name}/${id}`, {});
      await ask('DELETE', `records/${name}/${id}`);
    }
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:00Z' };
    await ask('POST', 'services/calendar', { ...range });
    await ask('POST', 'services/calendar', { ...range, users: [user] });
    await ask('POST', 'services/busy', { ...range, users: [user] });
    await ask('POST', 'services/event_file', { id: foreign.activities });
    for (const noun of ['accounts', 'contacts', 'leads', 'deals']) {
      const likely = { last_name: `${MARK}son`, name: `${MARK} Ab`, email: `p@${MARK}.example`, city: `${MARK}by` };
      await ask('POST', `records/${noun}/duplicates`, { values: likely });
      await ask('POST', `duplicates/${noun}/among`, { filter: 'true' });
      await ask('POST', `records/${noun}/merge`, { keep: own.contacts, others: [foreign[noun]] });
      await ask('POST', `records/${noun}/bulk`, { update: { ids: [foreign[noun]], set: {} }, dry_run: true });
    }
    await ask('POST', 'records/contacts', { last_name: 'Mine', account: foreign.accounts });
    await ask('PATCH', `records/contacts/${own.contacts}`, { account: foreign.accounts });
    await ask('POST', `changes/${foreign.changes}/undo`);
    await ask('POST', 'records/comments', { about: { entity: 'accounts', id: foreign.accounts }, text: '<p>x</p>' });
    await ask('GET', `records/deals?filter=${encodeURIComponent(`account.name = "${MARK} Ab"`)}&fields=account.name,account.city`);
    await ask('GET', `records/accounts?fields=${encodeURIComponent('name,parent.name,parent.city')}`);
    const preview = { entity: 'deals', links: [], columns: [{ id: 'c1', level: 0, value: 'name' }] };
    await ask('POST', 'reports/preview', { definition: preview });
    await ask('POST', 'services/document_terms', { customer: foreign.accounts });
    for (const noun of DOCUMENTS) {
      await ask('POST', `records/${noun}/${foreign[noun]}/actions/print`);
      await ask('POST', 'services/create_document', { template: foreign.reports, entity: noun, id: foreign[noun] });
      await ask('POST', 'services/offered_templates', { entity: noun, id: foreign[noun] });
    }
    expect(found).toEqual([]);
    expect([200, 403, 404].filter((status) => !statuses.has(status))).toEqual([]);
  });

  it('reads its own bills, in lists, files, sums and reports alike, and no other ones [TT-10]', async () => {
    const send = await signedIn(customer);
    const read = async (path: string, body?: object) => (await send(body ? 'POST' : 'GET', path, body)).json() as Promise<Values>;
    for (const noun of DOCUMENTS) {
      const { records } = await read(`records/${noun}`);
      expect([noun, (records as Values[]).map(({ id }) => id)]).toEqual([noun, [own[noun]]]);
      const file = await (await send('GET', `records/${noun}/export?format=csv&fields=id`)).text();
      expect([noun, file.includes(own[noun]!), file.includes(foreign[noun]!)]).toEqual([noun, true, false]);
    }
    const sum = { fn: 'sum', field: 'net', as: 'net' };
    expect((await read('records/invoices/aggregate', { measures: [{ fn: 'count' }, sum] })).rows).toMatchObject([
      { count: 1, net: { amount: '30.00' } },
    ]);
    const columns = [{ id: 'c1', level: 0, value: 'net', totals: ['sum'] }];
    const { head, rows } = (await read('reports/preview', { definition: { entity: 'invoices', links: [], columns } })) as Values;
    expect((rows as { ids: string[] }[]).map(({ ids }) => ids[0])).toEqual([own.invoices]);
    expect((head as { totals: { rows: number }[] }).totals[0]?.rows).toBe(1);
    expect((await send('PATCH', `records/contacts/${own.contacts}`, { city: 'Oulu' })).status).toBe(200);
    expect((await send('PATCH', `records/contacts/${foreign.contacts}`, { city: 'Oulu' })).status).toBe(404);
  });
});
