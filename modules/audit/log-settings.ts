// How long logs are kept, as administrators decide. The history of records is not among them: it is never cleared.

import type { Context, Draft } from '../../engine/index.ts';
import { checkbox, defineAction, defineEntity, integer, picklist, user } from '../../schema/index.ts';
import { clearNow } from './clear.ts';
import { clearable, LEAST } from './logs.ts';

const fields = ['sign_ins', 'record_reads', 'faults', 'jobs'] as const;

export const logSettings = defineEntity('log_settings', {
  label: 'Keeping of logs',
  plural: 'Keeping of logs',
  icon: 'archive',
  single: true,
  fields: {
    sign_ins: integer({ label: 'Days that sign-ins are kept', min: LEAST.sign_ins, max: 36_500, help: 'Empty: for ever.' }),
    record_reads: integer({ label: 'Days that readings are kept', min: LEAST.record_reads, max: 36_500, help: 'Empty: for ever.' }),
    faults: integer({ label: 'Days that faults are kept', min: LEAST.faults, max: 36_500, help: 'Empty: for ever.' }),
    jobs: integer({
      label: 'Days that finished background work is kept',
      min: LEAST.jobs,
      max: 36_500,
      help: 'Empty: for ever. What is cleared cannot be taken back as a whole any more.',
    }),
    set_by: user({ label: 'Decided by', readOnly: true }),
  },
  blocks: [{ label: 'Keeping of logs', fields: [...fields, 'set_by'] }],
  hooks: { beforeSave: noteAuthor },
  actions: {
    clear_now: defineAction({
      label: 'Clear now',
      verb: 'update',
      input: {
        log: picklist(clearable, { label: 'Log', required: true }),
        days: integer({ label: 'Days that stay', required: true, min: 7, max: 36_500, help: 'Of sign-ins and readings at least 30.' }),
        sure: checkbox({ label: 'Clear it for good', help: 'It cannot be taken back; that it was cleared, and by whom, is noted.' }),
      },
      run: clearNow,
    }),
  },
});

function noteAuthor({ values, changed }: Draft, { actor }: Context): void {
  if (fields.some((name) => changed.has(name))) values.set_by = actor.id;
}
