// The rights that hold, of one user and of all: each with the record that says so, and nothing for whoever may not ask.

import { describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const { records } = server.system;
const grants = [
  { target: 'deals', verb: 'view', scopes: ['same_unit'] },
  { target: 'feature:administration', verb: '*' },
  { target: 'users', verb: 'view', scopes: ['all'] },
];
await records.create('permission_sets', { name: 'Overseers', grants });
const overseer = await server.person('overseer', 'Overseers');
const agent = await server.person('agent', 'Agent');

type Effective = {
  root: unknown;
  features: { name: string; sources: { kind: string; record: { title: string } }[] }[];
  nouns: { entity: string; verbs: { verb: string; scopes: string[]; sources: { source: { record: { title: string } } }[] }[] }[];
};
const rightsOf = async (asker: typeof root, id: string) =>
  ((await asker.get(`users/${id}/rights`)).body as { rights: Effective | null }).rights;

describe('the rights that hold', () => {
  it('name noun, verb, scopes and the set that gives them [PX-03]', async () => {
    const rights = await rightsOf(root, overseer.id);
    const deals = rights?.nouns.find(({ entity }) => entity === 'deals');
    expect(deals?.verbs).toMatchObject([
      { verb: 'view', scopes: ['same_unit'], sources: [{ source: { record: { title: 'Overseers' } } }] },
    ]);
    expect(rights?.features).toMatchObject([
      { name: 'administration', sources: [{ kind: 'permission_set', record: { title: 'Overseers' } }] },
    ]);
    expect(await rightsOf(root, root.id)).toMatchObject({ root: [{ record: { title: 'Root' } }], nouns: [] });
  });

  it('show no noun that hangs on another one which is not granted at all', async () => {
    const nouns = async (who: typeof root) =>
      ((await who.get('entities')).body as { entities: { name: string; can: { view: boolean } }[] }).entities
        .filter(({ can }) => can.view)
        .map(({ name }) => name);
    // Whoever sees an invoice sees how far its e-invoice is; who sees none has no list of them.
    expect(await nouns(overseer)).toContain('deals');
    expect(await nouns(overseer)).not.toContain('e_invoice_deliveries');
    expect((await overseer.get('records/e_invoice_deliveries')).status).toBe(403);
    await records.create('permission_sets', { name: 'Billing', grants: [{ target: 'invoices', verb: 'view', scopes: ['own'] }] });
    expect(await nouns(await server.person('biller', 'Billing'))).toContain('e_invoice_deliveries');
  });

  it('are one’s own to ask for, those of others for administrators; an account that is off has none [PX-03]', async () => {
    expect((await rightsOf(agent, agent.id))?.nouns.map(({ entity }) => entity)).toContain('deals');
    expect((await agent.get(`users/${overseer.id}/rights`)).status).toBe(403);
    expect((await agent.get('rights')).status).toBe(403);
    expect((await agent.get('rights.csv')).status).toBe(403);
    const off = await server.person('off', 'Agent');
    await records.update('users', off.id, { status: 'disabled' });
    expect(await rightsOf(overseer, off.id)).toBeNull();
  });

  it('of all users are a page and a file, with the last sign-in [PX-03]', async () => {
    const { users } = (await overseer.get('rights')).body as {
      users: { user: { login: string; last_sign_in_at: string }; rights: Effective }[];
    };
    const one = users.find(({ user }) => user.login === 'agent');
    expect(one?.user.last_sign_in_at).toMatch(/^\d{4}-/);
    expect(one?.rights.nouns.map(({ entity }) => entity)).toContain('deals');
    const chosen = (await overseer.get('rights?filter=login%20%3D%20%22agent%22')).body as { users: unknown[] };
    expect(chosen.users).toHaveLength(1);
    const file = await overseer.get('rights.csv');
    expect(file.headers.get('content-disposition')).toContain('rights-');
    const [head = '', ...lines] = file.text.split('\r\n');
    const line = lines.find((text) => text.startsWith('overseer,'));
    expect(head).toContain('Last sign-in');
    expect(line).toContain('view: same_unit');
  });

  it('what can be granted is told to whoever passes on rights, with what he may give [SC-13] [SC-14]', async () => {
    type Told = {
      bound: boolean;
      targets: { target: string; verbs: { verb: string; gives: string[] }[] }[];
      features: { name: string; gives: boolean }[];
    };
    expect((await agent.post('services/rights_catalogue', {})).status).toBe(403);
    await records.create('permission_sets', { name: 'Readers of rights', grants: [{ target: 'feature:administration', verb: '*' }] });
    const reader = (await (await server.person('reader', 'Readers of rights')).post('services/rights_catalogue', {})).body as Told;
    expect(reader.targets.flatMap(({ verbs }) => verbs.flatMap((verb) => verb.gives))).toEqual([]);
    await records.create('permission_sets', {
      name: 'Givers',
      grants: [...grants, { target: 'feature:set_authorization', verb: '*' }],
    });
    const giver = await server.person('giver', 'Givers');
    await records.update('users', giver.id, { own_rights_only: true });
    const told = (await giver.post('services/rights_catalogue', {})).body as Told;
    const gives = (target: string, verb: string) =>
      told.targets.find((one) => one.target === target)?.verbs.find((one) => one.verb === verb)?.gives;
    expect(told.bound).toBe(true);
    expect(gives('deals', 'view')).toEqual(['same_unit']);
    expect(gives('deals', 'update')).toEqual([]);
    expect(gives('leads', 'view')).toEqual([]);
    const all = (await root.post('services/rights_catalogue', {})).body as Told;
    expect(all.targets.find(({ target }) => target === 'leads')?.verbs.find(({ verb }) => verb === 'view')?.gives).toHaveLength(6);
  });
});
