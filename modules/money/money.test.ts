// Rates by the real connector from a stand-in of the central bank on loopback, and signs of currencies.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ecb } from '../../connectors/ecb/ecb.ts';
import type { JobRun, Values } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';
import { fetchRates } from './fetch.ts';

/** As the bank writes it. */
const file = (day: string, rates: Readonly<Record<string, string>>) => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
	<Cube><Cube time='${day}'>
${Object.entries(rates)
  .map(([code, rate]) => `			<Cube currency='${code}' rate='${rate}'/>`)
  .join('\n')}
	</Cube></Cube>
</gesmes:Envelope>`;

let answer: { status: number; body: string };
const bank = createServer((_, response) => void response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body));
await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
afterAll(() => void bank.close());

const server = await testServer({}, undefined, { rates: ecb });
const { system } = server;
const { records } = system;
const root = await server.person('root', 'Root');
const settings = async () => system.settings('rate_settings');
const set = async (values: Values) => records.update('rate_settings', String((await settings()).id), values);
const run = (): JobRun => ({ context: system, id: '', params: null, progress: async () => {}, error: () => {}, cancelled: () => false });
const ratesOf = async (day: string) =>
  (await records.list('exchange_rates', { filter: `valid_on = "${day}"`, fields: ['name', 'rate', 'source'], sort: 'name' })).records;
const currency = async (code: string) => (await records.list('currencies', { filter: `code = "${code}"` })).records[0]!;

describe('rates of the central bank', () => {
  beforeEach(() => set({ address: `http://127.0.0.1:${(bank.address() as AddressInfo).port}/eurofxref-daily.xml`, nightly: true }));

  it('are written with source and day, for the currencies in use; what was typed in stays [CS-108]', async () => {
    const sek = await currency('SEK');
    await records.create('exchange_rates', { currency: sek.id, valid_on: '2026-03-02', rate: '11', source: 'typed' });
    answer = { status: 200, body: file('2026-03-02', { USD: '1.0842', SEK: '10.9630', ISK: '150.10' }) };
    await fetchRates(run());
    expect(await ratesOf('2026-03-02')).toMatchObject([
      { name: 'SEK 2026-03-02', rate: '11', source: 'typed' },
      { name: 'USD 2026-03-02', rate: '1.0842', source: 'ecb' },
    ]);
    expect(await settings()).toMatchObject({ state: 'works', answer: '2026-03-02: 2', next_at: expect.stringContaining('T02:00') });
    answer = { status: 200, body: file('2026-03-02', { USD: '1.0850' }) };
    await fetchRates(run());
    expect(await ratesOf('2026-03-02')).toMatchObject([{ rate: '11' }, { rate: '1.0850' }]);
  });

  it.each([
    ['no rates', { status: 200, body: file('2026-03-03', {}) }, 'holds no reference rates'],
    ['a rate that is none', { status: 200, body: file('2026-03-03', { USD: '-1' }) }, 'holds no reference rates'],
    ['a day to come', { status: 200, body: file('2999-01-01', { USD: '1.1' }) }, 'still to come'],
    ['a page instead of the file', { status: 200, body: '<html><br></html>' }, 'no XML file'],
    ['an error', { status: 503, body: '' }, '503'],
  ])('stay as they are after %s, and the administrators hear of it once', async (_, wrong, words) => {
    await set({ state: 'works' });
    const before = (await records.list('exchange_rates', { count: 'exact', limit: 1 })).count;
    const heard = async () =>
      (await root.get('records/notifications?filter=kind%20%3D%20%22rates%22&count=exact&limit=1')).body as { count: number };
    const { count: told } = await heard();
    answer = wrong;
    await expect(fetchRates(run())).rejects.toMatchObject({ code: 'no_rates' });
    await expect(fetchRates(run())).rejects.toMatchObject({ code: 'no_rates' });
    expect(await settings()).toMatchObject({ state: 'failed', answer: expect.stringContaining(words) });
    expect((await records.list('exchange_rates', { count: 'exact', limit: 1 })).count).toBe(before);
    expect((await heard()).count).toBe(told + 1);
  });

  it('are asked for by whoever may change the settings', async () => {
    const staff = await server.person('staff', 'Staff');
    const path = `records/rate_settings/${(await settings()).id}/actions/fetch_now`;
    expect((await staff.post(path)).status).toBe(403);
    expect((await root.post(path)).body).toMatchObject({ result: { job: expect.any(String) } });
  });
});

it('the sign of the house is set among the general settings, and every client is told the signs of all [TT-17] [TT-18]', async () => {
  const signs = async () => ((await root.get('entities')).body as { workspace: { currency_signs: object } }).workspace.currency_signs;
  expect(await signs()).toMatchObject({ EUR: '€', SEK: 'kr', GBP: '£' });
  const { id } = await system.settings('general_settings');
  expect((await root.patch(`records/general_settings/${id}`, { currency_sign: 'euro' })).status).toBe(200);
  expect((await currency('EUR')).symbol).toBe('euro');
  expect(await signs()).toMatchObject({ EUR: 'euro' });
  expect((await root.patch(`records/currencies/${(await currency('EUR')).id}`, { symbol: '€' })).status).toBe(200);
  expect((await root.patch(`records/currencies/${(await currency('SEK')).id}`, { symbol: null })).status).toBe(200);
  expect((await system.settings('general_settings')).currency_sign).toBe('€');
  expect(await signs()).toEqual({ EUR: '€', NOK: 'kr', DKK: 'kr', USD: '$', GBP: '£' });
});

it('the euro is there for good; a currency that is in use is taken out of use and not deleted [CS-108]', async () => {
  const path = async (code: string) => `records/currencies/${(await currency(code)).id}`;
  expect((await root.delete(await path('EUR'))).status).toBe(422);
  expect((await root.patch(await path('EUR'), { active: false })).status).toBe(422);
  expect((await root.patch(await path('EUR'), { code: 'ISK' })).status).toBe(422);
  expect((await root.post('records/currencies', { code: 'ISK', name: 'Króna', symbol: 'kr.' })).status).toBe(201);
  const rate = { currency: (await currency('ISK')).id, valid_on: '2026-01-01', rate: '150' };
  expect((await root.post('records/exchange_rates', rate)).status).toBe(201);
  expect((await root.delete(await path('ISK'))).status).toBe(409);
  expect((await root.patch(await path('ISK'), { active: false, name: 'Icelandic króna' })).status).toBe(200);
  expect((await root.delete(await path('GBP'))).status).toBe(204);
});
