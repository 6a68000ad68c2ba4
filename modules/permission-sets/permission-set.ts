// What its holders may do: flags, grants (verb on target within scopes) and cut fields. TT-CRM says group, others say profile.

import { checkbox, children, defineEntity, multiPicklist, radio, text, textArea } from '../../schema/index.ts';
import { checkSet, keepRoot, takeFromHolders } from './save.ts';

export const grants = defineEntity('permission_grants', {
  label: 'Grant',
  plural: 'Grants',
  area: 'administration',
  fields: {
    target: text({ required: true, length: 120, help: 'A module such as deals, * for all business records, or feature:<name>.' }),
    verb: text({
      required: true,
      length: 120,
      default: '"*"',
      help: 'view, create, update, delete, import, export, bulk, an action, or * for all.',
    }),
    scopes: multiPicklist([
      { value: 'own', label: 'Own' },
      { value: 'own_groups', label: 'Own groups' },
      { value: 'same_unit', label: 'Same department' },
      { value: 'sub_units', label: 'Departments below' },
      { value: 'role_branch', label: 'Roles below' },
      { value: 'all', label: 'All' },
    ]),
  },
});

export const fieldRights = defineEntity('permission_fields', {
  label: 'Field right',
  plural: 'Field rights',
  area: 'administration',
  fields: {
    target: text({ required: true, length: 120 }),
    field: text({ required: true, length: 120 }),
    right: radio(
      [
        { value: 'hidden', label: 'Hidden' },
        { value: 'read', label: 'Read only' },
      ],
      { required: true },
    ),
  },
});

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
  },
  list: { columns: ['name', 'description', 'root', 'customer_mode', 'updated_at'], sort: 'name' },
  hooks: {
    beforeSave: checkSet,
    async afterSave(draft, context) {
      if (draft.verb === 'delete') await takeFromHolders(draft, context);
      await keepRoot(draft, context);
    },
  },
});
