// From an empty workspace to an invoice that is paid, and one that is credited, as a person does it.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

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

  /** An action of a record; those that are many stand in a menu. */
  async function press(page: Page, action: string): Promise<void> {
    const button = page.getByRole('button', { name: action, exact: true });
    const menu = page.getByRole('button', { name: 'Actions', exact: true });
    await button.or(menu).first().waitFor();
    if ((await button.count()) > 0) return button.click();
    await menu.click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  const sums = async (page: Page) => (await field(page, 'payable').textContent())?.replace(/\s/g, '');

  it('come from quote and order, are issued, printed, paid and credited [PX-15] [PX-18] [TT-25] [CS-119]', async () => {
    const page = await house.open('/accounts/new');
    await field(page, 'name').locator('input').fill('Kontor Oy');
    await field(page, 'vat_number').locator('input').fill('FI12345671');
    await create(page);
    await page.getByRole('heading', { name: 'Kontor Oy', level: 1 }).waitFor();
    await go(page, '/document_settings');
    await choose(page, 'company', 'Kontor Oy');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await house.system.settings('document_settings')).company).toMatchObject({ title: 'Kontor Oy' });
    await go(page, '/accounts/new');
    await field(page, 'name').locator('input').fill('Acme Oy');
    await create(page);
    await page.getByRole('heading', { name: 'Acme Oy', level: 1 }).waitFor();
    await go(page, '/products/new');
    await field(page, 'name').locator('input').fill('Gateway');
    await field(page, 'unit_price').locator('input').first().fill('100');
    await create(page);
    await page.getByRole('heading', { name: 'Gateway', level: 1 }).waitFor();

    await go(page, '/quotes/new');
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
    await press(page, 'Issue');
    await page.getByRole('heading', { name: /\d{4}-00001/, level: 1 }).waitFor();
    const issued = page.url();
    await press(page, 'Make a PDF');
    await page.waitForURL(/\/files\//);
    const { records } = await house.system.records.list('files', { fields: ['name', 'content_type'] });
    expect(records).toMatchObject([{ name: expect.stringMatching(/^Invoice \d{4}-00001\.pdf$/) }]);
    await page.goto(issued);
    await press(page, 'Record a payment');
    await page.getByRole('dialog').getByRole('button', { name: 'Record a payment' }).click();
    await expect.poll(async () => (await house.system.records.get('invoices', id)).status).toBe('paid');
    await press(page, 'Credit invoice');
    await page.waitForURL((url) => url.pathname.includes('/invoices/') && !url.pathname.endsWith(id));
    const credit = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await press(page, 'Issue');
    await page.getByRole('heading', { name: /^CR-/, level: 1 }).waitFor();
    expect(await house.system.records.get('invoices', credit)).toMatchObject({ original: { id }, total: { amount: '-251.00' } });
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
    const today = new Date().toISOString().slice(0, 10);
    await records.create('activities', { kind: 'task', subject: 'Mounted the gateway', account: buyer.id, due_on: today });
    const lines = [{ description: 'Mounting', unit_price: { amount: '100', currency: 'EUR' } }];
    const { id, number } = await records.create('invoices', { account: buyer.id, lines, status: 'unpaid', issued_on: today });
    const page = await house.open(`/invoices/${id}`);
    await page.getByRole('cell', { name: 'Mounting' }).first().waitFor();
    await page.getByRole('tab', { name: 'Seller' }).click();
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
