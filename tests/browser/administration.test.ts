import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { startMailServer } from '../smtp.ts';
import { wordFile } from '../word.ts';
import { type House, missing, openHouse, setUp, signIn } from './house.ts';

interface Stored {
  readonly record: Readonly<Record<string, unknown>>;
}

describe.skipIf(missing)(`administration in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let folder: string;

  setUp(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(inject('runFolder'), 'import-'));
    const price = { amount: '100', currency: 'EUR' };
    for (const name of ['GTX Pro', 'MG Special']) await house.system.records.create('products', { name, unit_price: price });
  });

  const count = async (entity: string) => (await house.system.records.list(entity, { count: 'exact', limit: 1 })).count;

  it('asks before rights go: defaults of a department, root of a user [SC-25] [NV-06] [CS-013]', async () => {
    const { records } = house.system;
    const stamp = String(Date.now());
    const top = await house.idOf('departments', 'parent is empty');
    const root = await house.idOf('permission_sets', 'root');
    const set = await records.create('permission_sets', { name: `Set ${stamp}` });
    const unit = await records.create('departments', { name: `Unit ${stamp}`, parent: top });
    const values = { name: `Rita ${stamp}`, department: unit.id, permission_sets: [root, set.id] };
    const rita = await records.create('users', { login: `rita${stamp}`, ...values });

    const page = await house.open(`/departments/${unit.id}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('[data-field="new_user_sets"] input').fill(`Set ${stamp}`);
    await page
      .getByRole('option', { name: `Set ${stamp}` })
      .first()
      .click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The user who belongs to it keeps the rights held now.').waitFor();
    expect((await records.get('departments', String(unit.id), ['new_user_sets'])).new_user_sets).toEqual([]);
    await dialog.getByRole('button', { name: 'Save them' }).click();
    await expect
      .poll(async () => (await records.get('departments', String(unit.id), ['new_user_sets'])).new_user_sets)
      .toMatchObject([{ id: set.id }]);

    await page.goto(`${house.address}/users/${rita.id}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Administrator instead of root/ }).click();
    await dialog.getByText('API keys', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Take root away' }).click();
    await expect
      .poll(async () => (await records.get('users', String(rita.id), ['permission_sets'])).permission_sets)
      .toMatchObject([{ id: set.id }]);

    await page.goto(`${house.address}/sharing_levels/new`);
    await page.locator('[data-field="entity"] input').first().fill('Produ');
    await page.getByText('Nothing found').waitFor();
    await page.locator('[data-field="entity"] input').first().fill('Leads');
    await page.getByRole('option', { name: 'Leads' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
    const made = (await records.list('sharing_levels', { filter: 'entity = "leads"', fields: ['id'] })).records;
    expect(made).toHaveLength(1);
    await records.delete('sharing_levels', String(made[0]?.id));
    expect(house.faults).toEqual([]);
  });

  it('imports a file: near names found, words for nothing emptied, missing records made, rehearsed first, taken back as a whole', async () => {
    const rows = [
      'deal,product,account,engage_date,amount',
      'One,GTXPro,Cancity,20-10-2016,1054',
      'Two,MG Special,null,25-10-2016,2000',
      'Three,Unheard of,Isdom,30-11-2016,3000',
    ];
    const file = join(folder, 'pipeline.csv');
    await writeFile(file, rows.join('\n'));
    const before = await count('deals');
    const accounts = await count('accounts');

    const page = await house.open('/import/deals');
    await page.locator('input[type=file]').setInputFiles(file);
    const column = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
    await column('account').getByLabel('Read “null” as empty').waitFor();
    expect(await column('account').getByLabel('Read “null” as empty').isChecked()).toBe(true);
    expect(await column('product').getByLabel('GTXPro means').inputValue()).toBe('GTX Pro');
    await column('engage_date').getByText('20-10-2016 is read as').waitFor();
    await column('account').getByText('create them').click();
    await page.getByRole('button', { name: 'Keep this mapping' }).click();
    await page.getByLabel('Name of the mapping').fill('Pipeline');
    await page.getByLabel('Name of the mapping').press('Enter');
    await page.getByText('Kept: Pipeline').waitFor();
    await page.getByRole('button', { name: 'Check without writing' }).click();

    await page.getByText('This is what the import would do.').waitFor();
    const counts = page.locator('dl');
    await counts
      .getByText('Created2')
      .or(counts.locator('[data-kind=created]', { hasText: '2' }))
      .first()
      .waitFor();
    await counts.locator('[data-kind=failed]', { hasText: '1' }).waitFor();
    expect(await count('deals')).toBe(before);

    await page.getByRole('button', { name: 'Import now' }).click();
    await page.getByRole('link', { name: 'Show: Deals' }).waitFor();
    expect(await count('deals')).toBe((before ?? 0) + 2);
    expect(await count('accounts')).toBeGreaterThan(accounts ?? 0);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);

    await page.getByRole('button', { name: 'Undo all of it' }).click();
    await expect.poll(() => count('deals')).toBe(before);
    await expect.poll(() => count('accounts')).toBe(accounts);

    // The next file of the kind needs one choice.
    await page.getByRole('button', { name: 'Import another file' }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator('input').and(page.getByLabel('Use a kept mapping')).click();
    await page.getByRole('option', { name: 'Pipeline' }).click();
    await expect.poll(() => column('account').getByLabel('create them').isChecked()).toBe(true);
    expect(house.faults).toEqual([]);
  });

  it('adds a field that is at once in the form, on the page and among the columns of the list [SC-27] [SC-31]', async () => {
    const deal = String((await house.system.records.create('deals', { name: 'Customised' })).id);
    const page = await house.open('/settings/fields/deals');
    await page.getByRole('button', { name: 'Add a field' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Label').fill('Temperature');
    await dialog.locator('input').and(dialog.getByLabel('Type')).click();
    await page.getByRole('option', { name: 'One option', exact: true }).click();
    await dialog.getByRole('button', { name: 'Add an option' }).click();
    await page.keyboard.type('Hot');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Cold');
    await dialog.getByRole('button', { name: 'Add a field' }).click();
    await page.getByRole('switch', { name: 'Temperature is in use' }).waitFor();

    // The same page, without a reload: the description was fetched anew.
    await page.getByRole('link', { name: 'Deals', exact: true }).click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByText('Temperature').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'New', exact: true }).click();
    await page.locator('input').and(page.getByLabel('Temperature')).waitFor();

    await page.goto(`${house.address}/deals/${deal}`);
    await page.locator('[data-field="c_temperature"] dd').click();
    await page.getByRole('option', { name: 'Hot' }).click();
    // What the API says: our own context still has the schema it was made with.
    const stored = async () => ((await (await page.request.get(`${house.address}/api/v1/records/deals/${deal}`)).json()) as Stored).record;
    await expect.poll(async () => (await stored()).c_temperature).toBe('Hot');

    await page.goto(`${house.address}/settings/fields/deals`);
    await page.getByText('Temperature', { exact: true }).waitFor();
    await page.getByRole('switch', { name: 'Temperature is in use' }).click({ force: true });
    await expect.poll(async () => 'c_temperature' in (await stored())).toBe(false);
    expect(house.faults).toEqual([]);
  });

  it('shows own sessions, releases a banned address, and behind Back there is nothing after signing out [SC-04] [CS-009] [CS-004]', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await house.system.records.create('bans', { address: '192.0.2.77', reason: 'failed_sign_ins', failures: 50, until });
    await house.system.records.create('contacts', { last_name: 'Geheimnis' });
    const page = await house.open('/settings/addresses');
    await page.getByText('192.0.2.77').waitFor();
    await page.getByRole('button', { name: 'Release 192.0.2.77' }).click();
    await page.getByText('No address is banned now.').waitFor();
    await page.getByLabel('Address or range').fill('203.0.113.0/24');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Remove 203.0.113.0/24' }).waitFor();
    await page.goto(`${house.address}/settings/protection`);
    await page.getByText('Guessing passwords').waitFor();
    await page.goto(`${house.address}/account`);
    await page.getByText('This one', { exact: true }).waitFor();

    await page.goto(`${house.address}/contacts`);
    await page.getByText('Geheimnis').first().waitFor();
    // What "Sign out" in the menu does: the session ends, and a fresh page begins.
    await page.evaluate(async (address) => {
      await fetch(`${address}/api/v1/session`, { method: 'DELETE' });
      location.assign(`${address}/`);
    }, house.address);
    await page.getByLabel('Login').waitFor();
    for (let step = 0; step < 2; step++) {
      await page.goBack();
      await page.getByLabel('Login').waitFor();
      expect(await page.getByText('Geheimnis').count()).toBe(0);
    }
    expect(house.faults).toEqual([]);
  });

  it('makes a passkey on the own page, signs in with it alone and after the password; what was recorded once opens nothing again [CS-001]', async () => {
    const login = { login: 'peter', password: 'correct horse battery' };
    const set = async (noun: string, values: Record<string, unknown>) =>
      house.system.records.update(noun, String((await house.system.settings(noun)).id), values);
    await set('security_settings', { second_factor: 'off' });
    await set('general_settings', { address: null });
    const [department] = (await house.system.records.list('departments', { fields: ['id'], limit: 1 })).records;
    await house.system.records.create('users', { ...login, name: 'Peter Passkey', department: department?.id });
    // Keys are for names, not for addresses.
    const site = house.address.replace('127.0.0.1', 'localhost');
    const page = await house.open('/', { as: login });
    const { origin } = new URL(site);
    await page.request.post(`${site}/api/v1/session`, { data: login, headers: { origin } });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const authenticator = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...authenticator, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto(`${site}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: /Remove the passkey/ }).waitFor();

    await page.request.delete(`${site}/api/v1/session`, { headers: { origin } });
    await page.goto(`${site}/account`);
    await page.getByLabel('Login').waitFor();
    const sent = page.waitForRequest((request) => request.url().endsWith('/session/passkey'));
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This one', { exact: true }).waitFor();
    const recorded = (await sent).postDataJSON();
    const again = await page.request.post(`${site}/api/v1/session/passkey`, { data: recorded, headers: { origin } });
    expect(again.status()).toBe(401);
    const log = await house.system.records.list('sign_ins', {
      fields: ['result', 'reason', 'user'],
      filter: 'way = "passkey"',
      sort: 'created_at',
    });
    expect(log.records).toMatchObject([
      { result: 'signed_in', user: { title: 'Peter Passkey' } },
      { result: 'refused', reason: 'wrong_passkey' },
    ]);

    // As after a test mail: the second step is switched on only where mail works.
    const { state } = await house.system.settings('mail_settings');
    await set('mail_settings', { state: 'works' });
    await set('security_settings', { second_factor: 'always' });
    await page.request.delete(`${site}/api/v1/session`, { headers: { origin } });
    await page.goto(`${site}/account`);
    await page.getByLabel('Login').fill(login.login);
    await page.getByLabel('Password', { exact: true }).fill(login.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Confirm with your passkey').waitFor();
    // This account has no address that a code could go to.
    expect(await page.getByRole('button', { name: 'Mail me a code' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('This one', { exact: true }).waitFor();
    await set('security_settings', { second_factor: 'off' });
    await set('mail_settings', { state });
    expect(house.faults).toEqual([]);
  });

  it('mail is tested, the second step asked for, a forgotten password replaced [CS-001] [CS-003] [PX-01]', async () => {
    const mails = await startMailServer({ authOptional: true });
    onTestFinished(() => mails.stop());
    const { system } = house;
    const change = async (noun: string, values: Values) => system.records.update(noun, String((await system.settings(noun)).id), values);
    const mailed = async (pattern: RegExp) =>
      expect
        .poll(() => pattern.exec(mails.arrived.at(-1)?.raw ?? '')?.[1], { timeout: 45_000 })
        .toBeTruthy()
        .then(() => pattern.exec(mails.arrived.at(-1)!.raw)![1]!);
    const login = 'clerk@acme.example';
    const { records } = await system.records.list('users', { filter: 'login = "boss"', fields: ['department', 'permission_sets'] });
    const { department, permission_sets } = records[0] as { department: { id: string }; permission_sets: { id: string }[] };
    const sets = permission_sets.map(({ id }) => id);
    await system.records.create('users', {
      login,
      name: 'Clerk',
      password: signIn.password,
      department: department.id,
      permission_sets: sets,
    });
    await change('mail_settings', { host: 'localhost', port: mails.port, encryption: 'none', sender_address: 'crm@acme.example' });
    await change('general_settings', { address: new URL(house.address).origin });

    const page = await house.open('/settings/mail_settings');
    await page.getByRole('textbox', { name: 'Where the test goes' }).fill('boss@acme.example');
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await page.getByText('E-mail works').waitFor();
    await page.goto(`${house.address}/settings/security_settings`);
    await page.getByRole('link', { name: 'Permission sets' }).waitFor();
    await change('security_settings', { second_factor: 'new_device', forgotten_password: true });

    await page.context().clearCookies();
    await page.goto(`${house.address}/`);
    const enter = async (password: string) => {
      await page.getByLabel('Login').fill(login);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await enter(signIn.password);
    await page.getByText('One more step').waitFor();
    await page.getByLabel('Code from the e-mail').fill(await mailed(/\n(\d{6})\r?\n/));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('navigation').first().waitFor();

    await page.context().clearCookies();
    await page.goto(`${house.address}/`);
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await page.getByLabel('Login').fill(login);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('the link is on its way').waitFor();
    const token = await mailed(/#set-password=([\w-]+)/);
    await page.goto('about:blank');
    await page.goto(`${house.address}/#set-password=${token}`);
    await page.getByLabel('New password').fill('a better horse');
    await page.getByLabel('Repeat it').fill('a better horse');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your password is set').waitFor();
    expect(page.url()).not.toContain(token);
    await change('security_settings', { second_factor: 'off', forgotten_password: false });
  });

  it('a document template says which tag is unknown, and is tried with a record before it is used [CS-131] [CS-137]', async () => {
    const { records } = house.system;
    const name = `Letter ${Date.now()}`;
    await records.create('accounts', { name: `Customer of ${name}` });
    const page = await house.open('/document_templates/new');
    const field = (of: string) => page.locator(`[data-field="${of}"]`);
    const upload = async (file: string, ...texts: string[]) => {
      const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      await field('file')
        .locator('input[type=file]')
        .setInputFiles({ name: file, mimeType, buffer: await wordFile(...texts) });
      await field('file').getByText(file).waitFor();
    };
    await field('name').locator('input').fill(name);
    for (const [of, option] of [
      ['entity', 'Accounts'],
      ['kind', 'Word (.docx)'],
    ] as const) {
      await field(of).getByRole('combobox').click();
      await page.getByRole('option', { name: option, exact: true }).click();
    }
    await upload('wrong.docx', 'Dear [acounts.name]');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await field('file').getByText('Did you mean [accounts.name]?').waitFor();
    await upload('right.docx', 'Dear [accounts.name]');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();

    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(`Customer of ${name}`);
    await page.getByRole('option', { name: `Customer of ${name}` }).click();
    await dialog.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.waitForURL(/\/files\//);
    await page.getByRole('heading', { name: `Preview – ${name}.docx`, level: 1 }).waitFor();
    expect(house.faults).toEqual([]);
  });
});
