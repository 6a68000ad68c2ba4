import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { attachFile, openFile } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ acme: ['accounts', { name: 'Acme', owner: '$agent' }] });

scenarios(at, [
  {
    title: 'does not come without bytes',
    as: 'root',
    call: { create: 'files', values: { name: 'x.pdf' } },
    expect: { refused: 422, code: 'required' },
  },
  {
    title: 'takes no storage place from outside',
    as: 'root',
    call: { create: 'files', values: { name: 'x', storage_key: '../../etc/passwd' } },
    expect: { refused: 422, field: 'storage_key' },
  },
]);

it('is attached to a record, read and renamed by who may, and out of sight for others [TT-16] [TT-26] [TT-30]', async () => {
  const agent = await at.person('agent');
  const source = Readable.from([Buffer.from('Offer no. 1')]);
  const file = await attachFile(agent, 'accounts', String(at.ids.acme), { name: '../Offer.txt', source });
  expect(file).toMatchObject({
    name: 'Offer.txt',
    size: 11,
    content_type: 'text/plain; charset=utf-8',
    related_to: { entity: 'accounts', title: 'Acme' },
    owner: { title: 'agent person' },
  });
  const { key } = await openFile(agent, String(file.id));
  expect(await text(at.engine.files.read(at.name, key))).toBe('Offer no. 1');
  expect(await agent.records.update('files', String(file.id), { name: 'Offer 1.txt' })).toMatchObject({ name: 'Offer 1.txt' });
  await expect(agent.records.update('files', String(file.id), { size: 1 })).rejects.toMatchObject({ status: 422 });
  await expect(openFile(await at.person('stranger'), String(file.id))).rejects.toMatchObject({ status: 404 });
  await expect(attachFile(await at.person('stranger'), 'accounts', String(at.ids.acme), { name: 'x', source })).rejects.toMatchObject({
    status: 404,
  });
});
