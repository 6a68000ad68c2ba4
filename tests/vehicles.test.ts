// The module that docs/modules.md shows, run as it stands there: one file gives a noun everything a noun has.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import { work } from '../engine/index.ts';
import type { ModuleDefinition } from '../schema/index.ts';
import { testServer } from './http.ts';

const guide = readFileSync(new URL('../docs/modules.md', import.meta.url), 'utf8');
const [, code = ''] = /```ts vehicles\n(.*?)```/s.exec(guide) ?? [];

const folder = mkdtempSync(join(tmpdir(), 'kontor-vehicles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vehicles = await load(code);
const server = await testServer({}, [...modules, vehicles]);
const boss = await server.person('boss', 'Root');
const agent = await server.person('agent', 'Agent');
const other = await server.person('other', 'Agent');
const reader = await server.person('reader', 'Read only');

const volvo = { plate: 'abc 123', make: 'Volvo', model: 'EX30', price: '40000', kilometres: 1600 };

/** The text of the guide as a module; its imports lead to this repository. */
async function load(text: string): Promise<ModuleDefinition> {
  const root = new URL('..', import.meta.url).pathname;
  const path = join(folder, 'vehicles.ts');
  writeFileSync(path, text.replaceAll("'../../", `'${root}`));
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { default: ModuleDefinition };
  return loaded.default;
}

describe('a module of one file', () => {
  it('is about 50 lines, and one line in the list of modules', () => {
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(60);
    expect(guide).toContain("import('../modules/vehicles/module.ts'),");
  });

  it('has the right types', () => {
    const root = new URL('..', import.meta.url).pathname;
    const settings = {
      extends: `${root}tsconfig.json`,
      compilerOptions: { typeRoots: [`${root}node_modules/@types`] },
      files: ['vehicles.ts', `${root}engine/index.ts`],
      include: [],
    };
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const { error, stdout } = spawnSync(`${root}node_modules/.bin/tsc`, ['--project', folder], { encoding: 'utf8' });
    expect(error).toBeUndefined();
    expect(stdout.split('\n').filter((line) => line.includes('vehicles.ts'))).toEqual([]);
  });

  it('has an address with create, read, change and delete, its hook and its formula', async () => {
    const made = await agent.post('records/vehicles', volvo);
    expect(made).toMatchObject({
      status: 201,
      body: {
        record: {
          plate: 'ABC-123',
          status: 'ordered',
          price_per_kilometre: { amount: '25.00', currency: 'EUR' },
          owner: { title: 'agent' },
          version: 1,
        },
      },
    });
    const { id } = (made.body as { record: { id: string } }).record;
    expect(await agent.patch(`records/vehicles/${id}`, { kilometres: 2000 })).toMatchObject({
      status: 200,
      body: { record: { price_per_kilometre: { amount: '20.00' } } },
    });
    expect(await agent.get(`records/vehicles/${id}`)).toMatchObject({ status: 200, body: { can: { update: true, actions: ['sell'] } } });
    expect(await boss.delete(`records/vehicles/${id}`)).toMatchObject({ status: 204 });
  });

  it('refuses what its fields and rules refuse', async () => {
    const refuse = async (values: object, field: string, code: string) => {
      const answer = await agent.post('records/vehicles', { ...volvo, plate: 'r-1', ...values });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field, code }] } });
    };
    await refuse({ plate: null }, 'plate', 'required');
    await refuse({ kilometres: -1 }, 'kilometres', 'too_small');
    await refuse({ status: 'in_use' }, 'taken_over_on', 'required');
    await refuse({ status: 'sold', taken_over_on: '2026-02-01', sold_on: '2026-01-01' }, 'sold_on', 'rule');
    await refuse({ colour: 'red' }, 'colour', 'unknown_field');
  });

  it('describes its form, list and board', async () => {
    const { body } = await agent.get('entities/vehicles');
    expect(body).toMatchObject({
      name: 'vehicles',
      label: 'Vehicle',
      board: 'status',
      list: { columns: ['plate', 'make', 'model', 'status', 'account', 'driver', 'owner'], sort: 'plate' },
    });
    const { fields, blocks } = body as { fields: { name: string }[]; blocks: { fields: string[] }[] };
    expect(fields.find((field) => field.name === 'plate')).toMatchObject({ type: 'text', label: 'Number plate', required: true });
    expect(blocks.flatMap((block) => block.fields)).toContain('kilometres');
  });

  it('is listed, filtered, sorted, counted, searched and summed', async () => {
    for (const [plate, make, price] of [
      ['sk-1', 'Škoda', '100'],
      ['sk-2', 'Škoda', '200'],
      ['to-1', 'Toyota', '50'],
    ]) {
      await boss.post('records/vehicles', { plate, make, price });
    }
    const listed = await boss.get(`records/vehicles?fields=plate&filter=${encodeURIComponent('make = "Škoda"')}&sort=-plate&count=exact`);
    expect(listed).toMatchObject({ body: { records: [{ plate: 'SK-2' }, { plate: 'SK-1' }], count: 2 } });
    expect(await boss.get('search?q=sk-2')).toMatchObject({ body: { hits: [{ entity: 'vehicles', title: 'Škoda SK-2' }] } });
    const summed = await boss.post('records/vehicles/aggregate', { group_by: ['make'], measures: [{ fn: 'sum', field: 'price' }] });
    expect(JSON.stringify(summed.body)).toContain('300.00');
  });

  it('is imported from a file, with a reference by name and a report of what failed', async () => {
    await boss.post('records/accounts', { name: 'Acme' });
    const form = new FormData();
    form.set('entity', 'vehicles');
    form.set('file', new Blob(['Number plate;Make;Belongs to;Kilometres\nim-1;Volvo;ACME;12 000\nim-2;Toyota;;-5\n']), 'vehicles.csv');
    const started = await boss.send('POST', 'imports', { body: form });
    expect(started.status).toBe(202);
    const { job } = started.body as { job: string };
    await work(server.engine, { workspace: server.name, job });
    expect(await boss.get(`jobs/${job}`)).toMatchObject({ body: { state: 'done', errors: [{ field: 'kilometres', row: 3 }] } });
    const { body } = await boss.get(`records/vehicles?q=im-1&fields=plate,account,kilometres`);
    expect(body).toMatchObject({ records: [{ plate: 'IM-1', account: { title: 'Acme' }, kilometres: 12000 }] });
  });

  it('is exported with the columns of its list', async () => {
    await boss.post('records/vehicles', { plate: 'ex-1', make: 'Toyota', price: '50' });
    const { status, text } = await boss.get(
      `records/vehicles/export?format=csv&fields=plate,make,status&filter=${encodeURIComponent('plate = "EX-1"')}`,
    );
    expect(status).toBe(200);
    expect(text).toContain('Number plate');
    expect(text).toMatch(/EX-1[,;]Toyota[,;]Ordered/);
  });

  it('runs its action once, with a line in the history, and undoes it', async () => {
    const { body } = await agent.post('records/vehicles', { ...volvo, plate: 'sell-me' });
    const { id } = (body as { record: { id: string } }).record;
    const sale = { price: '30000', sold_on: '2026-03-01' };
    expect(await agent.post(`records/vehicles/${id}/actions/sell`, sale)).toMatchObject({
      status: 200,
      body: { record: { status: 'sold', price: { amount: '30000.00' } } },
    });
    expect(await agent.post(`records/vehicles/${id}/actions/sell`, sale)).toMatchObject({ status: 409 });
    const history = await agent.get(`records/vehicles/${id}/history`);
    const { changes } = history.body as { changes: { id: string; before: object; after: object }[] };
    expect(changes[0]).toMatchObject({ before: { status: 'ordered' }, after: { status: 'sold' } });
    expect((await agent.post(`changes/${changes[0]?.id}/undo`)).status).toBe(200);
    expect(await agent.get(`records/vehicles/${id}`)).toMatchObject({
      body: { record: { status: 'ordered', price: { amount: '40000.00' } } },
    });
  });

  it('knows who may what', async () => {
    const { body } = await agent.post('records/vehicles', { ...volvo, plate: 'mine' });
    const { id } = (body as { record: { id: string } }).record;
    expect((await other.get(`records/vehicles/${id}`)).status).toBe(404);
    expect((await reader.get(`records/vehicles/${id}`)).status).toBe(200);
    expect((await reader.patch(`records/vehicles/${id}`, { model: 'x' })).status).toBe(403);
    expect((await server.stranger.get(`records/vehicles/${id}`)).status).toBe(401);
  });

  it('stands in the documentation of the API', async () => {
    const { body } = await boss.get('openapi.json');
    expect(Object.keys((body as { paths: object }).paths).filter((path) => path.includes('vehicles'))).not.toEqual([]);
  });
});
