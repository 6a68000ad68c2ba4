// What its holders may do: flags, grants (verb on target within scopes) and cut fields. TT-CRM says group, others say profile.

import { checkbox, children, defineAction, defineEntity, reference, text, textArea } from '../../schema/index.ts';
import { fieldRights, grants } from './grant.ts';
import { copySet, retireSet } from './retire.ts';
import { checkSet, keepRoot, takeFromHolders } from './save.ts';

export const permissionSets = defineEntity('permission_sets', {
  label: 'Permission set',
  plural: 'Permission sets',
  icon: 'shield-check',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    description: textArea(),
    root: checkbox({ label: 'Root rights', help: 'Everything, also while logins are switched off. Grants are then not needed.' }),
    customer_mode: checkbox({ help: 'Only records of the user’s own company. Root rights come first.' }),
    grants: children(grants),
    field_rights: children(fieldRights),
    lacking: textArea({
      label: 'Grants of later versions',
      readOnly: true,
      visibleIf: 'lacking is not empty',
      help: 'This preset was changed here, so it did not get them. Changing the grants makes this note go.',
    }),
    // What the preset gave last: whether somebody has changed it since.
    given: textArea({ internal: true }),
  },
  list: { columns: ['name', 'description', 'root', 'customer_mode', 'updated_at'], sort: 'name' },
  actions: {
    copy: defineAction({ label: 'Copy', verb: 'create', input: { name: text({ required: true, length: 120 }) }, run: copySet }),
    retire: defineAction({
      label: 'Delete and replace',
      verb: 'delete',
      input: { replacement: reference('permission_sets', { label: 'Replacement', help: 'Its holders get this one instead.' }) },
      run: retireSet,
    }),
  },
  hooks: {
    beforeSave: checkSet,
    async afterSave(draft, context) {
      if (draft.verb === 'delete') await takeFromHolders(draft, context);
      await keepRoot(draft, context);
    },
  },
});
