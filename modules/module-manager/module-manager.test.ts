// Modules and languages switched off and on, and words of the workspace's own: for everybody, by every way, from the next request.

import { describe, expect, it } from 'vitest';
import { tongueOf } from '../../engine/report/tongue.ts';
import { type Caller, testServer } from '../../tests/http.ts';

const server = await testServer();
const { records } = server.system;
const root = await server.person('root', 'Root');
const admin = await server.person('admin', 'Administrator');
const staff = await server.person('staff', 'Staff');
const key = await server.key(root.id);
const other = server.other().caller({ cookie: staff.cookie });

type Described = { name: string; fields: { name: string; label: string }[]; back_references: { entity: string }[] };
type Answer = { entities: Described[]; workspace: { languages: string[] }; words: Record<string, { labels: object; texts: object }> };
const setUp = async (who: Caller) => (await who.get('entities')).body as Answer;
const settings = `records/module_settings/${String((await records.list('module_settings', { fields: ['id'] })).records[0]?.id)}`;
const lead = String((await records.create('leads', { name: 'Quicksilver lead', owner: staff.id })).id);

describe('a module that is switched off [CS-026]', () => {
  const reached = async (who: Caller) => ({
    noun: (await setUp(who)).entities.some(({ name }) => name === 'leads'),
    related: (await setUp(who)).entities.some((one) => one.back_references.some(({ entity }) => entity === 'leads')),
    list: (await who.get('records/leads')).status,
    one: (await who.get(`records/leads/${lead}`)).status,
    file: (await who.get('records/leads/export')).status,
    searched: (await who.get('search?q=quicksilver')).text.includes(lead),
    counted: (await who.post('records/leads/aggregate', { measures: [{ fn: 'count' }] })).status,
    made: (await who.post('records/leads', { name: 'Another lead' })).status,
  });

  it('is gone for everybody, root and keys too, in every process, and its data stays', async () => {
    const on = { noun: true, related: true, list: 200, one: 200, file: 200, searched: true, counted: 200, made: 201 };
    const gone = { noun: false, related: false, list: 404, one: 404, file: 404, searched: false, counted: 404, made: 404 };
    for (const who of [root, key, staff, other]) expect(await reached(who)).toEqual(on);
    expect((await admin.patch(settings, { inactive: ['leads'] })).status).toBe(200);
    for (const who of [root, key, staff, other, admin]) expect(await reached(who)).toEqual(gone);
    const told = (await admin.post('services/modules', {})).body as { name: string; active: boolean }[];
    expect(told.filter(({ active }) => !active).map(({ name }) => name)).toEqual(['leads']);
    expect((await records.get('leads', lead)).name).toBe('Quicksilver lead');
    expect((await admin.patch(settings, { inactive: [] })).status).toBe(200);
    for (const who of [root, staff, other]) expect(await reached(who)).toEqual(on);
  });

  it('takes away all ways to files, and brings them back as they were [CS-127]', async () => {
    const file = await server.system.records.create('files', {
      ...{ name: 'Quicksilver.txt', content_type: 'text/plain', size: 1, sha256: 'a'.repeat(64), storage_key: 'none', owner: staff.id },
    });
    const seen = async () => ({
      noun: (await setUp(staff)).entities.some(({ name }) => name === 'files'),
      list: (await staff.get('records/files')).status,
      one: (await staff.get(`records/files/${file.id}`)).status,
    });
    await admin.patch(settings, { inactive: ['files'] });
    expect(await seen()).toEqual({ noun: false, list: 404, one: 404 });
    await admin.patch(settings, { inactive: [] });
    expect(await seen()).toEqual({ noun: true, list: 200, one: 200 });
  });

  it.each([
    ['no module', ['lead'], 'unknown'],
    ['what is not in the menu', ['users'], 'unknown'],
    ['what others need', ['accounts'], 'needed'],
    ['no list', 'leads', 'type'],
  ])('is not %s', async (_, inactive, code) => {
    const { status, body } = await admin.patch(settings, { inactive });
    expect([status, (body as { errors: { code: string }[] }).errors[0]?.code]).toEqual([422, code]);
  });

  it('is switched by administrators alone', async () => {
    for (const who of [staff, key]) {
      const status = (await who.post('services/modules', {})).status;
      expect(status).toBe(who === staff ? 403 : 200);
    }
    expect((await staff.patch(settings, { inactive: ['leads'] })).status).toBe(403);
  });
});

it('offers the languages that are on, English always, also before one signs in [CS-041]', async () => {
  expect((await setUp(staff)).workspace.languages).toEqual(['en', 'fi', 'sv', 'de', 'ru']);
  await admin.patch(settings, { inactive_languages: ['sv', 'ru'] });
  expect((await setUp(other)).workspace.languages).toEqual(['en', 'fi', 'de']);
  expect((await server.stranger.get('session/ways')).body).toMatchObject({ languages: ['en', 'fi', 'de'] });
  const choose = async (language: string) => (await root.patch(`records/users/${staff.id}`, { language })).status;
  expect([await choose('sv'), await choose('de')]).toEqual([422, 200]);
  await admin.patch(settings, { inactive_languages: [] });
});

describe('own words [CS-042] [CS-043] [CS-044] [CS-054]', () => {
  const say = async (place: string | null, original: string, text: string, language = 'fi') =>
    (await admin.post('records/translations', { language, place, original, text })).status;

  it('are told to everybody by language: labels, choices, headings, texts of the program; the last one holds', async () => {
    const added = [
      await say('accounts', 'Phone', 'Puhelinnumero'),
      await say('accounts', 'Customer', 'Kanta-asiakas'),
      await say('accounts', 'Our open deals', 'Avoimet kaupat'),
      await say(null, 'Owner', 'Omistaja'),
      await say('program', 'shell.search', 'Etsi'),
    ];
    expect(added).toEqual([201, 201, 201, 201, 201]);
    expect(await say('accounts', 'Phone', 'Toinen')).toBe(422);
    for (const who of [staff, other])
      expect((await setUp(who)).words).toEqual({
        fi: {
          labels: {
            'accounts.Phone': 'Puhelinnumero',
            'accounts.Customer': 'Kanta-asiakas',
            'accounts.Our open deals': 'Avoimet kaupat',
            Owner: 'Omistaja',
          },
          texts: { 'shell.search': 'Etsi' },
        },
      });
    expect((await staff.post('records/translations', { language: 'fi', original: 'x', text: 'y' })).status).toBe(403);
    const { words } = (await server.engine.workspace(server.name))!.state;
    const spoken = (language: string) => ['Phone', 'Owner', 'City'].map((label) => tongueOf(language, words)('accounts', label));
    expect([spoken('fi-FI'), spoken('en')]).toEqual([
      ['Puhelinnumero', 'Omistaja', 'Kaupunki'],
      ['Phone', 'Owner', 'City'],
    ]);
  });

  it('tell nothing of fields and modules that somebody does not see', async () => {
    await say('accounts', 'City', 'Paikkakunta');
    await say('leads', 'Leads', 'Vihjeet');
    const sets = { name: 'No cities', grants: [{ target: 'accounts', verb: 'view', scopes: ['all'] }] };
    await records.create('permission_sets', { ...sets, field_rights: [{ target: 'accounts', field: 'city', right: 'hidden' }] });
    const kept = await server.person('kept', 'No cities');
    const labels = async (who: Caller) => Object.keys((await setUp(who)).words['fi']?.labels ?? {});
    expect(await labels(staff)).toEqual(expect.arrayContaining(['accounts.City', 'leads.Leads', 'accounts.Phone']));
    const told = await labels(kept);
    expect(told).toContain('accounts.Phone');
    expect(told).not.toContain('accounts.City');
    expect(told).not.toContain('leads.Leads');
  });

  it('go with their record, and the word that came is back', async () => {
    const [word] = (await records.list('translations', { filter: 'original = "Owner"', fields: ['id'] })).records;
    expect((await admin.delete(`records/translations/${word?.id}`)).status).toBeLessThan(300);
    expect((await setUp(other)).words['fi']?.labels).not.toHaveProperty('Owner');
  });
});
