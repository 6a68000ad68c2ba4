// From an empty workspace to an invoice that is paid, and one that is credited, as a person does it.

import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { follow } from '../../modules/contracts/follow.ts';
import english from '../../ui/translations/en.json' with { type: 'json' };
import finnish from '../../ui/translations/fi.json' with { type: 'json' };
import finnishNouns from '../../ui/translations/nouns/fi.json' with { type: 'json' };
import { startOperator } from '../operator.ts';
import { pdfText } from '../pdf-text.ts';
import { startMailServer } from '../smtp.ts';
import { axeFaultsOf } from './axe.ts';
import { day, type House, missing, openHouse, setUp, signIn } from './house.ts';

describe.skipIf(missing)(`invoices in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
  });

  const field = (page: Page, name: string) => page.locator(`[data-field="${name}"]`);
  const create = (page: Page) => page.getByRole('button', { name: 'Create', exact: true }).click();
  const go = (page: Page, path: string) => page.goto(`${house.address}${path}`);

  async function choose(page: Page, name: string, option: string): Promise<void> {
    await field(page, name).locator('input').fill(option);
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  /** One of a few options. */
  async function pick(page: Page, name: string, option: string): Promise<void> {
    await field(page, name).getByRole('combobox').click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  /** A row with so many of a product; its price comes with it, and the cursor goes on to the description. */
  async function addRow(page: Page, product: string, price: string, quantity: string): Promise<void> {
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.type(product.slice(0, 4));
    await page.locator('[role=option][data-combobox-selected]', { hasText: product }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: price }).first().waitFor();
    await page.keyboard.type('For the roof');
    await page.keyboard.press('Tab');
    await page.keyboard.type(quantity);
    await page.keyboard.press('Tab');
  }

  /** An action of a record whose page is there; those that are many stand in a menu. */
  async function press(page: Page, action: string, actions = 'Actions'): Promise<void> {
    const button = page.getByRole('button', { name: action, exact: true });
    const menu = page.getByRole('button', { name: actions, exact: true });
    const soon = { timeout: 5_000 };
    // Where actions come and go a button may have moved into the menu before it is hit.
    await vi.waitFor(
      async () => {
        await button.or(menu).first().waitFor(soon);
        if ((await button.count()) > 0) return button.click(soon);
        await menu.click(soon);
        await page.getByRole('menuitem', { name: action, exact: true }).click(soon);
      },
      { timeout: 40_000 },
    );
  }

  /** The own company, and who buys. */
  async function company(more: Values = {}): Promise<{ own: string; buyer: string }> {
    const { records } = house.system;
    const [own, buyer] = [
      await records.create('accounts', { name: 'Kontor Oy', vat_number: 'FI12345671', ...more }),
      await records.create('accounts', { name: 'Acme Oy', ...more, vat_number: null }),
    ];
    await records.update('document_settings', String((await house.system.settings('document_settings')).id), {
      company: own.id,
      language: 'en',
    });
    return { own: String(own.id), buyer: String(buyer.id) };
  }

  /** Into the row that was just added, cell after cell; the columns as they are called. */
  async function typeRow(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
    for (const [column, value] of Object.entries(values)) {
      const heads = await field(page, 'lines').locator('thead th').allTextContents();
      const at = heads.findIndex((head) => head.replace(' *', '') === column);
      expect(at, `${column} among ${heads.join(', ')}`).toBeGreaterThan(0);
      await field(page, 'lines').locator('tbody tr').last().locator('td').nth(at).click();
      await field(page, 'lines').locator('td input:focus, td textarea:focus').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
    }
  }

  const sums = async (page: Page) => (await field(page, 'payable').textContent())?.replace(/\s/g, '');

  it.each([
    // English last: the tests that follow print in it.
    { language: 'fi', ...finnish, words: finnishNouns as Readonly<Record<string, string>>, paper: 'Lasku', total: '251,00 €' },
    { language: 'en', ...english, words: {} as Readonly<Record<string, string>>, paper: 'Invoice', total: '€251.00' },
  ])(
    'go from an empty workspace to a PDF that is sent, in $language [PX-15] [TT-25]',
    async ({ language, form, lines, record, words, paper, total }) => {
      const say = (label: string) => words[label] ?? label;
      const mails = await startMailServer({ authOptional: true });
      onTestFinished(() => mails.stop());
      const settings = (noun: string) => house.system.settings(noun);
      const [own, buyer] = [`Kontor ${language}`, `Acme ${language}`];

      const page = await house.open('/accounts/new', { locale: language === 'fi' ? 'fi-FI' : 'en-GB' });
      const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
      const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();
      await field(page, 'name').locator('input').fill(own);
      await field(page, 'vat_number').locator('input').fill('FI12345671');
      await click(form.create);
      await heading(own);
      await go(page, '/document_settings');
      await choose(page, 'company', own);
      await pick(page, 'language', language === 'fi' ? 'Suomi' : 'English');
      await click(form.save);
      await expect.poll(async () => (await settings('document_settings')).company).toMatchObject({ title: own });
      await go(page, '/settings/mail_settings');
      const server = { host: 'localhost', port: String(mails.port), sender_address: 'bills@kontor.example' };
      for (const [name, value] of Object.entries(server)) await field(page, name).locator('input').fill(value);
      await pick(page, 'encryption', say('None'));
      await click(form.save);
      await expect.poll(() => settings('mail_settings')).toMatchObject({ ...server, port: mails.port });
      await go(page, '/accounts/new');
      await field(page, 'name').locator('input').fill(buyer);
      await field(page, 'email').locator('input').first().fill('bills@acme.example');
      await click(form.create);
      await heading(buyer);

      await go(page, '/invoices/new');
      await choose(page, 'account', buyer);
      await click(lines.add);
      await typeRow(page, { [say('Description')]: 'Roof', [say('Quantity')]: '2', [say('Unit price')]: '100' });
      await expect.poll(() => sums(page)).toContain('251');
      await click(form.create);
      await page.waitForURL(/\/invoices\/[0-9a-f-]{36}$/);
      await click(say('Issue'));
      await heading(/\d{4}-0000\d/);
      await press(page, say('Send by e-mail'), record.actions);
      await page.waitForURL(/\/invoice_letters\//);
      await click(say('Send'));
      await expect.poll(() => mails.arrived.length).toBe(1);
      const [mail] = mails.arrived;
      expect(mail).toMatchObject({
        to: ['bills@acme.example'],
        raw: expect.stringMatching(new RegExp(`filename="?${paper} \\d{4}-0000\\d\\.pdf`)),
      });
      const pdf = Buffer.from(/\r?\n\r?\n(JVBERi[\w+/=\s]+)/.exec(mail!.raw)?.[1] ?? '', 'base64');
      expect(pdfText(pdf).replace(/[\u00a0\u202f]/g, ' ')).toContain(total);
      expect(house.faults).toEqual([]);
    },
  );

  it('come from quote and order, are issued, printed, paid and credited [PX-15] [PX-18] [TT-25] [CS-119]', async () => {
    await company();
    await house.system.records.create('products', { name: 'Gateway', unit_price: { amount: '100', currency: 'EUR' } });
    const page = await house.open('/quotes/new');
    await choose(page, 'account', 'Acme Oy');
    await addRow(page, 'Gateway', '100', '2');
    await expect.poll(() => sums(page)).toContain('251');
    await create(page);
    await page.getByRole('heading', { name: /^Q-/, level: 1 }).waitFor();
    await press(page, 'Make an order');
    await page.getByRole('heading', { name: /^SO-/, level: 1 }).waitFor();
    await press(page, 'Make an invoice');
    await page.waitForURL(/\/invoices\//);
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('heading', { name: /\d{4}-0000\d/, level: 1 }).waitFor();
    const issued = page.url();
    await press(page, 'Make a PDF');
    await page.waitForURL(/\/files\//);
    const { records } = await house.system.records.list('files', { fields: ['name'], filter: `related_to = "${id}"` });
    expect(records).toMatchObject([{ name: expect.stringMatching(/^Invoice \d{4}-0000\d\.pdf$/) }]);
    await page.goto(issued);
    await press(page, 'Record a payment');
    await page.getByRole('dialog').getByRole('button', { name: 'Record a payment' }).click();
    await expect.poll(async () => (await house.system.records.get('invoices', id)).status).toBe('paid');
    await page.goto(issued);
    await press(page, 'Credit invoice');
    await page.waitForURL((url) => url.pathname.includes('/invoices/') && !url.pathname.endsWith(id));
    const credit = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('heading', { name: /^CR-/, level: 1 }).waitFor();
    expect(await house.system.records.get('invoices', credit)).toMatchObject({ original: { id }, total: { amount: '-251.00' } });
    expect(house.faults).toEqual([]);
  });

  it('leave as e-invoice and show how far they are; a file that came becomes a purchase invoice [CS-122]', async () => {
    const operator = await startOperator();
    onTestFinished(() => operator.stop());
    const { records } = house.system;
    const place = { billing_address: 'Kauppakatu 1', postal_code: '20100', city: 'Turku', country: 'Finland' };
    const wired = { e_invoice_address: '003712345671', e_invoice_scheme: '0216', e_invoice_operator: 'NDEAFIHH' };
    const bank_accounts = [{ iban: 'FI21 1234 5600 0007 85', bic: 'NDEAFIHH', main: true }];
    const { own, buyer } = await company({ ...place, ...wired, bank_accounts });
    await records.update('accounts', buyer, { e_invoice_format: 'finvoice' });
    const connection = { carrier: 'operator', operator_url: operator.address, operator_key: operator.key };
    await records.create('billing_companies', { name: 'Kontor', company: own, ...connection });
    const lines = [{ description: 'Roof', unit_price: { amount: '100', currency: 'EUR' } }];
    const { id } = await records.create('invoices', { account: buyer, lines, status: 'unpaid' });

    const page = await house.open(`/invoices/${id}`);
    await press(page, 'Send as e-invoice');
    await page.getByRole('dialog').getByRole('button', { name: 'Send as e-invoice' }).click();
    await page.waitForURL(/\/e_invoice_deliveries\//);
    const delivery = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await field(page, 'stage').getByText('With our operator').waitFor();
    const { content, ...message } = operator.messages.get(delivery)!;
    expect(message.headers).toMatchObject({ 'message-kind': 'finvoice' });
    operator.messages.get(delivery)!.progress = { stage: 'recipient', state: 'delivered' };
    await records.update('e_invoice_deliveries', delivery, { next_at: '2026-01-01T00:00:00Z' });
    await house.system.enqueue('carry_e_invoices', null);
    await go(page, `/invoices/${id}`);
    await field(page, 'e_invoice').getByText('Delivered').waitFor();

    await go(page, '/received_e_invoices/new');
    await page.locator('input[type=file]').setInputFiles({ name: 'bill.xml', mimeType: 'application/xml', buffer: Buffer.from(content) });
    await field(page, 'file').getByText('bill.xml').waitFor();
    await create(page);
    await field(page, 'state').getByText('Read').waitFor();
    await field(page, 'purchase_invoice').getByRole('link').first().click();
    await page.waitForURL(/\/purchase_invoices\//);
    await page.getByText('Roof').first().waitFor();
    expect(house.faults).toEqual([]);
  });

  it('bring prices with tax where the document says so, and the tax class of the customer at once [CS-109]', async () => {
    const { records } = house.system;
    const [reverse] = (await records.list('tax_classes', { filter: 'category = "AE"', fields: ['id'] })).records;
    await records.create('accounts', { name: 'Bolag Ab', tax_class: reverse?.id });
    await records.create('accounts', { name: 'Kunde Oy' });
    await records.create('products', { name: 'Antenna', unit_price: { amount: '100', currency: 'EUR' } });
    const page = await house.open('/quotes/new');
    await field(page, 'tax_included').locator('input').check();
    await choose(page, 'account', 'Kunde Oy');
    await addRow(page, 'Antenna', '125.50', '2');
    await expect.poll(() => sums(page)).toContain('251.00');
    await field(page, 'tax_included').locator('input').uncheck();
    await choose(page, 'account', 'Bolag Ab');
    await addRow(page, 'Antenna', '100', '1');
    // No tax is due by this customer, on neither row; prices that stand there stay.
    await expect.poll(() => sums(page)).toContain('351.00');
    await create(page);
    await page.getByRole('heading', { name: /^Q-/, level: 1 }).waitFor();
    const made = await records.get('quotes', new URL(page.url()).pathname.split('/').at(-1) ?? '');
    expect(made).toMatchObject({ tax: { amount: '0.00' }, total: { amount: '351.00' } });
    expect(house.faults).toEqual([]);
  });

  it('a file of the bank is read and booked in two clicks; letters are looked at before they leave [PX-15]', async () => {
    const { records } = house.system;
    const name = `Payer ${Date.now()}`;
    const [own, payer] = [
      await records.create('accounts', { name: 'House Oy', vat_number: 'FI12345671' }),
      await records.create('accounts', { name }),
    ];
    await records.update('document_settings', String((await house.system.settings('document_settings')).id), { company: own.id });
    const lines = [{ description: 'Work', unit_price: { amount: '100', currency: 'EUR' } }];
    const { id, number, payable } = await records.create('invoices', { account: payer.id, lines, status: 'unpaid' });
    const file = `Date;Amount;Name;Message;Transaction id\n2026-03-01;${(payable as { amount: string }).amount};${name};Invoice ${number};${name}`;
    const page = await house.open('/bank_entries');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Read a file of the bank' }).click();
    await (await chooser).setFiles({ name: 'march.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('row').filter({ hasText: name }).getByText('Certain').first().waitFor();
    await page.getByRole('button', { name: /^Book all certain ones \(/ }).click();
    await expect.poll(async () => (await records.get('invoices', String(id))).status).toBe('paid');
    await go(page, `/invoices/${id}`);
    await press(page, 'Send by e-mail');
    await page.waitForURL(/\/invoice_letters\//);
    await page.getByRole('heading', { name: `Invoice ${number} from House Oy`, level: 1 }).waitFor();
    // Nobody types anything into an entry.
    await go(page, `/bank_entries/${await house.idOf('bank_entries')}`);
    await page.getByRole('button', { name: 'Take back' }).waitFor();
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('say who sent them and what was done that month; what a list does with one, and what is lost with it [TT-23] [TT-24]', async () => {
    const { records } = house.system;
    const own = await records.create('accounts', { name: 'House Oy', vat_number: 'FI12345671' });
    await records.update('document_settings', String((await house.system.settings('document_settings')).id), { company: own.id });
    const buyer = await records.create('accounts', { name: 'Buyer Oy', billing_address: 'Kauppakatu 1' });
    const today = day(0);
    await records.create('activities', { kind: 'task', subject: 'Mounted the gateway', account: buyer.id, due_on: today });
    const lines = [{ description: 'Mounting', unit_price: { amount: '100', currency: 'EUR' } }];
    const { id, number } = await records.create('invoices', { account: buyer.id, lines, status: 'unpaid', issued_on: today });
    const page = await house.open(`/invoices/${id}`);
    await page.getByRole('cell', { name: 'Mounting' }).first().waitFor();
    await page.getByRole('table', { name: 'Seller' }).getByText('FI12345671').waitFor();
    await page.getByRole('tab', { name: 'Activities of the month' }).click();
    await page.getByRole('link', { name: 'Mounted the gateway' }).waitFor();
    await go(page, '/invoices');
    await page
      .getByRole('row')
      .filter({ hasText: String(number) })
      .getByRole('checkbox')
      .first()
      .check();
    const bar = page.getByRole('toolbar', { name: 'With the selected rows' });
    await bar.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Make a PDF' }).waitFor();
    await page.getByRole('menuitem', { name: 'Set to paid' }).click();
    await expect.poll(async () => (await records.get('invoices', String(id))).status).toBe('paid');
    const draft = await records.create('invoices', { account: buyer.id, subject: 'Wrong one', lines });
    await go(page, `/invoices/${draft.id}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const warning = page.getByRole('dialog');
    await warning.getByText('The product rows of a bill are lost with it.').waitFor();
    await warning.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(async () => (await records.list('invoices', { filter: `id = "${draft.id}"` })).records).toEqual([]);
    expect(house.faults).toEqual([]);
  });

  it('expenses that wait are a click away and are billed on together [PX-20]', async () => {
    const { records } = house.system;
    const account = (await records.create('accounts', { name: `Travelled ${Date.now()}` })).id;
    const [category] = (await records.list('expense_categories', { fields: ['id'], filter: 'name = "Travel"' })).records;
    for (const description of ['Train', 'Hotel']) {
      const amount = { amount: '50', currency: 'EUR' };
      const made = await records.create('expenses', { description, category: category!.id, amount, account, billable: true });
      await house.system.act('expenses', String(made.id), 'approve');
    }
    const page = await house.open('/expenses');
    const waiting = page.getByRole('region', { name: 'Figures' }).locator('div', { hasText: 'To bill on' });
    await waiting.getByRole('button', { name: '€100.00' }).click();
    await page.waitForURL(/filter=/);
    await page.getByRole('gridcell', { name: 'Train' }).first().waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Bill on', exact: true }).click();
    await page.waitForURL(/\/invoices\//);
    await expect.poll(async () => (await records.list('expenses', { filter: 'status = "billed"', count: 'exact' })).count).toBe(2);
    expect(house.faults).toEqual([]);
  });

  it('contracts take the fields of their template, are signed, remind of their end and are renewed; customers show them [PX-11] [NV-16]', async () => {
    const { records } = house.system;
    const account = String((await records.create('accounts', { name: 'Roof Owners Oy' })).id);
    await records.create('contract_templates', {
      ...{ name: 'Maintenance', months: 12, reminder_days: 20, subject: 'Care of the roof', content: '<p>We keep it tight.</p>' },
      fields: [{ label: 'Building', required: true }],
    });
    const page = await house.open(`/contracts/new?account=${account}`);
    await field(page, 'template').locator('input').fill('Maintenance');
    await page
      .getByRole('option', { name: /^Maintenance/ })
      .first()
      .click();
    // What the template gives is there before anything is saved.
    await expect.poll(() => field(page, 'subject').locator('input').inputValue()).toBe('Care of the roof');
    await field(page, 'content').getByText('We keep it tight.').waitFor();
    await field(page, 'details').getByRole('gridcell', { name: 'Building' }).waitFor();
    await create(page);
    await page.getByRole('heading', { name: /Care of the roof/, level: 1 }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const sign = async () => {
      await press(page, 'Signed');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Signed by').fill('Ada Acme');
      await dialog.getByRole('button', { name: 'Signed', exact: true }).click();
      return dialog;
    };
    // What is to be filled in before it is signed is named.
    const dialog = await sign();
    await page.getByText('“Building” is to be filled in before the contract is signed.').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const { details, ends_on } = await records.get('contracts', id, ['details', 'ends_on']);
    const [own] = details as readonly Values[];
    await records.update('contracts', id, { details: [{ id: own!.id, value: 'Harbour 3' }] });
    await page.getByRole('cell', { name: 'Harbour 3' }).waitFor();
    await sign();
    await page.locator('[aria-current="step"]', { hasText: 'In force' }).waitFor();

    await page.getByRole('tab', { name: 'Documents' }).click();
    const copy = { name: 'Signed.txt', mimeType: 'text/plain', buffer: Buffer.from('Signed by Ada') };
    await page.locator('input[type=file]').last().setInputFiles(copy);
    await page.getByRole('button', { name: 'Signed.txt', exact: true }).waitFor();

    // Its end comes near: the owner is told. A new end is a new term.
    await records.update('contracts', id, { starts_on: day(-350), ends_on: day(10) });
    await follow(house.system);
    await go(page, '/notifications');
    await page
      .getByText(/Care of the roof/)
      .first()
      .waitFor();
    await go(page, `/contracts/${id}`);
    await field(page, 'reminded_on').first().waitFor();
    await records.update('contracts', id, { ends_on });
    await expect.poll(() => field(page, 'reminded_on').count()).toBe(0);
    await go(page, `/accounts/${account}`);
    await page.getByRole('tab', { name: 'Related' }).click();
    await page
      .getByRole('link', { name: /Care of the roof/ })
      .first()
      .waitFor();
    expect(house.faults).toEqual([]);
  });

  it('an offer is sent, discussed and accepted by its link on a phone, and becomes an invoice [PX-13] [PX-14]', async () => {
    const { records } = house.system;
    await records.update('general_settings', String((await house.system.settings('general_settings')).id), {
      address: new URL(house.address).origin,
    });
    const customer = await records.create('accounts', { name: 'Sensor Buyers Oy' });
    const lines = [{ description: 'Sensor with a long name that needs a second line', unit_price: { amount: '1200', currency: 'EUR' } }];
    const { id } = await records.create('quotes', {
      account: customer.id,
      lines,
      owner: await house.idOf('users', `login = "${signIn.login}"`),
    });
    const page = await house.open(`/quotes/${id}`);
    await press(page, 'Mark as sent');
    await expect.poll(async () => (await records.get('quotes', String(id))).status).toBe('sent');
    await press(page, 'Link for the customer');
    const link = await page.getByRole('dialog').getByRole('textbox').inputValue();
    await page.keyboard.press('Escape');
    const phone = await page
      .context()
      .browser()!
      .newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
    onTestFinished(() => phone.close());
    const there = await phone.newPage();
    await there.goto(link);
    expect(await there.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await axeFaultsOf(there)).toEqual([]);
    await there.locator('#talk').getByLabel('Your name').fill('Ada Acme');
    await there.getByLabel('Your message').fill('Is it waterproof?');
    await there.getByRole('button', { name: 'Send' }).click();
    await there.getByText('your message has arrived').waitFor();
    await there.locator('#answer').getByLabel('Your first and last name').first().fill('Ada Acme');
    await there.getByRole('button', { name: 'Accept the offer' }).click();
    await there.getByText('You have accepted the offer').waitFor();
    await page.getByText('Is it waterproof?').first().waitFor();
    await page.getByText('Ada Acme').first().waitFor();
    await press(page, 'Make an invoice');
    await page.waitForURL(/\/invoices\//);
    const [invoice] = (await records.list('invoices', { filter: `quote = "${id}"`, fields: ['account'] })).records;
    expect(invoice).toMatchObject({ account: { title: 'Sensor Buyers Oy' } });
    expect(house.faults).toEqual([]);
  });

  it('a new sign of the currency is asked for before it is saved, and then stands on old amounts [TT-17] [TT-18]', async () => {
    const { records } = house.system;
    const name = `Sign ${Date.now()}`;
    await records.create('products', { name, unit_price: { amount: '12', currency: 'EUR' } });
    const sign = `e${Date.now() % 1000}`;
    const page = await house.open('/settings/general_settings');
    await field(page, 'currency_sign').locator('input').fill(sign);
    await page.getByRole('button', { name: 'Save' }).click();
    const question = page.getByRole('dialog', { name: 'A new currency sign' });
    await question.getByText('in old data too').waitFor();
    await question.getByRole('button', { name: 'Change the sign' }).click();
    await expect.poll(async () => (await house.system.settings('general_settings')).currency_sign).toBe(sign);
    await go(page, '/products');
    await page.getByRole('row').filter({ hasText: name }).getByText(`${sign}12.00`).first().waitFor();
    await records.update('general_settings', String((await house.system.settings('general_settings')).id), { currency_sign: '€' });
    expect(house.faults).toEqual([]);
  });

  it('choose products by search and category, with their bundle, price book and sub-totals [CS-102] [CS-103] [CS-104] [CS-112]', async () => {
    const { records } = house.system;
    const mark = `${Date.now().toString(36)}`;
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    const category = await records.create('product_categories', { name: `Meters ${mark}` });
    const below = await records.create('product_categories', { name: `Probes ${mark}`, parent: category.id });
    const other = await records.create('product_categories', { name: `Other ${mark}` });
    const part = await records.create('products', { name: `Cable ${mark}`, unit_price: euros('5'), product_category: other.id });
    const parts = [{ product: part.id, quantity: '2' }];
    const meter = await records.create('products', {
      name: `Meter ${mark}`,
      unit_price: euros('100'),
      code: `M-${mark}`,
      product_category: below.id,
      parts,
    });
    const customer = await records.create('accounts', { name: `Buyer ${mark}` });
    await records.create('price_books', {
      name: `Book ${mark}`,
      accounts: [customer.id],
      prices: [{ product: meter.id, price: euros('80') }],
    });
    const { id } = await house.system.settings('document_settings');
    await records.update('document_settings', String(id), { picker_fields: ['code', 'unit_price'], picker_categories: [category.id] });
    const page = await house.open('/quotes/new');
    await choose(page, 'account', `Buyer ${mark}`);
    await page.getByRole('button', { name: 'Choose products' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose products' });
    await dialog.getByRole('button', { name: `Meter ${mark}` }).waitFor();
    // Only what is in the category or below it is offered.
    await dialog.getByLabel('Search').fill(mark);
    await expect.poll(() => dialog.getByRole('row').count()).toBe(2);
    expect(await dialog.getByRole('columnheader').allTextContents()).toEqual(['Product', 'Code', 'Unit price']);
    await dialog.getByRole('button', { name: `Meter ${mark}` }).click();
    await dialog.getByText('1 row added').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('gridcell', { name: `Cable ${mark}` }).waitFor();
    await page.getByRole('gridcell', { name: 'Price book', exact: true }).waitFor();
    await expect.poll(() => sums(page)).toContain('112.95');
    await create(page);
    await page.getByRole('heading', { name: /^Q-/, level: 1 }).waitFor();
    const made = await records.get('quotes', new URL(page.url()).pathname.split('/').at(-1) ?? '');
    expect(made.lines).toMatchObject([
      { product: { id: meter.id }, bundle: 'main', unit_price: euros('80.00'), price_from: 'book' },
      { product: { id: part.id }, bundle: 'part', quantity: '2', price_from: 'list' },
    ]);
    await records.update('document_settings', String(id), { picker_fields: [], picker_categories: [] });
    expect(house.faults).toEqual([]);
  });
});
