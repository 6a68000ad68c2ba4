// Working through today's list: what was done with a contact, and when to come back to it (rows NV-13, NV-21).

import { type ActionCall, invalid } from '../../engine/index.ts';
import { clip, date, defineAction, picklist, textArea } from '../../schema/index.ts';

export const followUp = defineAction({
  label: 'Follow up',
  verb: 'update',
  input: {
    done: picklist(['Call', 'Meeting', 'E-mail', 'Note'], { label: 'What was done' }),
    comment: textArea(),
    next_action_on: date({ label: 'Next action' }),
    closed_as: picklist(['passive', 'lost', 'not_a_client'], { help: 'Instead of a date: nothing more is to be done.' }),
  },
  run,
});

async function run({ context: { records }, id, input }: ActionCall): Promise<void> {
  const { done, comment, next_action_on = null, closed_as = null } = input;
  if (!next_action_on && !closed_as) {
    throw invalid([{ field: 'next_action_on', code: 'required', message: 'Say when to come back, or close the contact with a status.' }]);
  }
  if (comment || done) {
    const subject = clip(String(comment || done).split('\n', 1)[0], 250);
    const related_to = { entity: 'contacts', id };
    const type = done ?? 'Note';
    await records.create('activities', { subject, description: comment, kind: 'task', type, status: 'done', contact: id, related_to });
  }
  await records.update('contacts', id, { next_action_on, ...(closed_as ? { status: closed_as } : {}) });
}
