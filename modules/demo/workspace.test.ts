// The demo workspace as `npm start` makes it: everything is there, and the demo logins can work.

import { describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { proveByPassword, seedDemo } from '../../engine/index.ts';
import { testEngine } from '../../tests/engine.ts';

const { engine, name, system, as } = await testEngine(modules);
const workspace = await engine.workspace(name);
if (!workspace) throw new Error('The workspace is not there.');
await seedDemo(engine, workspace);

const count = async (entity: string, filter?: string) => (await system.records.list(entity, { limit: 1, count: 'exact', filter })).count;
const signIn = async (login: string, password: string) =>
  as((await proveByPassword(engine.system(workspace, { kind: 'system', detail: 'test' }), login, password)).user?.id ?? '');

describe('the demo workspace', () => {
  it('holds a company with its customers', async () => {
    expect(await count('accounts')).toBeGreaterThanOrEqual(200);
    expect(await count('accounts', 'parent is not empty')).toBe(40);
    expect(await count('contacts')).toBeGreaterThan(580);
    expect(await count('contacts', 'kind = "task"')).toBe(5);
    expect(await count('deals')).toBeGreaterThanOrEqual(400);
    expect(await count('deals', 'stage not in ("won", "lost")')).toBeGreaterThan(60);
    expect(await count('leads', 'status = "converted"')).toBe(6);
    expect(await count('activities', 'status = "open"')).toBeGreaterThan(50);
    expect(await count('users')).toBe(12);
    expect(await count('departments')).toBe(4);
  });

  it('has every amount add up', async () => {
    expect(await count('deals', 'count(lines) > 0 and amount != sum(lines.total)')).toBe(0);
    expect(await count('invoices', 'number is not empty')).toBeGreaterThan(60);
    expect(
      await count('invoices', 'net + tax != total or sum(taxes.base) != net or sum(lines.amount) != subtotal or sum(taxes.tax) != tax'),
    ).toBe(0);
    expect(await count('invoices', 'number is not empty and open != payable - paid - credited')).toBe(0);
    expect(await count('deals', 'closed_on < opened_on or closed_on > today()')).toBe(0);
    expect(await count('accounts', 'type != "customer" and count(deals where stage = "won") > 0')).toBe(0);
  });

  it('says that it is demo data in the history', async () => {
    const [deal] = (await system.records.list('deals', { limit: 1, fields: ['id'] })).records;
    const { changes } = await system.records.history('deals', String(deal?.id));
    expect(changes.at(-1)?.cause.kind).toBe('demo');
  });

  it('lets the salesperson work with customers, and with the deals of the department [NV-52]', async () => {
    const demo = await signIn('demo', 'demo');
    const { records } = demo;
    const account = await records.create('accounts', { name: 'New customer' });
    await records.update('accounts', String(account.id), { city: 'Turku' });
    expect((await records.list('accounts', { limit: 1, count: 'exact' })).count).toBe((await count('accounts')) ?? 0);
    const deal = await records.create('deals', { name: 'New deal', account: account.id });
    expect(await demo.act('deals', String(deal.id), 'win')).toMatchObject({ record: { stage: 'won' } });
    const north = await count('deals', 'owner.department.name = "Sales North"');
    expect((await records.list('deals', { limit: 1, count: 'exact' })).count).toBe(north);
    await expect(records.list('permission_sets')).rejects.toMatchObject({ status: 403 });
    await expect(records.create('users', {})).rejects.toMatchObject({ status: 403 });
  });

  it('lets demosuper do everything [NV-52]', async () => {
    const { records, actor } = await signIn('demosuper', 'demosuper');
    expect(actor.rights.root).toBe(true);
    expect((await records.list('deals', { limit: 1, count: 'exact' })).count).toBe(await count('deals'));
  });
});
