// Switches on the page of general settings for what holds in the whole workspace: who sees whose contacts, and whether a contact needs a
// date for its next action (row NV-10). Each is a face of the record that says so anyway, so there is one truth, whichever is changed.

import { type Context, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { checkbox, defineModule, extend } from '../../schema/index.ts';

interface Switch {
  /** The record it is a face of. */
  readonly entity: 'sharing_levels' | 'field_settings';
  readonly key: string;
  isOn(record: Values): boolean;
  /** Of the record, by whether it is on. */
  values(on: boolean): Values;
}

const SWITCHES: Readonly<Record<string, Switch>> = {
  contacts_shared: {
    entity: 'sharing_levels',
    key: 'entity = "contacts"',
    isOn: ({ level }) => level !== 'private',
    values: (on) => ({ entity: 'contacts', level: on ? 'read' : 'private' }),
  },
  next_action_required: {
    entity: 'field_settings',
    key: 'entity = "contacts" and field = "next_action_on"',
    isOn: ({ required }) => required === true,
    values: (on) => ({ entity: 'contacts', field: 'next_action_on', required: on }),
  },
};

const ofGeneral = extend('general_settings', {
  fields: {
    contacts_shared: checkbox({
      label: 'Everybody sees all contacts',
      help: 'Whoever may see contacts sees those of others too. Off: as permission sets and sharing say.',
    }),
    next_action_required: checkbox({
      label: 'Contacts need a next action',
      help: 'No contact is made without the date of its next action, nor loses it.',
    }),
  },
  blocks: [{ label: 'Contacts', fields: ['contacts_shared', 'next_action_required'] }],
  hooks: { afterSave: turn },
});

async function recordOf(context: Context, { entity, key }: Switch): Promise<Values | undefined> {
  const { records } = context.system('looks how a switch of the workspace stands');
  return (await records.list(entity, { filter: key, limit: 1 })).records[0];
}

/** By the rights of whoever turns it: the page of settings opens nothing that its record would not. */
async function turn(draft: Draft, context: Context): Promise<void> {
  for (const [name, one] of Object.entries(SWITCHES)) {
    if (!draft.changed.has(name)) continue;
    const on = draft.values[name] === true;
    const record = await recordOf(context, one);
    if (on === (record !== undefined && one.isOn(record))) continue;
    try {
      if (record) await context.records.update(one.entity, String(record.id), one.values(on));
      else await context.records.create(one.entity, one.values(on));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      draft.refuse(name, error.code, error.message);
    }
  }
}

/** The switches as the records say. */
async function follow(context: Context): Promise<void> {
  const system = context.system('shows on the page of settings how switches stand');
  const settings = await system.settings('general_settings');
  const states = await Promise.all(
    Object.entries(SWITCHES).map(async ([name, one]) => {
      const record = await recordOf(system, one);
      return [name, record !== undefined && one.isOn(record)] as const;
    }),
  );
  const changed = states.filter(([name, on]) => (settings[name] === true) !== on);
  if (changed.length > 0) await system.records.update('general_settings', String(settings.id), Object.fromEntries(changed));
}

const followed = (entity: string) =>
  extend(entity, {
    hooks: {
      async afterSave({ values, old }: Draft, context: Context) {
        if ((old ?? values).entity === 'contacts') await follow(context);
      },
    },
  });

export default defineModule({
  name: 'house-rules',
  needs: ['general', 'contacts', 'sharing-rules', 'custom-fields'],
  extends: [ofGeneral, followed('sharing_levels'), followed('field_settings')],
  setup: follow,
  upgrade: follow,
});
