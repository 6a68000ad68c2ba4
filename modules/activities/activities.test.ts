import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  anna: ['contacts', { last_name: 'Virtanen', account: '$acme', owner: '$agent' }],
  deal: ['deals', { name: 'Deal', account: '$acme', contact: '$anna', owner: '$agent' }],
  task: ['activities', { subject: 'Send the offer', due_on: '2026-03-02', owner: '$agent' }],
});

const event = { subject: 'Meeting', kind: 'event', starts_at: '2026-03-02T09:00:00Z', ends_at: '2026-03-02T10:00:00Z' };

scenarios(at, [
  {
    title: 'is a task with nothing but a subject [CS-093]',
    as: 'staff',
    call: { create: 'activities', values: { subject: 'Call' } },
    expect: { record: { kind: 'task', status: 'open', starts_at: null } },
  },
  {
    title: 'is an event with start and end [CS-093] [CS-100]',
    as: 'staff',
    call: { create: 'activities', values: event },
    expect: { record: { starts_at: '2026-03-02T09:00:00.000Z' } },
  },
  {
    title: 'as an event needs an end [CS-093]',
    as: 'staff',
    call: { create: 'activities', values: { ...event, ends_at: null } },
    expect: { refused: 422, field: 'ends_at', code: 'required' },
  },
  {
    title: 'does not end before it starts',
    as: 'staff',
    call: { create: 'activities', values: { ...event, ends_at: '2026-03-02T08:59:00Z' } },
    expect: { refused: 422, field: 'ends_at', code: 'order' },
  },
  {
    title: 'about a deal is about its account and contact, too',
    as: 'agent',
    call: { create: 'activities', values: { subject: 'Call', related_to: { entity: 'deals', id: '$deal' } } },
    expect: { record: { account: { title: 'Acme' }, contact: { title: 'Virtanen' }, related_to: { entity: 'deals', title: 'Deal' } } },
  },
  {
    title: 'about a contact is about its account, too',
    as: 'agent',
    call: { create: 'activities', values: { subject: 'Call', contact: '$anna' } },
    expect: { record: { account: { title: 'Acme' } } },
  },
  {
    title: 'keeps an account that is given',
    as: 'agent',
    given: [{ create: 'accounts', values: { name: 'Other', owner: '$agent' } }],
    call: { create: 'activities', values: { subject: 'Call', account: '$acme', related_to: { entity: 'contacts', id: '$anna' } } },
    expect: { record: { account: { title: 'Acme' }, contact: { title: 'Virtanen' } } },
  },
  {
    title: 'is completed',
    as: 'agent',
    call: { act: 'activities.complete', id: '$task' },
    expect: { record: { status: 'done' } },
    changes: [{ verb: 'update', entity: 'activities', record: '$task', after: { status: 'done' } }],
  },
  { title: 'is not reopened while it is open', as: 'agent', call: { act: 'activities.reopen', id: '$task' }, expect: { refused: 409 } },
  {
    title: 'is not about what is out of reach',
    as: 'stranger',
    call: { create: 'activities', values: { subject: 'Call', related_to: { entity: 'deals', id: '$deal' } } },
    expect: { refused: 422, field: 'related_to', code: 'not_found' },
  },
]);

scenarios(at, [
  {
    title: 'chooses fields of contacts to ask for [CS-047]',
    as: 'admin',
    call: { create: 'contact_questions', values: { field: 'phone', position: 1 } },
    expect: { record: { field: 'phone' } },
  },
  {
    title: 'chooses none that are not there, and hears which was meant [CS-047]',
    as: 'admin',
    call: { create: 'contact_questions', values: { field: 'fone' } },
    expect: { refused: 422, field: 'field', code: 'unknown' },
  },
  {
    title: 'chooses none that nobody fills in [CS-047]',
    as: 'admin',
    call: { create: 'contact_questions', values: { field: 'created_at' } },
    expect: { refused: 422, field: 'field', code: 'unknown' },
  },
  {
    title: 'sees what is asked for, to be asked [CS-047]',
    as: 'stranger',
    given: [{ create: 'contact_questions', values: { field: 'email' } }],
    call: { list: 'contact_questions', query: { fields: ['field'] } },
    expect: { records: [{ field: 'email' }] },
  },
  {
    title: 'leaves the choice to administrators [CS-047]',
    as: 'staff',
    call: { create: 'contact_questions', values: { field: 'email' } },
    expect: { refused: 403 },
  },
]);
