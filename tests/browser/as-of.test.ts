// As of: a list and a record as they stood, in a browser: the switch, the banner, what differs, setting back.

import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { compile, sql } from '../../db/index.ts';
import { missing, openHouse } from './house.ts';

const shots = process.env.KONTOR_SHOTS;

it.skipIf(missing)(`looks back at lists and records and sets them back${missing ? ` (${missing})` : ''}`, async () => {
  const house = await openHouse();
  const { records } = house.system;
  const account = await records.create('accounts', { name: 'Northern Light Oy', city: 'Oulu', phone: '+358401234567' });
  await records.create('accounts', { name: 'Stays Ltd', city: 'Oulu' });
  const id = String(account.id);
  const { rows } = await house.system.read((reader) => reader.db.query(compile(sql`select clock_timestamp()`)));
  const then = new Date(Date.parse(String(rows[0]?.[0]).replace(' ', 'T').replace(/\+00$/, 'Z')) + 1).toISOString();
  await new Promise((done) => setTimeout(done, 5));
  await records.update('accounts', id, { name: 'Southern Cross Oy', city: 'Turku' });
  await records.create('accounts', { name: 'Came Later AB', city: 'Oulu' });

  const page = await house.open(`/accounts?asof=${then}`);
  await page.getByText('As it stood on').waitFor();
  await page.getByText('Northern Light Oy').first().waitFor();
  expect(await page.getByText('Came Later AB').count()).toBe(0);
  expect(await page.getByText('Southern Cross Oy').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'New', exact: true }).count()).toBe(0);
  await shoot(page, 'list');
  await page.getByRole('button', { name: 'Show as of another time' }).click();
  await page.getByText('A year ago').waitFor();
  await shoot(page, 'switch');
  await page.keyboard.press('Escape');

  // The record opens as of the same time.
  await page.getByRole('link', { name: 'Northern Light Oy' }).first().click();
  await page.getByRole('heading', { name: 'Northern Light Oy' }).waitFor();
  expect(new URL(page.url()).searchParams.get('asof')).toBe(then);
  const since = page.getByRole('region', { name: 'Different now' });
  await since.getByText('Southern Cross Oy').waitFor();
  await shoot(page, 'record');
  await since.getByRole('button', { name: 'Set City back' }).click();
  await page.getByText('Set back to what it was').waitFor();
  await expect.poll(async () => (await records.get('accounts', id, ['name', 'city'])).city).toBe('Oulu');
  expect((await records.get('accounts', id, ['name'])).name).toBe('Southern Cross Oy');
  expect((await records.history('accounts', id)).changes[0]?.cause.kind).toBe('restored');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await records.get('accounts', id, ['city'])).city).toBe('Turku');

  await page.getByRole('button', { name: 'Back to now' }).click();
  await page.getByRole('heading', { name: 'Southern Cross Oy' }).waitFor();
  expect(page.url()).not.toContain('asof');

  // From the history: before a change.
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('link', { name: 'Show as it was before this change' }).last().click();
  await page.getByRole('heading', { name: 'Northern Light Oy' }).waitFor();
  await page.goBack();

  // A board and a time before there was anything.
  await page.goto(`${house.address}/deals?face=board&asof=${then}`);
  await page.getByText('As it stood on').waitFor();
  await page.goto(`${house.address}/accounts/${id}?asof=2001-01-01T00:00:00Z`);
  await page.getByText('Not there at that time').waitFor();

  // A dashboard's chart, and the records behind a slice of it: those of then.
  const spec = { entity: 'accounts', kind: 'bar', measures: [{ fn: 'count' }], by: 'city' };
  const widget = { id: 'w1', kind: 'chart', x: 0, y: 0, w: 6, h: 6, title: 'By city', settings: spec };
  const board = await records.create('dashboards', { name: 'Looking back', widgets: [widget], shared: 'everybody' });
  await page.goto(`${house.address}/home/${String(board.id)}?asof=${then}`);
  await page.getByText('As it stood on').waitFor();
  await page.getByRole('button', { name: 'Show as table: By city' }).click();
  await page.getByRole('row', { name: /Oulu/ }).getByRole('button', { name: '2' }).click();
  await page.waitForURL((url) => url.searchParams.get('asof') === then && url.pathname.endsWith('/accounts'));
  await page.getByText('Northern Light Oy').first().waitFor();
  expect(await page.getByText('Came Later AB').count()).toBe(0);

  // A report, and its group's records.
  const columns = [{ id: 'a', level: 0, value: 'name', totals: ['count'] }];
  const definition = { entity: 'accounts', columns, groups: [{ level: 0, value: 'city' }], chart: { kind: 'bar' } };
  const report = await records.create('reports', { name: 'By city', definition, shared: 'everybody' });
  await page.goto(`${house.address}/reports/${String(report.id)}?asof=${then}`);
  await page.getByText('Northern Light Oy').first().waitFor();
  const behind = String(await page.getByRole('link', { name: 'Oulu' }).first().getAttribute('href'));
  expect(new URL(behind, house.address).searchParams.get('asof')).toBe(then);

  if (shots) {
    for (const [name, options] of [
      ['dark', { colorScheme: 'dark' as const }],
      ['phone', { viewport: { width: 360, height: 740 } }],
      ['phone-dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }],
    ] as const) {
      for (const [what, path] of [
        ['list', `/accounts?asof=${then}`],
        ['record', `/accounts/${id}?asof=${then}`],
        ['report', `/reports/${String(report.id)}?asof=${then}`],
      ] as const) {
        const other = await house.open(path, options);
        await other.getByText('Northern Light Oy').first().waitFor();
        await shoot(other, `${what}-${name}`);
        await other.close();
      }
    }
  }
  expect(house.faults).toEqual([]);
});

async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${shots}/asof-${name}.png` });
}
