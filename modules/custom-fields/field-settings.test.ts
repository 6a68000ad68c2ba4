import { describe, expect, it } from 'vitest';
import { type Refusal, undoChange, work } from '../../engine/index.ts';
import { describe as describeEntity } from '../../schema/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', type: 'customer', sector: 'Retail' }],
  deal: ['deals', { name: 'Pumps', account: '$acme' }],
  shoe: ['custom_fields', { entity: 'contacts', label: 'Shoe', type: 'picklist', choices: [{ value: 'flat' }, { value: 'high' }] }],
});

const admin = () => at.person('admin');
const of = (entity: string, field: string) => ({ entity, field });

async function fieldNow(entity: string, name: string) {
  const { schema } = await admin();
  return describeEntity(schema, schema.entities[entity]!).fields.find((field) => field.name === name)!;
}
async function set(entity: string, field: string, values: object) {
  return String((await (await admin()).records.create('field_settings', { entity, field, ...values })).id);
}
async function start(...[entity, id, action, input]: Parameters<Awaited<ReturnType<typeof admin>>['act']>) {
  const { result } = await (await admin()).act(entity, id, action, input);
  return (result as { job: string }).job;
}
async function drop(id: string) {
  await (await admin()).records.delete('field_settings', id);
}

describe('settings of built-in fields', () => {
  const stage = of('deals', 'stage');
  scenarios(at, [
    {
      title: 'is about a field that is there',
      as: 'admin',
      call: { create: 'field_settings', values: of('deals', 'stagee') },
      expect: { refused: 422, field: 'field', code: 'unknown' },
    },
    {
      title: 'is about one that the module made',
      as: 'admin',
      call: { create: 'field_settings', values: of('contacts', 'c_shoe') },
      expect: { refused: 422, field: 'field', code: 'unknown' },
    },
    {
      title: 'is there once',
      as: 'admin',
      given: [{ create: 'field_settings', values: stage }],
      call: { create: 'field_settings', values: stage },
      expect: { refused: 422, field: 'key', code: 'not_unique' },
    },
    {
      title: 'is nothing for staff [CS-029]',
      as: 'staff',
      call: { create: 'field_settings', values: { ...stage, label: 'Phase' } },
      expect: { refused: 403 },
    },
    {
      title: 'does not hide what a record is known by [CS-030]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('accounts', 'name'), hidden: true } },
      expect: { refused: 422, field: 'hidden', code: 'vital' },
    },
    {
      title: 'does not hide what must be filled in [CS-030]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('accounts', 'phone'), required: true, hidden: true } },
      expect: { refused: 422, field: 'hidden', code: 'vital' },
    },
    {
      title: 'requires nothing that nobody fills in',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('deals', 'expected'), required: true } },
      expect: { refused: 422, field: 'required', code: 'read_only' },
    },
    {
      title: 'presets what the field can hold',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('accounts', 'employees'), default: 'today()' } },
      expect: { refused: 422, field: 'default', code: 'expression' },
    },
    {
      title: 'has conditions that can be read, with the nearest name',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('accounts', 'phone'), visible_if: 'tpye = "customer"' } },
      expect: { refused: 422, field: 'visible_if', code: 'expression' },
    },
    {
      title: 'has no condition over a relation [CS-242]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('deals', 'next_step'), visible_if: 'account.type = "customer"' } },
      expect: { refused: 422, field: 'visible_if', code: 'relation' },
    },
    {
      title: 'does not control what is always required [CS-242]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('accounts', 'name'), visible_if: 'type = "customer"' } },
      expect: { refused: 422, field: 'visible_if', code: 'required' },
    },
    {
      title: 'adds no kind of person the module does not know [CS-037]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('contacts', 'kind'), choices: [{ value: 'dog' }] } },
      expect: { refused: 422, field: 'choices.0.value', code: 'fixed' },
    },
    {
      title: 'keeps what the module works with in use [CS-037]',
      as: 'admin',
      call: { create: 'field_settings', values: { ...of('deals', 'stage'), choices: [{ value: 'won', active: false }] } },
      expect: { refused: 422, field: 'choices.0.active', code: 'fixed' },
    },
  ]);

  it('renames, explains, requires and presets at once for everybody, keeps it in history, and takes it back [CS-029] [NV-09]', async () => {
    const staff = await at.person('staff');
    const id = await set('accounts', 'city', { label: 'Town', help: 'Where the head office is.', required: true, default: '"Oulu"' });
    expect(await fieldNow('accounts', 'city')).toMatchObject({
      label: 'Town',
      help: 'Where the head office is.',
      required: true,
      default: '"Oulu"',
    });
    // A context that was made before the change, as another process would have it.
    expect(await staff.records.create('accounts', { name: 'Globex' })).toMatchObject({ city: 'Oulu' });
    await expect(staff.records.create('accounts', { name: 'Initech', city: null })).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'city', code: 'required', message: 'Town is required.' }],
    });
    const { changes } = await (await admin()).records.history('field_settings', id);
    expect(changes).toMatchObject([{ verb: 'create', actor: { title: 'admin person' }, after: { label: 'Town', required: true } }]);
    await (await admin()).records.update('field_settings', id, { label: 'Place' });
    const [last] = (await (await admin()).records.history('field_settings', id)).changes;
    expect(await undoChange(await admin(), last!.id)).toMatchObject({ undone: 1 });
    expect(await fieldNow('accounts', 'city')).toMatchObject({ label: 'Town' });
    await drop(id);
    expect(await fieldNow('accounts', 'city')).toMatchObject({ label: 'City', required: false, default: null });
  });

  it('never loosens what the module requires [CS-029]', async () => {
    const id = await set('accounts', 'name', { required: false, label: 'Firm' });
    await expect((await admin()).records.create('accounts', {})).rejects.toMatchObject({
      problems: [{ field: 'name', message: 'Firm is required.' }],
    });
    await drop(id);
  });

  it('hides a field from the screens while modules go on with it [CS-029] [CS-030] [NV-09]', async () => {
    const id = await set('accounts', 'website', { hidden: true });
    expect(await fieldNow('accounts', 'website')).toMatchObject({ hidden: true });
    const { records } = await at.person('staff');
    expect(await records.create('accounts', { name: 'Hooli', website: 'https://hooli.example' })).toMatchObject({
      website: 'https://hooli.example',
    });
    await drop(id);
  });

  it('renames, orders, adds and retires values; those in use ask for another [CS-037] [CS-054]', async () => {
    const id = await set('accounts', 'type', {
      choices: [
        { value: 'customer', label: 'Client' },
        { value: 'reseller', label: 'Reseller', color: 'lime' },
        { value: 'competitor', active: false },
      ],
    });
    const options = (await fieldNow('accounts', 'type')).options;
    expect(options.map(({ value, label, active, custom }) => [value, label, active, custom]).slice(0, 4)).toEqual([
      ['customer', 'Client', true, false],
      ['reseller', 'Reseller', true, true],
      ['competitor', 'Competitor', false, false],
      ['prospect', 'Prospect', true, false],
    ]);
    expect(options).toHaveLength(7);
    const { records } = await admin();
    const shop = String((await records.create('accounts', { name: 'Shop', type: 'reseller' })).id);
    await expect((await admin()).records.create('accounts', { name: 'Foe', type: 'competitor' })).rejects.toMatchObject({
      problems: [{ code: 'inactive_option' }],
    });

    const [row] = (await (await admin()).records.get('field_settings', id)).choices as { id: string }[];
    await expect((await admin()).records.update('field_settings', id, { choices: [row!] })).rejects.toMatchObject({
      problems: [{ field: 'choices', code: 'in_use' }],
    });
    await expect((await admin()).act('field_settings', id, 'replace_value', { from: 'customer', to: 'partner' })).rejects.toMatchObject({
      problems: [{ code: 'fixed' }],
    });
    const job = await start('field_settings', id, 'replace_value', { from: 'reseller', to: 'partner' });
    await work(at.engine, { workspace: at.name, job });
    expect(await (await admin()).records.get('accounts', shop, ['type'])).toMatchObject({ type: 'partner' });
    expect((await fieldNow('accounts', 'type')).options.map(({ value }) => value)).not.toContain('reseller');
    await drop(id);
  });

  it('adds stages of the house to a pipeline [CS-037] [CS-054]', async () => {
    const id = await set('deals', 'stage', { choices: [{ value: 'prospecting' }, { value: 'pilot', label: 'Pilot' }] });
    expect(await (await admin()).records.update('deals', at.ids.deal!, { stage: 'pilot' })).toMatchObject({ stage: 'pilot' });
    await (await admin()).records.update('deals', at.ids.deal!, { stage: 'proposal' });
    await drop(id);
  });

  it('shows and requires by conditions, on built-in and on own fields [CS-242]', async () => {
    const id = await set('accounts', 'business_id', { required_if: 'type = "customer"', visible_if: 'type in ("customer", "partner")' });
    expect(await fieldNow('accounts', 'business_id')).toMatchObject({
      required_if: 'type = "customer"',
      visible_if: 'type in ("customer", "partner")',
    });
    const { records } = await at.person('staff');
    await expect(records.create('accounts', { name: 'Umbrella', type: 'customer' })).rejects.toMatchObject({
      problems: [{ field: 'business_id', code: 'required' }],
    });
    expect(await records.create('accounts', { name: 'Umbrella', type: 'prospect' })).toMatchObject({ business_id: null });
    await drop(id);

    const own = await (await admin()).records.create('custom_fields', {
      entity: 'accounts',
      label: 'Discount',
      type: 'percent',
      required_if: 'type = "partner"',
      visible_if: 'type = "partner"',
    });
    await expect((await at.person('staff')).records.create('accounts', { name: 'Duff', type: 'partner' })).rejects.toMatchObject({
      problems: [{ field: 'c_discount', code: 'required' }],
    });
    await (await at.person('staff')).records.create('accounts', { name: 'Duff', type: 'partner', c_discount: '5' });
    await (await admin()).records.delete('custom_fields', String(own.id));
  });

  it('adds to the conditions a module has, and gives way when what it stands on is gone [CS-242]', async () => {
    const flag = await (await admin()).records.create('custom_fields', { entity: 'contacts', label: 'Celebrates', type: 'checkbox' });
    const id = await set('contacts', 'birthday', { visible_if: 'c_celebrates' });
    expect((await fieldNow('contacts', 'birthday')).visible_if).toBe('kind = "person" and c_celebrates');
    await (await admin()).records.delete('custom_fields', String(flag.id));
    expect((await fieldNow('contacts', 'birthday')).visible_if).toBe('kind = "person"');
    await drop(id);
  });
});

describe('own fields', () => {
  it('are seen and filled by the departments they are for [SC-28]', async () => {
    const tip = 'For the south only.';
    const made = await (await admin()).records.create('custom_fields', {
      entity: 'contacts',
      label: 'Harbour',
      type: 'text',
      help: tip,
      required: true,
      departments: [at.ids.south!],
    });
    const south = await at.person('stranger');
    const north = await at.person('agent');
    expect(await south.records.create('contacts', { last_name: 'Sand', c_harbour: 'Hanko' })).toMatchObject({ c_harbour: 'Hanko' });
    await expect(south.records.create('contacts', { last_name: 'Sand' })).rejects.toMatchObject({
      problems: [{ field: 'c_harbour', code: 'required' }],
    });
    const contact = await north.records.create('contacts', { last_name: 'Stone' });
    expect(contact).not.toHaveProperty('c_harbour');
    await expect(north.records.create('contacts', { last_name: 'Stone', c_harbour: 'Oulu' })).rejects.toMatchObject({
      problems: [{ field: 'c_harbour', code: 'unknown_field' }],
    });
    await expect(north.records.list('contacts', { filter: 'c_harbour = "Hanko"' })).rejects.toMatchObject({ status: 400 });
    await (await admin()).records.update('custom_fields', String(made.id), { departments: [] });
    expect(await (await at.person('agent')).records.get('contacts', String(contact.id))).toHaveProperty('c_harbour');
    await (await admin()).records.delete('custom_fields', String(made.id));
  });

  it('are for customers and for administrators as ticked, and stand in the list, by every way [PX-05]', async () => {
    const chief = await admin();
    const account = String((await chief.records.create('accounts', { name: 'Portal Oy' })).id);
    await at.system.records.update('users', at.ids.customer!, { account });
    const made: string[] = [];
    for (const [label, more] of [
      ['Badge', { required: true, for_customers: true, in_list: true }],
      ['Rating', { required: true }],
      ['Verdict', { required: true, for_administrators: true, in_list: true }],
      ['Reason', { required_if: 'city = "Oslo"', for_administrators: true }],
    ] as const)
      made.push(String((await (await admin()).records.create('custom_fields', { entity: 'contacts', label, type: 'text', ...more })).id));
    const all = ['c_badge', 'c_rating', 'c_verdict'];
    for (const [who, seen] of [
      ['customer', ['c_badge']],
      ['agent', ['c_badge', 'c_rating']],
      ['admin', all],
    ] as const) {
      const person = await at.person(who);
      const contact = { last_name: 'Stone', ...(who === 'customer' ? { account } : {}) };
      const values = { ...contact, ...Object.fromEntries(seen.map((name) => [name, 'x'])), ...(who === 'admin' ? {} : { city: 'Oslo' }) };
      const refused = await person.records.create('contacts', contact).catch((error: Refusal) => error.problems.map(({ field }) => field));
      expect([who, refused]).toEqual([who, seen]);
      const record = await person.records.create('contacts', values);
      expect([who, all.filter((name) => Object.hasOwn(record, name))]).toEqual([who, seen]);
      const { columns } = person.schema.entities.contacts!.list;
      expect([who, columns.filter((name) => name.startsWith('c_'))]).toEqual([
        who,
        ['c_badge', 'c_verdict'].filter((name) => seen.includes(name as never)),
      ]);
      for (const name of all.filter((one) => !seen.includes(one as never))) {
        await expect(person.records.update('contacts', String(record.id), { [name]: 'y' })).rejects.toMatchObject({ status: 422 });
        for (const query of [{ filter: `${name} = "x"` }, { sort: name }, { fields: [name] }])
          await expect(person.records.list('contacts', query)).rejects.toMatchObject({ status: 400 });
        await expect(person.records.aggregate('contacts', { groupBy: [name], measures: [{ fn: 'count' }] })).rejects.toMatchObject({
          status: 400,
        });
      }
    }
    for (const id of made) await (await admin()).records.delete('custom_fields', id);
  });

  it('are gone from forms and lists once they are deleted [SC-32]', async () => {
    const made = await (await admin()).records.create('custom_fields', { entity: 'contacts', label: 'Gone', type: 'text' });
    expect(await fieldNow('contacts', 'c_gone')).toBeDefined();
    await (await admin()).records.delete('custom_fields', String(made.id));
    expect(await fieldNow('contacts', 'c_gone')).toBeUndefined();
    await expect((await admin()).records.list('contacts', { fields: ['c_gone'] })).rejects.toMatchObject({ status: 400 });
  });

  it('lose an option in use only for another one [CS-037]', async () => {
    const boot = String((await (await admin()).records.create('contacts', { last_name: 'Boot', c_shoe: 'high' })).id);
    const choices = (await (await admin()).records.get('custom_fields', at.ids.shoe!)).choices as { value: string }[];
    const flat = choices.filter(({ value }) => value === 'flat');
    await expect((await admin()).records.update('custom_fields', at.ids.shoe!, { choices: flat })).rejects.toMatchObject({
      problems: [{ field: 'choices', code: 'in_use' }],
    });
    const job = await start('custom_fields', at.ids.shoe!, 'replace_value', { from: 'high', to: 'flat' });
    await work(at.engine, { workspace: at.name, job });
    expect(await (await admin()).records.get('contacts', boot, ['c_shoe'])).toMatchObject({ c_shoe: 'flat' });
  });
});

describe('form layouts', () => {
  const blocksNow = async () => (await admin()).schema.entities.leads!.blocks;

  it('add, rename and order blocks and move fields; new fields find their place; none goes while it holds fields [CS-029] [CS-053] [SC-33]', async () => {
    const before = await blocksNow();
    const blocks = [
      { block: null, label: 'At a glance', fields: ['status', 'name'] },
      { block: 'Contact details', label: 'How to reach', fields: ['phone', 'email'] },
      { block: 'Lead', label: null, fields: ['company'] },
    ];
    const id = String((await (await admin()).records.create('form_layouts', { entity: 'leads', blocks })).id);
    const after = await blocksNow();
    expect(after.slice(0, 3).map(({ label, fields }) => [label, fields.slice(0, 2)])).toEqual([
      ['At a glance', ['status', 'name']],
      ['How to reach', ['phone', 'email']],
      ['Lead', ['company', 'title']],
    ]);
    expect(after.flatMap(({ fields }) => fields).sort()).toEqual(before.flatMap(({ fields }) => fields).sort());
    const own = await (await admin()).records.create('custom_fields', { entity: 'leads', label: 'Mood', type: 'text' });
    expect((await blocksNow()).flatMap(({ fields }) => fields)).toContain('c_mood');
    await (await admin()).records.delete('custom_fields', String(own.id));

    await expect((await admin()).records.update('form_layouts', id, { blocks: blocks.slice(1) })).rejects.toMatchObject({
      problems: [{ field: 'blocks', code: 'not_empty', message: expect.stringContaining('“Status”, “Name”') }],
    });
    const emptied = [{ block: 'Lead', label: null, fields: ['name', 'status', 'company'] }];
    await (await admin()).records.update('form_layouts', id, { blocks: emptied });
    expect((await blocksNow())[0]).toMatchObject({ label: 'Lead', fields: expect.arrayContaining(['name', 'status', 'company']) });
    await (await admin()).records.delete('form_layouts', id);
    expect(await blocksNow()).toEqual(before);
  });

  scenarios(at, [
    {
      title: 'names fields that are there',
      as: 'admin',
      call: { create: 'form_layouts', values: { entity: 'leads', blocks: [{ block: 'Lead', fields: ['emial'] }] } },
      expect: { refused: 422, field: 'blocks', code: 'unknown' },
    },
    {
      title: 'has every field once',
      as: 'admin',
      call: {
        create: 'form_layouts',
        values: {
          entity: 'leads',
          blocks: [
            { block: 'Lead', fields: ['email'] },
            { label: 'Two', fields: ['email'] },
          ],
        },
      },
      expect: { refused: 422, field: 'blocks', code: 'not_unique' },
    },
    {
      title: 'is nothing for staff',
      as: 'staff',
      call: { create: 'form_layouts', values: { entity: 'leads', blocks: [] } },
      expect: { refused: 403 },
    },
  ]);
});

it('account and contact are asked for in every activity [CS-048]', async () => {
  const settings = [await set('activities', 'account', { required: true }), await set('activities', 'contact', { required: true })];
  const { records } = await admin();
  await expect(records.create('activities', { subject: 'Call' })).rejects.toMatchObject({
    status: 422,
    problems: expect.arrayContaining([
      expect.objectContaining({ field: 'account', code: 'required' }),
      expect.objectContaining({ field: 'contact', code: 'required' }),
    ]),
  });
  for (const id of settings) await drop(id);
  expect(await (await admin()).records.create('activities', { subject: 'Call' })).toMatchObject({ subject: 'Call' });
});
