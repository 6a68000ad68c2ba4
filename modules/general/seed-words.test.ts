// What a workspace begins with is named in its language: in all of them, and with what later versions and demo data add.

import { expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { Engine } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';
import { ensureRules } from '../ledger/rule.ts';

const server = await testServer();
const { database, files } = server.engine;
const engine = new Engine({ database, modules, files, queue: null });

async function namesIn(language: string, options: { demo?: boolean } = {}) {
  const name = `seed-${language}`;
  await engine.workspaces.create(name, { language, ...options });
  const workspace = await engine.workspace(name);
  const system = engine.system(workspace!, { kind: 'system', detail: 'test' });
  const names = async (entity: string, field = 'name') =>
    (await system.records.list(entity, { fields: [field], limit: 500 })).records.map((record) => String(record[field]));
  return { system, names };
}

const seeded = [
  'ledger_accounts',
  'ledger_rules',
  'tax_classes',
  'number_series',
  'expense_categories',
  'currencies',
  'letter_templates',
  'relation_types',
];

it.each(['fi', 'sv', 'de', 'ru'])('accounts, posting rules, tax classes and alike come in %s with the same numbers', async (language) => {
  const { system, names } = await namesIn(language);
  const english = (entity: string) => server.system.records.list(entity, { fields: ['name'], limit: 500 });
  // A name that is the same in both languages stands for the same thing.
  const same = new Set(['Export', 'Material', 'Bank', 'Software', 'Euro', 'Art', 'Pound sterling']);
  for (const entity of seeded) {
    const before = (await english(entity)).records.map(({ name }) => String(name));
    const here = await names(entity);
    expect(here).toHaveLength(before.length);
    expect(here.filter((name) => before.includes(name) && !same.has(name))).toEqual([]);
  }
  expect((await names('ledger_accounts', 'code')).sort()).toEqual(
    (await server.system.records.list('ledger_accounts', { fields: ['code'], limit: 500 })).records.map(({ code }) => String(code)).sort(),
  );
  expect((await names('tax_classes', 'reason')).filter((reason) => /VAT|supply|outside/.test(reason))).toEqual([]);
  expect((await system.settings('document_settings')).language).toBe(language);
  await engine.workspaces.drop(`seed-${language}`);
});

it('a Finnish workspace has Finnish accounts, demo data that know them, and gets later ones in Finnish too', async () => {
  const { system, names } = await namesIn('fi', { demo: true });
  expect(await names('ledger_accounts')).toEqual(expect.arrayContaining(['Myyntisaamiset', 'Vaihto-omaisuus']));
  expect(await names('currencies')).toEqual(expect.arrayContaining(['Euro', 'Ruotsin kruunu']));
  const expenses = await system.records.list('expenses', { filter: 'category is empty', count: 'exact' });
  expect(expenses.count).toBe(0);
  const related = await system.records.list('relations', { filter: 'type is empty', count: 'exact' });
  expect(related.count).toBe(0);
  // As one of a version that had no rule for the place.
  const rule = (await system.records.list('ledger_rules', { filter: 'place = "rounding"', fields: ['id'] })).records[0]!;
  await database
    .as(null)
    .query({ text: `delete from "${system.space.space}".ledger_rules where id = '${String(rule.id)}'`, values: [] } as never);
  await (await engine.workspace('seed-fi'))!.refresh();
  await ensureRules(system);
  expect(await names('ledger_rules')).toContain('Pyöristys');
  await engine.workspaces.drop('seed-fi');
});
