import { describe, expect, it } from 'vitest';
import { compile, sql } from '../../db/index.ts';
import { type BoundContext, bulk, Refusal, type Values, work } from '../../engine/index.ts';
import { letFollow } from '../../tests/followers.ts';
import { house } from '../../tests/scenarios.ts';
import type { TriedStep } from './try-out.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent', city: 'Oslo', postal_code: '1' }],
  jane: ['contacts', { first_name: 'Jane', last_name: 'Doe', account: '$acme', owner: '$agent', email: 'jane@acme.example' }],
  joe: ['contacts', { first_name: 'Joe', last_name: 'Roe', account: '$acme', owner: '$agent' }],
});
const { system } = at;
const { records } = system;
const root = await at.person('root');
const agent = await at.person('agent');
const settle = () => letFollow(at);

let count = 0;
/** Active, and alone: those of other tests are switched off. */
async function workflow(values: Values, by: BoundContext = root): Promise<string> {
  for (const { id } of (await records.list('workflows', { filter: 'active', fields: ['id'] })).records)
    await records.update('workflows', String(id), { active: false });
  const made = await by.records.create('workflows', { name: `Workflow ${++count}`, active: true, ...values });
  return String(made.id);
}

async function deal(values: Values = {}): Promise<string> {
  return String((await agent.records.create('deals', { name: `Deal ${++count}`, account: at.ids.acme, ...values })).id);
}

async function runsOf(workflow: string): Promise<readonly Values[]> {
  return (await records.list('workflow_runs', { filter: `workflow = "${workflow}"`, sort: 'created_at,id' })).records;
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

const setNext = (value: string) => ({ kind: 'update', assign: [{ field: 'next_step', value }] });
const task = {
  kind: 'create',
  noun: 'activities',
  assign: [
    { field: 'subject', value: '"Invoice " & name' },
    { field: 'related_to', value: 'id' },
  ],
};

describe('what starts a workflow', () => {
  it('is a record that is made, or a change of the chosen fields when the condition holds [CS-238]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'changed',
      fields: ['stage'],
      condition: 'stage = "won"',
      steps: [setNext('"Invoice"')],
    });
    const won = await deal();
    await agent.records.update('deals', won, { amount: '10' });
    await settle();
    expect(await runsOf(id)).toEqual([]);
    await agent.records.update('deals', won, { stage: 'won' });
    await settle();
    expect(await records.get('deals', won, ['next_step'])).toMatchObject({ next_step: 'Invoice' });
    expect(await runsOf(id)).toMatchObject([
      {
        state: 'done',
        about: { id: won },
        event: 'changed',
        by: { id: at.ids.agent },
        by_name: 'agent person',
        step: 2,
        steps: 1,
        due_at: null,
      },
    ]);
    const created = await workflow({ entity: 'deals', event: 'created', steps: [setNext('"Call"')] });
    const fresh = await deal();
    await settle();
    await agent.records.update('deals', fresh, { amount: '5' });
    await settle();
    expect(await runsOf(created)).toHaveLength(1);
    expect(await records.get('deals', fresh, ['next_step'])).toMatchObject({ next_step: 'Call' });
  });

  it('is not one that is switched off, nor a change from before it was switched on [CS-238]', async () => {
    const early = await deal({ stage: 'won' });
    const id = await workflow({ entity: 'deals', event: 'saved', steps: [setNext('"x"')] });
    await settle();
    await records.update('workflows', id, { active: false });
    await agent.records.update('deals', early, { amount: '7' });
    await settle();
    expect(await runsOf(id)).toEqual([]);
  });

  it('is the condition that begins to hold, where it says so, whatever happened in between [CS-238]', async () => {
    const id = await workflow({ entity: 'deals', event: 'saved', condition: 'amount > 1000', becomes: true, steps: [task] });
    const one = await deal({ amount: '2000' });
    await agent.records.update('deals', one, { amount: '3000' });
    await agent.records.update('deals', one, { amount: '10' });
    await agent.records.update('deals', one, { amount: '4000' });
    await agent.records.update('deals', one, { name: 'Another name' });
    await settle();
    expect(await runsOf(id)).toMatchObject([{ event: 'created' }, { event: 'changed' }]);
  });

  it('is also a state that the record has left again before anybody looked [CS-238]', async () => {
    const id = await workflow({ entity: 'deals', event: 'changed', condition: 'stage = "won"', steps: [task] });
    const one = await deal();
    await agent.records.update('deals', one, { stage: 'won' });
    await agent.records.update('deals', one, { stage: 'lost', lost_reason: 'Price' });
    await settle();
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('is a record that is deleted: what is told of it is what it was [CS-238]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'deleted',
      condition: 'amount > 5',
      steps: [
        {
          kind: 'create',
          noun: 'activities',
          assign: [
            { field: 'subject', value: '"Gone: " & name' },
            { field: 'account', value: 'account' },
          ],
        },
        { kind: 'update', target: 'account', assign: [{ field: 'city', value: '"Left"' }] },
      ],
    });
    const one = await deal({ name: 'Short-lived', amount: '6' });
    const small = await deal({ amount: '1' });
    for (const gone of [one, small]) await root.records.delete('deals', gone);
    await settle();
    expect(await runsOf(id)).toMatchObject([{ state: 'done', event: 'deleted' }]);
    const found = await records.list('activities', { filter: 'subject = "Gone: Short-lived"', fields: ['account'] });
    expect(found.records).toMatchObject([{ account: { title: 'Acme' } }]);
    expect(await records.get('accounts', String(at.ids.acme), ['city'])).toMatchObject({ city: 'Left' });
  });

  it('runs several in their order [CS-238]', async () => {
    const second = await workflow({ entity: 'deals', event: 'created', order: 20, steps: [setNext('next_step & " second"')] });
    const first = await root.records.create('workflows', {
      ...{ name: 'First', entity: 'deals', event: 'created', order: 10, active: true },
      steps: [setNext('"first"')],
    });
    const one = await deal();
    await settle();
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'first second' });
    await records.update('workflows', String(first.id), { active: false });
    expect(await runsOf(second)).toMatchObject([{ state: 'done' }]);
  });
});

describe('what a workflow does', () => {
  it('makes a record that belongs to the owner of the one that started it [CS-262]', async () => {
    await workflow({ entity: 'deals', event: 'created', steps: [task] });
    const one = await deal({ name: 'Roof' });
    await settle();
    const { records: made } = await records.list('activities', {
      filter: `related_to = "${one}"`,
      fields: ['subject', 'owner', 'created_by'],
    });
    expect(made).toMatchObject([{ subject: 'Invoice Roof', owner: { id: at.ids.agent }, created_by: null }]);
  });

  it('writes records beyond the saved one, with their own formulas and history: one, or all of a list [CS-240]', async () => {
    const id = await workflow({
      entity: 'accounts',
      event: 'changed',
      fields: ['postal_code', 'city'],
      steps: [
        {
          kind: 'update',
          target: 'contacts',
          assign: [
            { field: 'city', value: 'city' },
            { field: 'postal_code', value: 'postal_code' },
          ],
        },
      ],
    });
    await agent.records.update('accounts', String(at.ids.acme), { city: 'Turku', postal_code: '2' });
    await settle();
    const { records: contacts } = await records.list('contacts', { filter: `account = "${at.ids.acme}"`, fields: ['city', 'postal_code'] });
    expect(contacts).toMatchObject([
      { city: 'Turku', postal_code: '2' },
      { city: 'Turku', postal_code: '2' },
    ]);
    const { changes } = await agent.records.history('contacts', String(at.ids.jane));
    const [{ name }] = (await records.list('workflows', { filter: `id = "${id}"`, fields: ['name'] })).records as [Values];
    expect(changes[0]).toMatchObject({
      cause: { kind: 'workflow', detail: name },
      actor: { id: null, title: 'Kontor' },
      after: { city: 'Turku' },
    });
    expect((await runsOf(id))[0]).toMatchObject({
      log: [{ step: 1, state: 'done', records: [{ entity: 'contacts' }, { entity: 'contacts' }] }],
    });

    await workflow({
      entity: 'deals',
      event: 'saved',
      condition: 'stage = "won"',
      steps: [
        {
          kind: 'update',
          target: 'account',
          assign: [
            { field: 'type', value: '"customer"' },
            { field: 'employees', value: '3 + 4' },
          ],
        },
      ],
    });
    await deal({ stage: 'won' });
    await settle();
    expect(await records.get('accounts', String(at.ids.acme), ['type', 'employees'])).toMatchObject({ type: 'customer', employees: 7 });
  });

  it('takes amounts over with their currency, and days that are worked out [CS-262]', async () => {
    await workflow({
      entity: 'deals',
      event: 'created',
      steps: [
        {
          kind: 'create',
          noun: 'contracts',
          assign: [
            { field: 'subject', value: 'name' },
            { field: 'account', value: 'account' },
            { field: 'value', value: 'amount * 2' },
            { field: 'starts_on', value: 'date(created_at) + 7' },
          ],
        },
      ],
    });
    const one = await deal({ name: 'Swedish', amount: { amount: '12.50', currency: 'SEK' } });
    await settle();
    const { created_at } = await records.get('deals', one, ['created_at']);
    const week = new Date(Date.parse(String(created_at).slice(0, 10)) + 7 * 86_400_000).toISOString().slice(0, 10);
    const { records: made } = await records.list('contracts', { filter: 'subject = "Swedish"', fields: ['value', 'starts_on'] });
    expect(made).toMatchObject([{ value: { amount: '25.00', currency: 'SEK' }, starts_on: week }]);
  });

  it('mails addresses, contacts and users, with values of the record [CS-262]', async () => {
    await records.update('users', String(at.ids.agent), { email: 'agent@house.example' });
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      steps: [{ kind: 'mail', to: 'shop@house.example, contact, owner', subject: 'New: {{name}}', text: 'For {{account.name}}.' }],
    });
    await deal({ name: 'Mailed', contact: at.ids.jane });
    await settle();
    const { records: mails } = await records.list('outgoing_mails', {
      filter: 'purpose = "workflow"',
      fields: ['to', 'subject', 'text'],
      sort: 'to',
    });
    expect(mails.map(({ to, subject, text }) => [to, subject, text])).toEqual(
      ['agent@house.example', 'jane@acme.example', 'shop@house.example'].map((to) => [to, 'New: Mailed', 'For Acme.']),
    );
    expect(await runsOf(id)).toMatchObject([{ state: 'done' }]);
    await deal({ contact: at.ids.joe, owner: at.ids.agent });
    await workflow({ entity: 'deals', event: 'created', steps: [{ kind: 'mail', to: 'contact', subject: 'x' }] });
    const none = await deal({ contact: at.ids.joe });
    await settle();
    expect((await records.list('workflow_runs', { filter: `about = "${none}"`, sort: '-created_at' })).records[0]).toMatchObject({
      state: 'failed',
      message: 'Nobody to mail to: no receiver has an address.',
    });
  });

  it('mails the guest of an appointment when it is moved: triggers of the calendar [CS-258]', async () => {
    const id = await workflow({
      name: 'Moved',
      entity: 'activities',
      event: 'changed',
      fields: ['starts_at'],
      condition: 'kind = "event" and status = "open"',
      steps: [{ kind: 'mail', to: 'contact', subject: 'Moved: {{subject}}', text: 'Now on {{starts_at}}.' }],
    });
    const times = { starts_at: '2026-05-04T08:00:00Z', ends_at: '2026-05-04T09:00:00Z' };
    const made = await agent.records.create('activities', { subject: 'Visit', kind: 'event', contact: at.ids.jane, ...times });
    await agent.records.update('activities', String(made.id), { starts_at: '2026-05-04T08:30:00Z' });
    await settle();
    expect(await runsOf(id)).toMatchObject([{ state: 'done' }]);
    const { records: mails } = await records.list('outgoing_mails', { filter: 'subject = "Moved: Visit"', fields: ['to', 'text'] });
    expect(mails).toMatchObject([{ to: 'jane@acme.example', text: expect.stringMatching(/^Now on May 4, 2026/) }]);
  });

  it('tells users who may see the record, and nobody else [CS-262]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      steps: [{ kind: 'notify', to: 'owner, stranger', subject: 'Look at {{name}}' }],
    });
    const one = await deal({ name: 'Seen by few' });
    await settle();
    const told = async (name: string) =>
      (await (await at.person(name)).records.list('notifications', { filter: 'kind = "workflow"' })).records;
    expect(await told('agent')).toMatchObject([{ title: 'Look at Seen by few', about: { id: one } }]);
    expect(await told('stranger')).toEqual([]);
    expect(await runsOf(id)).toMatchObject([{ state: 'done' }]);
  });

  it('belongs to any module: contracts [CS-090]', async () => {
    const id = await workflow({
      entity: 'contracts',
      event: 'saved',
      condition: 'status = "active"',
      becomes: true,
      steps: [
        {
          kind: 'create',
          noun: 'activities',
          assign: [
            { field: 'subject', value: '"Signed: " & subject' },
            { field: 'due_on', value: 'ends_on' },
          ],
        },
      ],
    });
    const made = await agent.records.create('contracts', {
      subject: 'Roofs',
      account: at.ids.acme,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
    });
    await agent.act('contracts', String(made.id), 'sign', { signed_on: '2026-01-01' });
    await settle();
    expect(await runsOf(id)).toMatchObject([{ state: 'done' }]);
    const { records: tasks } = await records.list('activities', { filter: 'subject = "Signed: Roofs"', fields: ['due_on'] });
    expect(tasks).toMatchObject([{ due_on: '2026-12-31' }]);
  });
});

describe('what makes no sense is refused when it is stored, with the nearest right name', () => {
  const ok = { name: 'Refused', entity: 'deals', event: 'saved', steps: [setNext('"x"')] };
  const step = (one: Values) => ({ ...ok, steps: [one] });
  it.each<[string, Values, string, string]>([
    ['a module', { ...ok, entity: 'dealz' }, 'entity', '“deals”'],
    ['what nobody follows', { ...ok, entity: 'users' }, 'entity', 'no module “users”'],
    ['a field', { ...ok, fields: ['stge'] }, 'fields', '“stage”'],
    ['a condition', { ...ok, condition: 'stge = "won"' }, 'condition', 'stage'],
    ['a value of no option', { ...ok, condition: 'stage = "one"' }, 'condition', '"won"'],
    ['me, who is nobody', { ...ok, condition: 'owner = me()' }, 'condition', 'me() is nobody'],
    ['a beginning without a condition', { ...ok, becomes: true }, 'becomes', 'a condition'],
    ['a beginning over lists', { ...ok, becomes: true, condition: 'count(lines) > 1' }, 'becomes', 'lists'],
    ['no step', { ...ok, steps: [] }, 'steps', ''],
    ['a field of a step', step({ kind: 'update', assign: [{ field: 'nextstep', value: '"x"' }] }), 'steps.0.assign.0.field', '“next_step”'],
    [
      'a value of another type',
      step({ kind: 'update', assign: [{ field: 'closing_date', value: '"x" & name' }] }),
      'steps.0.assign.0.value',
      'date',
    ],
    ['a computed field', step({ kind: 'update', assign: [{ field: 'expected', value: '5' }] }), 'steps.0.assign.0.field', 'computed'],
    [
      'a field of the house',
      step({ kind: 'update', assign: [{ field: 'number', value: '"5"' }] }),
      'steps.0.assign.0.field',
      'set by Kontor',
    ],
    ['a way', step({ kind: 'update', target: 'acount', assign: [{ field: 'city', value: '"x"' }] }), 'steps.0.target', '“account”'],
    ['a module that the house writes', step({ kind: 'create', noun: 'stock_movements', assign: [] }), 'steps.0.noun', 'stock_movements'],
    ['users as a target', step({ kind: 'update', target: 'owner', assign: [{ field: 'name', value: '"x"' }] }), 'steps.0.target', ''],
    [
      'a field that a new record needs',
      step({ kind: 'create', noun: 'activities', assign: [{ field: 'due_on', value: 'today()' }] }),
      'steps.0.assign',
      'subject',
    ],
    ['a receiver without address', step({ kind: 'mail', to: 'stage', subject: 'x' }), 'steps.0.to', 'no address'],
    ['a wrong address', step({ kind: 'mail', to: 'a@b', subject: 'x' }), 'steps.0.to', ''],
    ['nobody', step({ kind: 'notify', to: 'account', subject: 'x' }), 'steps.0.to', 'no user'],
    ['a tag', step({ kind: 'notify', to: 'owner', subject: '{{nam}}' }), 'steps.0.subject', 'name'],
    [
      'a condition in a text',
      step({ kind: 'notify', to: 'owner', subject: '{{if stage = "won"}}x{{end}}' }),
      'steps.0.subject',
      'Conditions',
    ],
  ])('%s [CS-238]', async (_, values, field, message) => {
    const { problems } = await refusalOf(root.records.create('workflows', { ...values, name: `Refused ${++count}` }));
    expect(problems.map((one) => one.field)).toContain(field);
    expect(problems.map((one) => one.message).join(' ')).toContain(message);
  });

  it('the tax class of a product, which no automation sets: neither stored nor done [CS-111]', async () => {
    const values = {
      entity: 'products',
      event: 'saved',
      steps: [{ kind: 'update', assign: [{ field: 'tax_class', value: 'tax_class' }] }],
    };
    const { problems } = await refusalOf(root.records.create('workflows', { name: 'Tax', ...values }));
    expect(problems).toMatchObject([{ field: 'steps.0.assign.0.field', code: 'by_hand' }]);
    // One that was stored when nobody asked.
    const id = await workflow({ ...values, steps: [{ kind: 'update', assign: [{ field: 'description', value: '"x"' }] }] });
    const assign = JSON.stringify([{ field: 'tax_class', value: 'tax_class' }]);
    await system.write(({ tx, workspace }) =>
      tx.query(
        compile(
          sql`update ${sql.identifier(workspace.space, 'workflow_steps')} set assign = ${sql.value(assign)}::jsonb where parent = ${sql.value(id)}::uuid`,
        ),
      ),
    );
    await records.update('workflows', id, { description: 'read anew' }).catch((error: unknown) => expect(error).toBeInstanceOf(Refusal));
    await records.update('workflow_settings', String((await system.settings('workflow_settings')).id), { keep_days: 89 });
    await system.refreshed();
    await records.create('products', { name: 'Taxed' });
    await settle();
    expect(await runsOf(id)).toMatchObject([{ state: 'failed', message: '“Tax class” is not set by automation.' }]);
    const made = await records.create('products', { name: 'By hand' });
    const byWorkflow = system.because({ kind: 'workflow', detail: 'a workflow' });
    const refusal = await refusalOf(byWorkflow.records.update('products', String(made.id), { tax_class: null }));
    expect(refusal.problems).toMatchObject([{ field: 'tax_class', code: 'by_hand' }]);
  });
});

it('receipts start workflows as every other module does [CS-021] [CS-121]', async () => {
  const id = await workflow({
    entity: 'payments',
    event: 'created',
    condition: 'amount > 100',
    steps: [
      { kind: 'update', assign: [{ field: 'notes', value: '"Thank " & account.name' }] },
      { kind: 'notify', to: 'agent', subject: 'Paid: {{amount}}' },
    ],
  });
  const small = await root.records.create('payments', { account: at.ids.acme, amount: '5', paid_on: '2026-01-02', owner: at.ids.agent });
  const large = await root.records.create('payments', { account: at.ids.acme, amount: '500', paid_on: '2026-01-02', owner: at.ids.agent });
  await settle();
  expect(await runsOf(id)).toMatchObject([{ state: 'done', about: { id: large.id } }]);
  expect(await records.get('payments', String(large.id), ['notes'])).toMatchObject({ notes: 'Thank Acme' });
  expect(await records.get('payments', String(small.id), ['notes'])).toMatchObject({ notes: null });
});

describe('steps that wait', () => {
  const soon = () => new Date(Date.now() - 1000).toISOString();
  /** As if the time had come. */
  async function letTimePass(id: string): Promise<void> {
    for (const run of await runsOf(id)) if (run.due_at) await records.update('workflow_runs', String(run.id), { due_at: soon() });
    await settle();
  }

  it.each([
    ['minutes', 5, 300],
    ['hours', 3, 10_800],
    ['days', 2, 172_800],
    ['weeks', 1, 604_800],
  ])('some %s, and then ask the condition again [CS-239]', async (delay_unit, delay, seconds) => {
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      condition: 'stage != "won"',
      steps: [{ ...setNext('"Remind"'), delay, delay_unit }],
    });
    const [open, won] = [await deal(), await deal()];
    await settle();
    const waiting = await runsOf(id);
    expect(waiting).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    for (const { due_at, created_at } of waiting)
      expect(Math.abs((Date.parse(String(due_at)) - Date.parse(String(created_at))) / 1000 - seconds)).toBeLessThan(5);
    await agent.records.update('deals', won, { stage: 'won' });
    await letTimePass(id);
    expect(await runsOf(id)).toMatchObject([{ state: 'done' }, { state: 'skipped', message: 'The condition does not hold any more.' }]);
    expect(await records.get('deals', open, ['next_step'])).toMatchObject({ next_step: 'Remind' });
    expect(await records.get('deals', won, ['next_step'])).toMatchObject({ next_step: null });
  });

  it('one after the other; a record that is gone meanwhile, and a workflow that is switched off, are skipped [CS-239]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      steps: [
        setNext('"first"'),
        { ...setNext('"second"'), delay: 1, delay_unit: 'days' },
        { ...setNext('"third"'), delay: 1, delay_unit: 'days' },
      ],
    });
    const [one, gone] = [await deal(), await deal()];
    await settle();
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'first' });
    expect(await runsOf(id)).toMatchObject([
      { state: 'waiting', step: 2 },
      { state: 'waiting', step: 2 },
    ]);
    await root.records.delete('deals', gone);
    await letTimePass(id);
    expect(await runsOf(id)).toMatchObject([
      { state: 'waiting', step: 3 },
      { state: 'skipped', message: 'The record is gone.' },
    ]);
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'second' });
    await records.update('workflows', id, { active: false });
    await letTimePass(id);
    expect((await runsOf(id))[0]).toMatchObject({ state: 'skipped', message: 'The workflow is switched off.' });
  });

  it('can be cancelled [CS-239]', async () => {
    const id = await workflow({ entity: 'deals', event: 'created', steps: [{ ...setNext('"late"'), delay: 1, delay_unit: 'hours' }] });
    const one = await deal();
    await settle();
    await root.act('workflow_runs', String((await runsOf(id))[0]!.id), 'cancel');
    await letTimePass(id);
    expect(await runsOf(id)).toMatchObject([{ state: 'stopped', message: 'Cancelled by root person.' }]);
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: null });
  });
});

describe('a step that is refused', () => {
  it('fails the run and never the save, is told once to administrators, and can be tried again [CS-238]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      steps: [
        {
          kind: 'create',
          noun: 'contracts',
          assign: [
            { field: 'subject', value: 'name' },
            { field: 'account', value: 'account' },
          ],
        },
        setNext('"made"'),
      ],
    });
    const one = await deal({ account: null });
    const other = await deal({ account: null });
    const third = await deal();
    await settle();
    expect(await runsOf(id)).toMatchObject([
      { about: { id: one }, state: 'failed', step: 1, message: 'Customer is needed, or a contact.' },
      { about: { id: other }, state: 'failed' },
      { about: { id: third }, state: 'done' },
    ]);
    const [{ name }] = (await records.list('workflows', { filter: `id = "${id}"`, fields: ['name'] })).records as [Values];
    const told = await root.records.list('notifications', { filter: `kind = "workflow_failed" and contains(title, "${String(name)}")` });
    expect(told.records).toHaveLength(1);
    await agent.records.update('deals', one, { account: at.ids.acme });
    await root.act('workflow_runs', String((await runsOf(id))[0]!.id), 'retry');
    await settle();
    expect((await runsOf(id))[0]).toMatchObject({ state: 'done', log: [{ state: 'failed' }, { state: 'done' }, { state: 'done' }] });
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'made' });
  });
});

describe('a chain of workflows', () => {
  it('goes on from one to the next, and the log says by which way [CS-259]', async () => {
    await workflow({
      name: 'Second of two',
      entity: 'deals',
      event: 'changed',
      fields: ['next_step'],
      steps: [{ kind: 'update', assign: [{ field: 'description', value: '"seen"' }] }],
    });
    await root.records.create('workflows', {
      name: 'First of two',
      entity: 'deals',
      event: 'created',
      active: true,
      steps: [setNext('"go"')],
    });
    const one = await deal();
    await settle();
    const { records: runs } = await records.list('workflow_runs', { filter: `about = "${one}"`, sort: 'created_at' });
    expect(runs).toMatchObject([
      { name: 'First of two', depth: 0, chain: [], by: { id: at.ids.agent } },
      { name: 'Second of two', depth: 1, chain: ['First of two'], by: { id: at.ids.agent } },
    ]);
    expect(await records.get('deals', one, ['description'])).toMatchObject({ description: 'seen' });
  });

  it('that leads back to itself is stopped and logged with the names involved; the save is long over [CS-259]', async () => {
    await workflow({
      name: 'Ping',
      entity: 'deals',
      event: 'saved',
      fields: ['next_step'],
      steps: [{ kind: 'update', assign: [{ field: 'description', value: 'concat(coalesce(description, ""), "x")' }] }],
    });
    await root.records.create('workflows', {
      name: 'Pong',
      entity: 'deals',
      event: 'changed',
      fields: ['description'],
      active: true,
      steps: [setNext('concat(coalesce(next_step, ""), "y")')],
    });
    const one = await deal();
    await settle();
    const { records: runs } = await records.list('workflow_runs', { filter: `about = "${one}"`, sort: '-depth', limit: 50 });
    expect(runs[0]).toMatchObject({ state: 'stopped', due_at: null });
    expect(runs[0]!.message).toMatch(/^Stopped: these workflows start each other again and again: “P.ng” → “P.ng” → /);
    expect(runs.length).toBeLessThan(7);
    const told = await root.records.list('notifications', {
      filter: 'kind = "workflow_failed" and contains(title, "P")',
      sort: '-created_at',
    });
    expect(told.records.length).toBeGreaterThan(0);
  });

  it('is no deeper than eight [CS-259]', async () => {
    await workflow({
      name: 'Child',
      entity: 'activities',
      event: 'created',
      condition: 'contains(subject, "deep")',
      steps: [{ kind: 'create', noun: 'activities', assign: [{ field: 'subject', value: 'subject & "."' }] }],
    });
    await agent.records.create('activities', { subject: 'deep' });
    await settle();
    const { records: runs } = await records.list('workflow_runs', { filter: 'name = "Child"', sort: '-depth', limit: 50 });
    expect(runs).toHaveLength(10);
    expect(runs[0]).toMatchObject({ state: 'stopped', depth: 9, message: expect.stringContaining('a chain of more than 8 workflows') });
  });
});

describe('many records at once', () => {
  it('of a mass edit or an import run in lots and are taken back together, or not at all where the workflow says so [CS-238]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'changed',
      fields: ['source'],
      condition: 'probability = 30',
      steps: [setNext('"Lot"'), task],
    });
    const off = await root.records.create('workflows', {
      ...{ name: 'Not in bulk', entity: 'deals', event: 'changed', fields: ['source'], in_bulk: false, active: true },
      steps: [setNext('"Never"')],
    });
    await bulk(root, 'deals', {
      create: Array.from({ length: 60 }, (_, i) => ({
        name: `Lot ${i}`,
        account: at.ids.acme,
        probability: i % 2 ? 30 : 10,
        owner: at.ids.agent,
      })),
    });
    await bulk(root, 'deals', { update: { filter: 'starts_with(name, "Lot ")', set: { source: 'Fair' } } });
    await settle();
    const count = async (filter: string) =>
      (await records.list('deals', { filter: `starts_with(name, "Lot ") and ${filter}`, limit: 1, count: 'exact' })).count;
    expect(await count('next_step = "Lot"')).toBe(30);
    const runs = await runsOf(id);
    expect([runs.length, new Set(runs.map(({ state }) => state)), new Set(runs.map(({ job }) => job)).size]).toEqual([
      30,
      new Set(['done']),
      1,
    ]);
    expect(await runsOf(String(off.id))).toEqual([]);
    expect((await records.list('activities', { filter: 'starts_with(subject, "Invoice Lot ")', limit: 1, count: 'exact' })).count).toBe(30);
    const { job } = (await root.act('workflow_runs', String(runs[0]!.id), 'undo')).result as { job: string };
    await work(at.engine, { workspace: at.name, job });
    expect(await count('next_step is empty')).toBe(60);
    expect((await records.list('activities', { filter: 'starts_with(subject, "Invoice Lot ")', limit: 1, count: 'exact' })).count).toBe(0);
    await settle();
    expect(await runsOf(id)).toHaveLength(30);
  });

  it('that one refuses leaves the others be [CS-238]', async () => {
    const id = await workflow({
      entity: 'deals',
      event: 'created',
      steps: [
        {
          kind: 'create',
          noun: 'contracts',
          assign: [
            { field: 'subject', value: 'name' },
            { field: 'account', value: 'account' },
          ],
        },
      ],
    });
    await bulk(root, 'deals', {
      create: Array.from({ length: 40 }, (_, i) => ({ name: `Some ${i}`, account: i === 7 ? null : at.ids.acme })),
    });
    await settle();
    const states = (await runsOf(id)).map(({ state }) => state);
    expect([states.filter((state) => state === 'done').length, states.filter((state) => state === 'failed').length]).toEqual([39, 1]);
  });
});

describe('who has to do with workflows', () => {
  const plain = { entity: 'deals', event: 'created', steps: [setNext('"x"')] };

  it('are administrators and whoever it was granted: nobody else makes, sees or tries them, nor their runs; where they may call is for root [CS-238]', async () => {
    const id = await workflow(plain);
    await deal();
    await settle();
    const admin = await at.person('admin');
    expect((await admin.records.list('workflow_runs', { filter: `workflow = "${id}"` })).records).toHaveLength(1);
    await admin.records.update('workflows', id, { active: false });
    expect((await refusalOf(admin.records.list('workflow_settings'))).status).toBe(403);
    for (const name of ['manager', 'staff', 'agent', 'reader', 'customer', 'nobody']) {
      const context = await at.person(name);
      expect((await refusalOf(context.records.create('workflows', { name: 'Mine', ...plain }))).status).toBe(403);
      for (const noun of ['workflows', 'workflow_runs', 'workflow_settings'])
        expect((await refusalOf(context.records.list(noun))).status).toBe(403);
      expect((await refusalOf(tryOut(context, plain, await deal()))).status).toBe(403);
    }
    const refused = await refusalOf(root.records.create('workflow_runs', { name: 'Forged' }));
    expect(refused.status).toBe(403);
  });

  it('who may pass on no more than own rights makes none that do more [CS-238]', async () => {
    const set = await records.create('permission_sets', {
      name: 'Small administrator',
      grants: [
        { target: 'workflows', verb: 'view', scopes: ['all'] },
        { target: 'workflows', verb: 'create', scopes: ['all'] },
        { target: 'workflows', verb: 'update', scopes: ['all'] },
        { target: 'deals', verb: 'view', scopes: ['all'] },
        { target: 'deals', verb: 'update', scopes: ['own'] },
        { target: 'contacts', verb: 'view', scopes: ['own'] },
      ],
      field_rights: [{ target: 'contacts', field: 'phone', right: 'hidden' }],
    });
    const user = await records.create('users', { login: 'small', name: 'Small', department: at.ids.top, permission_sets: [set.id] });
    const small = await at.as(String(user.id));
    const mine = (values: Values) => refusalOf(small.records.create('workflows', { name: `Small ${++count}`, ...values }));
    expect((await mine(plain)).problems).toMatchObject([
      { code: 'not_granted', message: expect.stringContaining('grants update on deals') },
    ]);
    expect((await mine({ ...plain, entity: 'contacts', steps: [{ kind: 'notify', to: 'owner', subject: 'x' }] })).problems).toMatchObject([
      { code: 'not_granted' },
    ]);
    expect((await mine({ ...plain, condition: 'contact.phone is not empty' })).problems[0]).toMatchObject({
      field: 'condition',
      code: 'expression',
    });
    const ok = { ...plain, steps: [{ kind: 'notify', to: 'owner', subject: '{{name}}' }] };
    const made = await small.records.create('workflows', { name: 'Small one', ...ok });
    // Tried out, nothing is told of what he may not see.
    const hidden = await deal({ contact: at.ids.jane });
    const tried = await tryOut(
      small,
      { ...ok, steps: [{ kind: 'notify', to: 'owner', subject: 'To {{contact.last_name}}: {{name}}' }] },
      hidden,
    );
    expect(JSON.stringify(tried)).not.toContain('Doe');
    expect((await refusalOf(tryOut(small, String(made.id), String(at.ids.jane)))).status).toBe(404);
  });
});

function tryOut(context: BoundContext, workflow: unknown, record: string) {
  const { run } = at.system.space.state.behaviour.services.try_workflow!;
  return run({ context, input: { workflow, record } }) as Promise<{ matches: boolean; message: string | null; steps: TriedStep[] }>;
}

describe('trying out', () => {
  it('shows step by step what would happen, and nothing stays [CS-262]', async () => {
    const steps = [
      setNext('"Tried"'),
      { kind: 'update', target: 'account', delay: 2, assign: [{ field: 'city', value: '"Tried"' }] },
      task,
      { kind: 'mail', to: 'contact', subject: 'Hello {{name}}', text: 'Next: {{next_step}}' },
      { kind: 'notify', to: 'owner', subject: 'Look' },
    ];
    const one = await deal({ name: 'Trial', contact: at.ids.jane });
    const count = async (noun: string) => (await records.list(noun, { limit: 1, count: 'exact' })).count;
    const before = [await count('activities'), await count('outgoing_mails'), await count('notifications')];
    const tried = await tryOut(root, { name: 'New', entity: 'deals', event: 'created', steps }, one);
    expect(tried).toMatchObject({
      matches: true,
      steps: [
        {
          state: 'done',
          delay: null,
          records: [{ id: one, verb: 'update', changes: [{ field: 'next_step', before: null, after: 'Tried' }] }],
        },
        { state: 'done', delay: '2 days', records: [{ entity: 'accounts', title: 'Acme', changes: [{ field: 'city', after: 'Tried' }] }] },
        { state: 'done', records: [{ entity: 'activities', verb: 'create', title: 'Invoice Trial' }] },
        { state: 'done', mails: [{ to: 'jane@acme.example', subject: 'Hello Trial', text: 'Next: Tried' }] },
        { state: 'done', notices: [{ users: ['agent person'], title: 'Look' }] },
      ],
    });
    expect([await count('activities'), await count('outgoing_mails'), await count('notifications')]).toEqual(before);
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: null });
    expect(await tryOut(root, { name: 'New', entity: 'deals', condition: 'stage = "won"', steps }, one)).toMatchObject({
      matches: false,
      steps: [],
    });
    expect((await refusalOf(tryOut(root, { name: 'New', entity: 'deals', condition: 'stag = 1', steps }, one))).problems).toMatchObject([
      { field: 'condition' },
    ]);
  });
});

it('offers workflows to begin with, each of which can be stored as it is [CS-238]', async () => {
  const { run } = at.system.space.state.behaviour.services.workflow_templates!;
  const { templates } = (await run({ context: root, input: {} })) as { templates: { name: string; values: Values }[] };
  expect(templates.length).toBeGreaterThan(4);
  for (const { name, values } of templates) {
    const stepsOf = values.steps as Values[];
    // Calls need a connector, which this house has none of; see webhooks.test.ts.
    if (stepsOf.some(({ kind }) => kind === 'http')) continue;
    await root.records.create('workflows', { name, ...values });
  }
});
