import { expect, it } from 'vitest';
import { draftOf, fingerprint, newStep, newWorkflow, toRecord } from './draft.ts';

it('sends of a step only what its kind has, and of a secret nothing that was not typed', () => {
  const mail = newStep('mail', {
    to: 'owner',
    subject: 'Hi',
    text: '',
    address: 'https://left.example',
    assign: [{ field: 'x', value: '1' }],
  });
  const draft = { ...newWorkflow('deals'), name: 'A', secret: true, steps: [mail] };
  const sent = toRecord(draft, { ...draft });
  expect(sent).not.toHaveProperty('secret');
  expect(sent.steps).toEqual([
    expect.objectContaining({ kind: 'mail', to: 'owner', subject: 'Hi', text: null, address: null, assign: null }),
  ]);
  expect(toRecord({ ...draft, secret: 'new' }, draft)).toHaveProperty('secret', 'new');
});

it('forgets fields and beginnings where the event has none', () => {
  const draft = { ...newWorkflow('deals'), event: 'created' as const, fields: ['stage'], condition: 'amount > 1', becomes: true };
  expect(toRecord(draft)).toMatchObject({ fields: null, becomes: false, condition: 'amount > 1' });
  expect(toRecord({ ...draft, event: 'changed' })).toMatchObject({ fields: ['stage'], becomes: true });
});

it('reads back what was sent', () => {
  const draft = { ...newWorkflow('deals'), name: 'A', steps: [newStep('update', { delay: 2, assign: [{ field: 'name', value: '"B"' }] })] };
  expect(fingerprint(draftOf(toRecord(draft)))).toBe(fingerprint(draft));
});
