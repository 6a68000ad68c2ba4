// An offer on its way: seen, discussed, accepted or declined by whoever has the link, and what it becomes.

import { describe, expect, it, vi } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';

const server = await testServer();
const { system, stranger } = server;
const { records } = system;
const settings = async (noun: string, values: Values) => records.update(noun, String((await system.settings(noun)).id), values);
const own = await records.create('accounts', { name: 'Kontor Oy', vat_number: 'FI12345671' });
await settings('document_settings', { company: own.id });
await settings('general_settings', { address: 'https://crm.example' });
const agent = await server.person('agent', 'Agent');
const browser = { 'user-agent': 'Mozilla/5.0 (iPhone)' };
const [untaxed] = (await records.list('tax_classes', { filter: 'category = "AE"', fields: ['id'] })).records;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A quote of the agent that was sent, and the path of its page. */
async function offer(more: Values = {}): Promise<{ id: string; path: string }> {
  const account = await records.create('accounts', { name: 'Acme Oy', owner: agent.id });
  const lines = [{ description: 'Sensor <i>', unit_price: { amount: '100', currency: 'EUR' }, tax_class: untaxed?.id }];
  const values = { account: account.id, owner: agent.id, notes: 'Cheap to make', lines, status: 'sent', ...more };
  const id = String((await records.create('quotes', values)).id);
  const { link } = ((await agent.post(`records/quotes/${id}/actions/link`)).body as { result: { link: string } }).result;
  expect(link).toMatch(/^https:\/\/crm\.example\/[\w-]+\/api\/v1\/open\/quote\/[\w-]{32}$/);
  return { id, path: `open/quote/${link.split('/').at(-1)}` };
}
const look = (path: string) => stranger.get(path, browser);
const post = async (path: string, values: Record<string, string>, headers: Record<string, string> = {}) => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...browser, ...headers };
  const { status, headers: answered } = await stranger.send('POST', path, { body: new URLSearchParams(values).toString(), headers: form });
  return answered.get('location') ?? status;
};
const versionIn = (page: string) => /name="version" value="([\w-]+)"/.exec(page)?.[1] ?? '';
const accept = async (path: string) => post(path, { do: 'accept', name: 'Ada Acme', version: versionIn((await look(path)).text) });
const quoteOf = (id: string) => records.get('quotes', id);
const linkTo = async (id: string) => (await records.list('quote_links', { filter: `quote = "${id}"` })).records[0]!;
const told = async (kind: string) => {
  const found = await records.list('notifications', { filter: `user = "${agent.id}" and kind = "${kind}"`, sort: '-created_at' });
  return found.records;
};

describe('the page of an offer', () => {
  it('counts people who look, and no colleagues and machines; it shows the offer and nothing else [PX-13]', async () => {
    const { id, path } = await offer();
    await stranger.get(path, { 'user-agent': 'Slackbot-LinkExpanding 1.0' });
    await stranger.send('HEAD', path, { headers: browser });
    await stranger.get(path, { ...browser, 'sec-purpose': 'prefetch' });
    await agent.get(path);
    expect([(await quoteOf(id)).status, (await linkTo(id)).views]).toEqual(['sent', 0]);
    const { status, text: page, headers } = await look(path);
    expect([status, headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringMatching(/default-src 'none'.*form-action 'self'/),
    ]);
    for (const words of ['Quote Q-', 'Sensor &#60;i&#62;', 'Waits for your answer', 'Accept the offer', 'VAT number FI12345671'])
      expect(page).toContain(words);
    for (const hidden of ['<script', 'Cheap to make', id]) expect(page).not.toContain(hidden);
    await look(path);
    expect(await quoteOf(id)).toMatchObject({ status: 'viewed', viewed_at: expect.any(String) });
    expect(await linkTo(id)).toMatchObject({ views: 2, seen_at: expect.any(String) });
    expect((await look(`${path}?pdf=1`)).text.slice(0, 5)).toBe('%PDF-');
    const { changes } = (await agent.get(`records/quotes/${id}/history`)).body as { changes: { cause: { kind: string } }[] };
    expect(changes[0]?.cause.kind).toBe('link');
    const other = await offer();
    expect((await agent.patch(`records/quotes/${other.id}`, { status: 'viewed' })).body).toMatchObject({ errors: [{ code: 'link' }] });
  });

  it('is the same page of nothing for a link that is wrong, closed or over [PX-13]', async () => {
    const [closed, revised, ended] = [await offer(), await offer(), await offer()];
    await records.update('quote_links', String((await linkTo(closed.id)).id), { closed: true });
    await agent.post(`records/quotes/${revised.id}/actions/revise`);
    await records.update('quote_links', String((await linkTo(ended.id)).id), { until: day(-1) });
    const late = await offer({ issued_on: day(-30), valid_until: day(-1) });
    const forged = `open/quote/${'x'.repeat(32)}`;
    const answers = await Promise.all([forged, closed.path, revised.path, ended.path, late.path, 'open/none/x'].map(look));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain('There is nothing here');
    expect((await stranger.get(forged, { 'accept-language': 'fi-FI,fi;q=0.9' })).text).toContain('Täällä ei ole mitään');
    expect(await post(late.path, { do: 'accept', name: 'Ada', version: '' })).toBe(404);
  });
});

describe('an answer', () => {
  it('is a form that is sent: with a name, of what is offered now, once; then the offer stays [PX-13] [PX-14]', async () => {
    const { id, path } = await offer();
    const version = versionIn((await look(path)).text);
    await look(`${path}?do=accept&name=Ada&version=${version}`);
    expect(await post(path, { do: 'accept', name: 'Ada', version }, { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await post(path, { do: 'accept', name: ' ', version })).toBe('?done=nameless');
    await agent.post(`records/quotes/${id}/actions/revise`);
    await agent.patch(`records/quotes/${id}`, { discount: '5' });
    await agent.post(`records/quotes/${id}/actions/send`);
    expect(await post(path, { do: 'accept', name: 'Ada', version })).toBe('?done=changed');
    expect((await quoteOf(id)).status).not.toBe('accepted');
    const now = versionIn((await look(path)).text);
    const yes = { do: 'accept', name: 'Ada Acme', version: now };
    expect(await post(path, yes, { cookie: agent.cookie })).toBe('?done=staff');
    // In the same millisecond, so that both would write the same.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    expect((await Promise.all([post(path, yes), post(path, yes)])).sort()).toEqual(['?done=accepted', '?done=over']);
    vi.useRealTimers();
    expect(await post(path, { do: 'decline' })).toBe('?done=over');
    expect(await quoteOf(id)).toMatchObject({ status: 'accepted', answered_by: 'Ada Acme', answered_version: expect.any(String) });
    expect((await look(path)).text).toContain('Ada Acme');
    const files = (await records.list('files', { filter: `related_to = "${id}"`, fields: ['name'] })).records;
    expect(files).toMatchObject([{ name: expect.stringMatching(/^Quote Q-.* ✓\.pdf$/) }]);
    expect((await told('answer'))[0]).toMatchObject({ values: { who: 'Ada Acme', answer: 'accepted' }, about: { id } });
    expect((await agent.post(`records/quotes/${id}/actions/revise`)).status).toBe(409);
    expect((await agent.patch(`records/quotes/${id}`, { status: 'draft' })).body).toMatchObject({ errors: [{ code: 'answered' }] });
    const made = (await agent.post(`records/quotes/${id}/actions/invoice`)).body as { result: { open: { id: string } } };
    expect(await records.get('invoices', made.result.open.id)).toMatchObject({ quote: { id }, total: { amount: '95.00' } });
  });

  it('may be a no with its reason; offered anew, it is to be answered anew [PX-13]', async () => {
    const { id, path } = await offer({ language: 'sv' });
    expect((await look(path)).text).toContain('Godkänner du offerten?');
    expect(await post(path, { do: 'decline', name: 'Ada', reason: 'Too late\nfor us' })).toBe('?done=declined');
    expect(await quoteOf(id)).toMatchObject({ status: 'declined', answer: 'Too late\nfor us', answered_by: 'Ada' });
    await agent.post(`records/quotes/${id}/actions/revise`);
    expect(await quoteOf(id)).toMatchObject({ status: 'draft', answer: null, answered_at: null, viewed_at: null });
  });
});

it('is discussed: the customer and the house read each other, and nobody else’s words [PX-13]', async () => {
  const { id, path } = await offer();
  expect(await post(path, { do: 'say', name: 'Ada', text: 'Is it <script>alert(1)</script>\nwaterproof?' })).toBe('?done=said#talk');
  expect(await post(path, { do: 'say', name: 'Ada', text: ' ' })).toBe('?done=unsaid#talk');
  const [comment] = (await records.list('comments', { filter: `about = "${id}"` })).records;
  expect(comment).toMatchObject({ guest: 'Ada', shared: true, created_by: null });
  expect((await told('comment'))[0]).toMatchObject({ values: { who: 'Ada' }, about: { id } });
  const about = { entity: 'quotes', id };
  await agent.post('records/comments', { about, text: 'Ask for <b>more</b>' });
  await agent.post('records/comments', { about, text: '<p>It is <b>waterproof</b></p>', shared: true, reply_to: comment?.id });
  const page = (await look(path)).text;
  for (const words of ['&#60;script&#62;alert(1)&#60;/script&#62;', 'It is waterproof', '<b>agent</b>']) expect(page).toContain(words);
  expect(page).not.toContain('Ask for');
  const many = Array.from({ length: 20 }, () => ({ about, text: 'More', guest: 'Ada', shared: true }));
  for (const values of many) await records.create('comments', values);
  expect(await post(path, { do: 'say', name: 'Ada', text: 'And more' })).toBe('?done=unsaid#talk');
});

it.each([
  ['a person of a company', { company: 'Lead Ltd' }, 'Lead Ltd'],
  ['a person alone', { company: null }, 'Lena Lead'],
])('goes to a lead, %s, who becomes the customer with the order [PX-13]', async (_, values, customer) => {
  const lead = await records.create('leads', { name: 'Lena Lead', owner: agent.id, ...values });
  const { id, path } = await offer({ account: null, lead: lead.id });
  expect((await look(path)).text).toContain('Lena Lead');
  expect(await accept(path)).toBe('?done=accepted');
  const made = (await agent.post(`records/quotes/${id}/actions/order`)).body as { result: { open: { id: string } } };
  expect(await records.get('sales_orders', made.result.open.id)).toMatchObject({ account: { title: customer }, quote: { id } });
  expect(await quoteOf(id)).toMatchObject({ account: { title: customer }, status: 'accepted' });
  expect((await records.get('leads', String(lead.id))).status).toBe('converted');
  expect((await agent.post('records/quotes', { lines: [] })).body).toMatchObject({ errors: [{ field: 'account', code: 'required' }] });
});
