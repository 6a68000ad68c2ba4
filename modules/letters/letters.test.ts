// Quotes and invoices by mail, and reminders, through a real SMTP server on loopback: what is written, what leaves, and that nothing leaves twice.

import { afterAll, expect, it } from 'vitest';
import { smtp } from '../../connectors/smtp/smtp.ts';
import type { JobRun, Values } from '../../engine/index.ts';
import { certificate } from '../../tests/fixtures/certificate.ts';
import { testServer } from '../../tests/http.ts';
import { mailLogin, startMailServer } from '../../tests/smtp.ts';
import { deliver } from '../mail/deliver.ts';
import { hasLink, withoutLink } from './draft.ts';
import { prepareReminders, remindByNight, sendReminders } from './remind.ts';
import { ensureTemplates } from './template.ts';

const server = await testServer({}, undefined, { mail: smtp });
const { system } = server;
const { records } = system;
const mails = await startMailServer();
afterAll(() => mails.stop());
const settings = async (noun: string, values: Values) => records.update(noun, String((await system.settings(noun)).id), values);
const own = await records.create('accounts', { name: 'Kontor Oy', vat_number: 'FI12345671' });
await settings('document_settings', { company: own.id });
const root = await server.person('root', 'Root');
const agent = await server.person('agent', 'Agent');
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const run = (told: string[] = []): JobRun => ({
  ...{ context: system, id: '', params: null, progress: async () => {}, cancelled: () => false },
  error: ({ field, code }) => void told.push(`${field} ${code}`),
});
const [untaxed] = (await records.list('tax_classes', { filter: 'category = "AE"', fields: ['id'] })).records;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function invoice(overdue: number, more: Values = {}): Promise<Values> {
  const account = await records.create('accounts', { name: 'Acme Oy', email: 'bills@acme.example', owner: agent.id });
  const lines = [{ description: 'Work', unit_price: euros('1000'), tax_class: untaxed?.id }];
  const days = { issued_on: daysAgo(overdue + 14), due_on: daysAgo(overdue) };
  return records.create('invoices', { account: account.id, owner: agent.id, lines, status: 'unpaid', ...days, ...more });
}
const lettersOf = async (one: Values) =>
  (
    await records.list('invoice_letters', {
      filter: `invoice = "${one.id}"`,
      sort: 'created_at',
      fields: ['id', 'subject', 'state', 'sum', 'fee', 'interest', 'to'],
    })
  ).records;
/** As if the letters of this invoice had been written so many days earlier: its days are moved instead. */
const age = async (one: Values, days: number) => {
  for (const { id } of await lettersOf(one)) await records.update('invoice_letters', String(id), { sent_at: `${daysAgo(days)}T00:00:00Z` });
};

it('an invoice is mailed from its page: the letter is looked at, leaves with the PDF, and stays [PX-15]', async () => {
  const one = await invoice(-5, { language: 'fi' });
  const draft = (await agent.post(`records/invoices/${one.id}/actions/mail`)).body as { result: { open: { id: string } } };
  const again = (await agent.post(`records/invoices/${one.id}/actions/mail`)).body as typeof draft;
  expect(again.result.open.id).toBe(draft.result.open.id);
  const path = `records/invoice_letters/${draft.result.open.id}`;
  const { record } = (await agent.get(path)).body as { record: Values };
  expect(record).toMatchObject({ state: 'draft', to: 'bills@acme.example', subject: `Lasku ${one.number}, Kontor Oy` });
  expect(String(record.text).replace(/\s/g, ' ')).toContain('summa 1 000,00 €');
  expect((await agent.post(`${path}/actions/send`)).body).toMatchObject({ code: 'no_mail_server' });
  await settings('mail_settings', {
    ...{ host: '127.0.0.1', port: mails.port, encryption: 'starttls', user: mailLogin.user, password: mailLogin.password, certificate },
    sender_address: 'bills@kontor.example',
  });
  await agent.patch(path, { subject: 'Your bill' });
  expect((await agent.post(`${path}/actions/send`)).status).toBe(200);
  expect((await agent.post(`${path}/actions/send`)).status).toBe(409);
  await deliver(run());
  expect(mails.arrived).toMatchObject([{ to: ['bills@acme.example'], raw: expect.stringContaining('Subject: Your bill') }]);
  expect(mails.arrived[0]?.raw).toContain(`Lasku ${one.number}.pdf`);
  expect((await agent.patch(path, { text: 'other' })).status).toBe(422);
  expect((await root.delete(path)).status).toBe(422);
});

/** What is said to the customer leaves by mail with a link; what is said inside, or to nobody who has a link, does not. */
async function answers(quote: string): Promise<void> {
  const say = (text: string, shared: boolean, id = quote) =>
    agent.post('records/comments', { about: { entity: 'quotes', id }, text: `<p>${text}</p>`, shared });
  const other = await records.create('quotes', { account: own.id, owner: agent.id, status: 'sent' });
  await records.update('accounts', String(own.id), { email: 'own@kontor.example' });
  mails.arrived.length = 0;
  expect((await say('Among ourselves', false)).status).toBe(201);
  await say('Nobody has a link', true, String(other.id));
  await say('We start in May', true);
  await deliver(run());
  expect(mails.arrived).toMatchObject([{ to: ['lena@lead.example'], raw: expect.stringContaining('We start in May') }]);
  const raw = mails.arrived[0]!.raw.replaceAll('=\r\n', '');
  const link = /https:\/\/crm\.example\/[\w-]+\/api\/v1\/(open\/quote\/[\w-]{32})/.exec(raw)?.[1];
  expect((await server.stranger.get(String(link))).text).toContain('We start in May');
}

it('a quote is mailed with its link, which stands in no log; below stands who sends it [PX-13] [PX-17]', async () => {
  await records.update('accounts', String(own.id), { billing_address: 'Kaivokatu 1', city: 'Helsinki', phone: '+358 9 100' });
  await settings('general_settings', { address: 'https://crm.example' });
  const lead = await records.create('leads', { name: 'Lena Lead', email: 'lena@lead.example', owner: agent.id });
  const lines = [{ description: 'Work', unit_price: euros('1000'), tax_class: untaxed?.id }];
  const { id } = await records.create('quotes', { lead: lead.id, owner: agent.id, lines });
  const draft = (await agent.post(`records/quotes/${id}/actions/mail`)).body as { result: { open: { id: string } } };
  const path = `records/quote_letters/${draft.result.open.id}`;
  const { record } = (await agent.get(path)).body as { record: Values };
  expect(record).toMatchObject({ to: 'lena@lead.example', text: expect.stringContaining('accept it here:\n{link}') });
  mails.arrived.length = 0;
  expect((await agent.post(`${path}/actions/send`)).status).toBe(200);
  expect((await records.get('quotes', String(id))).status).toBe('sent');
  await deliver(run());
  const raw = mails.arrived[0]!.raw.replaceAll('=\r\n', '');
  const link = /https:\/\/crm\.example\/[\w-]+\/api\/v1\/(open\/quote\/[\w-]{32})/.exec(raw)?.[1];
  expect(raw).toContain('Open the offer');
  for (const words of ['Kontor Oy', 'Kaivokatu 1', 'FI12345671']) expect(raw.split(String(link)).at(-1)).toContain(words);
  expect((await server.stranger.get(String(link))).text).toContain('Lena Lead');
  const logged = (await records.list('outgoing_mails', { filter: 'purpose = "quote"', fields: ['text'] })).records;
  expect(JSON.stringify(logged)).not.toContain(String(link));
  const { house } = (await server.stranger.get('session/ways')).body as { house: Values };
  expect(house).toMatchObject({ name: 'Kontor Oy', lines: ['Kaivokatu 1 · Helsinki', '+358 9 100', 'VAT number FI12345671'], logo: false });
  await answers(String(id));
});

it('reminders come in their order, each once, also where two remind at the same moment [PX-18]', async () => {
  const late = await invoice(30);
  const young = await invoice(3);
  const quiet = await invoice(40, { no_reminders: true });
  await Promise.all([prepareReminders(run()), prepareReminders(run())]);
  await prepareReminders(run());
  expect(await lettersOf(late)).toMatchObject([{ state: 'draft', subject: `Reminder: invoice ${late.number}`, sum: euros('1000.00') }]);
  expect([...(await lettersOf(young)), ...(await lettersOf(quiet))]).toEqual([]);
  mails.arrived.length = 0;
  await Promise.all([sendReminders(run()), sendReminders(run())]);
  await deliver(run());
  expect(mails.arrived).toHaveLength(1);
  // The second is 14 days behind the first, however late the invoice is; it asks for fee and interest.
  await prepareReminders(run());
  expect(await lettersOf(late)).toHaveLength(1);
  await age(late, 14);
  await prepareReminders(run());
  const [, second] = await lettersOf(late);
  expect(second).toMatchObject({ fee: euros('5.00'), interest: euros('8.63'), sum: euros('1013.63') });
  await sendReminders(run());
  await age(late, 100);
  await prepareReminders(run());
  expect(await lettersOf(late)).toHaveLength(2);
  expect((await agent.post(`records/invoices/${late.id}/actions/remind`)).body).toMatchObject({ code: 'no_level' });
});

it('by night they leave by themselves where that is switched on; one without an address is told; whoever gets invoices at the company gets them [PX-18] [PX-08]', async () => {
  const [one, other] = [await invoice(8), await invoice(8)];
  const account = (one.account as { id: string }).id;
  for (const [last_name, more] of Object.entries({ Gone: { status: 'not_a_client' }, Early: {}, Boss: { primary: true } }))
    await records.create('contacts', { last_name, account, gets_invoices: true, email: `${last_name}@acme.example`, ...more });
  await records.update('accounts', (other.account as { id: string }).id, { email: null });
  await remindByNight(run());
  expect(await lettersOf(one)).toEqual([]);
  await settings('reminder_settings', { nightly: true });
  const told: string[] = [];
  await remindByNight(run(told));
  expect(await lettersOf(one)).toMatchObject([{ state: 'sent', to: 'Boss@acme.example' }]);
  expect(await lettersOf(other)).toEqual([]);
  expect(told).toEqual(['to required']);
  expect(Date.parse(String((await system.settings('reminder_settings')).next_at))).toBeGreaterThan(Date.now());
});

it('usual texts of the time before links get theirs; texts that were changed say that they have none [PX-15]', async () => {
  const { id, texts } = (await records.list('letter_templates', { filter: 'name = "Invoice"', fields: ['id', 'texts'] })).records[0]!;
  const before = (texts as readonly Values[]).map((row) => ({ ...row, text: withoutLink(String(row.text)) }));
  const as = async (rows: readonly Values[]) => {
    await records.update('letter_templates', String(id), { texts: rows });
    // As it was before there was such a hint.
    await system.read(({ db, workspace: { space } }) =>
      db.query({ text: `update "${space}".letter_templates set lacks = null where id = $1`, values: [id] }),
    );
    await ensureTemplates(system);
    return records.get('letter_templates', String(id), ['texts', 'lacks']);
  };
  expect(await as(before)).toMatchObject({ texts: (texts as readonly Values[]).map(({ text }) => ({ text })), lacks: null });
  const [first, ...others] = before;
  const own = { ...first, text: 'Our bill.' };
  const after = await as([own, ...others]);
  expect(after).toMatchObject({ lacks: 'link' });
  expect((after.texts as readonly Values[]).map(({ text }) => hasLink(String(text)))).toEqual([false, true, true, true, true]);
});

it('a template fills in only what there is, and belongs to those who keep the books', async () => {
  const texts = [{ language: 'en', subject: 'x', text: 'Dear {customer}, {nobody}' }];
  const refused = await root.post('records/letter_templates', { name: 'x', kind: 'invoice', texts });
  expect(refused.body).toMatchObject({ errors: [{ field: 'texts.0.text', code: 'unknown_place' }] });
  expect((await agent.get('records/letter_templates')).status).toBe(403);
  expect((await agent.post('records/invoice_letters', { subject: 'x' })).status).toBe(403);
});

it('nobody makes or sends a document of which part is hidden from him: not on paper, by link, by mail, nor as e-invoice [CS-023]', async () => {
  const late = await invoice(30);
  const customer = { account: (late.account as { id: string }).id, owner: agent.id };
  const lines = [{ description: 'Work', unit_price: euros('1000'), tax_class: untaxed?.id }];
  const made: Record<string, Values> = { invoices: late };
  for (const noun of ['sales_orders', 'purchase_orders']) made[noun] = await records.create(noun, { ...customer, lines });
  made.quotes = await records.create('quotes', { ...customer, lines, status: 'sent' });
  const { result } = (await agent.post(`records/invoices/${late.id}/actions/mail`)).body as { result: { open: { id: string } } };
  made.invoice_letters = await records.get('invoice_letters', result.open.id);
  const actions: Record<string, readonly string[]> = {
    quotes: ['print', 'link', 'mail'],
    sales_orders: ['print'],
    purchase_orders: ['print'],
    invoices: ['print', 'link', 'mail', 'remind', 'send_e_invoice', 'download_e_invoice'],
    invoice_letters: ['send'],
  };
  const hides = (target: string, field: string) => ({ target, field, right: 'hidden' });
  const parts = [hides('invoices', 'open'), hides('quote_lines', 'unit_price'), hides('sales_order_taxes', 'tax')];
  const grants = [{ target: '*', verb: '*', scopes: ['all'] }];
  const set = await records.create('permission_sets', { name: 'Without sums', grants });
  const cut = await server.person('cut', 'Without sums');
  const all = Object.entries(actions).flatMap(([noun, names]) => names.map((name) => [noun, name] as const));
  const answers = async (asked: typeof all, field_rights: readonly Values[]) => {
    await records.update('permission_sets', String(set.id), { field_rights });
    const found = asked.map(([noun, name]) => cut.post(`records/${noun}/${made[noun]!.id}/actions/${name}`));
    return (await Promise.all(found)).map(({ body }) => (body as { code?: string }).code ?? 'made');
  };
  expect(await answers(all, [...parts, hides('purchase_orders', 'terms')])).toEqual(all.map(() => 'not_granted'));
  const some = all.filter(([noun, name]) => name === 'download_e_invoice' || (noun === 'quotes' && name !== 'mail'));
  expect(await answers(some, [hides('accounts', 'business_id'), hides('quotes', 'notes')])).toEqual(['made', 'made', 'not_granted']);
});
