// What is held about a person, as it is shown and handed out: everything within one's rights and nothing beyond.

import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { attachFile, handOut, personalData, personalForm } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  jane: [
    'contacts',
    { first_name: 'Jane', last_name: 'Doe', email: 'jane@doe.example', tags: ['Fair', 'VIP'], account: '$acme', owner: '$agent' },
  ],
  call: ['activities', { subject: 'Call', contact: '$jane', owner: '$agent' }],
  secret: ['activities', { subject: 'Of somebody else', contact: '$jane', owner: '$stranger' }],
  lead: ['leads', { name: 'Jane Doe', company: 'Before', owner: '$agent' }],
  asked: ['privacy_requests', { kind: 'hand_out', subject: { entity: 'contacts', id: '$jane' } }],
});
const jane = String(at.ids.jane);
await at.system.records.update('leads', String(at.ids.lead), { contact: jane, status: 'converted' });
const admin = await at.person('admin');
await attachFile(admin, 'contacts', jane, { name: 'signed.txt', source: Readable.from(['her signature']) });
await admin.records.update('contacts', jane, { mobile: '+358 40 111 2222' });

it('is all there is over the nouns, with history and files, in the words of the language [CS-082]', async () => {
  const form = personalForm(admin, await personalData(admin, 'contacts', jane, 'view'), 'fi');
  const told = Object.fromEntries(form.sections.map(({ label, records }) => [label, records.map(({ title }) => title)]));
  expect(told).toMatchObject({ Yhteyshenkilöt: ['Jane Doe'], Toimet: ['Call', 'Of somebody else'], Tiedostot: ['signed.txt'] });
  expect(form.sections[0]?.records[0]?.lines).toContainEqual({ label: 'Tunnisteet', text: 'Fair, VIP' });
  expect(form.sections.find(({ entity }) => entity === 'leads')?.records).toMatchObject([{ title: 'Jane Doe' }]);
  expect(form.sections.at(-1)).toMatchObject({ entity: null, label: 'Historia' });
  expect(JSON.stringify(form.sections.at(-1))).toContain('+358');
});

it('is cut by the rights of whoever looks, and taken away only by who may export [CS-082]', async () => {
  const agent = await at.person('agent');
  const { sections } = personalForm(agent, await personalData(agent, 'contacts', jane, 'view'), 'en');
  expect(JSON.stringify(sections)).not.toContain('Of somebody else');
  const reader = await at.person('reader');
  expect((await personalData(reader, 'contacts', jane, 'view')).title).toBe('Jane Doe');
  for (const format of ['pdf', 'xlsx', 'json', 'zip'] as const)
    await expect(handOut(reader, 'contacts', jane, format, 'en')).rejects.toMatchObject({ status: 403 });
  await expect(personalData(await at.person('stranger'), 'contacts', jane, 'view')).rejects.toMatchObject({ status: 404 });
  await expect(personalData(admin, 'accounts', String(at.ids.acme), 'view')).rejects.toMatchObject({ status: 404 });
});

it('is handed out on paper, as a sheet, for machines and with its files, and the request says so [CS-082]', async () => {
  const take = async (format: 'pdf' | 'xlsx' | 'json' | 'zip') => buffer((await handOut(admin, 'contacts', jane, format, 'en')).content);
  expect((await take('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await take('xlsx')).subarray(0, 2).toString()).toBe('PK');
  const data = JSON.parse((await take('json')).toString()) as { subject: object; records: { entity: string }[] };
  expect(data.subject).toMatchObject({ entity: 'contacts', id: jane, title: 'Jane Doe' });
  expect(data.records.map(({ entity }) => entity)).toEqual(expect.arrayContaining(['contacts', 'leads', 'activities', 'files']));
  const zip = await yauzl.fromBufferPromise(await take('zip'), { lazyEntries: true });
  const inside: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) inside[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  expect(Object.keys(inside).sort()).toEqual(['data.json', 'data.pdf', 'data.xlsx', 'files/signed.txt']);
  expect(inside['files/signed.txt']).toBe('her signature');
  const { log } = await at.system.records.get('privacy_requests', String(at.ids.asked), ['log']);
  expect(String(log).match(/Taken as \w+/g)).toEqual(['Taken as PDF', 'Taken as XLSX', 'Taken as JSON', 'Taken as ZIP']);
});
