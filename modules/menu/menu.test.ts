// The menu as administrators arrange it: told to each person as it is for him, from the next request, in every process; it opens nothing.

import { describe, expect, it } from 'vitest';
import { type Caller, testServer } from '../../tests/http.ts';

const server = await testServer();
const { records } = server.system;
const admin = await server.person('admin', 'Administrator');
const staff = await server.person('staff', 'Staff');
const agent = await server.person('agent', 'Agent');
const other = server.other().caller({ cookie: staff.cookie });
const setOf = async (name: string) =>
  String((await records.list('permission_sets', { filter: `name = "${name}"`, fields: ['id'] })).records[0]?.id);
const [ofStaff, ofAgents] = [await setOf('Staff'), await setOf('Agent')];
const { id } = await server.system.settings('menu_settings');
const arrange = (headers: unknown, who: Caller = admin, more = {}) =>
  who.patch(`records/menu_settings/${String(id)}`, { headers, ...more });
const menuOf = async (who: Caller) => ((await who.get('entities')).body as { menu: unknown }).menu;

it('is as it comes until somebody arranges it; then each sees the headers and items that are for him [CS-027]', async () => {
  expect(await menuOf(staff)).toBeNull();
  const link = { url: 'https://example.com/wiki', title: 'Wiki', new_tab: true };
  const answer = await arrange(
    [
      {
        title: 'Sales',
        items: [{ module: 'deals', title: 'Pipeline', new_tab: true }, { page: 'calendar' }, { ...link, sets: [ofStaff] }],
      },
      { title: 'Back office', sets: [ofAgents], items: [{ module: 'invoices' }] },
      { items: [{ module: 'accounts' }] },
    ],
    admin,
    { put_away: ['leads', 'analysis'] },
  );
  expect(answer.status).toBe(200);
  const sales = { title: 'Sales', items: [{ module: 'deals', title: 'Pipeline', new_tab: true }, { page: 'calendar' }] };
  const rest = { items: [{ module: 'accounts' }] };
  for (const who of [staff, other])
    expect(await menuOf(who)).toEqual({
      headers: [{ ...sales, items: [...sales.items, link] }, rest],
      put_away: ['invoices', 'leads', 'analysis'],
    });
  const forAgents = { headers: [sales, { title: 'Back office', items: [{ module: 'invoices' }] }, rest], put_away: ['leads', 'analysis'] };
  expect(await menuOf(agent)).toEqual(forAgents);
  // A set that comes with a role counts from the next request.
  const role = await records.create('roles', { name: 'Clerk', permission_sets: [ofAgents] });
  await records.update('users', staff.id, { role: role.id });
  expect(await menuOf(other)).toMatchObject({ headers: [{ title: 'Sales' }, { title: 'Back office' }, {}] });
  await records.update('users', staff.id, { role: null });
});

it('grants nothing: what stands in it opens to whom it opened before, what is put away too [CS-027]', async () => {
  await records.create('permission_sets', { name: 'Deals only', grants: [{ target: 'deals', verb: 'view', scopes: ['all'] }] });
  const seller = await server.person('seller', 'Deals only');
  expect((await arrange([{ title: 'All', items: [{ module: 'accounts' }] }], admin, { put_away: ['deals'] })).status).toBe(200);
  expect([(await seller.get('records/accounts')).status, (await seller.get('records/deals')).status]).toEqual([403, 200]);
  expect((await arrange([], seller)).status).toBe(403);
  expect((await seller.get('records/menu_settings')).status).toBe(403);
});

describe('an arrangement', () => {
  it.each<[string, unknown, string]>([
    ['names what is there', [{ items: [{ module: 'deal' }] }], 'unknown'],
    ['names pages of the program', [{ items: [{ page: 'settings' }] }], 'unknown'],
    ['names nothing twice', [{ items: [{ module: 'deals' }] }, { items: [{ module: 'deals' }] }], 'twice'],
    ['has items that are one thing', [{ items: [{ module: 'deals', url: 'https://example.com' }] }], 'malformed'],
    ['has no other parts', [{ items: [], onclick: 'alert(1)' }], 'malformed'],
    ['runs nothing', [{ items: [{ url: 'javascript:alert(1)', title: 'x' }] }], 'address'],
    ['leads to no other host by a path', [{ items: [{ url: '//evil.example', title: 'x' }] }], 'address'],
    ['has titles on links', [{ items: [{ url: 'https://example.com' }] }], 'address'],
    ['is for sets that are there', [{ sets: ['00000000-0000-7000-8000-000000000000'], items: [] }], 'unknown_reference'],
    ['is a list', {}, 'malformed'],
  ])('%s [CS-027]', async (_, headers, code) => {
    const { status, body } = await arrange(headers);
    expect([status, (body as { errors?: { code: string }[] }).errors?.[0]?.code]).toEqual([422, code]);
  });
});
